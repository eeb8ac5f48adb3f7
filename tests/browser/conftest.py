"""Real Chromium, a fake gateway, and a visitor who opens the chat.

Each test gets a fresh browser context: nothing carries over. When a test fails, what the gateway logged and what the
browser's console said is printed with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from fake_gateway import FakeGateway
from playwright.sync_api import Browser, expect, sync_playwright
from visitor import DESKTOP, PHONE, Visitor

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=3_000)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("These tests need Chromium. Install it with: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        # Without this Playwright switches off the back/forward cache, which the tests need.
        yield lambda *args: playwright.chromium.launch(
            executable_path=chromium, args=[*ARGS, *args], ignore_default_args=["--disable-back-forward-cache"]
        )


@pytest.fixture(scope="session")
def browser(launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    with FakeGateway() as gateway:
        yield gateway


@pytest.fixture
def visit(browser, gateway, request) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visit()` at a desktop, `visit(**PHONE)` with a phone, or with any option of a browser context."""
    visitors: list[Visitor] = []

    def new(**options) -> Visitor:
        context = browser.new_context(**{**DESKTOP, **options})
        visitor = Visitor(gateway, context, context.new_page())
        visitor.page.on("console", lambda message: visitor.console.append(message.text))
        visitor.page.on("pageerror", lambda error: visitor.console.append(f"uncaught: {error}"))
        visitors.append(visitor)
        return visitor

    yield new
    failed = getattr(request.node, "failed", False)
    for visitor in visitors:
        if failed:
            print("browser console:", *visitor.console, sep="\n  ")
        visitor.context.close()
    if failed:
        print("gateway:", *gateway.log, sep="\n  ")


@pytest.fixture
def visitor(visit) -> Visitor:
    return visit()


@pytest.fixture
def phone(visit) -> Visitor:
    return visit(**PHONE)


@pytest.fixture
def host(gateway):
    """A host's page with the chat; its title gives away where you are. Returns its path."""

    def page(first: str = "/neutral", second: str = "/neutral2", extra: str = "") -> str:
        first, second = (url if "://" in url or ":" in url else gateway.url + url for url in (first, second))
        html = f"""<!doctype html><html lang=nl><meta name=viewport content='width=device-width'><title>Hulp bij huiselijk geweld</title>
            <link rel=icon href=/widget/icon.svg><h1>Hulp bij huiselijk geweld</h1>{extra}
            <volgende-stap-chat exit-url="{first}" exit-url-2="{second}"></volgende-stap-chat>
            <script type=module src=/widget/volgende-stap.js></script>"""
        gateway.pages["/host"] = (html, "default-src 'self' 'unsafe-inline'")
        return "/host"

    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report
