"""What a later message means: what it says by itself and what it says after the last answer, weighed together.

Two classifiers have read it (``MessageClassifier``): one that knows first messages, in which people tell everything,
and one that knows what people type in the middle of a conversation ("en als hij het merkt?"). The second knows every
answer there is; what was said last makes some of them likelier than others. Only names from the sealed state are used.
"""

from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from bot import content
from bot.conversation import Conversation
from bot.understanding.decision import DANGER
from bot.understanding.kinds import SMALL_TALK
from bot.understanding.signals import SIGNALS_KEY

# How much likelier an answer is than one about another subject: one of the buttons in sight, the subject itself (somebody
# tells more), an answer from the same topic, one that fits any topic. Chosen together with the weights below, on
# conversations that training never saw: flatter probabilities and weaker factors found fewer answers.
BUTTON, SUBJECT, SAME_TOPIC, ANY_TOPIC = 150.0, 50.0, 50.0, 10.0
GENERAL = frozenset(
    [
        "melden",
        "veilig_thuis",
        "lokaal_team",
        "privacy",
        "mens",
        "praatje",
        "gesprek",
        "wat_doen",
        "signalen",
        "opvang",
        "fallback",
    ]
)
# Whose topics are near when no situation was told, or only that there was danger.
TOPICS_OF_ROLE = {
    "buur": ("buren",),
    "familie": ("familie",),
    "vriend": ("bekenden",),
    "collega": ("bekenden",),
    "ouder_zelf": ("ouder_zelf",),
    "slachtoffer": ("partnergeweld", "psychisch_geweld"),
    "kind_jongere": ("kind_zelf",),
    "pleger": ("pleger",),
    "professional": ("professional",),
    "oudere": ("ouderen",),
}
# Weight of the second classifier: up to so many words, the last for all longer messages; less while nothing was told yet.
WEIGHTS = ((7, 0.9), (14, 0.8), (None, 0.7))
WITHOUT_SUBJECT, NOTHING_TOLD = 0.9, 0.5
# A message that says all by itself ("kan iemand zien wat ik hier typ?"): from this probability, and the weight it has then.
OF_ITS_OWN, WEIGHT_THEN = 0.9, 0.6


def ranking(text: str, parsed: Dict[str, Any], conversation: Conversation) -> List[Tuple[str, float]]:
    """(intent, probability), likeliest first; ``ASK_BACK`` stands for no answer at all.

    Args:
        parsed: the parse result with the ranking of both classifiers.
    """
    weight = next(w for words, w in WEIGHTS if words is None or len(text.split()) <= words)
    if not told(conversation):  # nothing to lean on: much like a first message
        weight *= NOTHING_TOLD
    elif conversation.slots.get("onderwerp") is None:
        weight *= WITHOUT_SUBJECT
    if parsed["intent_ranking"] and parsed["intent_ranking"][0]["confidence"] >= OF_ITS_OWN:
        weight = min(weight, WEIGHT_THEN)
    together: Dict[str, float] = {}
    for name, probability in _after(parsed[SIGNALS_KEY]["later"], conversation).items():
        together[name] = weight * probability
    for entry in parsed["intent_ranking"]:
        together[entry["name"]] = together.get(entry["name"], 0.0) + (1 - weight) * entry["confidence"]
    return sorted(together.items(), key=lambda pair: -pair[1])


def told(conversation: Conversation) -> bool:
    """Whether more than small talk was said before."""
    return any(kind == "u" and name not in SMALL_TALK for kind, name in conversation.steps)


def about(understood: Iterable[Tuple[str, float]], intent: Optional[str]) -> float:
    """How likely a message is about the topic of an intent."""
    return sum(probability for name, probability in understood if topic_of(name) == topic_of(intent))


def _after(later: Mapping[str, float], conversation: Conversation) -> Dict[str, float]:
    """The probabilities of the second classifier, given what was said before."""
    subject, answer = conversation.slots.get("onderwerp"), conversation.last_answer()
    buttons = {offered for offered, _ in offers(conversation)}
    topics = {topic_of(subject), topic_of((answer or "").removeprefix("utter_"))} - {None}
    if subject in (None, DANGER):
        topics |= set(TOPICS_OF_ROLE.get(conversation.slots.get("rol"), ()))
    weighed = {}
    for name, probability in later.items():
        if name in buttons:
            factor = BUTTON
        elif name == subject:
            factor = SUBJECT
        elif topic_of(name) in topics:
            factor = SAME_TOPIC
        else:
            factor = ANY_TOPIC if topic_of(name) in GENERAL else 1.0
        weighed[name] = factor * probability
    total = sum(weighed.values()) or 1.0
    return {name: value / total for name, value in weighed.items()}


def offers(conversation: Conversation) -> List[Tuple[str, str]]:
    """(intent, title) of the buttons of the last answer, as it was worded."""
    shown = content.shown(conversation.last_answer(), conversation.slots)
    return [(c["choice"], c["title"]) for c in content.choices_of(shown)]


def topic_of(intent: Optional[str]) -> Optional[str]:
    """The topic of an intent; None for anything else."""
    return content.load().topics.get(intent)
