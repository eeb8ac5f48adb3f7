"""Whole conversations by people who had not seen the answers (``tests/exams/``): are card and fact there at every turn?

The regular expressions of a fact are ways to say it; a good answer in other words counts as a miss, so the figures are
a lower bound. Each file was first scored on a model and texts that had never seen it, and then used to improve answers: what
is asserted here is that what was gained stays.
"""

import re

import pytest
import yaml

from bot.paths import ROOT

EXAMS = sorted((ROOT / "tests" / "exams").glob("*.yml"))


def score(say, paths):
    """Counts over all turns: [hit, asked] of cards and facts, cards out of place, and what should never be said."""
    found = {"cards": [0, 0], "facts": [0, 0], "misplaced": [0, 0], "never": []}
    for path in paths:
        for conversation in yaml.safe_load(path.read_text("utf-8")):
            state = None
            for step in conversation["stappen"]:
                reply = say(str(step["zegt"]), **({"state": state} if state else {}))
                state = reply["state"]
                text = " ".join(" ".join(m["text"] for m in reply["messages"]).split())
                cards = {c["id"] for m in reply["messages"] for c in m["contacts"]}
                wanted, unwanted = (set(map(str, step.get(key) or [])) for key in ("kaarten", "geen_kaarten"))
                if wanted:
                    found["cards"] = [found["cards"][0] + (wanted <= cards), found["cards"][1] + 1]
                found["misplaced"] = [found["misplaced"][0] + bool(unwanted & cards), found["misplaced"][1] + 1]
                for ways in (step.get("feiten") or {}).values():
                    said = any(re.search(way, text, re.IGNORECASE) for way in ways)
                    found["facts"] = [found["facts"][0] + said, found["facts"][1] + 1]
                found["never"] += [
                    (step["zegt"], never) for never in step.get("nooit") or [] if re.search(never, text, re.IGNORECASE)
                ]
    return found


@pytest.mark.parametrize(
    ("paths", "cards", "facts"),
    [(EXAMS[:8], 0.93, 0.86), (EXAMS[8:17], 0.93, 0.88), (EXAMS[17:34], 0.94, 0.87), (EXAMS[34:], 0.95, 0.88)],
    ids=["first rounds", "later rounds", "last rounds", "newest rounds"],
)
def test_cards_and_facts_are_there_in_conversations_of_others(say, paths, cards, facts):
    found = score(say, paths)
    share = {name: found[name][0] / found[name][1] for name in ("cards", "facts", "misplaced")}
    assert share["cards"] >= cards and share["facts"] >= facts and share["misplaced"] <= 0.04, (share, found["never"])
    assert found["never"] == []
