"""The examples: enough of them, varied, labelled, and never shared with the held-out questions."""

import csv
from collections import Counter

import pytest
import yaml

from bot import content, evaluation_later
from bot.example_checks import ONLY_PRESSED
from bot.paths import NLU, ROOT
from bot.understanding.duplicates import near
from bot.understanding.kinds import SMALL_TALK
from bot.understanding.signals import NAMES

SITUATIONS = [
    "acuut_gevaar",
    "suicidaliteit",
    "vermoeden_buren",
    "vermoeden_familie",
    "vermoeden_bekende",
    "vermoeden_kind",
    "ouderenmishandeling",
    "professional_vraag",
    "ouder_verliest_controle",
    "ouder_overbelast",
    "pleger_vraagt_hulp",
    "slachtoffer_partnergeweld",
    "slachtoffer_psychisch_geweld",
    "kind_onveilig_thuis",
    "ouder_mishandeld_door_kind",
    "stalking_ex",
    "seksueel_geweld",
    "eergerelateerd_geweld",
    "loverboy_uitbuiting",
    "complexe_scheiding",
    "mantelzorger_overbelast",
    "achterliggende_problemen",
]


def examples(folder=NLU):
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "intent" in block:
                for line in block["examples"].splitlines():
                    yield block["intent"], block["metadata"], line.strip().removeprefix("- ").strip()


@pytest.fixture(scope="module")
def data():
    return list(examples())


@pytest.fixture(scope="module")
def later():
    return list(examples(NLU / "later"))


def held_out():
    for path in sorted((ROOT / "tests" / "questions").glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def test_every_intent_has_enough_examples(data):
    counts = Counter(intent for intent, _, _ in data)
    assert all(counts[i] >= 200 for i in SITUATIONS), {i: counts[i] for i in SITUATIONS if counts[i] < 200}
    assert min(counts.values()) >= 100 and len(counts) == 51 and sum(counts.values()) >= 7_500


def test_no_example_of_an_intent_is_nearly_another(data):
    by_intent = {}
    for intent, _, text in data:
        by_intent.setdefault(intent, []).append(text)
    pairs = [pair for texts in by_intent.values() for pair in near(texts)]
    assert not pairs, pairs[:5]


def test_no_message_has_two_labels(data):
    labels = {}
    for intent, _, text in data:
        assert labels.setdefault(text.lower(), intent) == intent, text


def test_signals_of_examples_are_known(data):
    assert {s for _, metadata, _ in data for s in metadata["signals"]} <= set(NAMES)


def test_held_out_questions_are_many_and_unseen(data):
    questions = [row["text"] for row in held_out()]
    assert len(questions) >= 1_200
    pairs = list(near([text for _, _, text in data], questions))
    assert not pairs, pairs[:5]


def test_every_answer_can_be_asked_for_in_words(later):
    counts = Counter(intent for intent, _, _ in later)
    asked_for = {i for i in content.load().intents if not i.startswith(ONLY_PRESSED)} | {"niet_herkend"}
    assert {i: counts[i] for i in asked_for if counts[i] < 20} == {}
    assert set(counts) <= content.load().intents | {"niet_herkend"}


def test_no_later_example_is_nearly_another_of_its_answer(later):
    by_intent = {}
    for intent, metadata, text in later:
        assert metadata == {"later": True}
        by_intent.setdefault(intent, []).append(text)
    pairs = [pair for texts in by_intent.values() for pair in near(texts)]
    assert not pairs, pairs[:5]


def test_later_messages_to_score_are_unseen(later):
    unseen = [row.text for row in evaluation_later.messages()] + [row["text"] for row in held_out()]
    pairs = list(near([text for intent, _, text in later if intent not in SMALL_TALK], unseen))
    assert not pairs, pairs[:5]


def test_near_duplicates_are_found():
    base = ["mijn buurman slaat zijn vrouw elke vrijdag", "ik ben bang voor mijn vader"]
    assert list(near(base, ["Mijn buurman slaat zijn vrouw elke vrijdag!"]))
    assert list(near(base, ["mijn buurman slaat zijn vrouw elke zaterdag"]))
    assert not list(near(base, ["de hond van de buren blaft de hele dag"]))
