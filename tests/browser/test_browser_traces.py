"""What stays behind, and who can watch along: nothing in the browser's storage, nothing for the host, nothing for a third party."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from visitor import PHONE

pytestmark = pytest.mark.browser

SECRET = "kanarie"

STORED = """async () => ({
    cookies: document.cookie, local: localStorage.length, session: sessionStorage.length, name: window.name,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length, state: JSON.stringify(history.state),
    files: await (async () => { let count = 0; for await (const _ of (await navigator.storage.getDirectory()).keys()) count++; return count })(),
})"""
NOTHING = {
    "cookies": "",
    "local": 0,
    "session": 0,
    "name": "",
    "databases": 0,
    "caches": 0,
    "workers": 0,
    "state": "null",
    "files": 0,
}


@pytest.fixture
def full_talk(visitor, gateway):
    """Everything a visitor can do in one visit."""
    gone = []
    visitor.page.on("request", lambda request: gone.append(request.url))
    visitor.opens_chat()
    visitor.page.get_by_role("button", name="Zorgen over een kind").click()
    expect(visitor.page.locator(".bot")).to_have_count(2)
    visitor.says(f"mijn naam is {SECRET}").page.get_by_role("button", name="Toch sturen").click()
    expect(visitor.page.locator(".bot")).to_have_count(3)
    visitor.page.locator(".call").first.evaluate("link => { link.removeAttribute('href'); link.click() }")
    gateway.mode = "500"
    visitor.says(SECRET)
    expect(visitor.again).to_be_visible()
    for name in ("Wat wil je bewaren?", "Terug naar het gesprek"):
        visitor.page.get_by_role("button", name=name).click()
    visitor.types(f"nog niet verstuurd {SECRET}")
    return visitor, gone


def test_nothing_is_stored_after_a_full_talk(full_talk):
    visitor, _ = full_talk
    assert visitor.page.evaluate(STORED) == NOTHING
    assert visitor.context.cookies() == []
    assert SECRET not in json.dumps(visitor.context.storage_state(indexed_db=True))


def test_the_address_the_title_and_the_history_tell_nothing(full_talk):
    visitor, _ = full_talk
    assert visitor.page.url == visitor.gateway.url + "/"
    assert visitor.page.title() == "De volgende stap"
    assert visitor.page.evaluate("history.length") == 2


def test_no_third_party_is_asked_for_anything(full_talk):
    visitor, gone = full_talk
    assert {urlsplit(url).netloc for url in gone} == {urlsplit(visitor.gateway.url).netloc}


def test_what_was_typed_is_sent_only_as_a_message(full_talk, gateway):
    assert [path for path, body in gateway.requests if SECRET in json.dumps([path, body])] == ["/api/chat", "/api/chat"]


def test_answers_are_kept_out_of_the_browsers_own_cache(visitor, gateway):
    """The gateway marks its files and its greeting cacheable; the greeting is asked for afresh all the same."""
    visitor.opens_chat()
    visitor.opens_chat()
    assert len(gateway.sent("/api/start")) == 2


def test_the_chat_is_not_fetched_before_someone_reaches_for_it(visitor, gateway):
    visitor.goes_to("/").page.wait_for_timeout(300)
    asked = {path for path, _ in gateway.requests}
    assert "/widget/chat.js" not in asked and "/api/start" not in asked


WATCHING = [
    "keydown", "keypress", "keyup", "beforeinput", "input", "change", "paste", "copy", "cut", "compositionstart", "compositionend",
]  # fmt: skip


def test_the_hosts_scripts_see_no_key_and_no_text(visitor, gateway):
    gateway.pages["/host"] = (
        f"""<!doctype html><title>Host</title><script>
            window.seen = [];
            for (const type of {json.dumps(WATCHING)}) for (const capture of [true, false])
                document.addEventListener(type, (event) => seen.push(type + (event.key ?? event.data ?? '')), capture);
        </script><input id=search><volgende-stap-chat></volgende-stap-chat><script type=module src=/widget/volgende-stap.js></script>""",
        "default-src 'self' 'unsafe-inline'",
    )
    visitor.opens_chat("/host").input.focus()
    keyboard = visitor.page.keyboard
    keyboard.type(SECRET)
    keyboard.press("Control+a")
    keyboard.press("Control+c")
    keyboard.press("Control+v")
    keyboard.insert_text("é")
    keyboard.press("Enter")
    expect(visitor.page.locator(".me")).to_contain_text("kanarie")
    assert visitor.page.evaluate("seen") == []
    visitor.page.locator("#search").fill("zoek")
    assert visitor.page.evaluate("seen") != [], "the host's own fields must keep working"


def test_the_browser_is_asked_not_to_read_or_remember_the_input(visitor):
    visitor.opens_chat()
    asked = {
        name: visitor.input.get_attribute(name)
        for name in ("spellcheck", "autocomplete", "autocorrect", "autocapitalize", "writingsuggestions")
    }
    assert asked == {
        "spellcheck": "false",
        "autocomplete": "off",
        "autocorrect": "off",
        "autocapitalize": "off",
        "writingsuggestions": "false",
    }
    assert visitor.page.locator("form").count() == 0


def test_after_ten_idle_minutes_a_neutral_cover_hides_the_talk(visitor):
    visitor.page.clock.install()
    visitor.opens_chat().asks(SECRET).types(SECRET)
    visitor.page.clock.fast_forward("09:50")
    expect(visitor.page.locator(".me")).to_be_visible()
    visitor.page.clock.fast_forward("00:15")
    expect(visitor.page.locator(".cover")).to_be_visible()
    for hidden in (".log", ".composer", ".foot"):
        expect(visitor.page.locator(hidden)).to_be_hidden()
    assert SECRET not in visitor.panel.inner_text()
    expect(visitor.exit).to_be_visible()
    visitor.page.get_by_role("button", name="Ga verder").click()
    expect(visitor.page.locator(".me")).to_contain_text(SECRET)
    expect(visitor.input).to_have_value(SECRET)


def test_typing_and_tapping_keep_the_cover_away(visitor):
    visitor.page.clock.install()
    visitor.opens_chat().asks()
    for _ in range(3):
        visitor.page.clock.fast_forward("06:00")
        visitor.input.press("a")
    visitor.page.clock.fast_forward("06:00")
    visitor.page.locator(".log").click()
    visitor.page.clock.fast_forward("06:00")
    expect(visitor.page.locator(".cover")).to_be_hidden()


HIDE = """() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }"""


@pytest.mark.parametrize(("options", "covered"), [(PHONE, True), ({}, False)], ids=["phone", "desktop"])
def test_a_phone_that_hides_the_page_covers_it_at_once(visit, options, covered):
    visitor = visit(**options).opens_chat().asks(SECRET)
    visitor.page.evaluate(HIDE)
    assert visitor.page.locator(".cover").is_visible() == covered
    assert (SECRET in visitor.panel.inner_text()) != covered


def test_a_page_that_is_left_keeps_no_talk(visitor):
    visitor.opens_chat().asks(SECRET).types(SECRET)
    visitor.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert SECRET not in visitor.text()
    expect(visitor.panel).to_be_hidden()


def test_an_element_taken_out_of_the_page_takes_the_talk_along(visitor):
    visitor.opens_chat().asks(SECRET)
    left = visitor.page.evaluate(
        "() => { const chat = document.querySelector('volgende-stap-chat'); chat.remove(); return chat.shadowRoot.innerHTML }"
    )
    assert SECRET not in left


def test_the_note_to_keep_shows_numbers_without_names(visitor):
    visitor.opens_chat().asks()
    visitor.page.get_by_role("button", name="Wat wil je bewaren?").click()
    note = visitor.page.locator(".keepsake").inner_text()
    assert "0800-2000" in note and "14 0592" in note
    assert "Thuis" not in note and "team" not in note
