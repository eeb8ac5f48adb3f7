"""What kind of sentence somebody typed while practising, by the phrases of ``data/practice/words.yml``; no model.

How to read the phrases stands in that file. Nothing here keeps a text.
"""

import re
import unicodedata
from typing import Any, Dict, List

UNCLEAR = "onduidelijk"
LONGEST = 400  # characters that are judged: nobody says more in one breath
CLEAR = 0.5  # from this probability on, another subject is clear enough to leave for
_DANGER = frozenset(["acuut_gevaar", "suicidaliteit"])
_ALWAYS_LEAVE = frozenset(["nu_gevaar", "suicidaal", "seksueel", "huwelijksdwang"])  # signals that are sure
# Said to anybody, or not understood: no reason to leave.
_SMALL = frozenset(
    ["groet", "bedankt", "bevestigen", "ontkennen", "schelden", "niet_begrepen", "niet_herkend", "buiten_bereik"]
)
# About the chat or about calling: nobody says this to a neighbour.
_ASKS_CHAT = frozenset(
    ["afscheid", "opnieuw", "mens_spreken", "vraag_bot_of_mens", "vraag_privacy", "vraag_veilig_internetten"]
    + ["vraag_anoniem", "vraag_na_melding", "vraag_advies_of_melding", "vraag_veilig_thuis", "vraag_lokaal_team"]
    + ["vraag_kind_uit_huis", "vraag_campagne", "vraag_opvang"]
)
PICK = re.compile(r"(?:zin |optie |antwoord |keuze )?([abc123])")


class Judge:
    """Tells what kind of sentence somebody typed, by the phrases of ``words.yml`` (how to read them stands there)."""

    def __init__(self, words: Dict[str, Any]):
        lists = {name: f"(?:{'|'.join(entries)})" for name, entries in words["lists"].items()}

        def compiled(phrases: List[str]) -> "re.Pattern":
            joined = "|".join(f"(?:{phrase})" for phrase in phrases or ["(?!)"])
            while re.search(r"<\w+>", joined):
                joined = re.sub(r"<(\w+)>", lambda found: lists[found[1]], joined)
            joined = joined.replace(" ... ", r"\b.*\b")
            return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")

        self._kinds = {
            kind: (compiled(rules["phrases"]), compiled(rules.get("except"))) for kind, rules in words["kinds"].items()
        }
        self._stop, self._help = compiled(words["stop"]), compiled(words["help"])
        self._own_story, self._own_life = compiled(words["own_story"]), compiled(words["own_life"])
        self._to_the_other = compiled(words["to_the_other"])

    def kind(self, text: str) -> str:
        """The first kind that a text matches; ``onduidelijk`` when there is none."""
        words = plain(text)[:LONGEST]
        return next(
            (k for k, (is_, but) in self._kinds.items() if is_.search(words) and not but.search(words)), UNCLEAR
        )

    def stops(self, text: str) -> bool:
        """Whether somebody wants to stop practising."""
        return bool(self._stop.fullmatch(plain(text)))

    def asks_help(self, text: str) -> bool:
        """Whether somebody does not know what to say."""
        return bool(self._help.fullmatch(plain(text)))

    def leaves(self, text: str, intent: str, confidence: float, sure: List[str]) -> bool:
        """Whether a text is not said to the other person, but is danger or a subject of its own.

        Args:
            confidence: how probable ``intent`` is.
            sure: the signals that are certain.
        """
        words = plain(text)
        if intent in _DANGER or _ALWAYS_LEAVE & set(sure) or self._own_story.search(words):
            return True
        if confidence < CLEAR or intent in _SMALL or PICK.fullmatch(words):
            return False
        to_the_other, unclear = bool(self._to_the_other.search(words)), self.kind(text) == UNCLEAR
        if intent in _ASKS_CHAT:
            return unclear or not to_the_other
        return not to_the_other and (unclear or bool(self._own_life.search(words)))


def plain(text: str) -> str:
    """A text as the rules read it: lower case, no accents, straight quotes, no punctuation, single spaces."""
    text = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("‘", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\s.,:;!?…\"()-]+", " ", text).strip(" '")
