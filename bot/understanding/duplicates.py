"""Find messages that are nearly the same: for the training data, and to prove that held-out questions are unseen.

Two messages are near-duplicates when their sets of four-letter pieces overlap for more than ``THRESHOLD`` (Jaccard).
Only the rarest pieces of a message are looked up (a prefix filter): that finds all pairs and stays fast.
"""

import math
import re
from collections import Counter, defaultdict
from typing import Dict, FrozenSet, Iterator, List, Sequence, Tuple

THRESHOLD = 0.6
SHORTEST = 13  # characters; shorter messages ("ja hoor") are only compared as a whole


def plain(text: str) -> str:
    """Lower case, only words."""
    return re.sub(r"[^\w]+", " ", text.lower()).strip() or text


def pieces(text: str) -> FrozenSet[str]:
    """The four-letter pieces of a text."""
    padded = f" {plain(text)} "
    return frozenset(padded[i : i + 4] for i in range(len(padded) - 3))


def near(texts: Sequence[str], others: Sequence[str] = ()) -> Iterator[Tuple[str, str]]:
    """Pairs that are (nearly) the same: within ``texts``, or between ``others`` and ``texts`` when given."""
    sets = [pieces(t) for t in [*texts, *others]]
    seen = Counter(p for s in sets for p in s)
    index: Dict[str, List[int]] = defaultdict(list)
    whole: Dict[str, int] = {}
    for number, text in enumerate([*texts, *others]):
        mine, probe = sets[number], number >= len(texts) or not others
        if probe and plain(text) in whole:
            yield text, texts[whole[plain(text)]]
        elif len(text) >= SHORTEST:
            keep = len(mine) - math.ceil(THRESHOLD * len(mine)) + 1
            rare = sorted(mine, key=lambda p: (seen[p], p))[:keep]
            if probe:
                for other in {o for p in rare for o in index[p]}:
                    shared = len(mine & sets[other])
                    if shared > THRESHOLD * (len(mine) + len(sets[other]) - shared):
                        yield text, texts[other]
                        break
            if number < len(texts):
                for piece in rare:
                    index[piece].append(number)
        if number < len(texts):
            whole.setdefault(plain(text), number)
