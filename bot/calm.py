"""How much a later message may raise by itself: alarms, read with what is already known.

Promises: an alarm in a later message needs a pattern or a clear score, and the fewer the words the more; one that is
fairly clear still brings its card. Who writes is settled along the way (``bot/who_writes.py``).
"""

from typing import Any, Collection, Dict, Mapping, NamedTuple

from bot import who_writes
from bot.conversation import Conversation
from bot.understanding.decision import ASK_BACK, CHILD, DANGER, SUICIDE
from bot.understanding.signals import DENIES, OTHER_THREATENS, SIGNALS_KEY

ALARMS = {DANGER: "nu_gevaar", SUICIDE: "suicidaal"}  # intent -> its signal
THREAT = "suicidaliteit_dreigt"  # the answer when it is a partner who threatens with suicide
BACKED = 0.15  # likelihood of its subject from which a learned alarm is believed
SPEAKS_FOR_ITSELF = 0.9  # score from which it is believed though the second classifier does not hear it
BACKED_CARD = {"nu_gevaar": 0.05, "suicidaal": 0.1}  # likelihood from which it brings its card
LIKELY = 0.2  # probability of the next intent when an alarm is not firm


class Levels(NamedTuple):
    """Scores from which a learned signal is firm, and from which it brings its card; by name, else the last figure."""

    firm: Mapping[str, float]
    shown: Mapping[str, float]
    else_firm: float
    else_shown: float

    def is_firm(self, name: str, score: float) -> bool:
        """Whether a score is enough to decide what is said."""
        return score >= self.firm.get(name, self.else_firm)

    def is_shown(self, name: str, score: float) -> bool:
        """Whether a score is enough for a card."""
        return score >= self.shown.get(name, self.else_shown)


# "ik heb niemand hier" says little after a tiring day. On the held-out questions 0.7 keeps 109 of 120 dangers that are
# sure and drops 22 of 43 false ones; showing its card from 0.45 keeps 134 of 141 and drops 65 of 130.
FEW_WORDS = Levels({"suicidaal": 0.95}, {"suicidaal": 0.75}, 0.85, 0.55)
AT_LENGTH = Levels({"suicidaal": 0.7, "nu_gevaar": 0.7}, {"suicidaal": 0.5, "nu_gevaar": 0.45}, 0.55, 0.3)


def calm(
    parsed: Dict[str, Any],
    conversation: Conversation,
    few_words: bool,
    backed: Mapping[str, float],
    doubted: Collection[str],
) -> None:
    """Change a parse result in place: what a later message cannot carry is taken out.

    Args:
        backed: alarm signal -> how likely it is that the message is about that (``bot/meaning.py``).
        doubted: alarm signals that the classifier of later messages does not hear.
    """
    found = parsed[SIGNALS_KEY]
    matched = set(found["matched"])
    who_writes.settle(parsed, conversation, few_words)
    level = FEW_WORDS if few_words else AT_LENGTH
    scores = {name: found["scores"].get(name, 0.0) for name in found["names"]}
    firm = matched | {
        name
        for name in found["sure"]
        if level.is_firm(name, scores.get(name, 0.0))
        and backed.get(name, 1.0) >= BACKED
        and (name not in doubted or scores.get(name, 0.0) >= SPEAKS_FOR_ITSELF)
    }
    if conversation.slots.get("onderwerp") in ALARMS:  # it may well still be going on
        firm |= {"nu_gevaar", ALARMS[conversation.slots["onderwerp"]]}
    likely = firm | {"thema_geweld"} | {name for name, score in scores.items() if level.is_shown(name, score)}
    likely -= {name for name in backed if name not in firm and backed[name] < BACKED_CARD[name]}
    denied = {"nu_gevaar"} if DENIES in matched else set()
    if conversation.slots.get("rol") not in (None, CHILD, who_writes.VICTIM):
        denied.add("kind_spreekt")
    denied -= matched
    found["names"] = [name for name in found["names"] if name in likely - denied]
    found["sure"] = [name for name in found["sure"] if name in firm - denied]
    alarm = ALARMS.get(parsed["intent"]["name"])
    if alarm and alarm not in firm - denied:
        step_down(parsed)


def step_down(parsed: Dict[str, Any]) -> None:
    """The likeliest intent that is no alarm; asking back when nothing is likely."""
    ranking = [r for r in parsed["intent_ranking"] if r["name"] not in ALARMS]
    first = ranking[0] if ranking and ranking[0]["confidence"] >= LIKELY else {"name": ASK_BACK, "confidence": 0.0}
    parsed["intent"] = dict(first)
    parsed["intent_ranking"] = ranking or [dict(first)]
    say_danger(parsed, "nee")


def say_danger(parsed: Dict[str, Any], value: str) -> None:
    """Let the slot ``gevaar`` become this: "ja" or "nee"."""
    parsed["entities"] = [{**e, "value": value} if e["entity"] == "gevaar" else e for e in parsed["entities"]]


def hear_threat(parsed: Dict[str, Any]) -> bool:
    """Whether it is not the writer who thinks of dying, but a partner who threatens with it: then that is the intent."""
    found = parsed[SIGNALS_KEY]
    heard = parsed["intent"]["name"] == SUICIDE and OTHER_THREATENS in found["matched"]
    if heard and "nu_gevaar" not in found["sure"]:
        parsed["intent"] = {"name": THREAT, "confidence": 1.0}
        return True
    return False
