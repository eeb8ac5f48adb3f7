"""Read a message with what came before it in the conversation: the same words mean other things after an answer.

Promises: somebody who types what a button of the last answer says gets what the button gives; a short message does
not change who was writing; a learned hint in a few words does not raise an alarm that nothing in the conversation
backs; danger and suicidality that are sure are never read as anything else. Only names from the sealed state are
used: no earlier text exists any more.
"""

from collections import defaultdict
from functools import lru_cache
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

import numpy as np
import yaml
from rapidfuzz import fuzz

from bot import content
from bot.conversation import Conversation
from bot.paths import FOLLOW_UPS, ROOT
from bot.understanding import embeddings
from bot.understanding.decision import ASK_BACK, DANGER, LOCAL_TEAM, SIGNAL_IS_SURE, SUICIDE
from bot.understanding.features import normalise
from bot.understanding.learned import centred
from bot.understanding.signals import (
    DENIES,
    DOES_IT,
    LEAVES,
    ONLY_DETAIL,
    REFUSES,
    SIGNALS_KEY,
    WANTS_HARM,
    WANTS_PRACTICE,
)

# Intents that tell a situation: those that set the slot ``onderwerp`` (domain.yml).
SITUATIONS = frozenset(
    mapping["intent"]
    for mapping in yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]["onderwerp"]["mappings"]
)
ALARMS = {DANGER: "nu_gevaar", SUICIDE: "suicidaal"}  # intent -> its signal
_DANGER = ["nu_gevaar", "thema_geweld"]
# Pressing these choices says it in so many words; their answers keep 112 or 113 in sight.
SIGNALS_OF_CHOICE = {
    "acuut_gevaar": _DANGER,
    "acuut_wachten": _DANGER,
    "acuut_kan_niet_praten": _DANGER,
    "ouder_zelf_niet_veilig": _DANGER,
    "ouder_zelf_geschud": _DANGER,
    "suicidaliteit": ["suicidaal"],
}
FAREWELL, GREETING, CONFIRM, DENY, PRACTISE = "afscheid", "groet", "bevestigen", "ontkennen", "oefenen"
DOER, SOURCE = "pleger_vraagt_hulp", "in_context"
PLACE_FORM, PRACTICE_FORM = "plaats_form", "oefen_form"
SHORT = 7  # words: too few to tell who writes, or that somebody wants to die
# Likeness to the words of a button (cosine of the meaning, plus a quarter of the share of equal letters): enough by
# itself, enough when the message alone was not clear, enough when the bot would have to ask back.
# Chosen on tests/follow_ups.tsv: at 0.48, 54 % of typed buttons are found, 7 % lead to a neighbour of theirs, and 10 % of
# other messages are taken for a button; the largest of all phrases instead of the mean of two finds 50 %.
SURE, UNCLEAR, LOST = 0.6, 0.48, 0.42
SAME, LETTERS = 2.0, 0.25
# Score from which a learned signal counts in a few words ("ik heb niemand hier" says little after a tiring day).
FIRM = defaultdict(lambda: 0.85, suicidaal=0.95)
LIKELY = 0.2  # probability of the next intent when an alarm is not firm
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
    noticed = set(parsed[SIGNALS_KEY]["matched"])
    begun = any(kind == "u" for kind, _ in conversation.steps)
    short = begun and len(text.split()) <= SHORT
    if short:
        _calm(parsed, conversation)
    best, likeness = None, 0.0
    if begun and conversation.loop_now() != PRACTICE_FORM:  # what is said to a made-up person is no button
        offered = offers(conversation.last_answer(), conversation.slots)
        best, likeness = _best(text, offered)
        if likeness < SAME and parsed["intent"]["name"] in [offer.intent for offer in offered]:
            best, likeness = None, 0.0  # the message itself says which of the buttons it is
    harm = WANTS_HARM in noticed
    parsed["entities"].append({"entity": "verzoek", "value": "schadelijk" if harm else "gewoon", "extractor": SOURCE})
    if set(ALARMS.values()) & set(parsed[SIGNALS_KEY]["sure"]):
        calmed = short and likeness >= SURE and not noticed & set(ALARMS.values())
        return _as_button(parsed, best) if calmed else _told_before(parsed, conversation)
    if harm:
        return _told_before(_as_choice(parsed, DOER), conversation)
    if WANTS_PRACTICE in noticed:
        return _as_choice(parsed, PRACTISE)
    if not begun or conversation.loop_now() == PRACTICE_FORM:
        return parsed
    if conversation.loop_now() == PLACE_FORM and REFUSES in noticed:
        return _as_choice(parsed, DENY)
    if parsed["intent"]["name"] == GREETING and LEAVES in noticed:
        return _as_choice(parsed, FAREWELL)
    if ONLY_DETAIL in noticed and conversation.slots.get("onderwerp"):
        return _told_before(_as_choice(parsed, conversation.slots["onderwerp"]), conversation)
    if short and _strays(parsed, conversation):
        best = best if likeness >= UNCLEAR else None
        parsed = _as_button(parsed, best) if best else _as_choice(parsed, conversation.slots["onderwerp"])
        return _told_before(parsed, conversation)
    about_place = _names_place(parsed) or parsed["intent"]["name"] == LOCAL_TEAM
    if best and not about_place and likeness >= _needed(parsed["intent"], best):
        return _as_button(parsed, best)
    return _told_before(parsed, conversation)


def _needed(intent: Dict[str, Any], best: str) -> float:
    """How like a button a message must be, given what it says by itself.

    What a button of a topic with examples of its own says, the model knows better than a few phrases do.
    """
    if intent["name"] == ASK_BACK:
        return LOST
    return UNCLEAR if intent["confidence"] < CLEAR and best in _said() else SURE


def _strays(parsed: Dict[str, Any], conversation: Conversation) -> bool:
    """Whether a few words seem to tell of another situation, but not clearly: then it is still about the same."""
    subject, intent = conversation.slots.get("onderwerp"), parsed["intent"]
    other = intent["name"] in SITUATIONS and intent["name"] != subject
    return subject is not None and subject not in ALARMS and other and intent["confidence"] < CLEAR


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
    vector = _vector(text) if offered else None
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
    """A few words in the middle of a conversation ("dat wil ik niet", "hij is 6") tell little by themselves.

    They keep who was writing. An alarm needs a pattern or a very clear score; a fairly clear one still brings its card.
    """
    found = parsed[SIGNALS_KEY]
    matched, scores = set(found["matched"]), found["scores"]
    if conversation.slots.get("rol") and not {"kind_spreekt", DOES_IT} & matched and not found["role_said"]:
        parsed["entities"] = [e for e in parsed["entities"] if e["entity"] != "rol"]
    if DENIES in matched:
        found["names"] = [name for name in found["names"] if name != "nu_gevaar" or name in matched]
    firm = matched | {name for name in found["sure"] if scores.get(name, 0.0) >= FIRM[name]}
    if conversation.slots.get("onderwerp") in ALARMS:  # it may well still be going on
        firm |= {*ALARMS.values()}
    likely = firm | {"thema_geweld"} | {name for name in found["sure"] if scores.get(name, 0.0) >= SIGNAL_IS_SURE}
    found["names"] = [name for name in found["names"] if name in likely]
    found["sure"] = [name for name in found["sure"] if name in firm]
    alarm = ALARMS.get(parsed["intent"]["name"])
    if alarm and alarm not in firm:
        _step_down(parsed)


def _step_down(parsed: Dict[str, Any]) -> None:
    """The likeliest intent that is no alarm; asking back when nothing is likely."""
    ranking = [r for r in parsed["intent_ranking"] if r["name"] not in ALARMS]
    first = ranking[0] if ranking and ranking[0]["confidence"] >= LIKELY else {"name": ASK_BACK, "confidence": 0.0}
    parsed["intent"] = dict(first)
    parsed["intent_ranking"] = ranking or [dict(first)]
    parsed["entities"] = [{**e, "value": "nee"} if e["entity"] == "gevaar" else e for e in parsed["entities"]]


def _told_before(parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """Notice that this situation was answered just before, so that the answer goes on instead of repeating itself."""
    intent = parsed["intent"]["name"]
    if intent in (CONFIRM, DENY):  # answers what was just asked, in the wording that was just chosen
        return parsed
    again = intent == conversation.slots.get("onderwerp")
    parsed["entities"].append({"entity": "herhaald", "value": "ja" if again else "nee", "extractor": SOURCE})
    return parsed


def _as_button(parsed: Dict[str, Any], intent: str) -> Dict[str, Any]:
    """As if the button was pressed: with its signals, and what was noticed of violence and of who writes."""
    found = parsed[SIGNALS_KEY]
    told = SIGNALS_OF_CHOICE.get(intent, [])
    for key in ("names", "sure"):
        found[key] = list(dict.fromkeys([*told, *(name for name in found[key] if name not in ALARMS.values())]))
    danger = "ja" if "nu_gevaar" in told else "nee"
    parsed["entities"] = [{**e, "value": danger} if e["entity"] == "gevaar" else e for e in parsed["entities"]]
    return _as_choice(parsed, intent)


def _as_choice(parsed: Dict[str, Any], intent: str) -> Dict[str, Any]:
    parsed["intent"] = {"name": intent, "confidence": 1.0}
    parsed["intent_ranking"] = [dict(parsed["intent"])]
    return parsed


def _names_place(parsed: Dict[str, Any]) -> bool:
    return any(entity["entity"] == "gemeente" for entity in parsed["entities"])
