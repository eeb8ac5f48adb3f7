"""From one turn to the reply of the HTTP contract: texts, cards and choices.

Promises: cards of the signals come first, then those of the answer, at most three; 112 stands on a card only when
there is danger now, and then it leads; small talk has no cards; a reply never holds a word that the visitor typed.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Dict, List, Optional, Set, Tuple

from bot import content
from bot.agent import Turn
from bot.calm import ALARMS
from bot.contacts import LOCAL_TEAM, Card, Contacts
from bot.understanding.decision import ASK_BACK
from bot.understanding.kinds import NO_CARDS

MAX_CARDS = 3
_PLACED = ("nu_gevaar", "thema_geweld")  # signals with a place of their own in the order
CHOICES_WHEN_ASKING = 3
# Probabilities between which the runner-up may add its first card.
CLOSE_CALL, CLEAR = 0.15, 0.6
# Below this probability, and with at least this part of it, the runner-up is offered as a choice.
UNCLEAR, NEARLY = 0.5, 0.5
# Cards that a signal makes appear, most important first.
SIGNAL_CARDS = {
    "nu_gevaar": "112",
    "suicidaal": "113",
    "seksueel": "csg",
    "huwelijksdwang": "huwelijksdwang",
    "kind_spreekt": "kindertelefoon",
    "stalking": "politie_geen_spoed",
    "thema_geweld": "veilig_thuis",
}


def card_ids(turn: Turn, named: List[str], child: bool = False) -> List[str]:
    """Ids of the cards for a turn.

    Args:
        named: the ids that the response itself names.
        child: whether a child or young person is writing.
    """
    signals, sure = turn.signals.get("names", []), turn.signals.get("sure", [])
    if turn.intent in NO_CARDS and not {"nu_gevaar", "suicidaal"} & set(sure):
        return named[:MAX_CARDS]
    if "nu_gevaar" in sure:
        # One thing to do, not five: 112, 113 when it is about suicide, and Veilig Thuis for afterwards.
        wanted = [SIGNAL_CARDS[s] for s in ("nu_gevaar", "suicidaal") if s in signals] + ["veilig_thuis"]
        return wanted + [c for c in named if c == "huisarts"][: MAX_CARDS - len(wanted)]
    if child and named and "kind_spreekt" not in sure:
        sure = [*sure, "kind_spreekt"]
    if "suicidaal" in sure:
        sure, signals = ([s for s in some if s != "kind_spreekt"] for some in (sure, signals))
    wanted = [SIGNAL_CARDS["nu_gevaar"]] if "nu_gevaar" in signals else []
    wanted += [SIGNAL_CARDS[s] for s in SIGNAL_CARDS if s in sure and s != "thema_geweld"]
    wanted += named[:1]
    # One signal that is not sure may add its card; more would push the sure ones out of sight.
    wanted += [SIGNAL_CARDS[s] for s in SIGNAL_CARDS if s in signals and s not in sure and s not in _PLACED][:1]
    wanted += [SIGNAL_CARDS["thema_geweld"]] if "thema_geweld" in signals else []
    wanted += _second_opinion(turn) + named[1:]
    return [c for c in dict.fromkeys(wanted) if c != "112" or "nu_gevaar" in signals][:MAX_CARDS]


def _second_opinion(turn: Turn) -> List[str]:
    """The first card of the runner-up, when the intent was a close call: the right line is then there all the same."""
    close = [name for name, probability in turn.ranking[:2] if probability >= CLOSE_CALL]
    if len(close) < 2 or turn.ranking[0][1] >= CLEAR or turn.intent in NO_CARDS:
        return []
    other = close[1] if turn.intent == close[0] or turn.intent == ASK_BACK else close[0]
    return _default_cards(other)[:1] + (_default_cards(close[0])[:1] if turn.intent == ASK_BACK else [])


def _default_cards(intent: str) -> List[str]:
    loaded = content.load()
    variants = loaded.responses.get(content.ANSWERED_BY_ACTION.get(intent, f"utter_{intent}"))
    return (variants[-1].get("custom") or {}).get("contacts") or [] if variants else []


def build(turn: Turn, contacts: Contacts, now: datetime, seen_child: bool = False) -> Dict[str, Any]:
    """The body of a reply, without ``state``."""
    municipality = turn.conversation.slots.get("gemeente")
    child = seen_child and turn.intent in content.load().labels
    messages = []
    for number, message in enumerate(turn.messages):
        custom = message.get("custom") or {}
        named = [c for c in custom.get("contacts") or [] if contacts.known(c)]  # a region may lack one
        ids = card_ids(turn, named, child) if number == len(turn.messages) - 1 else []
        messages.append(
            {
                "text": message.get("text") or "",
                "contacts": [asdict(card) for card in _cards(ids, contacts, municipality, now)],
                "choices": _choices(turn, message),
            }
        )
    shown = shown_in(messages)
    return {
        "messages": messages,
        "intent": turn.intent,
        "label": content.label(turn.intent),
        "urgent": "112" in shown,
        "municipality": municipality,
    }


def shown_in(messages: List[Dict[str, Any]]) -> Set[str]:
    """Ids of all cards in the messages of a reply."""
    return {card["id"] for message in messages for card in message["contacts"]}


def _cards(ids: List[str], contacts: Contacts, municipality: Optional[str], now: datetime) -> List[Card]:
    """The cards; a municipality of which no number is known brings Veilig Thuis."""
    cards = [contacts.card(i, municipality, now) for i in ids if contacts.known(i)]
    helpless = any(c.id == LOCAL_TEAM and c.municipality and not c.phone for c in cards)
    if helpless and "veilig_thuis" not in ids:
        return [*cards[: MAX_CARDS - 1], contacts.card("veilig_thuis", municipality, now)]
    return cards


def _choices(turn: Turn, message: Dict[str, Any]) -> List[Dict[str, str]]:
    options = turn.conversation.slots.get("keuze_gemeente") or "nee"
    if message.get("utter_action") == "utter_welke_gemeente" and options != "nee":
        return [
            {"title": name, "choice": f"{content.CHOICE_OF_MUNICIPALITY}.{content.slug(name)}"}
            for name in options.split("|")
        ]
    if message.get("utter_action") == "utter_niet_herkend":
        return likeliest(turn.ranking)
    choices, other = content.choices_of(message), _nearly(turn, message)
    if other and other not in [choice["choice"] for choice in choices]:
        choices.append({"title": content.label(other), "choice": other})
    return choices


def _nearly(turn: Turn, message: Dict[str, Any]) -> Optional[str]:
    """The answer that was nearly as likely as the one given, when neither was clear: it is then one tap away."""
    (name, probability), (other, less) = (*turn.ranking, ("", 0.0), ("", 0.0))[:2]
    answers = message.get("utter_action") == f"utter_{name}" and turn.intent == name and name not in NO_CARDS
    clear = probability >= UNCLEAR or less < NEARLY * probability or "nu_gevaar" in turn.signals.get("sure", [])
    offered = other in content.load().labels and other not in (*NO_CARDS, *ALARMS)
    return other if answers and offered and not clear else None


def likeliest(ranking: List[Tuple[str, float]]) -> List[Dict[str, str]]:
    """The likeliest topics as choices."""
    known = [i for i, _ in ranking if i in content.load().labels and i not in NO_CARDS]
    return [{"title": content.label(i), "choice": i} for i in known[:CHOICES_WHEN_ASKING]]


def municipality_of(choice: str, contacts: Contacts) -> Optional[str]:
    """The municipality in a choice such as ``noem_gemeente.<naam>``; None when there is none."""
    kind, _, rest = choice.partition(".")
    if kind != content.CHOICE_OF_MUNICIPALITY:
        return None
    return next((name for name in contacts.municipalities if content.slug(name) == rest), None)
