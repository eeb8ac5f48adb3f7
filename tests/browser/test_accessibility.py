"""Accessible to everyone: with a keyboard, a screen reader, large text, own colours, or no moving images."""

from __future__ import annotations

import pytest
from fake_gateway import URGENT
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RECORD = """() => {
    const live = document.querySelector('volgende-stap-chat').shadowRoot.querySelector('[aria-live=polite]');
    window.spoken = [];
    new MutationObserver(() => spoken.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
}"""


def test_each_reply_is_spoken_once_and_then_gone(visitor):
    visitor.opens_chat()
    expect(visitor.live).to_be_empty()
    visitor.page.evaluate(RECORD)
    visitor.asks()
    expect(visitor.live).to_be_empty(timeout=1_500)
    spoken = [text for text in visitor.page.evaluate("spoken") if text]
    assert len(spoken) == 1
    for part in ("Goed dat je dit vertelt", "Veilig Thuis, 0800-2000", "14 0592", "Hoe begin ik een gesprek?"):
        assert spoken[0].count(part) == 1
    assert visitor.page.locator("[role=log]").get_attribute("aria-live") == "off"
    others = visitor.page.locator(".panel [aria-live]:not([aria-live=off]), .panel [role=status], .panel [role=alert]")
    assert others.count() == 1


def test_the_focus_stays_where_it_is_when_a_reply_comes(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "slow"
    visitor.types("Hallo").input.press("Enter")
    visitor.exit.focus()
    expect(visitor.page.locator(".bot")).to_have_count(2)
    expect(visitor.exit).to_be_focused()


def test_a_used_choice_keeps_the_focus_and_can_be_read(visitor, gateway):
    visitor.opens_chat()
    button = visitor.page.get_by_role("button", name="Zorgen over een kind")
    button.focus()
    button.press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    expect(button).to_be_focused()
    assert [choice.text_content() for choice in visitor.page.locator(".choice[aria-disabled=true]").all()] == [
        "Zorgen over een kind (gekozen)",
        "Ik word zelf bang gemaakt",
        "Het lukt thuis niet meer",
    ]


def test_with_the_keyboard_alone_from_launcher_to_call_link_and_back(visitor):
    page = visitor.goes_to("/").page
    press = page.keyboard.press

    def tab_to(locator, most: int = 15) -> None:
        for _ in range(most):
            press("Tab")
            if locator.evaluate("element => element === element.getRootNode().activeElement"):
                return
        raise AssertionError(f"not reached in {most} times Tab")

    tab_to(visitor.launcher)
    press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(1)
    tab_to(visitor.input)
    page.keyboard.type("Wat kan ik doen?")
    press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    for _ in range(15):
        press("Shift+Tab")
        if visitor.focused().startswith("call"):
            break
    expect(page.get_by_role("link", name="14 0592")).to_be_focused()
    press("Shift+Tab")
    press("Shift+Tab")
    press("Shift+Tab")
    expect(page.get_by_role("link", name="0800-2000").first).to_be_focused()
    press("Escape")
    expect(visitor.panel).to_be_hidden()
    expect(visitor.launcher).to_be_focused()
    press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(2)


def test_escape_closes_one_thing_at_a_time(visitor):
    visitor.opens_chat().page.get_by_role("button", name="Sporen wissen").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("button", name="Sporen wissen")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.launcher).to_be_focused()


def test_the_focus_cannot_leave_a_panel_that_fills_the_screen(phone):
    phone.opens_chat()
    for _ in range(30):
        phone.page.keyboard.press("Tab")
        assert phone.page.evaluate(
            "[document.body, document.querySelector('volgende-stap-chat')].includes(document.activeElement)"
        )
    phone.page.keyboard.press("Escape")
    expect(phone.panel).to_be_hidden()
    expect(phone.launcher).to_be_focused()


def test_every_target_on_a_phone_is_at_least_44_pixels(phone):
    phone.opens_chat().asks()
    phone.says("ik heet Anna")
    sizes = phone.page.locator(".panel :is(button, a, textarea)").evaluate_all(
        "all => all.map(e => [e.textContent || e.className, e.getBoundingClientRect()]).filter(([, r]) => r.height).map(([name, r]) => [name, r.width, r.height])"
    )
    assert len(sizes) > 12
    assert [size for size in sizes if min(size[1:]) < 43.9] == []


def test_nothing_needs_sideways_scrolling_at_320_pixels(visit):
    visitor = visit(viewport={"width": 320, "height": 480})
    visitor.opens_chat().asks().types("ik heet Anna" + "x" * 80)
    wide = visitor.panel.evaluate(
        "panel => [...panel.querySelectorAll('*'), panel].filter(e => e.getBoundingClientRect().right > 320.5).map(e => e.className || e.tagName)"
    )
    assert wide == []
    assert (
        visitor.panel.evaluate(
            "panel => Math.max(...['.panel', '.log'].map(s => { const e = panel.getRootNode().querySelector(s); return e.scrollWidth - e.clientWidth }))"
        )
        == 0
    )


SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


@pytest.mark.parametrize("width", [320, 1280])
def test_wider_text_spacing_hides_nothing(visit, width):
    """WCAG 1.4.12: text may be spaced out by the reader without losing any of it."""
    visitor = visit(viewport={"width": width, "height": 800}).opens_chat().asks()
    visitor.page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
            const root = document.querySelector('volgende-stap-chat').shadowRoot; root.adoptedStyleSheets.push(sheet) }""",
        SPACING,
    )
    cut = visitor.panel.evaluate("""panel => [...panel.querySelectorAll('button, a, p, li, .bubble')].filter(e => e.offsetParent
        && !e.classList.contains('unseen') && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible' || e.getBoundingClientRect().right > innerWidth)).map(e => e.textContent)""")
    assert cut == []
    expect(visitor.exit).to_be_in_viewport(ratio=1)


def test_text_follows_the_size_set_in_the_browser(launch, gateway):
    """Also on a host that makes its own root text small, as many older sites do."""
    gateway.pages["/small"] = (
        """<!doctype html><style>html { font-size: 62.5% } * { font-size: 10px }</style><volgende-stap-chat></volgende-stap-chat>
            <script type=module src=/widget/volgende-stap.js></script>""",
        "default-src 'self' 'unsafe-inline'",
    )
    browser = launch("--blink-settings=defaultFontSize=24")
    page = browser.new_page()
    page.goto(gateway.url + "/small")
    page.get_by_role("button", name="Stel je vraag").click()
    assert page.locator(".bubble").evaluate("e => getComputedStyle(e).fontSize") == "24px"
    browser.close()


def waits(visitor) -> None:
    visitor.opens_chat().gateway.mode = "hang"
    visitor.says("Hallo")
    expect(visitor.page.locator(".dots")).to_be_visible()


ANIMATIONS = (
    "document.getAnimations().length + document.querySelector('volgende-stap-chat').shadowRoot.getAnimations().length"
)


def test_nothing_moves_for_who_asked_for_less_motion(visit):
    visitor = visit(reduced_motion="reduce")
    waits(visitor)
    assert visitor.page.evaluate(ANIMATIONS) == 0
    moving = visit()
    waits(moving)
    assert moving.page.evaluate(ANIMATIONS) > 0


def test_with_forced_colours_everything_keeps_an_edge(visit):
    visitor = visit(forced_colors="active")
    visitor.gateway.reply = URGENT
    visitor.opens_chat().asks()
    edges = visitor.panel.evaluate("""panel => Object.fromEntries(['.exit', '.bubble', '.card:not(.danger)', '.card.danger', 'textarea', '.send', '.me .bubble'].map(s =>
        [s, parseFloat(getComputedStyle(panel.querySelector(s)).borderTopWidth)]))""")
    assert min(edges.values()) >= 1 and edges[".card.danger"] > edges[".card:not(.danger)"]
    colours = visitor.exit.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert colours[0] != colours[1]


def test_the_page_says_which_language_it_is(visitor, gateway):
    visitor.opens_chat()
    assert visitor.page.locator(".vs").get_attribute("lang") == "nl"
