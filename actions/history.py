"""What happened before in a conversation: names of answers and intents, as the sealed state keeps them."""

from typing import Any, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import ANSWER, answer_of


def answer(dispatcher: CollectingDispatcher, response: str) -> List[Any]:
    """Give a response and remember its name for a later "ja" or "nee"."""
    dispatcher.utter_message(response=response)
    return [SlotSet(ANSWER, response)]


def last_answer(tracker: Tracker) -> Optional[str]:
    """The response that the visitor now reacts to; None at the start."""
    actions = [event.get("name") or "" for event in tracker.events if event["event"] == "action"]
    return answer_of(actions, tracker.get_slot(ANSWER))


def previous_intent(tracker: Tracker) -> Optional[str]:
    """The intent before the current message."""
    intents = [e["parse_data"]["intent"]["name"] for e in tracker.events if e["event"] == "user"]
    return intents[-2] if len(intents) > 1 else None
