"""Whatever fails, within a second there is help: 112, Veilig Thuis, the Kindertelefoon, and the exit."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from visitor import DESKTOP

pytestmark = pytest.mark.browser

WAYS = ["down", "slow", "429", "500", "503", "malformed", "nonsense", "html-500"]
NUMBERS = ["112", "0800-2000", "0800-0432"]


SINCE_THE_CLICK = """(numbers) => {
    const turns = [...document.querySelector('volgende-stap-chat').shadowRoot.querySelectorAll('.turn .call')];
    const seen = (number) => turns.some((link) => link.checkVisibility() && link.textContent.includes(number));
    return numbers.every(seen) && performance.now() - window.clicked;
}"""


def assert_help_within_a_second(visitor, way: str, action) -> None:
    visitor.page.evaluate("addEventListener('click', () => { window.clicked = performance.now() }, true)")
    action()
    took = visitor.page.wait_for_function(SINCE_THE_CLICK, arg=NUMBERS, timeout=3_000).json_value()
    assert took < 1_000, f"{way}: help came after {took:.0f} ms"
    expect(visitor.exit).to_be_visible()


def test_help_is_there_within_a_second_when_a_message_fails(visitor, gateway):
    visitor.opens_chat()
    for way in WAYS:
        gateway.mode = way
        assert_help_within_a_second(visitor, way, lambda: visitor.says("Wat kan ik doen?"))
        expect(visitor.page.locator(".dots")).to_have_count(0)


def test_help_is_there_within_a_second_when_an_answer_never_comes(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "hang"
    assert_help_within_a_second(visitor, "hang", lambda: visitor.says("Wat kan ik doen?"))


@pytest.mark.parametrize("way", ["down", "hang", "429", "malformed", "html-500"])
def test_help_is_there_within_a_second_when_the_chat_cannot_start(visitor, gateway, way):
    gateway.start_mode = way
    visitor.goes_to("/").launcher.hover()
    expect(visitor.panel).to_be_attached()
    assert_help_within_a_second(visitor, way, visitor.launcher.click)


def test_a_failed_message_is_sent_again_without_retyping(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "500"
    visitor.says("een lang verhaal")
    expect(visitor.page.locator(".me")).to_contain_text("Niet verstuurd")
    gateway.mode = "ok"
    visitor.again.click()
    expect(visitor.page.locator(".bot").nth(1)).to_be_visible()
    assert [body["text"] for body in gateway.sent()] == ["een lang verhaal"] * 2
    expect(visitor.page.locator(".me")).to_have_count(1)
    expect(visitor.page.get_by_text("Niet verstuurd")).to_have_count(0)
    expect(visitor.again).to_have_count(0)


def test_a_failed_choice_can_be_tried_again(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "503"
    visitor.page.get_by_role("button", name="Zorgen over een kind").click()
    visitor.again.wait_for()
    gateway.mode = "ok"
    visitor.again.click()
    expect(visitor.page.locator(".bot")).to_have_count(2)
    assert [body["choice"] for body in gateway.sent()] == ["vermoeden_kind"] * 2


@pytest.mark.parametrize("status", ["400", "413", "422"])
def test_a_message_the_server_cannot_take_comes_back_to_be_changed(visitor, gateway, status):
    visitor.opens_chat()
    gateway.mode = status
    visitor.says("een te lang verhaal")
    expect(visitor.turns.last).to_contain_text("Het is nu erg druk.")
    expect(visitor.input).to_have_value("een te lang verhaal")
    expect(visitor.again).to_have_count(0)


def test_the_servers_own_words_and_contacts_are_shown(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "429"
    visitor.says("Hallo")
    help = visitor.turns.last
    expect(help).to_contain_text("Het is nu erg druk. Probeer het over een minuut nog eens.")
    assert [card.split("\n")[0] for card in help.locator(".card").all_inner_texts()] == [
        "112",
        "Veilig Thuis gratis",
        "De Kindertelefoon gratis",
    ]


def test_a_late_answer_takes_the_place_of_the_help(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "slow"
    visitor.says("Hallo")
    expect(visitor.turns.last).to_contain_text("duurt langer dan normaal")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    expect(visitor.page.get_by_text("duurt langer dan normaal")).to_have_count(0)
    expect(visitor.page.locator(".dots")).to_have_count(0)


def test_a_second_message_is_not_lost_while_the_first_is_under_way(visitor, gateway):
    visitor.opens_chat()
    gateway.mode = "slow"
    visitor.says("een")
    visitor.says("twee")
    expect(visitor.input).to_have_value("twee")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    visitor.send.click()
    expect(visitor.page.locator(".bot")).to_have_count(3)
    assert [body["text"] for body in gateway.sent()] == ["een", "twee"]


def test_a_chat_that_could_not_start_starts_at_the_second_try(visitor, gateway):
    gateway.start_mode = "down"
    visitor.opens_chat()
    gateway.start_mode = "ok"
    visitor.again.click()
    expect(visitor.page.locator(".bot")).to_contain_text("Hoi")


def test_without_javascript_the_page_shows_the_same_help(browser, gateway):
    context = browser.new_context(java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    page.goto(gateway.url + "/")
    for number in NUMBERS:
        expect(page.get_by_role("link", name=number)).to_be_visible()
    expect(page.get_by_role("link", name="Verlaat deze pagina")).to_be_visible()
    context.close()


def test_a_blocked_loader_leaves_the_help_in_sight(visitor, gateway):
    gateway.files_fail = "volgende-stap.js"
    visitor.goes_to("/")
    for number in NUMBERS:
        expect(visitor.page.get_by_role("link", name=number)).to_be_visible(timeout=1_000)


@pytest.mark.parametrize("card", [True, False], ids=["host's card", "no card"])
def test_a_chat_that_does_not_load_shows_the_help_and_the_exit(visitor, gateway, card):
    gateway.files_fail = "styles.js"
    inside = (
        "<p>Bel <a href=tel:112>112</a>, <a href=tel:08002000>0800-2000</a> of <a href=tel:08000432>0800-0432</a></p>"
        if card
        else ""
    )
    gateway.pages["/host"] = (
        f"""<!doctype html><title>Host</title><volgende-stap-chat exit-url="{gateway.url}/neutral">{inside}</volgende-stap-chat>
            <script type=module src=/widget/volgende-stap.js></script>""",
        "default-src 'self'",
    )
    visitor.goes_to("/host").launcher.click()
    for number in NUMBERS:
        expect(visitor.page.get_by_role("link", name=number)).to_be_visible(timeout=1_000)
    visitor.leaves()
    expect(visitor.page).to_have_title("weer")


def test_a_chat_that_loads_too_slowly_shows_the_help_first(visitor, gateway):
    visitor.page.route("**/talk.js", lambda route: (visitor.page.wait_for_timeout(1_500), route.continue_()))
    visitor.goes_to("/").launcher.click()
    expect(visitor.page.locator(".instead")).to_be_visible(timeout=1_000)
    expect(visitor.page.locator(".bot")).to_contain_text("Hoi")
    expect(visitor.page.locator(".instead")).to_have_count(0)
