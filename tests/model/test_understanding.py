"""Floors for understanding, on held-out questions that training never saw. Aims stand in the README."""

import pytest

from bot import evaluation, evaluation_later
from bot.understanding.kinds import is_question


@pytest.fixture(scope="module")
def result(bot):
    return evaluation.score(bot)


@pytest.fixture(scope="module")
def figures(result):
    return result["cijfers"]


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("112 bij gevaar nu", 0.95), ("alle vereiste kaarten", 0.90), ("juiste intent", 0.75), ("gemeente herkend", 0.92)],
)
def test_understanding_stays_above_its_floor(figures, figure, floor):
    assert figures[figure]["share"] >= floor, figures[figure]


@pytest.mark.parametrize(
    ("figure", "ceiling"),
    [
        ("112 bij feiten en off-topic", 0.03),
        ("Veilig Thuis of lokaal team bij een praatje", 0.12),
        ("vraagt terug", 0.25),
        ("meer dan drie kaarten", 0.0),
    ],
)
def test_false_alarms_and_asking_back_stay_below_their_ceiling(figures, figure, ceiling):
    assert figures[figure]["share"] <= ceiling, figures[figure]


@pytest.mark.parametrize(
    ("card", "floor"), [("113", 0.76), ("csg", 0.8), ("kindertelefoon", 0.75), ("veilig_thuis", 0.95)]
)
def test_each_line_appears_where_it_is_needed(result, card, floor):
    assert result["kaarten"][card]["recall"]["share"] >= floor, result["kaarten"][card]


def test_the_same_message_is_understood_the_same_every_time(say):
    replies = [say("hij heeft filmpjes van mijn dochter") for _ in range(3)]
    assert len({(r["intent"], str(r["messages"])) for r in replies}) == 1


def test_what_people_type_in_the_middle_of_a_conversation_is_understood(bot):
    later = evaluation_later.score(bot)
    assert later["found"] >= 0.65 and later["mistaken"] <= 0.15, later


def test_stories_and_questions_have_their_own_thresholds():
    assert is_question("vraag_anoniem") and is_question("groet") and not is_question("vermoeden_buren")
