"""On the host's page: a strict policy, the host's theme, its words, and colours that can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from visitor import PHONE

pytestmark = pytest.mark.browser


def page_with(
    gateway, inside: str = "", attributes: str = "", style: str = "", policy: str = "default-src 'self' 'unsafe-inline'"
) -> str:
    gateway.pages["/host"] = (
        f"""<!doctype html><html lang=nl><meta name=viewport content='width=device-width'><title>Host</title>{f"<style>{style}</style>" if style else ""}{inside}
            <volgende-stap-chat {attributes}></volgende-stap-chat><script type=module src="{gateway.url}/widget/volgende-stap.js"></script>""",
        policy,
    )
    return "/host"


def colours(visitor, selector: str) -> list[str]:
    return visitor.page.locator(selector).first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )


BROKEN = """window.broken = []; document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective + ' ' + event.blockedURI))"""


def test_a_strict_policy_is_never_broken(visitor):
    """The demo page's own policy has no inline style or script, no data: and no eval."""
    visitor.page.add_init_script(BROKEN)
    visitor.opens_chat().asks()
    visitor.types("a" * 990)
    visitor.page.get_by_role("button", name="Wat wil je bewaren?").click()
    assert visitor.page.evaluate("broken") == []
    assert visitor.console == []
    assert visitor.goes_to("/widget/example.html").page.wait_for_timeout(1_000) is None
    assert visitor.page.evaluate("broken") == [] and visitor.console == []


def test_a_host_elsewhere_adds_only_script_and_connect(visitor, gateway):
    policy = f"default-src 'none'; script-src {gateway.url}; connect-src {gateway.url}"
    path = page_with(gateway, policy=policy)
    visitor.page.add_init_script(BROKEN)
    visitor.page.goto(gateway.elsewhere + path)
    visitor.launcher.click()
    expect(visitor.turns.first).to_contain_text("Hoi")
    visitor.asks()
    assert visitor.page.evaluate("broken") == []


def test_the_panel_lies_above_everything_of_the_host(visitor, gateway):
    banner = "<div id=banner style='position:fixed;inset:0;z-index:2147483647;background:#ccc'>Cookies</div>"
    nested = page_with(
        gateway,
        style="volgende-stap-chat { transform: translateX(200px); display: block; position: relative; z-index: 1; overflow: hidden }",
    )
    visitor.goes_to(nested)
    visitor.launcher.dispatch_event("click")
    expect(visitor.turns.first).to_contain_text("Hoi")
    visitor.page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", banner)
    visitor.exit.click(trial=True)
    visitor.send.click(trial=True)
    box = visitor.panel.bounding_box()
    assert box["x"] + box["width"] <= 1280 and box["y"] >= 0


def test_the_hosts_styles_do_not_get_in(visitor, gateway):
    visitor.opens_chat(
        page_with(
            gateway,
            style="* { color: red !important; text-transform: uppercase } button { display: none !important } p { margin: 9em }",
        )
    )
    assert visitor.exit.inner_text() == "Verberg deze pagina"
    expect(visitor.send).to_be_visible()


TOWN = """:root { --utrecht-button-primary-action-background-color: rgb(122, 31, 92); --utrecht-button-primary-action-color: rgb(255, 255, 255);
    --utrecht-link-color: rgb(122, 31, 92); --nl-heading-level-2-color: rgb(77, 19, 57); --nl-paragraph-color: rgb(10, 10, 10); --nl-paragraph-font-family: Georgia }"""


def test_the_theme_of_the_municipality_is_taken_over(visitor, gateway):
    visitor.opens_chat(page_with(gateway, style=TOWN))
    assert colours(visitor, ".send") == ["rgb(255, 255, 255)", "rgb(122, 31, 92)"]
    assert colours(visitor, ".history .link")[0] == "rgb(122, 31, 92)"
    assert colours(visitor, "h2#title")[0] == "rgb(77, 19, 57)"
    assert colours(visitor, ".bubble")[0] == "rgb(10, 10, 10)"
    assert visitor.page.locator(".bubble").first.evaluate("e => getComputedStyle(e).fontFamily") == "Georgia"


def test_own_tokens_go_before_those_of_the_theme(visitor, gateway):
    visitor.opens_chat(
        page_with(
            gateway, style=TOWN + ":root { --vs-action-background: rgb(0, 60, 120); --vs-link-color: rgb(0, 60, 121) }"
        )
    )
    assert colours(visitor, ".send")[1] == "rgb(0, 60, 120)"
    assert colours(visitor, ".history .link")[0] == "rgb(0, 60, 121)"


@pytest.mark.parametrize(
    ("style", "selector", "built_in"),
    [
        (
            "--utrecht-button-primary-action-background-color: #ffe680; --utrecht-button-primary-action-color: #fff",
            ".send",
            ["rgb(255, 255, 255)", "rgb(27, 94, 95)"],
        ),
        (
            "--utrecht-button-primary-action-background-color: transparent",
            ".send",
            ["rgb(255, 255, 255)", "rgb(27, 94, 95)"],
        ),
        (
            "--utrecht-button-primary-action-background-color: geen-kleur",
            ".send",
            ["rgb(255, 255, 255)", "rgb(27, 94, 95)"],
        ),
        ("--utrecht-link-color: #8ecbff", ".history .link", ["rgb(23, 89, 90)"]),
        ("--vs-background: #777; --vs-text-color: #888", ".panel", ["rgb(43, 38, 34)", "rgb(255, 253, 249)"]),
        ("--nl-heading-level-2-color: #eee", "h2#title", ["rgb(23, 73, 74)"]),
    ],
    ids=["pale button", "no button colour", "not a colour", "pale link", "grey on grey", "pale heading"],
)
def test_unreadable_colours_give_way_to_the_built_in_pair(visitor, gateway, style, selector, built_in):
    visitor.opens_chat(page_with(gateway, style=f":root {{ {style} }}"))
    assert colours(visitor, selector)[: len(built_in)] == built_in


def test_the_launcher_too_keeps_readable_colours(visitor, gateway):
    visitor.goes_to(
        page_with(
            gateway,
            style=":root { --utrecht-button-primary-action-background-color: #eee; --utrecht-button-primary-action-color: #fff }",
        )
    )
    assert colours(visitor, ".launcher") == ["rgb(255, 255, 255)", "rgb(27, 94, 95)"]


DARK = "rgb(29, 26, 23)"
LIGHT = "rgb(255, 253, 249)"


@pytest.mark.parametrize(
    ("style", "inside", "attributes", "prefers", "expected"),
    [
        ("", "", "", "dark", LIGHT),
        (":root { color-scheme: light dark }", "", "", "dark", DARK),
        (":root { color-scheme: light dark }", "", "", "light", LIGHT),
        (":root { color-scheme: dark }", "", "", "light", DARK),
        ("", "<meta name=color-scheme content='light dark'>", "", "dark", DARK),
        (":root { color-scheme: light dark }", "", "theme=light", "dark", LIGHT),
        ("", "", "theme=dark", "light", DARK),
    ],
    ids=[
        "host is light only",
        "host follows",
        "host follows, light",
        "host is dark",
        "host says so in meta",
        "told light",
        "told dark",
    ],
)
def test_dark_only_where_the_host_is_dark(visit, gateway, style, inside, attributes, prefers, expected):
    visitor = visit(color_scheme=prefers).opens_chat(page_with(gateway, inside, attributes, style))
    assert colours(visitor, ".panel")[1] == expected


def test_a_host_can_use_its_own_words(visitor, gateway):
    own = "<script>addEventListener('DOMContentLoaded', () => {}); queueMicrotask(() => {})</script>"
    gateway.pages["/host"] = (
        f"""<!doctype html>{own}<volgende-stap-chat></volgende-stap-chat><script>document.querySelector('volgende-stap-chat').words = {{ launcher: 'Praat met ons', title: 'Assen helpt' }}</script>
            <script type=module src=/widget/volgende-stap.js></script>""",
        "default-src 'self' 'unsafe-inline'",
    )
    visitor.goes_to("/host").page.get_by_role("button", name="Praat met ons").click()
    expect(visitor.page.get_by_role("dialog", name="Assen helpt")).to_be_visible()
    expect(visitor.exit).to_be_visible()


def test_a_turned_phone_keeps_talk_place_and_text(visit):
    visitor = visit(**PHONE).opens_chat().asks().types("half af")
    top = visitor.page.locator(".log").evaluate("log => log.scrollTop")
    visitor.page.set_viewport_size({"width": 1000, "height": 700})
    expect(visitor.input).to_have_value("half af")
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    expect(visitor.page.locator(".bot")).to_have_count(2)
    assert visitor.page.locator(".log").evaluate("log => log.scrollTop") == pytest.approx(top, abs=80)


def test_two_script_tags_do_no_harm(visitor, gateway):
    path = page_with(gateway, f'<script type=module src="{gateway.url}/widget/volgende-stap.js?2"></script>')
    visitor.opens_chat(path)
    assert [line for line in visitor.console if "404" not in line] == []
