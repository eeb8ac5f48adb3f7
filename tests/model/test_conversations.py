"""Conversations that an editor can read and write: ``tests/conversations/<onderwerp>.yml``, through the real gateway.

A conversation has a ``naam`` and ``stappen``; a step says (``zegt``) or chooses (``kiest``) something and may expect
``intent``, ``kaarten`` (must be shown), ``geen_kaarten``, ``eerste_kaart``, ``gemeente``, ``bevat`` and ``nooit`` (words).
"""

import pytest
import yaml

from bot.paths import ROOT
from tests.model.conftest import cards

FILES = sorted((ROOT / "tests" / "conversations").glob("*.yml"))
ALL = [(path.stem, talk) for path in FILES for talk in yaml.safe_load(path.read_text("utf-8"))]
STEP = {"zegt", "kiest", "intent", "kaarten", "geen_kaarten", "eerste_kaart", "gemeente", "bevat", "nooit"}
NEVER = ("gratis nummer 116", "slachtoffer ben", "jij bent een dader", "ga bij hem weg", "kinderen worden nooit")


@pytest.mark.parametrize(("topic", "talk"), ALL, ids=[f"{t}: {c['naam']}" for t, c in ALL])
def test_conversation(say, topic, talk):
    state = None
    for number, step in enumerate(talk["stappen"], 1):
        assert set(step) <= STEP, f"stap {number}: onbekend veld {set(step) - STEP}"
        fields = {"state": state} if state else {}
        reply = say(step["zegt"], **fields) if "zegt" in step else say(choice=step["kiest"], **fields)
        state = reply["state"]
        shown, text = cards(reply), " ".join(m["text"] for m in reply["messages"])
        where = f"stap {number} ({step.get('zegt') or step.get('kiest')}): intent {reply['intent']}, kaarten {shown}\n{text}"
        wanted = step.get("intent")
        assert not wanted or reply["intent"] in ([wanted] if isinstance(wanted, str) else wanted), where
        assert set(step.get("kaarten", [])) <= set(shown), where
        assert not set(step.get("geen_kaarten", [])) & set(shown), where
        assert not step.get("eerste_kaart") or shown[:1] == [step["eerste_kaart"]], where
        assert not step.get("gemeente") or reply["municipality"] == step["gemeente"], where
        assert all(word.lower() in text.lower() for word in step.get("bevat", [])), where
        assert not any(word.lower() in text.lower() for word in [*step.get("nooit", []), *NEVER]), where
