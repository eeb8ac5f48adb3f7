"""Cautions: what no answer may pass over, whatever it is about.

Promises: who mentions a hand on somebody's throat, a threat to kill, a plan to go there oneself and the like
(``data/signals/let_op.yml``) reads one sentence about it, above the answer and once in a conversation; never above the
112 answer, which comes alone, and never above an answer that speaks of it already. The sentences stand in
``bot/domain/let_op.yml``, most important first.
"""

import re
from typing import Collection, List, NamedTuple, Optional

from bot import content
from bot.agent import Turn
from bot.understanding.decision import ASK_BACK, DANGER


class Caution(NamedTuple):
    """A sentence, the response it stands in, and the cards that go with it."""

    response: str
    text: str
    cards: List[str]


def caution(turn: Turn, answer: str, told: Collection[str]) -> Optional[Caution]:
    """The most important caution that a message asks for; None when there is none.

    Args:
        answer: the text that is about to be given.
        told: the responses that were given once in this conversation.
    """
    if turn.intent == DANGER:
        return None
    loaded, slots = content.load(), turn.conversation.slots
    topics = {loaded.topics.get(turn.intent), loaded.topics.get(slots.get("onderwerp"))}
    for name in loaded.cautions:
        if name.removeprefix("utter_") not in turn.signals.get("matched", []) or name in told:
            continue
        words = content.shown(name, slots)
        only = words["custom"].get("topics")
        if only and turn.intent != ASK_BACK and topics.isdisjoint(only):
            continue
        if not re.search(words["custom"]["unless"], answer, re.IGNORECASE):
            return Caution(name, words["text"], words["custom"]["contacts"])
    return None
