"""The HTTP contract, through the real gateway and a real model."""

import json
import re

import pytest

from bot import content, replies
from bot.contacts import Contacts
from bot.paths import WIDGET
from bot.requests import SENTENCES
from tests.model.conftest import cards

CARD = {
    "id", "name", "phone", "tel", "hours", "open_now", "url", "chat_url", "cost", "note", "sourced", "checked", "municipality",
}  # fmt: skip
REPLY = {"messages", "state", "intent", "label", "urgent", "municipality"}


def test_a_reply_has_exactly_the_fields_of_the_contract(say):
    reply = say("mijn buurman slaat zijn vrouw")
    assert set(reply) == REPLY
    for message in reply["messages"]:
        assert set(message) == {"text", "contacts", "choices"}
        assert all(set(card) == CARD for card in message["contacts"])
        assert all(set(choice) == {"title", "choice"} for choice in message["choices"])
    assert reply["intent"] in content.load().intents and reply["label"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hij heeft een mes vast en staat voor de deur", "112"),
        ("help hij slaat me nu", "112"),
        ("ik wil niet meer leven", "113"),
        ("ik ben verkracht", "csg"),
    ],
)
def test_the_most_important_card_comes_first(say, text, first):
    assert cards(say(text))[0] == first


def test_the_112_answer_stands_alone(say):
    reply = say("hij heeft een mes vast en staat voor de deur")
    assert reply["urgent"] and reply["intent"] == "acuut_gevaar" and "lokaal_team" not in cards(reply)
    assert len(re.findall(r"[.?!](?:\s|$)", reply["messages"][0]["text"])) == 2


def test_113_beside_an_answer_about_something_else_is_explained_once(say, monkeypatch):
    words = content.load().responses["utter_misschien_dood"][-1]["text"]
    monkeypatch.setattr(replies, "card_ids", lambda turn, named, child=False: ["113", "veilig_thuis"])
    first = say("mijn buurman slaat zijn vrouw")
    assert first["messages"][0]["text"].startswith(words)
    again = say("en blijf ik dan anoniem", state=first["state"])
    assert words not in again["messages"][0]["text"]


@pytest.mark.parametrize("text", ["hallo", "dankjewel", "ja", "nee", "doei"])
def test_small_talk_has_no_cards(say, text):
    assert cards(say(text)) == []


@pytest.mark.parametrize(
    ("text", "municipality"),
    [("waar is het sociaal team in Klazienaveen", "Emmen"), ("ik woon in hogeveen", "Hoogeveen")],
)
def test_a_named_place_brings_its_own_team(say, text, municipality):
    reply = say(text)
    assert reply["municipality"] == municipality
    assert [c["municipality"] for m in reply["messages"] for c in m["contacts"] if c["id"] == "lokaal_team"] == [
        municipality
    ]


def test_an_ambiguous_place_is_asked_back_and_can_be_chosen(say):
    reply = say("lokaal team in Alteveer")
    choice = next(c["choice"] for c in reply["messages"][-1]["choices"] if c["title"] == "Hoogeveen")
    assert say(choice=choice, state=reply["state"])["municipality"] == "Hoogeveen"


def test_a_form_can_be_refused_and_left(say):
    asked = say("waar vind ik het lokale team")
    assert say("nee", state=asked["state"])["messages"]
    left = say("blijf ik anoniem als ik bel", state=asked["state"])
    assert left["intent"] == "vraag_anoniem" and "plaats of gemeente" not in left["messages"][-1]["text"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b'{"text": ""}', "application/json", 422, "leeg"),
        (json.dumps({"text": "x" * 1001}).encode(), "application/json", 413, "te_lang"),
        (b'{"text": 1}', "application/json", 422, "ongeldig"),
        (b'{"text": "a", "b": "c"}', "application/json", 422, "ongeldig"),
        (b"{", "application/json", 400, "geen_json"),
        (b"\xff", "application/json", 400, "geen_json"),
        (b'{"text": "a"}', "text/plain", 415, "verkeerd_type"),
        (b'{"choice": "/restart"}', "application/json", 422, "onbekende_keuze"),
        (b'{"choice": "bestaat_niet"}', "application/json", 422, "onbekende_keuze"),
        (b'{"choice": "noem_gemeente.atlantis"}', "application/json", 422, "onbekende_keuze"),
        (b"x" * 20_000, "application/json", 413, "te_groot"),
    ],
)
def test_every_error_is_dutch_and_brings_the_help_numbers(client, body, content_type, status, code):
    response = client.post("/api/chat", content=body, headers={"content-type": content_type})
    assert response.status_code == status
    answer = response.json()
    assert answer["error"] == {"code": code, "message": SENTENCES[code][1]}
    assert [(c["id"], c["phone"]) for c in answer["contacts"]] == [("112", "112"), ("veilig_thuis", "0800-2000")]


@pytest.mark.parametrize("token", ["", "x" * 50, "x" * 9000, "AQ", "é"])
def test_a_useless_token_is_a_fresh_start_and_the_text_is_answered(say, token):
    assert say("mijn man slaat me", state=token)["messages"][0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/acuut_gevaar{"rol": "pleger"}',
        "/",
        "🙏",
        "😀😀😀",
        "‮tset‬",
        "<script>alert(1)</script>",
        "\x00hoi",
        "....",
        "١٢٣",
    ],
)
def test_odd_text_is_only_text(say, text):
    reply = say(text)
    assert reply["messages"][0]["text"] and reply["municipality"] is None
    assert "script" not in json.dumps(reply)


def test_every_choice_on_offer_is_accepted(say):
    offered = {
        b["payload"].lstrip("/") for vs in content.load().responses.values() for v in vs for b in v.get("buttons") or []
    }
    assert len(offered) > 100
    for choice in sorted(offered):
        assert say(choice=choice)["messages"][0]["text"], choice


def test_the_start_is_cacheable_and_offers_choices(client):
    response = client.get("/api/start")
    assert "max-age" in response.headers["cache-control"]
    assert "computer" in response.json()["messages"][0]["text"] and len(response.json()["messages"][0]["choices"]) >= 2


def test_a_call_is_counted_only_for_a_card_that_was_shown(client, say):
    state = say("mijn buurman slaat zijn vrouw")["state"]
    assert client.post("/api/count", json={"measure": "call", "key": "veilig_thuis", "state": state}).json()["state"]
    assert client.post("/api/count", json={"measure": "call", "key": "csg", "state": state}).status_code == 422
    assert client.post("/api/count", json={"measure": "call", "key": "veilig_thuis", "state": "x"}).status_code == 422


def test_too_many_messages_get_429_with_help(bot, tmp_path):
    from fastapi.testclient import TestClient

    from bot import settings
    from bot.gateway import create_app

    with TestClient(create_app(settings.Settings(COUNTS="", RATE_LIMIT=2), bot)) as client:
        codes = [client.post("/api/chat", json={"text": "hallo"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_pages_are_served_with_a_strict_policy_and_nothing_else(client):
    for path in ("/", "/healthz", "/readyz", "/widget/volgende-stap.js"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "default-src 'none'" in response.headers["content-security-policy"]
    for path in (
        "/docs",
        "/openapi.json",
        "/widget/README.md",
        "/widget/../bot/cli.py",
        "/widget/%2e%2e/.env",
        "/bestaat-niet",
    ):
        assert client.get(path).status_code == 404, path


def test_the_numbers_in_the_widget_are_those_of_the_register():
    register = {re.sub(r"\D", "", o["phone"]) for o in Contacts().organisations.values() if o["phone"]}
    for path in WIDGET.glob("*.*"):
        if path.suffix in (".js", ".html"):
            numbers = set(re.findall(r"\b0[89]00[- ]?\d{4}\b|\b0\d{1,3}-\d{6,7}\b", path.read_text("utf-8")))
            assert {re.sub(r"\D", "", n) for n in numbers} <= register, f"{path.name}: {numbers}"
