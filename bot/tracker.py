"""Rebuild Rasa's tracker from a small conversation record, and back: the server keeps nothing in between.

The record (``bot/conversation.py``) is read from ``tracker.applied_events()``: those are the events that count after restarts and reverted
utterances (reading ``tracker.events`` gave wrong answers in random conversations). Names that the loaded model
does not know are dropped, so a conversation survives a retrained model.
"""

from typing import Dict, List, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core import events as ev
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation import Conversation

TURNS_KEPT = 3


class ConversationStore(TrackerStore):
    """A tracker store that knows a conversation only between ``begin`` and ``finish`` of one request."""

    def __init__(self, domain: Domain):
        super().__init__(domain)
        self._open: Dict[str, Conversation] = {}

    def begin(self, sender_id: str, conversation: Conversation) -> None:
        """Put a conversation down for one turn."""
        self._open[sender_id] = conversation

    def finish(self, sender_id: str) -> Optional[Conversation]:
        """Take the conversation away again; None when there is none."""
        return self._open.pop(sender_id, None)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker as Rasa wants it, built from the record."""
        conversation = self._open.get(sender_id)
        return rebuild(sender_id, conversation, self.domain) if conversation and conversation.steps else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Reduce the tracker to the record again."""
        self._open[tracker.sender_id] = reduce(tracker)

    async def keys(self):
        """Ids of the turns under way."""
        return list(self._open)


def reduce(tracker: DialogueStateTracker) -> Conversation:
    """The record of a tracker."""
    steps: List[list] = []
    for event in tracker.applied_events():
        if isinstance(event, ev.UserUttered):
            steps.append(["u", event.intent_name])
        elif isinstance(event, ev.ActionExecuted) and event.action_name:
            steps.append(["a", event.action_name])
        elif isinstance(event, ev.ActionExecutionRejected):
            steps.append(["x", event.action_name])
        elif isinstance(event, ev.ActiveLoop):
            steps.append(["l", event.name])
    starts = [i for i, step in enumerate(steps) if step[0] == "u"]
    cut = starts[-TURNS_KEPT:][0] if starts else len(steps)
    loop = next((step[1] for step in reversed(steps[:cut]) if step[0] == "l"), None)
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and slot.value != slot.initial_value
    }
    return Conversation(slots, loop, steps[cut:])


def rebuild(sender_id: str, conversation: Conversation, domain: Domain) -> DialogueStateTracker:
    """The tracker of a record, without names that ``domain`` does not know."""
    slot_names = {slot.name for slot in domain.slots} | {REQUESTED_SLOT}
    actions, intents, loops = set(domain.action_names_or_texts), set(domain.intents), set(domain.form_names)
    history: List[ev.Event] = [
        ev.ActionExecuted("action_session_start"),
        ev.SessionStarted(),
        ev.ActionExecuted(ACTION_LISTEN_NAME),
    ]
    history += [ev.SlotSet(name, value) for name, value in conversation.slots.items() if name in slot_names]
    if conversation.loop in loops:
        history.append(ev.ActiveLoop(conversation.loop))
    for kind, name in conversation.steps:
        if kind == "u" and name in intents:
            history.append(ev.UserUttered("", intent={"name": name, "confidence": 1.0}))
        elif kind == "a" and name in actions:
            history.append(ev.ActionExecuted(name))
        elif kind == "x" and name in actions:
            history.append(ev.ActionExecutionRejected(name))
        elif kind == "l" and (name is None or name in loops):
            history.append(ev.ActiveLoop(name))
    return DialogueStateTracker.from_events(sender_id, history, domain.slots, sender_source=None, domain=domain)
