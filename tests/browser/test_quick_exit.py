"""The quick exit: what was said is gone at once, and Back does not bring it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SECRET = "kanarie"
WHERE = {"up": "/neutral", "refused": "http://localhost:9999/"}


def assert_history_is_clean(page: Page) -> None:
    """The empty tab, a first site, the neutral site: the chat is nowhere among them."""
    for move in ("back", "forward", "back"):
        page.evaluate(f"setTimeout(() => history.{move}())")
        page.wait_for_timeout(300)
        assert SECRET not in page.content() and "geweld" not in page.content()
    assert page.evaluate("history.length") == 3


def test_nothing_is_left_in_the_page_within_fifty_milliseconds(visitor, host):
    visitor.opens_chat(host("/hang", "/hang")).asks(f"geheim {SECRET}").types(f"half {SECRET}")
    assert SECRET in visitor.text()
    took, left = visitor.page.evaluate("""() => {
        const exit = document.querySelector('volgende-stap-chat').shadowRoot.querySelector('.exit');
        const start = performance.now();
        exit.click();
        return [performance.now() - start, document.documentElement.outerHTML];
    }""")
    print(f"content gone after {took:.1f} ms")
    assert took < 50
    assert SECRET not in left and "geweld" not in left and "volgende-stap" not in left


@pytest.mark.parametrize("site", WHERE)
def test_back_and_forward_never_show_the_chat_again(visitor, host, site):
    visitor.goes_to("/neutral2").opens_chat(host(WHERE[site])).asks(SECRET)
    page = visitor.page
    visitor.leaves()
    if site == "refused":
        page.wait_for_timeout(500)  # Chromium shows its own error page
    else:
        visitor.has_left()
    assert_history_is_clean(page)


def glances(gateway) -> list[dict]:
    """What the page held after the exit, as its own script reported it every tenth of a second.

    Chromium's debugger waits while a navigation hangs, and so would Playwright: it cannot look itself.
    """
    seen = sorted(gateway.sent("/glance"), key=lambda glance: glance["at"])
    after = next(i for i, glance in enumerate(seen) if glance["left"])
    assert all(SECRET not in glance["html"] and "geweld" not in glance["html"] for glance in seen[after:])
    return seen[after:]


EYES = """<script>setInterval(() => {
    const glance = { at: performance.now(), title: document.title, left: document.body.textContent === 'Even geduld…', html: document.documentElement.outerHTML, links: document.links.length + document.querySelectorAll('link').length };
    fetch('/glance', { method: 'POST', body: JSON.stringify(glance) });
    if (window.escape === true && glance.left) window.escape = stop();
}, 100)</script>"""


def test_a_hanging_neutral_site_gives_way_to_the_second_and_then_to_a_blank_page(visitor, host, gateway):
    visitor.opens_chat(host("/hang", "/hang", EYES + f"<p>{SECRET}</p>")).asks(SECRET)
    visitor.leaves()
    visitor.page.wait_for_url("about:blank", timeout=8_000)
    assert len(glances(gateway)) > 40, "the page stayed blank for six seconds"
    assert [path for path, _ in gateway.requests].count("/hang") == 2


def test_escape_after_the_exit_does_not_bring_the_page_back(visitor, host, gateway):
    visitor.goes_to("/neutral2").opens_chat(
        host("/hang", extra=EYES + f"<script>window.escape = true</script><p>{SECRET}</p>")
    ).asks(SECRET)
    visitor.leaves()
    visitor.page.wait_for_timeout(3_300)
    visitor.has_left()
    assert len(glances(gateway)) > 20
    assert_history_is_clean(visitor.page)


def test_title_and_icon_are_neutral_while_the_neutral_site_loads(visitor, host, gateway):
    visitor.opens_chat(host("/hang", "/hang", EYES))
    visitor.leaves()
    visitor.page.wait_for_timeout(500)
    assert {(glance["title"], glance["links"]) for glance in glances(gateway)} == {("localhost", 0)}
    assert not visitor.console, "an exit under a strict policy must not be reported to anyone"


def test_the_neutral_site_is_not_told_where_you_came_from(visitor, host, gateway):
    visitor.opens_chat(host(gateway.elsewhere + "/neutral"))
    visitor.leaves()
    visitor.has_left()
    assert gateway.referrers["/neutral"] is None


def test_a_page_from_the_back_forward_cache_holds_no_talk(visitor, host):
    visitor.opens_chat(host()).asks(SECRET).types(SECRET)
    page = visitor.page
    page.evaluate("addEventListener('pageshow', (event) => { window.cached = event.persisted })")
    page.goto(visitor.gateway.url + "/neutral2")
    page.evaluate("history.back()")  # Playwright's own go_back waits for a load that a cached page does not have
    page.wait_for_url("**/host", wait_until="commit")
    assert page.evaluate("window.cached") is True, "Chromium did not use its back/forward cache"
    expect(visitor.panel).to_be_hidden()
    assert SECRET not in visitor.text()
    visitor.launcher.click()
    expect(visitor.turns).to_have_count(1)


def test_other_tabs_with_the_chat_leave_too(visitor, host):
    visitor.opens_chat(host()).asks(SECRET)
    first = visitor.page
    visitor.page = visitor.context.new_page()
    visitor.opens_chat(host())
    visitor.leaves()
    visitor.has_left()
    expect(first).to_have_title("weer")


def test_the_exit_is_the_first_tab_stop_of_the_open_panel(visitor, host):
    visitor.opens_chat(host())
    visitor.page.keyboard.press("Tab")
    assert "exit" in visitor.focused()
    visitor.page.keyboard.press("Enter")
    visitor.has_left()


def test_the_exit_is_called_what_it_says(visitor, host):
    """Voice control: "klik Verberg deze pagina" works when name and visible text are the same."""
    visitor.opens_chat(host())
    assert visitor.exit.inner_text() == "Verberg deze pagina"


BANNER = "<div style='position:fixed;inset:0 0 auto 0;height:60vh;z-index:2147483647;background:#fff'>Cookies?</div>"
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "small phone": {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    "320 by 256": {"viewport": {"width": 320, "height": 256}},
    "400 percent zoom": {"viewport": {"width": 320, "height": 200}, "device_scale_factor": 4},
    "desktop": {},
}


@pytest.mark.parametrize("size", SIZES)
def test_the_exit_can_always_be_pressed(visit, host, size):
    """On top at every size, above a cookie banner, also after scrolling to the very end of a talk."""
    visitor = visit(**SIZES[size]).goes_to(host(extra=BANNER if size == "desktop" else ""))
    visitor.launcher.click()
    expect(visitor.turns.first).to_contain_text("Hoi")
    visitor.types("Wat kan ik doen?")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    visitor.page.locator(".log, .panel").evaluate_all("boxes => boxes.forEach(box => { box.scrollTop = 1e6 })")
    box = visitor.exit.bounding_box()
    size = visitor.page.viewport_size
    assert (
        box["y"] >= 0
        and box["y"] + box["height"] <= size["height"]
        and box["x"] >= 0
        and box["x"] + box["width"] <= size["width"]
    )
    assert box["height"] >= 44 and box["width"] >= 44
    visitor.leaves()
    visitor.has_left()


def test_the_exit_stays_above_an_on_screen_keyboard(phone, host):
    """With the keyboard open the visible part of the page is smaller and may have moved; the panel follows it."""
    phone.page.add_init_script("""
        const view = Object.assign(new EventTarget(), { height: 844, offsetTop: 0, width: 390, scale: 1 });
        Object.defineProperty(window, 'visualViewport', { value: view });
    """)
    phone.opens_chat(host()).asks()
    phone.page.evaluate(
        "() => { Object.assign(visualViewport, { height: 380, offsetTop: 250 }); visualViewport.dispatchEvent(new Event('resize')) }"
    )
    for part in (phone.exit, phone.input, phone.send):
        box = part.bounding_box()
        assert box["y"] >= 250 and box["y"] + box["height"] <= 250 + 380


def test_a_host_that_asks_are_you_sure_cannot_hold_the_visitor(visitor, host):
    visitor.opens_chat(host(extra="<script>onbeforeunload = (event) => event.preventDefault()</script>"))
    visitor.page.on("dialog", lambda dialog: pytest.fail("the host's question held the exit"))
    visitor.leaves()
    visitor.has_left()


def test_an_exit_address_can_never_be_script(visitor, host):
    visitor.context.route(
        "https://www.buienradar.nl/**",
        lambda route: route.fulfill(body="<title>weer</title><h1>Het weer</h1>", content_type="text/html"),
    )
    visitor.opens_chat(host("javascript:alert(document.domain)"))
    visitor.leaves()
    visitor.has_left()


def test_the_widget_says_beforehand_that_history_is_not_erased(visitor, host):
    visitor.opens_chat(host())
    expect(visitor.page.locator(".history")).to_contain_text("wist je browsergeschiedenis niet")
    visitor.page.get_by_role("button", name="Sporen wissen").click()
    expect(visitor.page.get_by_role("heading", name="Sporen wissen")).to_be_focused()
