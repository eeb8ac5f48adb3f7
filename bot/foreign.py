"""Go on in the language that was spoken.

Promises: English is answered in English as far as there are answers; a few words do not change one foreign language into
another.
"""

from typing import Any, Dict, List, Tuple

from bot import meaning
from bot.conversation import Conversation
from bot.understanding.decision import FOREIGN
from bot.understanding.signals import SIGNALS_KEY

FOLLOWS = 0.3  # probability from which an answer goes on from the first one in another language


def go_on_in_english(parsed: Dict[str, Any], understood: List[Tuple[str, float]]) -> None:
    """The English answer that fits; there is only one answer in other languages, and one when there may be danger."""
    english = any(e["entity"] == "taal" and e["value"] == "en" for e in parsed["entities"])
    ways_on = [(name, p) for name, p in understood if meaning.topic_of(name) == FOREIGN and name != FOREIGN]
    name, probability = max(ways_on, key=lambda pair: pair[1], default=(FOREIGN, 0.0))
    if english and "nu_gevaar" not in parsed[SIGNALS_KEY]["names"] and probability >= FOLLOWS:
        parsed["intent"] = {"name": name, "confidence": probability}


def same_language(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """A few words are no other foreign language than the one that was spoken."""
    spoken = conversation.slots.get("taal")
    if spoken not in (None, "nl"):
        parsed["entities"] = [
            {**e, "value": spoken} if e["entity"] == "taal" and e["value"] != "nl" else e for e in parsed["entities"]
        ]


def is_foreign(parsed: Dict[str, Any]) -> bool:
    """Whether a message is in a language other than Dutch."""
    return parsed["intent"]["name"] == FOREIGN and any(
        e["entity"] == "taal" and e["value"] != "nl" for e in parsed["entities"]
    )
