"""Not understood: first ask which topic it is, the second time in a row bring people who listen."""

from rasa_sdk import Action

from actions.history import answer, previous_intent
from bot.understanding.decision import ASK_BACK


class AskBack(Action):
    """Asks back, once."""

    def name(self):
        """Rasa's name."""
        return "action_vraag_terug"

    def run(self, dispatcher, tracker, domain):
        """The likeliest topics are added as choices by the gateway (``bot/replies.py``)."""
        again = previous_intent(tracker) == ASK_BACK
        return answer(dispatcher, "utter_niet_herkend_weer" if again else "utter_niet_herkend")
