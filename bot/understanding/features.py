"""Turn a message into numbers: words, pieces of words and lexicon hits.

Pieces of words (2 to 5 letters) carry dialect, typing errors and second-language spelling; the lexicons are
Rasa lookup tables (``data/nlu/lexicon.yml``). The dense sentence embedding comes from ``embeddings.py``.
"""

import re
import unicodedata
from typing import Dict, List, Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

# A number that is likely an age: not a time, a count, an amount or a duration.
_AGE = re.compile(
    r"(?<![\w.,])(\d{1,2})(?![\w]|[.,:]\d)"
    r"(?!\s*(?:uur|keer|x\b|euro|dag|week|weken|maand|min|km|kind|jaar (?:geleden|lang|getrouwd|samen|al)))"
)
_REPEATED = re.compile(r"(\w)\1{2,}")
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normalise(text: str) -> str:
    """Lower case, one spelling of quotes, no accents, at most two of a letter in a row, numbers as ``0``."""
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).lower().replace("’", "'").replace("`", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _REPEATED.sub(r"\1\1", plain)
    return _SPACE.sub(" ", _DIGITS.sub("0", plain)).strip()


def name_ages(text: str) -> str:
    """A text with ages as words: who is 14 and who is 41 tell different stories, but no age by itself matters."""
    return _AGE.sub(
        lambda age: " jongleeftijd " if 3 < int(age[1]) < 18 else " volwleeftijd " if int(age[1]) > 17 else age[0], text
    )


class TextFeatures:
    """Sparse features of texts: fitted once on the training sentences, then the same for ever.

    Args:
        lexicons: name of a lexicon -> its entries (words or phrases).
    """

    def __init__(self, lexicons: Dict[str, List[str]]):
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float32
        )
        self._words = TfidfVectorizer(
            token_pattern=r"(?u)[\w']+|[^\w\s]", ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32
        )
        self._lexicons = [
            re.compile(
                r"(?<!\w)(?:"
                + "|".join(map(re.escape, sorted(map(normalise, entries), key=len, reverse=True)))
                + r")(?!\w)"
            )
            for _, entries in sorted(lexicons.items())
        ]

    def fit(self, texts: Sequence[str]) -> "TextFeatures":
        """Learn the vocabulary from raw texts."""
        plain = [normalise(name_ages(t)) for t in texts]
        self._characters.fit(plain)
        self._words.fit(plain)
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Features of raw texts, shape (texts, features)."""
        plain = [normalise(name_ages(t)) for t in texts]
        parts = [self._characters.transform(plain), self._words.transform(plain)]
        if self._lexicons:
            hits = [[min(len(p.findall(t)), 3) / 3 for p in self._lexicons] for t in plain]
            parts.append(sparse.csr_matrix(np.array(hits, dtype=np.float32)))
        return sparse.hstack(parts, format="csr", dtype=np.float32)
