"""A bare "ja" or "nee" answers the last question that was asked, when there was one."""

from rasa_sdk import Action

from actions.history import answer, last_answer
from bot.content import follow_up


class Confirm(Action):
    """The answer that the last response promised to a "ja"."""

    def name(self):
        """Rasa's name."""
        return "action_bevestigen"

    def run(self, dispatcher, tracker, domain):
        """See ``follow_up``."""
        return answer(dispatcher, follow_up(last_answer(tracker), "ja", tracker.slots) or "utter_bevestigen")


class Deny(Action):
    """The answer that the last response promised to a "nee"."""

    def name(self):
        """Rasa's name."""
        return "action_ontkennen"

    def run(self, dispatcher, tracker, domain):
        """See ``follow_up``."""
        return answer(dispatcher, follow_up(last_answer(tracker), "nee", tracker.slots) or "utter_ontkennen")
