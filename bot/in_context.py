"""Read a message with what came before it in the conversation: the same words mean other things after an answer.

Promises: somebody who types what a button of the last answer says gets what the button gives; what is said in the
middle of a conversation is read with its subject (``bot/meaning.py``) and raises no alarm that nothing backs
(``bot/calm.py``); danger and suicidality that are sure are never read as anything else. Only names from the sealed
state are used: no earlier text exists any more.
"""

from typing import Any, Dict, List, Optional, Tuple

import yaml
from rapidfuzz import fuzz

from bot import choices, content, foreign, meaning, who_writes
from bot.calm import ALARMS, calm, hear_threat, step_down
from bot.conversation import Conversation
from bot.instead import instead
from bot.paths import ROOT
from bot.understanding.decision import ASK_BACK, DANGER, LOCAL_TEAM, SUICIDE
from bot.understanding.features import normalise
from bot.understanding.kinds import NO_CARDS
from bot.understanding.signals import (
    DENIES,
    LEAVES,
    NAMES_TEAM,
    ONLY_DETAIL,
    REFUSES,
    SIGNALS_KEY,
    WANTS_HARM,
    WANTS_PRACTICE,
)

# Intents that tell a situation: those that set the slot ``onderwerp`` (domain.yml).
SITUATIONS = frozenset(
    mapping["intent"]
    for mapping in yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]["onderwerp"]["mappings"]
)
FAREWELL, GREETING, CONFIRM, DENY, PRACTISE = "afscheid", "groet", "bevestigen", "ontkennen", "oefenen"
DOER, AFTER_DANGER = "pleger_vraagt_hulp", "acuut_daarna"
ABOUT_TEAM = "utter_lokaal_team"  # how the names of answers about the local team begin
PLACE_FORM, PRACTICE_FORM = "plaats_form", "oefen_form"
SHORT = 7  # words: too few to tell who writes, or that somebody wants to die
SAME_LETTERS = 90  # per cent: then a message is the title of a button
# Probability from which a later message is answered; from which few words that sound alarming are read as a choice; the
# share of the subject's own topic from which something unclear is taken as telling more; and from which a place counts.
ENOUGH, SURELY, ABOUT_SUBJECT, ABOUT_PLACE = 0.08, 0.7, 0.4, 0.6
ENOUGH_AT_FIRST = 0.3  # the same where nothing was said before
# A situation other than the subject is only believed when it is this likely; the second without a subject to go on with.
CHANGES_SUBJECT, TELLS = 0.4, 0.25
GOES_ON, LIKELIER = 0.25, 3.0  # of something about a danger that goes on, and how much likelier than a new one
HEARD = 0.05  # likelihood of suicidality as a later message, below which the alarm is doubted
PLACE_AND_LITTLE_ELSE = 6  # words
BARE = 3  # words of a "ja" or "nee" that says nothing else
# The line that stays in sight once somebody wrote about this, as the signal that shows it.
LINES_OF_SUBJECT = {SUICIDE: ALARMS[SUICIDE], "seksueel_geweld": "seksueel"}
NEARLY = 0.5  # of the likeliest: then the runner-up may stand in for an answer that was just given


def read(text: str, parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """What a message means here: the parse result, changed where the conversation says more.

    Args:
        parsed: Rasa's parse result with the signals; it is changed in place and returned.
    """
    parsed = _read(text, parsed, conversation)
    who_writes.stays_on_their_side(parsed, conversation)
    subject = conversation.slots.get("onderwerp") or ""
    despair = subject == DANGER and any(name == SUICIDE for _, name in conversation.steps)
    line = LINES_OF_SUBJECT.get(SUICIDE if despair else subject)
    if line and parsed["intent"]["name"] not in NO_CARDS and conversation.loop_now() != PRACTICE_FORM:
        choices.add(parsed, [line], sure=False)
    return parsed


def _read(text: str, parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    noticed = set(parsed[SIGNALS_KEY]["matched"])
    begun = any(kind == "u" for kind, _ in conversation.steps)
    few_words = len(text.split()) <= SHORT
    practising = conversation.loop_now() == PRACTICE_FORM  # what is said to a made-up person is no button
    understood = [] if practising else meaning.ranking(text, parsed, conversation)
    if few_words:
        foreign.same_language(parsed, conversation)
    if begun and (few_words or meaning.told(conversation)):  # a story after a greeting is a first message
        known = understood and not foreign.is_foreign(parsed)
        backed = {signal: meaning.about(understood, alarm) for alarm, signal in ALARMS.items()} if known else {}
        heard = not known or meaning.about(parsed[SIGNALS_KEY]["later"].items(), SUICIDE) >= HEARD
        calm(parsed, conversation, few_words, backed, doubted=() if heard else (ALARMS[SUICIDE],))
    harm = WANTS_HARM in noticed
    parsed["entities"].append(
        {"entity": "verzoek", "value": "schadelijk" if harm else "gewoon", "extractor": who_writes.SOURCE}
    )
    if not practising and hear_threat(parsed):
        return _told_before(parsed, conversation)
    pressed = _pressed(text, conversation) if begun and not practising else None
    if set(ALARMS.values()) & set(parsed[SIGNALS_KEY]["sure"]):
        if noticed & set(ALARMS.values()):
            return _told_before(parsed, conversation)
        if pressed:
            return choices.press(parsed, pressed)
        meant = understood and ((few_words and _surely(understood)) or _goes_on(understood, conversation))
        return _until_sure(choices.press(parsed, meant), conversation) if meant else _told_before(parsed, conversation)
    if harm:
        return _told_before(choices.choose(parsed, DOER), conversation)
    if WANTS_PRACTICE in noticed:
        return choices.choose(parsed, PRACTISE)
    if practising:
        return parsed
    if not begun:
        return _rescued(parsed, understood)
    if conversation.loop_now() == PLACE_FORM and REFUSES in noticed:
        return choices.choose(parsed, DENY)
    if parsed["intent"]["name"] == GREETING and LEAVES in noticed:
        return choices.choose(parsed, FAREWELL)
    if ONLY_DETAIL in noticed and conversation.slots.get("onderwerp"):
        return _told_before(choices.choose(parsed, conversation.slots["onderwerp"]), conversation)
    if pressed:
        return choices.press(parsed, pressed)
    if foreign.is_foreign(parsed):
        foreign.go_on_in_english(parsed, understood)
    elif not _about_place(text, parsed, understood, conversation):
        _take(text, parsed, understood, conversation)
    name = parsed["intent"]["name"]
    other = name in SITUATIONS and name != conversation.slots.get("onderwerp")
    return _told_before(who_writes.same_person(parsed, conversation, other), conversation)


def _rescued(parsed: Dict[str, Any], understood: List[Tuple[str, float]]) -> Dict[str, Any]:
    """A first message that would be asked back, may still be one of the things people say later on."""
    name, probability = understood[0]
    if parsed["intent"]["name"] == ASK_BACK and name not in (*SITUATIONS, ASK_BACK) and probability >= ENOUGH_AT_FIRST:
        _settle(parsed, name, probability)
    return parsed


def _settle(parsed: Dict[str, Any], name: str, probability: float) -> None:
    """Let this be the intent; an answer that keeps 112 or 113 in sight brings that along."""
    if name in choices.SIGNALS_OF_CHOICE and name not in ALARMS:
        choices.alarm(parsed, name)
    parsed["intent"] = {"name": name, "confidence": probability}


def _about_place(
    text: str, parsed: Dict[str, Any], understood: List[Tuple[str, float]], conversation: Conversation
) -> bool:
    """Whether a message is about help in a place: then the intent is that already, or becomes it here."""
    if not any(entity["entity"] == "gemeente" for entity in parsed["entities"]):
        return False
    asked = conversation.loop_now() == PLACE_FORM or (conversation.last_answer() or "").startswith(ABOUT_TEAM)
    sure = parsed["intent"]["name"] == LOCAL_TEAM and parsed["intent"]["confidence"] >= ABOUT_PLACE
    nothing_else = len(text.split()) <= PLACE_AND_LITTLE_ELSE or understood[0][1] < ENOUGH
    if asked or sure or nothing_else or NAMES_TEAM in parsed[SIGNALS_KEY]["matched"]:
        parsed["intent"] = {"name": LOCAL_TEAM, "confidence": 1.0}
        return True
    return False


def _pressed(text: str, conversation: Conversation) -> Optional[str]:
    """The button whose title was typed, letter by letter or nearly so."""
    plain = normalise(text)
    for intent, title in meaning.offers(conversation):
        if fuzz.token_sort_ratio(plain, normalise(title)) >= SAME_LETTERS:
            return intent
    return None


def _surely(understood: List[Tuple[str, float]]) -> Optional[str]:
    """The answer that a message surely asks for, when that is a follow-up or a question and no situation."""
    name, probability = understood[0]
    return name if probability >= SURELY and name not in SITUATIONS and name != ASK_BACK else None


def _goes_on(understood: List[Tuple[str, float]], conversation: Conversation) -> Optional[str]:
    """While there is danger: what is asked or told about it, when that is likelier than that it starts anew."""
    if conversation.slots.get("onderwerp") != DANGER:
        return None
    name, probability = instead(understood[0][0], conversation), understood[0][1]
    anew = dict(understood).get(DANGER, 0.0)
    about_it = name != DANGER and meaning.topic_of(name) == meaning.topic_of(DANGER)
    return name if about_it and probability >= max(GOES_ON, LIKELIER * anew) else None


def _until_sure(parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """112 stays in sight after danger until somebody says that it is over: silence is not always safety."""
    over = DENIES in parsed[SIGNALS_KEY]["matched"] or parsed["intent"]["name"] != AFTER_DANGER
    if conversation.slots.get("onderwerp") == DANGER and not over:
        choices.add(parsed, [ALARMS[DANGER]], sure=False)
    return parsed


def _take(text: str, parsed: Dict[str, Any], understood: List[Tuple[str, float]], conversation: Conversation) -> None:
    """Let the likeliest meaning be the intent; something unclear about the subject tells more of it."""
    parsed["intent_ranking"] = [{"name": n, "confidence": p} for n, p in understood if n != ASK_BACK][:10]
    name, probability = _not_again(understood, conversation)
    if name in (CONFIRM, DENY) and _says_more(text, "nee" if name == DENY else "ja", conversation):
        name, probability = next((pair for pair in understood if pair[0] not in (CONFIRM, DENY)), (ASK_BACK, 0.0))
    subject = conversation.slots.get("onderwerp")
    name = instead(name, conversation)
    if subject != SUICIDE and name in SITUATIONS and name != subject and probability < CHANGES_SUBJECT:
        name = subject if subject and subject != DANGER else name if probability >= TELLS else ASK_BACK
    if probability < ENOUGH or name == ASK_BACK:
        name, probability = _stays(understood, conversation) or ASK_BACK, 0.0
    if name == SUICIDE and meaning.about(understood, SUICIDE) >= SURELY:
        choices.add(parsed, [ALARMS[SUICIDE]])
    if name in ALARMS and ALARMS[name] not in parsed[SIGNALS_KEY]["sure"]:
        step_down(parsed)
        name, probability = parsed["intent"]["name"], parsed["intent"]["confidence"]
    _settle(parsed, name, probability)
    _until_sure(parsed, conversation)
    if subject == SUICIDE and conversation.slots.get("gevaar") == "ja" and name != FAREWELL:
        choices.keep_alarm(parsed)


def _says_more(text: str, word: str, conversation: Conversation) -> bool:
    """Whether a "ja" or "nee" that would bring the 112 answer comes with words that may say otherwise ("nee, niks gedaan")."""
    leads_to = content.follow_up(conversation.last_answer(), word, conversation.slots)
    return leads_to == f"utter_{DANGER}" and len(text.split()) > BARE and "veilig" not in normalise(text)


def _not_again(understood: List[Tuple[str, float]], conversation: Conversation) -> Tuple[str, float]:
    """The likeliest meaning; the next one when that is nearly as likely and the first was the answer just given."""
    first, second = (*understood, *understood)[:2]
    repeats = conversation.last_answer() == f"utter_{first[0]}" and first[0] not in (*SITUATIONS, CONFIRM, DENY)
    return second if repeats and second[1] >= NEARLY * first[1] else first


def _stays(understood: List[Tuple[str, float]], conversation: Conversation) -> Optional[str]:
    """The subject, when an unclear message is about it and its answers are not yet used up."""
    subject = conversation.slots.get("onderwerp")
    about = meaning.about(understood, subject) >= ABOUT_SUBJECT
    used_up = conversation.slots.get("herhaald") == "ja" and conversation.last_answer() == f"utter_{subject}"
    if subject == SUICIDE:  # never a reason to ask back
        return subject
    return subject if subject and subject != DANGER and about and not used_up else None


def _told_before(parsed: Dict[str, Any], conversation: Conversation) -> Dict[str, Any]:
    """Notice that this situation was answered just before, so that the answer goes on instead of repeating itself."""
    intent = parsed["intent"]["name"]
    if intent in (CONFIRM, DENY):  # answers what was just asked, in the wording that was just chosen
        return parsed
    again = intent == conversation.slots.get("onderwerp")
    parsed["entities"].append({"entity": "herhaald", "value": "ja" if again else "nee", "extractor": who_writes.SOURCE})
    return parsed
