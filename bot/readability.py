"""Reading level of the Dutch answers: Flesch-Douma through ``textstat``, the usual measure for Dutch.

It runs from 0 (hard) to about 120 (very easy). A text for everybody (B1) is "fairly easy" or better, from 75 on;
texts for professionals may be plain newspaper Dutch ("standard", from 60 on). Greetings of a few words have no
reading level. No dictionary is downloaded: for Dutch, textstat counts syllables with pyphen's hyphenation.
"""

import re
from functools import lru_cache
from typing import Optional

FLOOR = 75.0
MIN_WORDS = 20
# For professionals, who read their own terms.
LOWER = {response: 60.0 for response in ("utter_professional_voor_wie", "utter_professional_informatie_delen")}
# Not Dutch.
NO_DUTCH = frozenset(["utter_andere_taal"])


@lru_cache(maxsize=1)
def _measure():
    import textstat

    textstat.set_lang("nl")
    return textstat.flesch_reading_ease


def ease(text: str) -> float:
    """Reading ease of a Dutch text."""
    return _measure()(text)


def problem(response: str, text: str) -> Optional[str]:
    """One sentence when a text reads too hard; None when it is fine."""
    if response in NO_DUTCH or len(re.findall(r"\w+", text)) < MIN_WORDS:
        return None
    reached, floor = ease(text), LOWER.get(response, FLOOR)
    if reached >= floor:
        return None
    return f"leest te moeilijk ({reached:.0f}; minstens {floor:.0f} voor B1): maak de zinnen korter en neem kortere woorden."
