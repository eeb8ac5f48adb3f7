"""Notice personal data in a message, so that the bot can say kindly that it is not needed.

Only the kinds are returned, never what was found: nothing of it may reach a reply, a count or the state.
Names come from spaCy's entities where a Dutch model with names is installed, and from "ik heet ..." everywhere.
"""

import re
from typing import Set

_PATTERNS = {
    "telefoonnummer": r"(?<!\d)(?:\+31|0031|0)[\s\-.]?[1-9](?:[\s\-.]?\d){8}(?!\d)",
    "e-mailadres": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "rekeningnummer": r"\b[a-z]{2}\d{2}\s?[a-z]{4}(?:\s?\d){10}\b",
    "adres": r"\b[1-9]\d{3}\s?[a-z]{2}\b[\s,]*(?:nr\.?\s*|nummer\s*)?\d{1,4}\b"
    r"|\b[a-zà-ÿ]{3,}"
    r"(?:straat|laan|weg|plein|steeg|kade|hof|singel|dreef|pad|brink|kanaal|vaart|diep|dijk|gracht)"
    r"\s+(?:[nowz]z\s+)?(?:nr\.?\s*)?\d{1,4}\b",
    "naam": r"\b(?:ik heet|mijn naam is|mn naam is|me naam is|ik ben genaamd)\s+[a-zà-ÿ]{2,}",
}
_COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}
# Numbers of help lines are nobody's personal data.
_HELP_LINES = re.compile(r"\b0[89]00[\s-]?\d{4,7}\b")
_NINE_DIGITS = re.compile(r"(?<!\d)\d{8,9}(?!\d)")


def find(text: str) -> Set[str]:
    """The kinds of personal data in a text (Dutch words for use in a sentence)."""
    text = _HELP_LINES.sub(" ", text)
    kinds = {kind for kind, pattern in _COMPILED.items() if pattern.search(text)}
    if "telefoonnummer" not in kinds and any(_is_bsn(m.group()) for m in _NINE_DIGITS.finditer(text)):
        kinds.add("bsn")
    return kinds


def _is_bsn(digits: str) -> bool:
    """The 'elfproef' of a Dutch citizen service number."""
    number = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(d) * w for d, w in zip(number, weights))
    return total % 11 == 0 and number != "000000000"
