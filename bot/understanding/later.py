"""Which answer a later message asks for ("en als hij het merkt?"): a model of its own, over every answer there is.

First messages tell a story; later ones are a few words that lean on it. Two views are added up, each made comparable
within one message: a linear model over words, pieces of words and the embedding, and the likeness of the embedding to
the mean of an answer's examples. Plain (no Rasa) and deterministic; without embeddings the first view works alone.
"""

from typing import Dict, Optional, Sequence

import numpy as np
from scipy import sparse

from bot.understanding.intents import LabelModel, softmax


class LaterModel:
    """Probabilities of all answers for a later message.

    Args:
        c: inverse strength of regularisation of the linear model.
        temperature: factor on the sum of both views before the softmax.
    """

    def __init__(self, c: float, temperature: float):
        self._linear = LabelModel(c, temperature)
        self._temperature = temperature

    def fit(self, rows: sparse.csr_matrix, vectors: Optional[np.ndarray], labels: Sequence[str]) -> "LaterModel":
        """Learn from feature rows, shape (messages, features), centred embeddings (or None) and labels."""
        names = np.array(labels)
        self._linear.fit(rows, names)
        self._means = None
        if vectors is not None:
            means = np.vstack([vectors[names == label].mean(axis=0) for label in self._linear.labels])
            self._means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
        return self

    def probabilities(self, row: sparse.csr_matrix, vector: Optional[np.ndarray]) -> Dict[str, float]:
        """Label -> probability for one message; ``vector`` is its centred embedding, shape (size,), or None."""
        total = _standard(self._linear.margins(row))
        if self._means is not None and vector is not None:
            total = total + _standard(self._means @ vector)
        return dict(zip(self._linear.labels, softmax(total * self._temperature).astype(float)))


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / max(float(values.std()), 1e-6)
