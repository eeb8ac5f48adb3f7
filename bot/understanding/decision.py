"""One decision from all that was understood of a message: danger first, then the intent, or asking back.

Promises: danger now leads whatever the intent says; thoughts of suicide are never answered as something else;
below the threshold the bot asks back instead of guessing; a bare place name asks for the local team there.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

from bot.understanding.kinds import HARMLESS, OF_GROWN_UPS, SMALL_TALK
from bot.understanding.places import Place
from bot.understanding.signals import DOES_IT, backing

ASK_BACK = "niet_herkend"
DANGER = "acuut_gevaar"
SUICIDE = "suicidaliteit"
FOREIGN = "andere_taal"
LOCAL_TEAM = "vraag_lokaal_team"
CHILD, UNKNOWN = "kind_jongere", "onbekend"
# These keep their own answer when there is danger now; 112 leads it all the same.
OWN_DANGER_ANSWER = frozenset((DANGER, SUICIDE, FOREIGN, "ouder_verliest_controle"))
# From these scores on a learned signal decides what is said: with an intent that points the same way, or all by itself.
# Below them it decides only which cards appear.
SIGNAL_IS_SURE, SURE_BY_ITSELF, BACKED = 0.55, 0.8, 0.2
# Probability from which a role counts. Taking a grown-up for a child shows in every later answer, so that needs more, or
# as much from its signal; any other role that is clear outweighs the learned hint that a child writes.
ROLE_IS_SURE, ROLE_IS_CLEAR, CHILD_IS_LIKELY = 0.5, 0.8, 0.7
# Who says this is grown up, whatever the tone of the message suggests.
_ADULT = re.compile(
    r"\b(?:ik ben|ben|ik|man van|vrouw van|ik, )\s*(?:een\s+)?(?:man |vrouw )?(?:van )?(?:1[89]|[2-9]\d)\b"
    r"|\b(?:vader|moeder|ouder|oma|opa) van\b|\bals (?:vader|moeder|ouder|oma|opa)\b"
    r"|\b(?:mijn|mn|m'n|mien|onze) (?:man|vrouw|zoon|dochter|zoontje|dochtertje|kleinkind\w*|leerling\w*|cli[eë]nt\w*|kinderen)\b"
    r"|\b(?:mijn|mn|m'n|mien|me|onze) (?:vader|moeder|pa|ma|va|moe|ouders)\b"
    r".{0,15}\b(?:[6-9]\d|in de (?:zeventig|tachtig|negentig))\b"
    # Jobs with a meldcode stand in ``rollen.yml``.
    r"|\bik (?:ben|bin|als) (?:trainer|coach|postbode|bezorger|pakketbezorger|chauffeur|schoonmaker|schoonmaakster"
    r"|kapper|kapster|vrijwilliger)\b",
    re.IGNORECASE,
)
LANGUAGE_IS_SURE = 0.9
LANGUAGE_NEEDS = 8  # characters: "oké" is no French


@dataclass(frozen=True)
class Outcome:
    """What was decided; ``entities()`` are the slots that Rasa fills from it each turn."""

    intent: str
    confidence: float
    ranking: List[Tuple[str, float]]
    signals: List[str] = field(default_factory=list)
    sure: List[str] = field(default_factory=list)
    role: Optional[str] = None
    grown_up: bool = False
    place: Optional[Place] = None
    language: str = "nl"

    def entities(self) -> List[Dict[str, Any]]:
        """Entities for slots; those that change every turn are always present."""
        options = self.place.municipalities if self.place else ()
        values = {
            "gevaar": "ja" if "nu_gevaar" in self.sure else "nee",
            "thema": "ja" if "thema_geweld" in self.signals else "nee",
            "taal": self.language,
            "keuze_gemeente": "|".join(options) if len(options) > 1 else "nee",
        }
        if len(options) == 1:
            values["gemeente"] = options[0]
        if self.role:
            values["rol"] = self.role
        return [{"entity": entity, "value": value, "extractor": "Decision"} for entity, value in values.items()]


def decide(
    text: str,
    ranking: Sequence[Tuple[str, float]],
    signals: Sequence[str],
    matched: Sequence[str],
    scores: Dict[str, float],
    role: Tuple[str, float],
    role_said: bool,
    place: Optional[Place],
    language: Tuple[str, float],
    ask_below: float,
) -> Outcome:
    """The outcome for one message.

    Args:
        ranking: (intent, probability), likeliest first.
        signals: names of the signals found; ``matched`` those of them that a pattern found, ``scores`` what was learned.
        role: (role, probability) of who writes; ``role_said`` when the text says so in so many words.
        language: (ISO 639-1 code, confidence).
        ask_below: probability of the best intent under which the bot asks back.
    """
    intent, confidence = ranking[0]
    found = list(signals)
    grown_up = (role_said and role[0] != CHILD) or bool(_ADULT.search(text))
    somebody_else = (role[0] != CHILD and role[1] >= ROLE_IS_CLEAR) or (
        intent in OF_GROWN_UPS and confidence >= ROLE_IS_CLEAR
    )
    if "kind_spreekt" in found and "kind_spreekt" not in matched and (grown_up or somebody_else):
        found.remove("kind_spreekt")
    code, certainty = language
    if intent != FOREIGN and code != "nl" and certainty >= LANGUAGE_IS_SURE and len(text) >= LANGUAGE_NEEDS:
        intent, confidence = FOREIGN, max(confidence, certainty)
    if intent in SMALL_TALK:
        # A learned score alone does not make a greeting into a matter of violence.
        found = [s for s in found if s in matched or s != "thema_geweld"]
    beliefs = dict([*ranking, role])
    sure = {name for name in found if name in matched or _is_sure(name, scores.get(name, 0.0), beliefs)}
    if "nu_gevaar" in sure and intent not in OWN_DANGER_ANSWER:
        intent, confidence = DANGER, 1.0
    elif "suicidaal" in sure and intent not in (SUICIDE, FOREIGN, DANGER):
        intent, confidence = SUICIDE, 1.0
    elif place and intent != LOCAL_TEAM and _only_a_place(text, place):
        intent, confidence = LOCAL_TEAM, 1.0
    elif confidence < ask_below and not sure & {"nu_gevaar", "suicidaal"} and (found or intent not in HARMLESS):
        intent = ASK_BACK
    if DOES_IT in matched:
        role = ("pleger", 1.0)
    if intent == SUICIDE:
        sure.add("suicidaal")
        if "suicidaal" not in found:
            found.append("suicidaal")
    if intent == DANGER:
        sure.add("nu_gevaar")
        if "nu_gevaar" not in found:
            found.append("nu_gevaar")
    if "nu_gevaar" in found and "thema_geweld" not in found and "suicidaal" not in found:
        found.append("thema_geweld")
    return Outcome(
        intent=intent,
        confidence=confidence,
        ranking=list(ranking),
        signals=found,
        sure=[name for name in found if name in sure],
        role=_role(role, "kind_spreekt" in found, scores.get("kind_spreekt", 0.0)),
        grown_up=grown_up,
        place=place,
        language=code if intent == FOREIGN and code != "nl" else "nl",
    )


def _role(role: Tuple[str, float], child: bool, score: float) -> Optional[str]:
    """Who writes, when that is clear enough.

    Args:
        child: whether a child seems to write, with ``score`` from 0 to 1.
    """
    name, probability = role
    if probability < ROLE_IS_SURE or name == UNKNOWN:
        return None
    if name == CHILD and not (child and max(probability, score) >= CHILD_IS_LIKELY):
        return None
    return name


def _is_sure(name: str, score: float, beliefs: Dict[str, float]) -> bool:
    return score >= SURE_BY_ITSELF or (score >= SIGNAL_IS_SURE and backing(name, beliefs) >= BACKED)


def _only_a_place(text: str, place: Place) -> bool:
    """Whether a message holds little more than a place ("westerdorp", "in Westerdorp", "ik woon in Westerdorp")."""
    filler = set(
        [
            "ik",
            "woon",
            "wonen",
            "in",
            "uit",
            "bij",
            "kom",
            "te",
            "van",
            "hier",
            "we",
            "wij",
            "de",
            "gemeente",
            "het",
            "nee",
            "of",
            "sorry",
            "bedoel",
            "eigenlijk",
            "ja",
            "is",
            "dat",
        ]
    )
    words = [w.strip(".,!?").lower() for w in text.split()]
    return len([w for w in words if w not in filler]) <= max(1, len(place.name.replace("-", " ").split()))
