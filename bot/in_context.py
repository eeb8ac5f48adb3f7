"""Read a message with what came before it in the conversation: the same words mean other things after an answer.

Promises: somebody who types what a button of the last answer says gets what the button gives; a short message does
not change who was writing; a learned hint in a few words does not raise an alarm that nothing in the conversation
backs; danger and suicidality that are sure are never read as anything else. Only names from the sealed state are
used: no earlier text exists any more.
"""

from functools import lru_cache
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

import numpy as np
import yaml
from rapidfuzz import fuzz

from bot import content
from bot.conversation import Conversation
from bot.paths import FOLLOW_UPS
from bot.understanding import embeddings
from bot.understanding.decision import ASK_BACK, LOCAL_TEAM
from bot.understanding.features import normalise
from bot.understanding.learned import centred
from bot.understanding.signals import DOES_IT, LEAVES, REFUSES, SIGNALS_KEY, WANTS_PRACTICE

FAREWELL, GREETING, CONFIRM, DENY, PRACTISE = "afscheid", "groet", "bevestigen", "ontkennen", "oefenen"
PLACE_FORM, PRACTICE_FORM = "plaats_form", "oefen_form"
SHORT = 7  # words: too few to tell who writes, or that somebody wants to die
# Likeness to the words of a button (cosine of the meaning, plus a quarter of the share of equal letters): enough by
# itself, enough when the message alone was not clear, enough when the bot would have to ask back.
# Chosen on tests/follow_ups.tsv: at 0.48, 54 % of typed buttons are found, 7 % lead to a neighbour of theirs, and 10 % of
# other messages are taken for a button; the largest of all phrases instead of the mean of two finds 50 %.
SURE, UNCLEAR, LOST = 0.6, 0.48, 0.42
SAME, LETTERS = 2.0, 0.25
CLEAR = 0.6  # probability of an intent from which the message speaks for itself


class Offer(NamedTuple):
    """A button of the last answer: where it leads, and its words and those people use for it."""

    intent: str
    phrases: Tuple[str, ...]


def read(text: str, parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """What a message means here: the parse result, changed where the conversation says more.

    Args:
        parsed: Rasa's parse result with the signals; it is changed in place and returned.
    """
    found = parsed[SIGNALS_KEY]
    noticed = set(found.get("matched", []))
    begun = any(kind == "u" for kind, _ in conversation.steps)
    if {"nu_gevaar", "suicidaal"} & set(found["sure"]):
        return _told_before(parsed, conversation)
    if WANTS_PRACTICE in noticed:
        return _as_choice(parsed, PRACTISE)
    if not begun or conversation.loop_now() == PRACTICE_FORM:  # what is said to a made-up person is no question
        return parsed
    words = len(text.split())
    if words <= SHORT:
        _calm(parsed, conversation)
    if conversation.loop_now() == PLACE_FORM and REFUSES in noticed:
        return _as_choice(parsed, DENY)
    if parsed["intent"]["name"] == GREETING and LEAVES in noticed:
        return _as_choice(parsed, FAREWELL)
    if not _names_place(parsed) and parsed["intent"]["name"] not in (PRACTISE, LOCAL_TEAM):
        best, likeness = _best(text, offers(conversation.last_answer(), conversation.slots))
        if best and likeness >= _needed(parsed["intent"]):
            return _as_choice(parsed, best)
    return _told_before(parsed, conversation)


def _needed(intent: Dict[str, Any]) -> float:
    """How like a button a message must be, given what it says by itself."""
    if intent["name"] == ASK_BACK:
        return LOST
    return SURE if intent["confidence"] >= CLEAR else UNCLEAR


def offers(answer: Optional[str], slots: Mapping[str, Any]) -> List[Offer]:
    """The buttons of an answer, as it was worded with these slots."""
    buttons = [(b["payload"].lstrip("/"), b["title"]) for b in content.shown(answer, slots).get("buttons") or []]
    return [Offer(intent, (title, *_said().get(intent, ()))) for intent, title in buttons]


@lru_cache(maxsize=1)
def _said() -> Dict[str, List[str]]:
    """Intent -> what people type for its button."""
    return yaml.safe_load(FOLLOW_UPS.read_text("utf-8"))


def _best(text: str, offered: List[Offer]) -> Tuple[Optional[str], float]:
    """The offer whose words are most like a text, and how much: the mean over its two likest phrases."""
    best, likeness = None, 0.0
    vector = _vector(text)
    for offer in offered:
        values = sorted((_likeness(text, vector, phrase) for phrase in offer.phrases), reverse=True)
        value = values[0] if values[0] >= SAME else sum(values[:2]) / len(values[:2])
        if value > likeness:
            best, likeness = offer.intent, value
    return best, likeness


def _likeness(text: str, vector: Optional[np.ndarray], phrase: str) -> float:
    """Meaning and letters together; ``SAME`` when the letters are (nearly) equal."""
    plain, other = normalise(text), normalise(phrase)
    if fuzz.token_sort_ratio(plain, other) >= 90:
        return SAME
    letters = fuzz.token_set_ratio(plain, other) / 100
    return LETTERS * letters + (float(vector @ _known(phrase)) if vector is not None else 0.0)


def _vector(text: str) -> Optional[np.ndarray]:
    encoder = embeddings.load()
    return centred(encoder.encode([text]), _middle())[0] if encoder else None


@lru_cache(maxsize=4096)
def _known(phrase: str) -> np.ndarray:
    """The embedding of words from the content (never of a visitor's), remembered."""
    return _vector(phrase)


@lru_cache(maxsize=1)
def _middle() -> np.ndarray:
    """The mean embedding of all labels: centred embeddings tell messages apart better."""
    return embeddings.load().encode(sorted(set(content.load().labels.values()))).mean(axis=0)


def _calm(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """A short message keeps who was writing, and only signals that are sure or were told before."""
    found = parsed[SIGNALS_KEY]
    if conversation.slots.get("rol") and not {"kind_spreekt", DOES_IT} & set(found.get("matched", [])):
        parsed["entities"] = [e for e in parsed["entities"] if e["entity"] != "rol"]
    sure = set(found["sure"]) | {"thema_geweld"}
    found["names"] = [name for name in found["names"] if name in sure]


def _told_before(parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """Notice that this situation was answered just before, so that the answer goes on instead of repeating itself."""
    intent = parsed["intent"]["name"]
    if intent in (CONFIRM, DENY):  # answers what was just asked, in the wording that was just chosen
        return parsed
    again = intent == conversation.slots.get("onderwerp")
    parsed["entities"].append({"entity": "herhaald", "value": "ja" if again else "nee", "extractor": "in_context"})
    return parsed


def _as_choice(parsed: Dict[str, Any], intent: str) -> Dict[str, Any]:
    parsed["intent"] = {"name": intent, "confidence": 1.0}
    parsed["intent_ranking"] = []
    return parsed


def _names_place(parsed: Dict[str, Any]) -> bool:
    return any(entity["entity"] == "gemeente" for entity in parsed["entities"])
