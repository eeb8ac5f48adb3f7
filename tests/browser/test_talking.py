"""The talk itself: choices, cards, numbers, text that stays text."""

from __future__ import annotations

import pytest
from fake_gateway import ADVICE, DANGER, TEAM, VEILIG_THUIS, answer, card
from playwright.sync_api import expect
from visitor import PHONE

pytestmark = pytest.mark.browser


def test_the_launcher_opens_the_chat_and_nothing_opens_by_itself(visitor, gateway):
    visitor.goes_to("/")
    expect(visitor.launcher).to_be_visible()
    expect(visitor.panel).to_have_count(0)
    visitor.launcher.click()
    expect(visitor.page.get_by_role("dialog", name="De volgende stap")).to_be_visible()
    expect(visitor.launcher).to_be_hidden()


def test_the_sealed_state_goes_along_with_every_message(visitor, gateway):
    gateway.pages["/host"] = (
        "<!doctype html><volgende-stap-chat site=assen campaign=winter></volgende-stap-chat><script type=module src=/widget/volgende-stap.js></script>",
        "default-src 'self'",
    )
    visitor.opens_chat("/host").asks("een")
    visitor.says("twee")
    expect(visitor.page.locator(".bot")).to_have_count(3)
    about = {"site": "assen", "campaign": "winter"}
    assert gateway.sent() == [{"text": "een", **about}, {"text": "twee", **about, "state": "sealed-1"}]


def test_closing_keeps_the_talk_and_leaving_the_page_does_not(visitor):
    visitor.opens_chat().asks()
    visitor.page.get_by_role("button", name="Sluit de chat").click()
    visitor.launcher.click()
    expect(visitor.page.locator(".bot")).to_have_count(2)
    visitor.opens_chat()
    expect(visitor.page.locator(".bot")).to_have_count(1)


def test_a_choice_becomes_the_visitors_message_and_the_others_stop_working(visitor, gateway):
    visitor.opens_chat()
    visitor.page.get_by_role("button", name="Het lukt thuis niet meer").click()
    expect(visitor.page.locator(".me")).to_contain_text("Het lukt thuis niet meer")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    for button in visitor.page.locator(".choice[aria-disabled=true]").all():
        button.click(force=True)
    visitor.page.wait_for_timeout(100)
    assert gateway.sent() == [{"choice": "ouder_overbelast"}]
    visitor.page.get_by_role("button", name="Wat gebeurt er als ik bel?").click()
    expect(visitor.page.locator(".bot")).to_have_count(3)


def test_typing_instead_makes_earlier_choices_inactive(visitor):
    visitor.opens_chat().asks()
    expect(visitor.page.locator(".choice:not([aria-disabled])")).to_have_count(2)
    expect(visitor.page.locator(".choice[aria-disabled=true]")).to_have_count(3)


def test_blank_lines_become_paragraphs_and_html_stays_text(visitor, gateway):
    nasty = "<img src=x onerror=\"document.title='hacked'\"><b>vet</b>"
    gateway.reply = answer(
        f"{nasty}\n\nTweede alinea",
        [
            {
                **card("x", nasty, "112"),
                "note": nasty,
                "hours": nasty,
                "tel": "javascript:alert(1)",
                "chat_url": "javascript:alert(1)",
                "url": "data:text/html,x",
            }
        ],
        [{"title": nasty, "choice": "x"}],
    )
    visitor.opens_chat().asks(f"<script>document.title='hacked'</script>{nasty}")
    bubble = visitor.page.locator(".bot .bubble").last
    assert [p.inner_text() for p in bubble.locator("p").all()] == [nasty, "Tweede alinea"]
    assert visitor.panel.locator("img, b, script, iframe").count() == 0
    assert visitor.page.title() == "De volgende stap"
    assert (
        visitor.panel.locator("a").evaluate_all(
            "links => links.filter(link => !['tel:', 'https:'].includes(link.protocol)).length"
        )
        == 0
    )


def test_112_comes_first_and_looks_like_it(visitor, gateway):
    gateway.reply = answer("Bel nu.", [VEILIG_THUIS, TEAM, DANGER], urgent=True)
    visitor.opens_chat().asks()
    cards = visitor.page.locator(".card")
    expect(cards).to_have_count(3)
    assert "danger" in cards.first.get_attribute("class")
    assert cards.first.inner_text().startswith("112")
    expect(cards.first.get_by_role("link", name="112")).to_be_in_viewport(ratio=1)


def test_opening_hours_say_now_open_now_shut_or_nothing(visitor, gateway):
    unknown = card("huisarts", "Huisarts", "0592 000000", hours="overdag")
    gateway.reply = answer("Kies", [VEILIG_THUIS, TEAM, unknown, card("mind", "MIND", "0900 0000")])
    visitor.opens_chat().asks()
    texts = visitor.page.locator(".card").all_inner_texts()
    assert "Nu open · dag en nacht" in texts[0]
    assert "Nu dicht · maandag tot en met vrijdag, 9 tot 17 uur" in texts[1]
    assert "overdag" in texts[2] and "Nu" not in texts[2]
    assert "Nu" not in texts[3]


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_phone_calls_and_a_desktop_shows_the_number_large(visit, device):
    visitor = visit(**(PHONE if device == "phone" else {})).opens_chat().asks()
    call = visitor.page.locator(".card .call").first
    size = float(call.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px"))
    copy = visitor.page.get_by_role("button", name="Kopieer nummer Veilig Thuis")
    assert call.get_attribute("href") == "tel:08002000"
    if device == "phone":
        assert call.inner_text().startswith("Bel 0800-2000") and call.bounding_box()["width"] > 250
        expect(copy).to_be_hidden()
    else:
        assert size >= 28
        expect(copy).to_be_visible()


def test_a_number_can_be_copied(visit):
    visitor = visit(permissions=["clipboard-read", "clipboard-write"]).opens_chat().asks()
    visitor.page.get_by_role("button", name="Kopieer nummer Lokaal team Assen").click()
    expect(visitor.live).to_have_text("Gekopieerd")
    assert visitor.page.evaluate("navigator.clipboard.readText()") == "14 0592"


def test_where_copying_is_refused_the_number_is_selected(visitor):
    visitor.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject()")
    visitor.opens_chat().asks().page.get_by_role("button", name="Kopieer nummer Veilig Thuis").click()
    expect(visitor.page.get_by_text("Gekopieerd")).to_have_count(0)


def test_a_card_without_a_number_has_no_call_link(visitor, gateway):
    gateway.reply = answer("Kies", [card("lokaal_team", "Lokaal team", None, note="In welke gemeente woon je?")])
    visitor.opens_chat().asks()
    expect(visitor.page.locator(".card a, .card button")).to_have_count(0)


def test_links_open_apart_and_tell_nothing_about_where_you_came_from(visitor):
    visitor.opens_chat().asks()
    for link in (
        visitor.page.get_by_role("link", name="Chatten Veilig Thuis"),
        visitor.page.get_by_role("link", name="Naar de website Lokaal team Assen"),
    ):
        assert {name: link.get_attribute(name) for name in ("target", "rel", "referrerpolicy")} == {
            "target": "_blank",
            "rel": "noopener noreferrer",
            "referrerpolicy": "no-referrer",
        }


def test_pressing_a_call_or_chat_link_is_counted_with_the_newest_state(visitor, gateway):
    visitor.opens_chat().asks()
    visitor.page.route("https://**", lambda route: route.abort())
    visitor.page.locator(".call").first.evaluate("link => { link.removeAttribute('href'); link.click() }")
    with visitor.page.expect_response("**/api/count"):
        visitor.page.get_by_role("link", name="Chatten").evaluate(
            "link => { link.removeAttribute('href'); link.click() }"
        )
    assert {"measure": "call", "key": "veilig_thuis", "state": "sealed-1"} in gateway.sent("/api/count")
    visitor.page.wait_for_timeout(100)
    visitor.says("verder")
    expect(visitor.page.locator(".bot")).to_have_count(3)
    assert gateway.sent()[-1]["state"] == "sealed-counted"


def test_the_footer_always_shows_112_and_veilig_thuis(visitor):
    visitor.opens_chat()
    links = visitor.page.locator(".foot a")
    assert [link.get_attribute("href") for link in links.all()] == ["tel:112", "tel:08002000"]
    assert [link.inner_text().split() for link in links.all()] == [
        ["112", "bij", "gevaar", "nu"],
        ["0800-2000", "Veilig", "Thuis,", "dag", "en", "nacht"],
    ]


def test_enter_sends_and_shift_enter_makes_a_new_line(visitor, gateway):
    visitor.opens_chat().types("een")
    visitor.page.keyboard.press("Shift+Enter")
    visitor.page.keyboard.type("twee")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    assert gateway.sent() == [{"text": "een\ntwee"}]
    visitor.page.keyboard.press("Enter")
    visitor.types("   ").send.click()
    assert len(gateway.sent()) == 1


def test_a_message_holds_a_thousand_characters_and_counts_only_near_the_end(visitor, gateway):
    visitor.opens_chat().types("a" * 899)
    expect(visitor.page.locator("#left")).to_be_empty()
    visitor.types("a" * 960)
    expect(visitor.page.locator("#left")).to_have_text("Nog 40 tekens")
    visitor.types("a" * 999).input.press("End")
    visitor.page.keyboard.type("bcd")
    assert len(visitor.input.input_value()) == 1000
    expect(visitor.page.locator("#left")).to_contain_text("Je bericht is vol")
    visitor.asks("a" * 1000)
    assert gateway.sent() == [{"text": "a" * 1000}]


def test_a_reply_is_read_from_its_beginning(visitor, gateway):
    gateway.reply = answer(
        "\n\n".join(f"Alinea {i}. " + "Tekst. " * 40 for i in range(8)), ADVICE["messages"][0]["contacts"]
    )
    visitor.opens_chat().asks("Mijn vraag")
    expect(visitor.page.locator(".me")).to_be_in_viewport(ratio=1)
    expect(visitor.page.locator(".bot").get_by_text("Alinea 0")).to_be_in_viewport()


def test_the_page_behind_does_not_scroll(visitor, gateway):
    gateway.pages["/long"] = (
        "<!doctype html><style>body{height:5000px}</style><volgende-stap-chat></volgende-stap-chat><script type=module src=/widget/volgende-stap.js></script>",
        "default-src 'self' 'unsafe-inline'",
    )
    visitor.opens_chat("/long").asks()
    assert visitor.page.evaluate("scrollY") == 0
