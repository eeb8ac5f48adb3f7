"""Short lists of topics and made-up conversations, for the tests of the statistics."""

import random
from collections import Counter

import pytest

from bot import steps
from bot.statistics import measures, themes


@pytest.fixture
def few(monkeypatch):
    """Lists short enough to publish a whole year in a second."""

    def keep(name, *keys):
        monkeypatch.setitem(
            measures.MEASURES, name, measures.MEASURES[name]._replace(listed=lambda: {key: key for key in keys})
        )

    keep("intent", "a", "b", "c", "d", "e")
    keep("referral", "x", "y", "z")
    keep("call", "x", "y", "z")
    keep("role", "buur", "ouder_zelf", "pleger")
    keep("step", "opmerken", "doen")
    monkeypatch.setattr(steps, "of_intents", lambda: {"a": "opmerken", "b": "opmerken", "c": "doen", "d": "doen"})
    monkeypatch.setattr(
        themes,
        "of_intents",
        lambda: {"a": "ander", "b": "ander", "c": "ander", "d": "doen", "e": "doen", "overig": "chat"},
    )


def conversations(seed: int, weeks, mean: float) -> Counter:
    """The counts of made-up conversations; ``mean`` a week."""
    dice, rows = random.Random(seed), Counter()
    lean = {key: dice.random() ** 2 for key in "abcdexyz"}
    for week in weeks:
        for _ in range(int(dice.expovariate(1 / mean))):
            rows[week, "conversation", "all"] += 1
            rows[week, "message", "all"] += dice.randint(1, 4)
            rows[week, "not_understood", "all"] += dice.random() < 0.3
            topics = [key for key in "abcde" if dice.random() < lean[key]]
            for key in topics:
                rows[week, "intent", key] += 1
            for step in {steps.of(key) for key in topics} - {None}:
                rows[week, "step", step] += 1
            for key in "xyz":
                if dice.random() < lean[key]:
                    rows[week, "referral", key] += 1
                    rows[week, "call", key] += dice.random() < 0.3
            if dice.random() < 0.6:
                rows[week, "role", dice.choice(("buur", "buur", "buur", "ouder_zelf", "pleger"))] += 1
    return Counter({cell: n for cell, n in rows.items() if n})
