"""Which language a message is in: lingua, held to the languages the bot can answer in.

Short greetings and everyday words in Dutch spelling or a dialect are kept Dutch: lingua takes "mien kerel" for German.
"""

from functools import lru_cache
from typing import Tuple

from lingua import Language, LanguageDetectorBuilder

CODES = {
    Language.DUTCH: "nl",
    Language.ENGLISH: "en",
    Language.GERMAN: "de",
    Language.POLISH: "pl",
    Language.TURKISH: "tr",
    Language.ARABIC: "ar",
    Language.UKRAINIAN: "uk",
    Language.RUSSIAN: "ru",
    Language.FRENCH: "fr",
}
# Written in a script of its own: no doubt about it.
_SCRIPTS = (("ar", "\u0600", "\u06ff"), ("uk", "\u0400", "\u04ff"))


@lru_cache(maxsize=1)
def _detector():
    return LanguageDetectorBuilder.from_languages(*CODES).build()


def detect(text: str) -> Tuple[str, float]:
    """(ISO 639-1 code, confidence from 0 to 1) of a message; ("nl", 0) when there is nothing to go by."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "nl", 0.0
    for code, first, last in _SCRIPTS:
        if sum(first <= c <= last for c in letters) > len(letters) / 2:
            best = _detector().detect_language_of(text)
            return (CODES[best] if best in CODES and CODES[best] in ("ar", "uk", "ru") else code), 1.0
    values = _detector().compute_language_confidence_values(text)
    return CODES[values[0].language], float(values[0].value)
