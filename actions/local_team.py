"""The local team of the visitor's own municipality, asked for when it is not known and never insisted on."""

from rasa_sdk import Action, FormValidationAction
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, SlotSet

from actions.history import answer

FORM = "plaats_form"


class GiveLocalTeam(Action):
    """The answer with the card of the local team, with or without a known place."""

    def name(self):
        """Rasa's name."""
        return "action_geef_lokaal_team"

    def run(self, dispatcher, tracker, domain):
        """A name that exists in several municipalities is asked back."""
        if (tracker.get_slot("keuze_gemeente") or "nee") != "nee":
            return answer(dispatcher, "utter_welke_gemeente")
        return answer(dispatcher, "utter_lokaal_team" if tracker.get_slot("gemeente") else "utter_lokaal_team_onbekend")


class ValidatePlaceForm(FormValidationAction):
    """Takes a place for an answer, lets "nee" pass, and steps aside for any other subject."""

    def name(self):
        """Rasa's name."""
        return "validate_plaats_form"

    async def run(self, dispatcher, tracker, domain):
        """See the class."""
        entities = {e["entity"]: e["value"] for e in tracker.latest_message.get("entities") or []}
        if entities.get("keuze_gemeente", "nee") != "nee":  # a name that exists twice is asked back
            return [SlotSet("requested_slot", None), ActiveLoop(None), SlotSet("antwoord", None)]
        if tracker.get_slot("requested_slot") is None or "gemeente" in entities:  # just begun, or answered
            return await super().run(dispatcher, tracker, domain)
        if tracker.latest_message["intent"]["name"] == "ontkennen":
            return [SlotSet("requested_slot", None), ActiveLoop(None), SlotSet("antwoord", None)]
        return [ActionExecutionRejected(FORM), SlotSet("requested_slot", None), ActiveLoop(None)]
