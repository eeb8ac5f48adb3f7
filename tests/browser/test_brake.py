"""The personal-data brake: asks before something personal goes out, and never stands in the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# text, what it looks like, what is left of it
PERSONAL = [
    ("bel me op 06 12345678 graag", "phone", "bel me op … graag"),
    ("06-12 34 56 78", "phone", "…"),
    ("+31 6 12345678", "phone", "…"),
    ("0031612345678", "phone", "…"),
    ("ons nummer is 0592-123456", "phone", "ons nummer is …"),
    ("(0592) 12 34 56", "phone", "(…"),
    ("mail naar jan.de.vries+x@voorbeeld.nl.", "email", "mail naar …."),
    ("bsn 111222333", "bsn", "bsn …"),
    ("bsn 1112.22.333", "bsn", "bsn …"),
    ("NL91 ABNA 0417 1643 00", "iban", "…"),
    ("nl91abna0417164300", "iban", "…"),
    ("ik woon op 9401 AB 12", "address", "ik woon op …"),
    ("9401 ab 12", "address", "…"),
    ("9401ab, 12a in Assen", "address", "… in Assen"),
    ("ik heet jan en ik ben bang", "name", "ik heet … en ik ben bang"),
    ("Mijn naam is Fatima el Idrissi", "name", "Mijn naam is …"),
    ("mijn buurman heet Piet van der Berg en drinkt", "name", "mijn buurman heet … en drinkt"),
    ("haar naam is Anna", "name", "haar naam is …"),
    ("ik heet Anna, 06 12345678", "phone name", "ik heet …, …"),
]

HARMLESS = [
    "ik heb 112 gebeld",
    "moet ik 0800-2000 of 0800-0432 bellen?",
    "bel 0900-8844",
    "bel 14 0592 of 113",
    "hij slaat mij al 10 jaar, sinds 2015, elke week 3 keer",
    "ik woon in Assen",
    "het gebeurde op 12-03-2024 om 22.30 uur",
    "ik heet je niet welkom maar toch",
    "hoe heet dat eigenlijk",
    "mijn naam is niet belangrijk",
    "wat is de naam van het lokale team?",
    "123456789 is een getal",
    "in 2024 en 2025, om 22 uur",
    "ik verdien 2500 en betaal 1200 huur",
    "de kinderen van 8 en 12, in 2024 en 2025",
]


@pytest.fixture(scope="module")
def brake(browser):
    """The brake itself, run in the browser: text → (kinds, text without)."""
    from fake_gateway import FakeGateway

    with FakeGateway() as gateway:
        page = browser.new_page()
        page.goto(gateway.url + "/neutral")

        def run(text: str) -> tuple[str, str]:
            found = page.evaluate("async (text) => (await import('/widget/pii.js')).personal(text)", text)
            return " ".join(found["kinds"]), found["without"]

        yield run
        page.close()


@pytest.mark.parametrize(("text", "kinds", "without"), PERSONAL, ids=[text for text, *_ in PERSONAL])
def test_personal_data_is_seen_and_can_be_left_out(brake, text, kinds, without):
    assert brake(text) == (kinds, without)


@pytest.mark.parametrize("text", HARMLESS)
def test_help_lines_years_and_amounts_are_not_personal(brake, text):
    assert brake(text) == ("", text)


def test_nothing_is_sent_before_the_visitor_has_chosen(visitor, gateway):
    visitor.opens_chat().says("ik heet Anna, bel 06 12345678")
    expect(
        visitor.page.get_by_role("group", name="Dit lijkt een telefoonnummer en een naam. Dat is niet nodig. Weglaten?")
    ).to_be_visible()
    assert gateway.sent() == []


def test_leaving_it_out_is_the_default(visitor, gateway):
    visitor.opens_chat().types("ik heet Anna en ik ben bang").input.press("Enter")
    expect(visitor.page.get_by_role("button", name="Weglaten")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".me")).to_contain_text("ik heet … en ik ben bang")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    assert [body["text"] for body in gateway.sent()] == ["ik heet … en ik ben bang"]


def test_it_can_be_sent_all_the_same(visitor, gateway):
    visitor.opens_chat().says("ik heet Anna")
    visitor.page.get_by_role("button", name="Toch sturen").click()
    expect(visitor.page.locator(".me")).to_contain_text("ik heet Anna")
    expect(visitor.page.locator(".bot")).to_have_count(2)
    assert [body["text"] for body in gateway.sent()] == ["ik heet Anna"]


@pytest.mark.parametrize("how", ["Escape", "typing"])
def test_the_visitor_can_go_back_and_change_the_text(visitor, gateway, how):
    visitor.opens_chat().says("ik heet Anna")
    if how == "Escape":
        visitor.page.keyboard.press("Escape")
        expect(visitor.input).to_be_focused()
    else:
        visitor.input.press("End")
        visitor.input.press("!")
    expect(visitor.page.locator(".brake")).to_be_hidden()
    expect(visitor.panel).to_be_visible()
    assert visitor.input.input_value().startswith("ik heet Anna") and gateway.sent() == []
