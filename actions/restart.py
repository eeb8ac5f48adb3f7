"""Start again: nothing of the talk so far is kept, not even in the sealed state."""

from rasa_sdk import Action
from rasa_sdk.events import Restarted


class StartAgain(Action):
    """Forgets and greets."""

    def name(self):
        """Rasa's name."""
        return "action_opnieuw"

    def run(self, dispatcher, tracker, domain):
        """See the class."""
        dispatcher.utter_message(response="utter_opnieuw")
        return [Restarted()]
