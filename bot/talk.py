"""One message in, one reply out: opens the state, takes the turn, counts, adds what must be said once, seals.

What is said once in a conversation: one line about reading along on a shared phone, after the first sensitive
answer and never in a 112 answer; what 113 is for, where its card stands beside an answer about something else; one line
that personal data are not needed; that a name is an old one; and, when the client wants it counted, the question with
one tap (``bot/one_tap.py``). Each caution is (``bot/cautions.py``) too.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Callable, Dict, List, Optional, Tuple

from bot import cautions, content, one_tap, region, replies
from bot.agent import Bot, Turn
from bot.contacts import ZONE, Contacts
from bot.conversation import Conversation, Sealer, State
from bot.counts import Counts
from bot.in_context import HEARD
from bot.requests import BadRequest, ChatRequest
from bot.understanding.decision import ASK_BACK, SUICIDE

SAFE_PHONE, PERSONAL = "utter_veilige_telefoon", "utter_persoonsgegevens"
# Says it all by itself; and somebody at work is seldom watched at home.
NO_SAFE_PHONE = frozenset(["vraag_veilig_internetten", "professional_vraag"])
PERHAPS_DANGER, PERHAPS_SUICIDE, OLD_NAME = "utter_misschien_gevaar", "utter_misschien_dood", "utter_oude_naam"
_MADE_UP = ("naam", "kind_spreekt")


class Talk:
    """Conversations of one service; holds nothing about any of them."""

    def __init__(
        self,
        bot: Bot,
        contacts: Contacts,
        sealer: Sealer,
        counts: Counts,
        campaigns: List[str],
        clock: Callable[[], datetime] = lambda: datetime.now(ZONE),
    ):
        self._bot, self._contacts, self._sealer, self._counts = bot, contacts, sealer, counts
        self._campaigns = campaigns
        self._clock = clock
        self._one_tap = one_tap.OneTap(counts.measures if counts and counts.store else ())

    async def answer(self, request: ChatRequest) -> Dict[str, Any]:
        """The reply to a valid request.

        Raises:
            BadRequest: onbekende_keuze, when a choice is not in the content.
        """
        state = self._sealer.open(request.state, request.site)
        fresh = state is None
        state = state or State()
        request = one_tap.typed(request, state)
        extra = _chosen(request, state, fresh)
        turn = await self._take(request, state)
        if not turn.messages:
            raise RuntimeError("a turn without messages")
        if turn.signals.get("grown_up"):
            state.told = [mark for mark in state.told if mark != "kind"]
        practice = _practice(turn)
        reply = replies.build(turn, self._contacts, self._clock(), "kind" in state.told)
        formerly = None if practice else self._contacts.formerly(request.text or "")
        if not practice:
            self._caution(reply, turn, state)
        self._say_once(reply, turn, state, formerly)
        self._one_tap.ask(reply, turn, state, practice)
        self._count(reply, turn, state, request.campaign if fresh else None)
        for measure, key in [*extra, *_practised(practice, state)]:
            self._counts.once(state.counted, measure, key)
        state.conversation = turn.conversation
        return {**reply, "state": self._sealer.seal(state, request.site)}

    def start(self) -> Dict[str, Any]:
        """The greeting with the first choices; the same for everybody."""
        response = content.load().responses["utter_start"][-1]
        return {
            "messages": [
                {
                    "text": region.current().fill(response["text"]),
                    "contacts": [],
                    "choices": content.choices_of(response),
                }
            ],
            "state": None,
            "intent": None,
            "label": None,
            "urgent": False,
            "municipality": None,
        }

    def count(self, data: Dict[str, Any]) -> Dict[str, Any]:
        """Count what only the browser knows, once a conversation, for cards that were shown in it.

        Raises:
            BadRequest: ongeldig or onbekende_meting.
        """
        state = self._sealer.open(data.get("state"), data.get("site") or "")
        measure, key = data.get("measure"), data.get("key")
        if state is None:
            raise BadRequest("ongeldig")
        if measure != "call" or f"referral:{key}" not in state.counted:
            raise BadRequest("onbekende_meting")
        self._counts.once(state.counted, measure, key)
        return {"state": self._sealer.seal(state, data.get("site") or "")}

    async def _take(self, request: ChatRequest, state: State) -> Turn:
        if request.text is not None:
            return await self._bot.say(request.text, state.conversation)
        if request.choice.startswith(one_tap.PREFIX):
            return one_tap.answered(request.choice, state)
        municipality = replies.municipality_of(request.choice, self._contacts)
        intent = content.CHOICE_OF_MUNICIPALITY if municipality else request.choice
        if intent not in content.load().intents:
            raise BadRequest("onbekende_keuze")
        return await self._bot.choose(intent, state.conversation, municipality)

    def _caution(self, reply: Dict[str, Any], turn: Turn, state: State) -> None:
        first, last = reply["messages"][0], reply["messages"][-1]
        found = cautions.caution(turn, first["text"], state.told)
        if found:
            state.told.append(found.response)
            first["text"] = f"{found.text}\n\n{first['text']}"
            for card in found.cards:
                self._add_card(last, card)

    def _add_card(self, message: Dict[str, Any], card: str) -> None:
        """Put a card under a message, in the last place, when it is not there yet and the region has it."""
        shown = message["contacts"]
        if self._contacts.known(card) and card not in [c["id"] for c in shown]:
            today = asdict(self._contacts.card(card, None, self._clock()))
            message["contacts"] = [*shown[: replies.MAX_CARDS - 1], today]

    def _say_once(self, reply: Dict[str, Any], turn: Turn, state: State, formerly: Optional[str]) -> None:
        signals = turn.signals.get("names", [])
        child = turn.conversation.slots.get("rol") == "kind_jongere" or "kind_spreekt" in turn.signals.get(
            "matched", []
        )
        if child and "kind_spreekt" in turn.signals.get("sure", []) and "kind" not in state.told:
            state.told.append("kind")
        first = reply["messages"][0]
        if reply["urgent"]:
            if "112" not in first["text"]:
                first["text"] = f"{_words(PERHAPS_DANGER)}\n\n{first['text']}"
            return
        if _line_unsaid(reply, turn) and PERHAPS_SUICIDE not in state.told:
            state.told.append(PERHAPS_SUICIDE)
            first["text"] = f"{_words(PERHAPS_SUICIDE)}\n\n{first['text']}"
        if turn.signals.get("personal") and PERSONAL not in state.told:
            state.told.append(PERSONAL)
            first["text"] = f"{_words(PERSONAL)}\n\n{first['text']}"
        last = reply["messages"][-1]
        if formerly and OLD_NAME not in state.told and "suicidaal" not in signals:
            state.told.append(OLD_NAME)
            last["text"] = f"{last['text']}\n\n{_words(OLD_NAME)}"
            self._add_card(last, formerly)
        sensitive = set(signals) - {"kind_spreekt"} and turn.intent not in NO_SAFE_PHONE
        if sensitive and SAFE_PHONE not in state.told:
            state.told.append(SAFE_PHONE)
            last["text"] = f"{last['text']}\n\n{_words(SAFE_PHONE)}"

    def _count(self, reply: Dict[str, Any], turn: Turn, state: State, campaign: Optional[str]) -> None:
        shown = replies.shown_in(reply["messages"])
        intent = None if turn.intent == one_tap.INTENT else turn.intent
        state.counted = self._counts.count_turn(state.counted, intent, shown, intent != ASK_BACK)
        if campaign in self._campaigns:
            self._counts.add("campaign", campaign)
        for measure, slot in (("role", "rol"), ("municipality", "gemeente")):
            value = turn.conversation.slots.get(slot)
            if value and not any(mark.startswith(f"{measure}:") for mark in state.counted):
                self._counts.once(state.counted, measure, value)


def _chosen(request: ChatRequest, state: State, fresh: bool) -> List[Tuple[str, str]]:
    """What a choice is counted for besides its topic: an answer to the question with one tap, or a topic chip."""
    choice = request.choice or ""
    if choice.startswith(one_tap.PREFIX):
        return one_tap.to_count(choice, state)
    opening = fresh and choice in {b["choice"] for b in content.choices_of(content.load().responses["utter_start"][-1])}
    after_a_miss = choice in content.load().labels and _last_intent(state.conversation) == ASK_BACK
    return [("topic_chip", choice)] if opening or after_a_miss else []


def _line_unsaid(reply: Dict[str, Any], turn: Turn) -> bool:
    """Whether 113 stands beside an answer that says nothing of it, and the message may well be about that.

    A later message is only when its own classifier hears it; and where it was the subject all along, it was said.
    """
    said = any("113" in message["text"] for message in reply["messages"])
    subject = turn.conversation.slots.get("onderwerp") == SUICIDE
    first = sum(kind == "u" for kind, _ in turn.conversation.steps) == 1
    heard = first or turn.signals.get("later", {}).get(SUICIDE, 0.0) >= HEARD
    return "113" in replies.shown_in(reply["messages"]) and heard and not said and not subject


def _last_intent(conversation: Conversation) -> Optional[str]:
    return next((name for kind, name in reversed(conversation.steps) if kind == "u"), None)


def _practised(stage: Optional[str], state: State) -> List[Tuple[str, str]]:
    """A practice that began or ended; an end counts only after its beginning."""
    begun = stage == "begonnen" or "practice:begonnen" in state.counted
    return [("practice", stage)] if begun and stage in ("begonnen", "afgerond") else []


def _practice(turn: Turn) -> Optional[str]:
    """How far practising a conversation is (``bot/practice.py``); None when nobody practises.

    What is said to a made-up person is no subject of the visitor's own: a name in it is no personal detail, and
    "papa" in it does not mean that a child writes.
    """
    stage = (turn.messages[-1].get("custom") or {}).get("practice")
    if stage:
        turn.intent, turn.ranking = "oefenen", []
        made_up = {
            key: [s for s in turn.signals.get(key, []) if s not in _MADE_UP] for key in ("names", "sure", "personal")
        }
        turn.signals = {**turn.signals, **made_up}
    return stage


def _words(response: str) -> str:
    return region.current().fill(content.load().responses[response][-1]["text"])
