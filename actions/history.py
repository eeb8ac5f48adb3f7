"""What happened before in a conversation: names of answers and intents, as the sealed state keeps them."""

from typing import Any, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

ANSWER = "antwoord"


def answer(dispatcher: CollectingDispatcher, response: str) -> List[Any]:
    """Give a response and remember its name for a later "ja" or "nee"."""
    dispatcher.utter_message(response=response)
    return [SlotSet(ANSWER, response)]


def last_answer(tracker: Tracker) -> Optional[str]:
    """The response that the visitor now reacts to; None at the start."""
    for event in reversed(tracker.events):
        name = event.get("name") or ""
        if event["event"] == "action" and name.startswith("utter_"):
            return name
        if event["event"] == "action" and name.startswith("action_") and name not in _NO_ANSWER:
            return tracker.get_slot(ANSWER)
    return None


def previous_intent(tracker: Tracker) -> Optional[str]:
    """The intent before the current message."""
    intents = [e["parse_data"]["intent"]["name"] for e in tracker.events if e["event"] == "user"]
    return intents[-2] if len(intents) > 1 else None


_NO_ANSWER = frozenset(("action_listen", "action_session_start", "action_extract_slots"))
