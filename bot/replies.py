"""From one turn to the reply of the HTTP contract: texts, cards and choices.

Promises: cards of the signals come first, then those of the answer, at most three; 112 stands on a card only when
there is danger now, and then it leads; small talk has no cards; a reply never holds a word that the visitor typed.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Dict, List, Optional

from bot import content
from bot.agent import Turn
from bot.contacts import LOCAL_TEAM, Contacts

MAX_CARDS = 3
ASK_BACK = "niet_herkend"
NO_CARDS = frozenset(["groet", "afscheid", "bedankt", "bevestigen", "ontkennen", "niet_begrepen", "opnieuw"])
# Small talk, or about the chat itself: not a topic to ask back about with cards.
CHOICES_WHEN_ASKING = 3
# Cards that a signal makes appear, most important first.
SIGNAL_CARDS = {
    "nu_gevaar": ["112"],
    "suicidaal": ["113"],
    "kind_spreekt": ["kindertelefoon"],
    "seksueel": ["csg"],
    "huwelijksdwang": ["huwelijksdwang"],
    "stalking": ["politie_geen_spoed"],
    "thema_geweld": ["veilig_thuis"],
}


def card_ids(turn: Turn, named: List[str], child: bool = False) -> List[str]:
    """Ids of the cards for a turn.

    Args:
        named: the ids that the response itself names.
        child: whether a child or young person is writing.
    """
    signals = turn.signals.get("names", [])
    if turn.intent in NO_CARDS and not {"nu_gevaar", "suicidaal"} & set(signals):
        return named[:MAX_CARDS]
    danger, suicidal = "nu_gevaar" in signals, "suicidaal" in signals
    wanted: List[str] = []
    for signal, cards in SIGNAL_CARDS.items():
        if signal not in signals or (signal == "kind_spreekt" and (danger or suicidal)):
            continue
        # In danger only 112, 113 and Veilig Thuis: one thing to do, not five.
        if danger and signal not in ("nu_gevaar", "suicidaal", "thema_geweld"):
            continue
        wanted += cards
    if child and not danger and not suicidal and named and "kindertelefoon" not in wanted:
        wanted.insert(0, "kindertelefoon")
    unwanted = {LOCAL_TEAM} if danger else {"112"}
    wanted += named
    return [c for c in dict.fromkeys(wanted) if c not in unwanted][:MAX_CARDS]


def build(turn: Turn, contacts: Contacts, now: datetime, seen_child: bool = False) -> Dict[str, Any]:
    """The body of a reply, without ``state``."""
    municipality = turn.conversation.slots.get("gemeente")
    child = seen_child and turn.intent in content.load().labels
    messages = []
    for number, message in enumerate(turn.messages):
        custom = message.get("custom") or {}
        ids = card_ids(turn, custom.get("contacts") or [], child) if number == len(turn.messages) - 1 else []
        messages.append(
            {
                "text": message.get("text") or "",
                "contacts": [asdict(contacts.card(i, municipality, now)) for i in ids if contacts.known(i)],
                "choices": _choices(turn, message),
            }
        )
    shown = {c["id"] for m in messages for c in m["contacts"]}
    return {
        "messages": messages,
        "intent": turn.intent,
        "label": content.label(turn.intent),
        "urgent": "112" in shown,
        "municipality": municipality,
    }


def _choices(turn: Turn, message: Dict[str, Any]) -> List[Dict[str, str]]:
    options = turn.conversation.slots.get("keuze_gemeente") or "nee"
    if message.get("utter_action") == "utter_welke_gemeente" and options != "nee":
        return [
            {"title": name, "choice": f"{content.CHOICE_OF_MUNICIPALITY}.{content.slug(name)}"}
            for name in options.split("|")
        ]
    if message.get("utter_action") == "utter_niet_herkend":
        return likeliest(turn.ranking)
    return [{"title": b["title"], "choice": b["payload"].lstrip("/")} for b in message.get("buttons") or []]


def likeliest(ranking: List[str]) -> List[Dict[str, str]]:
    """The likeliest topics as choices."""
    known = [i for i in ranking if i in content.load().labels]
    return [{"title": content.label(i), "choice": i} for i in known[:CHOICES_WHEN_ASKING]]


def municipality_of(choice: str, contacts: Contacts) -> Optional[str]:
    """The municipality in a choice such as ``noem_gemeente.de_wolden``; None when there is none."""
    kind, _, rest = choice.partition(".")
    if kind != content.CHOICE_OF_MUNICIPALITY:
        return None
    return next((name for name in contacts.municipalities if content.slug(name) == rest), None)
