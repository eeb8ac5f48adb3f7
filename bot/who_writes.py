"""Who writes, as a conversation goes on: a message in the middle says little of that by itself.

Promises: who was writing stays who writes until they say otherwise or tell about another situation; few words or a hint
make nobody a child; who says to be grown up is heard; and danger makes nobody the one who does harm. Each function
changes a parse result in place: the slot ``rol`` is set by its entity, and keeps its value where there is none.
"""

from typing import Any, Callable, Dict

from bot.conversation import Conversation
from bot.understanding.decision import CHILD, DANGER, UNKNOWN
from bot.understanding.signals import DOES_IT, SIGNALS_KEY

SOURCE = "in_context"  # the extractor of entities that the conversation sets
VICTIM = "slachtoffer"  # the only role that a child may have too
DOERS = frozenset(["pleger", "ouder_zelf"])  # who may be about to do harm
SURELY_CHILD = 0.9  # score from which the one who told about a situation turns out to be a child


def says_who(parsed: Dict[str, Any]) -> bool:
    """Whether a message says in so many words who writes."""
    found = parsed[SIGNALS_KEY]
    return found["role_said"] or bool({"kind_spreekt", DOES_IT} & set(found["matched"]))


def settle(parsed: Dict[str, Any], conversation: Conversation, few_words: bool) -> None:
    """Read a role in a later message with what is known: of few words, of who is grown up, of who was telling."""
    if few_words:
        _keep(parsed, conversation)
    _hear_grown_up(parsed, conversation)
    _doubt_child(parsed, conversation)


def same_person(parsed: Dict[str, Any], conversation: Conversation, other_situation: bool) -> Dict[str, Any]:
    """Who was writing still is, unless that was said, or another situation is told."""
    said = says_who(parsed) or parsed[SIGNALS_KEY]["grown_up"]
    if conversation.slots.get("rol") and not other_situation and not said:
        _forget(parsed, lambda role: True)
    return parsed


def stays_on_their_side(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """Who wrote about what another does, is not told to stop doing it when danger comes, unless they say it is them."""
    known = conversation.slots.get("rol")
    if parsed["intent"]["name"] == DANGER and known and known not in (UNKNOWN, *DOERS) and not says_who(parsed):
        _forget(parsed, lambda role: role in DOERS)


def _keep(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """Who was writing still is, and a few words alone make nobody a child."""
    known = conversation.slots.get("rol")
    if not says_who(parsed):
        _forget(parsed, lambda role: bool(known) or role == CHILD)


def _hear_grown_up(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """Who was taken for a child and says to be grown up, is heard."""
    if not parsed[SIGNALS_KEY]["grown_up"] or conversation.slots.get("rol") != CHILD:
        return
    _forget(parsed, lambda role: role == CHILD)
    if not any(e["entity"] == "rol" for e in parsed["entities"]):
        parsed["entities"].append({"entity": "rol", "value": UNKNOWN, "extractor": SOURCE})


def _doubt_child(parsed: Dict[str, Any], conversation: Conversation) -> None:
    """Who told about a situation as a grown-up, or as who knows whom, is no child by a hint alone."""
    told = conversation.slots.get("onderwerp") and conversation.slots.get("rol") != CHILD
    sure = says_who(parsed) or parsed[SIGNALS_KEY]["scores"].get("kind_spreekt", 0.0) >= SURELY_CHILD
    if told and not sure:
        _forget(parsed, lambda role: role == CHILD)


def _forget(parsed: Dict[str, Any], which: Callable[[str], bool]) -> None:
    parsed["entities"] = [e for e in parsed["entities"] if e["entity"] != "rol" or not which(e["value"])]
