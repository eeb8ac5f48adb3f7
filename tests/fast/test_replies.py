"""From a turn to a reply: an answer that was nearly as likely is one tap away, and nothing else is added."""

from datetime import datetime

import pytest

from bot import content, replies
from bot.agent import Turn
from bot.contacts import Contacts
from bot.conversation import Conversation

NOW = datetime(2026, 11, 22, 12)


def choices(ranking, sure=(), intent="vraag_na_melding"):
    said = {**content.shown(f"utter_{intent}", {}), "utter_action": f"utter_{intent}"}
    turn = Turn([said], intent, ranking, {"names": list(sure), "sure": list(sure)}, Conversation())
    return [c["choice"] for c in replies.build(turn, Contacts(), NOW)["messages"][-1]["choices"]]


def test_an_answer_that_was_nearly_as_likely_is_offered_too():
    close = [("vraag_na_melding", 0.3), ("melden_dossier", 0.25)]
    assert "melden_dossier" not in choices([("vraag_na_melding", 1.0)])
    assert choices(close) == [*choices([("vraag_na_melding", 1.0)]), "melden_dossier"]


@pytest.mark.parametrize(
    ("ranking", "sure"),
    [
        ([("vraag_na_melding", 0.6), ("melden_dossier", 0.35)], ()),
        ([("vraag_na_melding", 0.3), ("melden_dossier", 0.1)], ()),
        ([("vraag_na_melding", 0.3), ("suicidaliteit", 0.28)], ()),
        ([("vraag_na_melding", 0.3), ("bedankt", 0.28)], ()),
        ([("vraag_na_melding", 0.3), ("melden_dossier", 0.28)], ("nu_gevaar",)),
        ([("melden_dossier", 0.3), ("melden_spijt", 0.28)], ()),
        ([], ()),
    ],
    ids=["clear", "far behind", "alarm", "small talk", "danger", "another answer was given", "pressed"],
)
def test_nothing_else_is_offered(ranking, sure):
    assert choices(ranking, sure) == [
        c["choice"] for c in content.choices_of(content.shown("utter_vraag_na_melding", {}))
    ]
