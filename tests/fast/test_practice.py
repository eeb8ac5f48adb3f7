"""Practising a conversation: it always ends, what is typed is judged and forgotten, danger and other subjects go first."""

import asyncio
import random

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import practice as actions
from bot import checks, content, practice, practice_checks

PEOPLE = ["buur", "collega", "kind", "ouder", "oudere", "zus"]
JUDGE = practice.load().judge


def walk(place, pick):
    """All places of one practice, choosing with ``pick(sentences)``."""
    places = [place]
    while place.step != practice.END:
        sentences = practice.load().scenarios[place.scenario].steps[place.step].sentences
        place = practice.choose(place, practice.LETTERS[pick(sentences)])
        places.append(place)
    return places


def every_walk(place):
    if place.step == practice.END:
        yield [place]
        return
    for letter, _ in zip(practice.LETTERS, practice.load().scenarios[place.scenario].steps[place.step].sentences):
        for rest in every_walk(practice.choose(place, letter)):
            yield [place, *rest]


# The scenarios


def test_there_are_six_people_to_practise_with():
    assert sorted(practice.load().scenarios) == PEOPLE
    assert {f"oefenen_{p}" for p in PEOPLE} <= content.load().intents


@pytest.mark.parametrize("person", PEOPLE)
def test_every_way_through_takes_four_to_six_turns_and_ends_with_the_step_to_take(person):
    for places in every_walk(practice.Place(person)):
        assert 4 <= len(places) - 1 <= 6
        last = practice.messages(places[-1])[-1]
        assert last.contacts == ("veilig_thuis",) and last.text.startswith("Jouw stap nu")
        assert [intent for _, intent in last.buttons] == [f"oefenen_{person}", "oefenen", "vraag_advies_of_melding"]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_message_is_short_and_every_place_fits_in_a_slot(person):
    for place in {p for places in every_walk(practice.Place(person)) for p in places}:
        assert practice.read(str(place)) == place and len(str(place)) < 120
        for message in practice.messages(place):
            assert 0 < len(message.text.split()) <= 60, message.text
            assert all(len(title) <= 95 and f"{intent}" in content.load().intents for title, intent in message.buttons)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_best_sentence_is_not_always_in_the_same_place(person):
    closes = practice.load().closes
    steps = practice.load().scenarios[person].steps.values()
    assert len({tuple(closes(s.kind) for s in step.sentences) for step in steps}) > 1


def test_the_summary_names_what_really_was_done():
    place = walk(practice.Place("buur"), lambda sentences: 0)[-1]  # open question, blame, threat, secrecy, room
    summary = practice.messages(place)[2].text
    assert "Je stelde een open vraag." in summary and "Je drong niet aan en bleef dichtbij." in summary
    assert "beloof geen geheim" in summary


@pytest.mark.parametrize("person", PEOPLE)
def test_who_only_closed_doors_still_hears_two_true_good_things(person):
    closes = practice.load().closes
    place = walk(practice.Place(person), lambda ss: next(i for i, s in enumerate(ss) if closes(s.kind)))[-1]
    assert not [k for k in place.kinds if not closes(k)] or person == "oudere"
    assert all(text in practice.messages(place)[2].text for text in practice.load().shared["always"])


# What is typed


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        ("open_vraag", ["Hoe gaat het met je?", "hoe is het thuis", "Wat gebeurt er dan?", "Wil je erover praten?", "vertel eens"]),
        ("zien", ["Ik hoorde gisteren geschreeuw", "Ik maak me zorgen om u.", "Het valt me op dat je zo stil bent", "ik mis je"]),
        ("luisteren", ["Ik geloof je", "Het is niet jouw schuld", "wat zwaar voor je", "Fijn dat je het vertelt", "je bent niet de enige"]),
        ("samen", ["Zullen we samen bellen?", "Kan ik iets voor je doen?", "Ik ga met je mee", "Wat heb je nodig?", "ik kan oppassen, wil je dat ik kom?"]),
        ("ruimte", ["Je hoeft niks te zeggen", "Neem de tijd", "Ik ben er voor je", "Als je wilt luister ik", "je mag altijd bellen"]),
        ("eerlijk", ["Dat kan ik niet beloven", "Ik doe niks zonder dat met jou te bespreken", "Ik vertel jou eerst wat ik ga doen"]),
        ("veiligheid", ["Ben je veilig thuis?", "Durf je wel naar huis?", "bent u bang"]),
        ("herstellen", ["sorry, dat was stom van mij", "Het spijt me", "zo bedoelde ik het niet, sorry"]),
        ("waarom", ["Waarom blijf je bij hem?", "Hoezo?", "waarom heb je niets gezegd"]),
        ("advies", ["Ga toch bij hem weg", "Je moet aangifte doen", "als ik jou was ging ik weg", "Zet hem het huis uit", "Je kunt beter scheiden"]),
        ("geheim", ["Ik beloof dat ik niks zeg", "Ik zeg het tegen niemand", "dit blijft onder ons", "Het is ons geheim"]),
        ("druk", ["Als je niks zegt bel ik de politie", "Zeg het nou gewoon", "anders meld ik je", "Je moet het me vertellen"]),
        ("verwijt", ["Het is je eigen schuld", "Je bent een slechte moeder", "Hoe kun je dat doen?", "Schaam je je niet", "dit is kindermishandeling"]),
        ("afkraken", ["Hij is een monster", "je man is gestoord", "wat een eikel", "Je kunt wel beter krijgen"]),
        ("kleinmaken", ["Weet je het zeker?", "Het valt vast wel mee", "Jij bent ook niet makkelijk", "Dat heeft iedereen wel eens", "het komt wel goed"]),
        ("invullen", ["Slaat hij je?", "Slaat papa jou soms?", "Word je thuis geslagen?", "Heeft hij dat gedaan?"]),
        ("aanspreken", ["Ik ga met je man praten", "Ik spreek hem er wel op aan", "ik ga wel even met Daan praten"]),
        ("onduidelijk", ["Mooi weer vandaag", "hmm", "asdfgh", "ja", "tja"]),
    ],
)  # fmt: skip
def test_a_typed_sentence_is_known_by_its_words(kind, sentences):
    assert {s: JUDGE.kind(s) for s in sentences} == {s: kind for s in sentences}


def test_one_half_that_closes_a_door_counts():
    assert JUDGE.kind("Hoe gaat het? En waarom ga je niet weg?") == "waarom"
    assert JUDGE.kind("Ik maak me zorgen om je, maar het is ook je eigen schuld") == "verwijt"


def test_capitals_accents_and_punctuation_make_no_difference():
    assert JUDGE.kind("  ‘WAAROM’ dan??") == JUDGE.kind("waaróm dan") == "waarom"


def test_the_choices_are_judged_as_the_content_says():
    """A choice typed in other words gets the same answer: the rules agree with the editors, by kind or by tone."""
    closes, sentences = practice.load().closes, [
        s for scenario in practice.load().scenarios.values() for step in scenario.steps.values() for s in step.sentences
    ]  # fmt: skip
    judged = [(s, JUDGE.kind(s.say)) for s in sentences]
    assert sum(s.kind == kind for s, kind in judged) >= 0.85 * len(sentences)
    assert not [(s.say, kind) for s, kind in judged if kind != "onduidelijk" and closes(kind) != closes(s.kind)]


def test_typing_a_choice_or_its_letter_is_choosing_it():
    place = practice.Place("zus")
    for typed in ("b", "B.", "zin b", "2", "fijn, even samen. hoe is het bij jou thuis"):
        assert practice.typed(place, typed) == practice.choose(place, "b")


def test_a_typed_sentence_gets_the_reaction_of_its_own_kind_or_tone():
    place = practice.Place("buur")
    blame, why = practice.typed(place, "Schaam je je niet?"), practice.typed(place, "Waarom schreeuwen jullie zo?")
    assert blame.step == why.step == "dicht"
    assert "Marieke wordt rood" in practice.messages(blame)[0].text
    assert "waarom-vraag" in practice.messages(why)[1].text
    assert practice.typed(place, "Ik hoor jullie vaak schreeuwen").step == "ontkent"


def test_a_sentence_that_no_rule_knows_goes_on_and_is_not_praised():
    place = practice.typed(practice.Place("buur"), "mooi weer he")
    assert place.step == "ontkent" and place.kinds == ()
    assert "niet goed inschatten" in practice.messages(place)[1].text


def test_who_does_not_know_what_to_say_gets_the_same_sentences_again():
    place = practice.choose(practice.Place("kind"), "a")
    again = practice.typed(place, "ik weet het niet")
    assert again.step == place.step and practice.messages(again)[0].buttons == practice.messages(place)[1].buttons


def test_typing_whatever_comes_always_ends_and_leaves_no_word_behind():
    rng = random.Random(20261122)
    words = ["waarom", "hoe", "ik", "je", "hem", "niet", "weg", "samen", "bellen", "sorry", "schuld", "geheim"]
    words += ["vertel", "zie", "hoor", "als", "niemand", "zwaar", "ja", "b"]
    for person in PEOPLE * 40:
        place, turns = practice.Place(person), 0
        while place.step != practice.END:
            text = " ".join(rng.choices(words, k=rng.randint(1, 9))) + " xyzzy"
            place, turns = practice.typed(place, text), turns + 1
            assert "xyzzy" not in str(place) and not any("xyzzy" in m.text for m in practice.messages(place))
            assert practice.read(str(place)) == place
        assert 4 <= turns <= 6


@pytest.mark.parametrize("value", [None, "", "x", "buur", "wie:begin::", "buur:nergens::", "buur:begin::nergens.a", "buur:begin::begin.q", "buur:einde::", "buur:einde::begin", "buur:einde:onzin:hulp.a"])  # fmt: skip
def test_a_place_that_the_content_no_longer_knows_is_nothing(value):
    assert practice.read(value) is None or practice.messages(practice.read(value))


@pytest.mark.parametrize(
    "text", ["stop", "Stop.", "ik wil stoppen", "stop maar", "nee stop", "ik stop ermee", "genoeg"]
)
def test_stop_is_stop(text):
    assert JUDGE.stops(text)


@pytest.mark.parametrize(
    "text", ["Wil je dat hij stopt?", "Stop met schreeuwen tegen hem", "Je moet stoppen met drinken"]
)
def test_stop_in_a_sentence_is_a_sentence(text):
    assert not JUDGE.stops(text)


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [
        ("hij slaat haar nu", "acuut_gevaar", ["nu_gevaar"]),
        ("ik wil niet meer leven", "suicidaliteit", ["suicidaal"]),
        ("Ik snap je, maar hij heeft mij verkracht", "niet_herkend", ["seksueel"]),
        ("mijn man slaat mij", "slachtoffer_partnergeweld", []),
        ("Ik hoor je, maar ik word zelf geslagen", "niet_herkend", []),
        ("ik ben 12", "niet_herkend", []),
        ("blijf ik anoniem?", "vraag_anoniem", []),
        ("wat gebeurt er als ik bel?", "vraag_na_melding", []),
        ("bewaar je wat ik typ?", "vraag_privacy", []),
        ("opnieuw", "opnieuw", []),
        ("kan ik een mens spreken", "mens_spreken", []),
        ("ik hoor mijn buren elke avond", "vermoeden_buren", []),
    ],
)
def test_danger_and_other_subjects_leave_the_practice(text, intent, sure):
    assert JUDGE.leaves(text, intent, 0.9, sure)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Ik maak me zorgen om je", "vermoeden_bekende"),
        ("Slaat hij jou?", "slachtoffer_partnergeweld"),
        ("Ik hoorde geschreeuw door de muur", "vermoeden_buren"),
        ("Zullen we samen Veilig Thuis bellen?", "vraag_veilig_thuis"),
        ("Wil je dat ik Veilig Thuis bel?", "vraag_advies_of_melding"),
        ("Hoi Marieke", "groet"),
        ("dankjewel", "bedankt"),
        ("nee", "ontkennen"),
        ("b", "niet_herkend"),
        ("Je kinderen slapen er vast slecht van", "kind_onveilig_thuis"),
    ],
)
def test_what_is_said_to_the_other_stays_in_the_practice(text, intent):
    assert not JUDGE.leaves(text, intent, 0.9, [])


# Where talking is not safe


@pytest.mark.parametrize("topic", sorted(practice.NEVER_PRACTISED))
def test_where_talking_is_unsafe_the_answer_leads_to_advice(topic):
    variants = content.load().responses["utter_oefenen"]
    (variant,) = [
        v for v in variants if {"type": "slot", "name": "onderwerp", "value": topic} in v.get("condition", [])
    ]
    assert "veilig_thuis" in variant["custom"]["contacts"]
    assert not [b for b in variant["buttons"] if b["payload"].startswith("/oefenen")]
    assert "?" not in variant["text"].split("\n")[0] and "efen" in variant["text"]


def test_every_refusal_by_role_still_cannot_start_in_an_unsafe_topic():
    for topic in practice.NEVER_PRACTISED:
        assert not practice.may_start(topic, "buur")
    assert not practice.may_start(None, "kind_jongere")
    assert practice.may_start(None, None) and practice.may_start("vermoeden_buren", "buur")


# The form


def run(action, text, intent=None, slots=None, events=(), **entities):
    """(events, messages) of an action for one message; without ``intent`` the text is a choice."""
    entities = [{"entity": k, "value": v} for k, v in entities.items()]
    parsed = {"text": text, "intent": {"name": intent or text, "confidence": 0.9}, "entities": entities}
    slots = {"onderwerp": None, "rol": None, "requested_slot": "oefen_zin", **(slots or {})}
    history = [*events, {"event": "user"}, *({"event": "slot", "name": k, "value": v} for k, v in slots.items())]
    tracker = Tracker("t", slots, parsed, history, False, None, {"name": actions.FORM}, "action_listen")
    dispatcher = CollectingDispatcher()
    result = action.run(dispatcher, tracker, {})
    return (asyncio.run(result) if asyncio.iscoroutine(result) else result), dispatcher.messages


def sets(events):
    return {e["name"]: e["value"] for e in events if e["event"] == "slot"}


HERE = {"oefening": "buur:begin::"}


def test_a_choice_starts_with_that_person():
    events, messages = run(actions.BeginPractice(), "oefenen_collega")
    assert sets(events)["oefening"] == "collega:begin::" and not messages
    assert {"event": "followup", "name": actions.FORM, "timestamp": None} in events


def test_nothing_starts_where_talking_is_unsafe():
    for slots in [{"onderwerp": t} for t in practice.NEVER_PRACTISED] + [{"rol": "kind_jongere"}]:
        events, messages = run(actions.BeginPractice(), "oefenen_zus", slots=slots)
        assert sets(events)["oefening"] is None and not [e for e in events if e["event"] == "followup"]
        assert [m["response"] for m in messages] == ["utter_oefenen"]


def test_a_sentence_goes_a_step_further_and_its_words_stay_nowhere():
    secret = "Ik hoor jullie schreeuwen, zei Xyzzy"
    events, messages = run(actions.ValidatePracticeForm(), secret, "vermoeden_buren", HERE)
    assert sets(events)["oefening"] == "buur:ontkent:zien:begin.zien" and sets(events)["oefen_zin"] is None
    assert "xyzzy" not in str(events).lower() and not messages


def test_what_is_said_to_a_made_up_person_tells_nothing_about_the_visitor():
    before = [{"event": "slot", "name": "rol", "value": "buur"}, {"event": "user"}]
    after = {**HERE, "rol": "slachtoffer", "onderwerp": "slachtoffer_partnergeweld"}
    events, _ = run(actions.ValidatePracticeForm(), "Slaat hij jou?", "slachtoffer_partnergeweld", after, before)
    assert sets(events)["rol"] == "buur" and sets(events)["onderwerp"] is None


@pytest.mark.parametrize(
    ("text", "intent", "gevaar"),
    [
        ("hij slaat haar nu", "niet_herkend", "ja"),
        ("blijf ik anoniem?", "vraag_anoniem", "nee"),
        ("oefenen_zus", None, "nee"),
    ],
)
def test_the_form_steps_aside_for_danger_another_subject_and_another_choice(text, intent, gevaar):
    events, messages = run(actions.ValidatePracticeForm(), text, intent, HERE, gevaar=gevaar)
    assert [e["event"] for e in events] == ["action_execution_rejected", "slot", "slot", "active_loop"]
    assert sets(events) == {"oefening": None, "requested_slot": None} and not messages


@pytest.mark.parametrize(("text", "intent"), [("stop", "afscheid"), ("oefenen_stop", None)])
def test_stop_ends_it_with_one_sentence_to_keep(text, intent):
    events, _ = run(actions.ValidatePracticeForm(), text, intent, HERE)
    assert sets(events)["oefening"] is None and sets(events)["requested_slot"] is None
    _, messages = run(actions.ClosePractice(), text, intent, {"oefening": None})
    assert [m["response"] for m in messages] == ["utter_oefenen_stop"]


def test_a_state_of_older_content_ends_kindly():
    events, _ = run(actions.ValidatePracticeForm(), "oefenen_a", slots={"oefening": "buur:weg::weg.a"})
    assert sets(events)["oefening"] is None and sets(events)["requested_slot"] is None


def test_the_end_has_the_card_the_choices_and_nothing_left():
    events, _ = run(actions.ValidatePracticeForm(), "oefenen_c", slots={"oefening": "buur:hulp:zien:vertelt.c"})
    assert sets(events)["requested_slot"] is None
    closing, messages = run(actions.ClosePractice(), "oefenen_c", slots=sets(events))
    assert sets(closing)["oefening"] is None
    assert messages[-1]["custom"] == {"contacts": ["veilig_thuis"], "practice": "afgerond"}
    assert [b["payload"] for b in messages[-1]["buttons"]] == ["/oefenen_buur", "/oefenen", "/vraag_advies_of_melding"]


def test_the_choices_are_intents_of_the_content():
    _, messages = run(actions.OfferSentences(), "oefenen_buur", slots=HERE)
    assert [b["payload"] for b in messages[-1]["buttons"]] == ["/oefenen_a", "/oefenen_b", "/oefenen_c"]
    assert messages[0]["custom"]["practice"] == "begonnen"


# The checks


@pytest.fixture
def folder(tmp_path):
    for path in practice.PRACTICE.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    return tmp_path


def found(folder, intents=None):
    return practice_checks.problems(intents or content.load().intents, checks._words, folder)


def test_the_scenarios_here_are_right(folder):
    assert found(folder) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("next: ontkent", "next: nergens"), "bestaat niet"),
        (("next: ontkent", "next: einde"), "beurten; het moeten er 4 tot 6 zijn"),
        (("next: hulp", "next: begin"), "loopt rond"),
        (("next: boos", "next: vertelt"), "hier komt niemand"),
        (("kind: verwijt", "kind: gemopper"), "staat niet in feedback.yml"),
        (("Druk, zoals altijd.", "Druk. " * 60), "woorden in één bericht"),
        (("Waarom laat je dat toe?", "Waarom? " * 20), "langer dan 95 tekens"),
        (("Druk, zoals altijd.", "Bel 0800-2000."), "telefoonnummer"),
        (("Druk, zoals altijd.", "Ik ben het slachtoffer."), "slachtoffer"),
        (("source:", "bron:"), "source ontbreekt"),
        (("kind: geheim", "kind: eerlijk"), None),
        (("moment:", "moment_:"), "'moment' ontbreekt"),
        (("say:", "zeg:"), "geen oefengesprek zoals de andere"),
        (("scene:", "scene: ["), "geen geldige YAML"),
    ],
)
def test_each_mistake_in_a_scenario_is_named_with_its_file(folder, change, complaint):
    path = folder / "buur.yml"
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    problems = found(folder)
    assert not problems if complaint is None else [p for p in problems if complaint in p and "buur.yml:" in p], problems


def test_a_kind_without_words_or_texts_is_named(folder):
    shared = yaml.safe_load((folder / "feedback.yml").read_text("utf-8"))
    del shared["sluit"]["waarom"]
    (folder / "feedback.yml").write_text(yaml.safe_dump(shared, allow_unicode=True), "utf-8")
    assert any("'waarom' heeft geen tekst" in p for p in found(folder))


def test_a_person_without_a_choice_is_named(folder):
    (folder / "oom.yml").write_text((folder / "zus.yml").read_text("utf-8"), "utf-8")
    assert any("oefenen_oom ontbreekt" in p for p in found(folder))
