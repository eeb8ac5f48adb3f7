"""The one-tap question: "Zou je er met iemand over durven praten?", at most once in a conversation.

Promises: it is asked only when the client switched it on; never in a conversation with a sign of danger, suicide, a
child or sexual violence, nor in one about violence that the visitor undergoes or commits; never in the first reply,
while practising, or while the bot waits for another answer. Whoever types on has answered nothing and is not asked
again. Nothing is kept of an answer but the count.

With both moments switched on a draw decides between them: nobody is asked twice, and those asked at the end differ
from those asked at the beginning by chance only.
"""

import re
import secrets
from dataclasses import replace
from typing import Any, Callable, Collection, Dict, List, Optional

from bot import content, replies, steps
from bot.agent import Turn
from bot.conversation import State
from bot.requests import BadRequest, ChatRequest
from bot.statistics import measures, themes

BEFORE, AFTER = "talk_before", "talk_after"
QUESTION = {BEFORE: "utter_durven_vraag", AFTER: "utter_durven_vraag_eind"}
INTENT = "durven_praten"  # what a reply to a tap is based on
PREFIX = "durven."  # of the choices
# In ``State.told``: asked (at which moment), asked in the last reply, never to be asked here, at the end if at all.
ASKED, JUST, NEVER, LATER = "gevraagd:", "vraag_net", "vraag_nooit", "vraag_later"
TYPED = {
    "ja": "ja", "ja hoor": "ja", "jawel": "ja", "ja dat durf ik": "ja", "nee": "nee", "nee hoor": "nee", "liever niet": "nee",
    "misschien": "misschien", "misschien wel": "misschien", "weet niet": "misschien", "weet ik niet": "misschien",
}  # fmt: skip
GOODBYE = frozenset(("bedankt", "afscheid"))
NEVER_THEMES = frozenset(("gevaar", "seksueel", "partner", "thuis"))
NEVER_ROLES = frozenset(("kind_jongere", "slachtoffer", "oudere", "pleger", "professional"))
NEVER_CARDS = frozenset(("112", "113", "csg", "kindertelefoon"))
HARMLESS_SIGNAL = "thema_geweld"


class OneTap:
    """Asks, and takes the answer.

    Args:
        on: the measures that are counted.
        draw: whether to ask at the beginning, when both moments are on.
    """

    def __init__(self, on: Collection[str], draw: Callable[[], bool] = lambda: secrets.randbelow(2) == 0):
        self._on = {measure for measure in (BEFORE, AFTER) if measure in on}
        self._draw = draw

    def ask(self, reply: Dict[str, Any], turn: Turn, state: State, practice: Optional[str]) -> None:
        """Add the question to a reply when this is the moment; ``state`` is as it was before the turn."""
        if not self._on or NEVER in state.told or any(mark.startswith(ASKED) for mark in state.told):
            return
        if _never(reply, turn):
            state.told.append(NEVER)
            return
        measure = self._moment(turn, state, practice)
        if measure:
            state.told += [ASKED + measure, JUST]
            text = content.load().responses[QUESTION[measure]][-1]["text"]
            answers = measures.MEASURES[measure].listed()
            choices = [{"title": title, "choice": PREFIX + key} for key, title in answers.items()]
            reply["messages"].append({"text": text, "contacts": [], "choices": choices})

    def _moment(self, turn: Turn, state: State, practice: Optional[str]) -> Optional[str]:
        if practice:
            return AFTER if practice == "afgerond" and AFTER in self._on else None
        waits = turn.conversation.slots.get("requested_slot") or turn.intent.startswith("oefenen")
        if waits or "conversation:all" not in state.counted:
            return None
        if turn.intent in steps.may_be_asked_after() and BEFORE in self._on and LATER not in state.told:
            if AFTER not in self._on or self._draw():
                return BEFORE
            state.told.append(LATER)
        told = any(f"intent:{topic}" in state.counted for topic in steps.may_be_asked_after())
        return AFTER if turn.intent in GOODBYE and AFTER in self._on and told else None


def typed(request: ChatRequest, state: State) -> ChatRequest:
    """The request; an answer that was typed straight after the question becomes the choice it is."""
    if JUST not in state.told:
        return request
    state.told.remove(JUST)
    key = TYPED.get(" ".join(re.findall(r"\w+", (request.text or "").lower())))
    return replace(request, text=None, choice=PREFIX + key) if key else request


def answered(choice: str, state: State) -> Turn:
    """The turn for a tap: a kind word that fits, and ways to go on. Rasa has no part in it.

    Raises:
        BadRequest: onbekende_keuze.
    """
    response = content.load().responses.get(f"utter_durven_{choice.removeprefix(PREFIX)}")
    if choice.removeprefix(PREFIX) not in measures.MEASURES[BEFORE].listed() or not response:
        raise BadRequest("onbekende_keuze")
    return Turn([response[-1]], INTENT, [], {}, state.conversation)


def to_count(choice: str, state: State) -> List[tuple]:
    """The measure and key of a tap: nothing when it was not asked here, or was answered before."""
    asked = [measure for measure in (BEFORE, AFTER) if ASKED + measure in state.told]
    done = any(mark.startswith(f"{measure}:") for mark in state.counted for measure in asked)
    return [] if done else [(measure, choice.removeprefix(PREFIX)) for measure in asked]


def _never(reply: Dict[str, Any], turn: Turn) -> bool:
    cards = replies.shown_in(reply["messages"])
    return bool(
        set(turn.signals.get("names", [])) - {HARMLESS_SIGNAL}
        or cards & NEVER_CARDS
        or themes.of_intents().get(turn.intent) in NEVER_THEMES
        or turn.conversation.slots.get("rol") in NEVER_ROLES
    )
