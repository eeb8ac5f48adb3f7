"""Practising a conversation: a form whose answers are sentences. What happens in it is decided in ``bot/practice.py``.

The slot ``oefening`` holds names of a scenario, a step and kinds of sentences. What was typed stays in the message
itself, which is gone after the turn; ``oefen_zin`` is only there because a form needs a slot to ask for.
"""

from rasa_sdk import Action
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, FollowupAction, SlotSet

from actions.history import answer
from bot import practice

FORM, STATE = "oefen_form", "oefening"
PREFIX, STOP = "oefenen_", "oefenen_stop"
# What is said to a made-up person tells nothing about the visitor: these slots keep what they were.
KEPT = ("onderwerp", "rol", "gemeente", "keuze_gemeente", "taal")


class BeginPractice(Action):
    """Starts with the person that was chosen, unless talking may be unsafe: then the answer says so."""

    def name(self):
        """Rasa's name."""
        return "action_begin_oefening"

    def run(self, dispatcher, tracker, domain):
        """The words of the refusal are variants of ``utter_oefenen``."""
        person = tracker.latest_message["intent"]["name"].removeprefix(PREFIX)
        if not practice.may_start(tracker.get_slot("onderwerp"), tracker.get_slot("rol")):
            return [SlotSet(STATE, None), *answer(dispatcher, "utter_oefenen")]
        return [SlotSet(STATE, str(practice.Place(person))), SlotSet("antwoord", None), FollowupAction(FORM)]


class ValidatePracticeForm(Action):
    """Takes a sentence a step further, and steps aside for danger and for any other subject."""

    def name(self):
        """Rasa's name."""
        return "validate_oefen_form"

    def run(self, dispatcher, tracker, domain):
        """Ends the form at the end of the scenario, on "stop" and when the place is no longer known."""
        if tracker.active_loop.get("name") != FORM or not tracker.get_slot("requested_slot"):
            return [SlotSet("oefen_zin", None)]
        said, place = tracker.latest_message, practice.read(tracker.get_slot(STATE))
        if _leaves(said):
            return [
                ActionExecutionRejected(FORM),
                SlotSet(STATE, None),
                SlotSet("requested_slot", None),
                ActiveLoop(None),
            ]
        place = None if place is None or _stops(said) else _next(place, said)
        state = [SlotSet(STATE, str(place) if place else None), SlotSet("oefen_zin", None), *_as_it_was(tracker)]
        return state if place and place.step != practice.END else [*state, SlotSet("requested_slot", None)]


class OfferSentences(Action):
    """How the other reacts, what the sentence did, and the next sentences to choose from."""

    def name(self):
        """The name by which Rasa's form asks for its slot."""
        return "action_ask_oefen_form_oefen_zin"

    def run(self, dispatcher, tracker, domain):
        """See ``practice.messages``."""
        _say(dispatcher, practice.read(tracker.get_slot(STATE)))
        return []


class ClosePractice(Action):
    """The end of a scenario with a summary, or a kind word for who stops before."""

    def name(self):
        """Rasa's name."""
        return "action_sluit_oefening_af"

    def run(self, dispatcher, tracker, domain):
        """Forgets the practice."""
        place = practice.read(tracker.get_slot(STATE))
        if place is None:
            return [SlotSet(STATE, None), *answer(dispatcher, "utter_oefenen_stop")]
        _say(dispatcher, place)
        return [SlotSet(STATE, None), SlotSet("antwoord", None)]


def _say(dispatcher, place):
    """The texts of a place; they are content of ``data/practice/``."""
    for message in practice.messages(place):
        dispatcher.utter_message(
            text=message.text,
            buttons=[{"title": title, "payload": f"/{intent}"} for title, intent in message.buttons],
            json_message={"contacts": list(message.contacts), "practice": practice.stage(place)},
        )


def _is_choice(said):
    """A choice reaches Rasa as the name of an intent (``bot/agent.py``)."""
    return said.get("text") == said["intent"]["name"]


def _letter(said):
    name = said["intent"]["name"].removeprefix(PREFIX)
    return name if _is_choice(said) and name in practice.LETTERS else None


def _stops(said):
    return said["intent"]["name"] == STOP if _is_choice(said) else practice.load().judge.stops(said["text"])


def _leaves(said):
    values = {e["entity"]: e["value"] for e in said.get("entities") or []}
    if values.get("gevaar") == "ja":
        return True
    if _is_choice(said):
        return not (_letter(said) or _stops(said))
    sure, intent = (said.get("signals") or {}).get("sure") or [], said["intent"]
    judge = practice.load().judge
    return not judge.stops(said["text"]) and judge.leaves(said["text"], intent["name"], intent["confidence"], sure)


def _next(place, said):
    letter = _letter(said)
    return practice.choose(place, letter) if letter else practice.typed(place, said["text"])


def _as_it_was(tracker):
    """Events that give ``KEPT`` slots the value they had before this message."""
    before, known = {}, {}
    for event in tracker.events:
        if event["event"] == "user":
            known = dict(before)
        elif event["event"] == "slot":
            before[event["name"]] = event["value"]
    return [SlotSet(name, known.get(name)) for name in KEPT if before.get(name) != known.get(name)]
