"""Score what people type in the middle of a conversation: ``tests/follow_ups.tsv``, which training never saw.

Each row is the answer that was just given, the message, and the answer it asks for (``geen``: none of the buttons).
"""

import asyncio
import csv
from typing import Dict, List, NamedTuple

from bot import content, in_context, meaning
from bot.conversation import Conversation
from bot.paths import ROOT

FOLLOW_UPS = ROOT / "tests" / "follow_ups.tsv"
NO_BUTTON = "geen"


class Later(NamedTuple):
    """A message after an answer, and the answer it asks for."""

    after: str
    text: str
    expected: str


def messages() -> List[Later]:
    """All rows."""
    with FOLLOW_UPS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Later(row["na"], row["tekst"], row["verwacht"]) for row in rows]


def score(bot) -> Dict[str, float]:
    """``found``: share of messages that got the answer they ask for; ``mistaken``: share of the other messages that were
    taken for a button of the last answer; ``n``: number of messages."""
    right, mistaken, rows = 0, 0, messages()
    for row in rows:
        conversation = after(row.after, row.expected)
        got = asyncio.run(bot.understand(row.text, conversation))["intent"]["name"]
        right += got == row.expected
        mistaken += row.expected == NO_BUTTON and got in [intent for intent, _ in meaning.offers(conversation)]
    others = sum(row.expected == NO_BUTTON for row in rows)
    return {
        "found": right / (len(rows) - others),
        "mistaken": mistaken / others,
        "n": len(rows),
    }


def after(response: str, expected: str) -> Conversation:
    """A conversation after a response, in the wording that offers what is expected."""
    for variant in reversed(content.load().responses[response]):
        slots = {c["name"]: c["value"] for c in variant.get("condition") or []}
        conversation = _conversation(slots, response)
        if expected in [intent for intent, _ in meaning.offers(conversation)]:
            return conversation
    return _conversation({}, response)


def _conversation(slots: Dict[str, str], response: str) -> Conversation:
    subject = response.removeprefix("utter_")
    known = {"onderwerp": subject, **slots} if subject in in_context.SITUATIONS else slots
    return Conversation(known, None, [["u", subject], ["a", response]])
