"""Find a municipality of the region in a message: by its own name, a village, a hamlet or a postcode.

Promises: typing errors are forgiven where a place is meant, everyday words that are also place names are not
taken for one, and a name that exists in several municipalities gives all of them, so that the bot can ask.
The names come from ``places.csv`` of the region, their pitfalls and its own speech from ``place_names.yml``.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Collection, Dict, List, Optional, Set, Tuple

import yaml
from rapidfuzz.distance import DamerauLevenshtein

from bot import region

_WORD = re.compile(r"[\w'’]+", re.UNICODE)
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([a-z]{2})?\b", re.IGNORECASE)
_BEFORE = frozenset(
    [
        "in",
        "uit",
        "bij",
        "te",
        "naar",
        "nabij",
        "omgeving",
        "gemeente",
        "woon",
        "woont",
        "wonen",
        "vlakbij",
        "rond",
        "rondom",
        "tussen",
        "vanuit",
        "richting",
        "dorp",
        "stad",
        "plaats",
        "hier",
        "van",
        "op",
        "um",
        "onder",
        "achter",
        "langs",
    ]
)
_STRONG_BEFORE = frozenset(
    [
        "in",
        "uit",
        "bij",
        "te",
        "nabij",
        "omgeving",
        "gemeente",
        "vlakbij",
        "vanuit",
        "richting",
        "dorp",
        "naar",
        "plaats",
        "rondom",
    ]
)
_LONGEST = 4  # words in a name
_SHORT_MESSAGE = 3  # words: then the message is likely nothing but a place
# Between two places: then the second is meant ("Westerdorp, of nee, Oosterdorp"). After "niet" a plain "maar" does the same.
_CORRECTS = frozenset(
    ["nee", "neen", "nei", "nee'n", "sorry", "bedoel", "bedoelde", "wacht", "vergis", "foutje", "fout"]
)
# "Ik woon in Westerdorp, zij wonen in Oosterdorp": the place of the others is meant, for help is near where it happens.
_OTHERS = re.compile(
    r"\b(?:hun|zij|ze|hij|die|zie|hie) (?:woont|wonen|woon|woonde|wonnen|zit|zitten)\b"
    r"|\b(?:woont|wonen|woon|zit|zitten) (?:hun|zij|ze|hij|ie|die|zie|hie)\b"
)


@dataclass(frozen=True)
class Place:
    """A place found: its name in the register, and the municipalities it can belong to (usually one)."""

    name: str
    municipalities: Tuple[str, ...]


def fold(text: str) -> str:
    """Lower case, without accents, "ks" as "x"; hyphens and apostrophes become spaces or nothing."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain.replace("-", " ").replace("’", "'").replace("ks", "x")).strip()


class PlaceFinder:
    """The register of places, ready to search.

    Args:
        vocabulary: everyday words (lower case) that a typing error of a place may not be confused with.
        folder: the folder of a region; that of the settings when absent.
    """

    def __init__(self, vocabulary: Collection[str] = (), folder: Optional[Path] = None):
        folder = folder or region.current().folder
        names = yaml.safe_load((folder / "place_names.yml").read_text("utf-8"))
        self._before = _STRONG_BEFORE | set(names["before"])
        self._around = _BEFORE | self._before
        self._vocabulary = frozenset(fold(w) for w in vocabulary)
        self._needs_capital = {fold(n) for n in names["needs_capital"]}
        self._needs_context = {fold(n) for n in names["needs_context"]} | self._needs_capital
        never = {fold(n) for n in names["never"]}
        found: Dict[str, Set[str]] = defaultdict(set)
        village: Dict[str, Set[str]] = defaultdict(set)
        spelling: Dict[str, str] = {}
        self._postcodes: Dict[str, Set[str]] = defaultdict(set)
        with (folder / "places.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["postcode4"]:
                    self._postcodes[row["postcode4"]].add(row["municipality"])
                for name in filter(None, (row["place"], row["alias_roo"])):
                    if fold(name) not in never:
                        if row["kind"] == "woonplaats" and row["confidence"] == "high":
                            village[fold(name)].add(row["municipality"])
                        found[fold(name)].add(row["municipality"])
                        spelling.setdefault(fold(name), row["place"])
        # A village in the register wins from a hamlet of the same name: hardly anybody means the hamlet.
        found.update({key: places for key, places in village.items() if len(places) == 1})
        municipalities = yaml.safe_load((folder / "municipalities.yml").read_text("utf-8"))["municipalities"]
        for entry in municipalities:
            # The municipality's own name wins from a hamlet of the same name elsewhere.
            found[fold(entry["name"])] = {entry["name"]}
            spelling[fold(entry["name"])] = entry["name"]
        for alias, name in names["aliases"].items():
            if name and fold(name) in found:
                found[fold(alias)] = found[fold(name)]
                spelling[fold(alias)] = name
        self._places = {key: Place(spelling[key], tuple(sorted(value))) for key, value in found.items()}
        self._fuzzy = [k for k in self._places if len(k) >= 5 and k not in self._needs_context]

    def find(self, text: str) -> Optional[Place]:
        """The first place in a text, or the one it was corrected to; None without a place.

        Exact names win from postcodes, postcodes from names with a typing error.
        """
        tokens = [m.group() for m in _WORD.finditer(text.replace("-", " "))]
        folded = [fold(t) for t in tokens]
        return self._exact(tokens, folded) or self._postcode(text, len(tokens)) or self._misspelt(folded)

    def _exact(self, tokens: List[str], folded: List[str]) -> Optional[Place]:
        found: Optional[Place] = None
        start = begin = after = 0  # of the word at hand, of the last place, and of the words behind that
        while start < len(folded):
            place, length = self._at(tokens, folded, start)
            if place and (found is None or _corrected(folded, begin, after, start)):
                found = place
            if place:
                begin, after = start, start + length
            start += length
        return found

    def _at(self, tokens: List[str], folded: List[str], start: int) -> Tuple[Optional[Place], int]:
        """The place whose name begins here and its number of words; (None, 1) when there is none."""
        for length in range(min(_LONGEST, len(folded) - start), 0, -1):
            key = " ".join(folded[start : start + length])
            place = self._places.get(key) or self._places.get(key.replace("'", ""))
            if place and self._meant(key, tokens, folded, start, length):
                return place, length
        return None, 1

    def _meant(self, key: str, tokens: List[str], folded: List[str], start: int, length: int) -> bool:
        if key not in self._needs_context or len(folded) == length:
            return True
        before = folded[start - 1] if start else ""
        capital = tokens[start][:1].isupper() or tokens[start + length - 1][:1].isupper()
        return before in self._before and (capital or key not in self._needs_capital)

    def _postcode(self, text: str, words: int) -> Optional[Place]:
        for match in _POSTCODE.finditer(text):
            municipalities = self._postcodes.get(match.group(1))
            meant = match.group(2) or "postcode" in text.lower() or words <= _SHORT_MESSAGE
            if municipalities and meant:
                return Place(match.group(1), tuple(sorted(municipalities)))
        return None

    def _misspelt(self, folded: List[str]) -> Optional[Place]:
        best: Optional[Tuple[int, str]] = None
        for start in range(len(folded)):
            for length in (1, 2, 3):
                words = folded[start : start + length]
                key = " ".join(words)
                if len(words) < length or len(key) < 5 or all(w in self._vocabulary for w in words):
                    continue
                meant = (start and folded[start - 1] in self._around) or len(folded) <= length + 1
                allowed = (1 if len(key) < 7 else 2) if meant else (0 if len(key) < 8 else 1 if len(key) < 12 else 2)
                if not allowed:
                    continue
                near = self._nearest(key, allowed)
                if near and (best is None or near[0] < best[0]):
                    best = near
        return self._places[best[1]] if best else None

    def _nearest(self, key: str, allowed: int) -> Optional[Tuple[int, str]]:
        scored = []
        for name in self._fuzzy:
            if abs(len(name) - len(key)) <= allowed and name[0] == key[0]:
                distance = DamerauLevenshtein.distance(name, key, score_cutoff=allowed)
                if distance <= allowed:
                    scored.append((distance, name))
        return min(scored, default=None)


def _corrected(folded: List[str], begin: int, after: int, start: int) -> bool:
    """Whether the words around one place and before the next take the first one back, or say that others live there."""
    between = folded[after:start]
    taken_back = (
        not _CORRECTS.isdisjoint(between)
        or "niet" in folded[max(begin - 2, 0) : begin]
        or ("maar" in between and "niet" in folded[max(after - 4, 0) : after])
    )
    return taken_back or bool(_OTHERS.search(" ".join(between)))
