"""Which answer a later message asks for ("en als hij het merkt?"): a model of its own, over every answer there is.

First messages tell a story; later ones are a few words that lean on it. Four views are added up, each made comparable
within one message: a linear model over words, pieces of words and the embedding; how many pieces of words a message
shares with the nearest examples of an answer; the likeness of its embedding to their mean; and the network
(``network.py``). On conversations that training never saw the second view finds 2 more of every 100 facts that are asked
for, the fourth 2 more again. Plain (no Rasa) and deterministic; without embeddings the third view is left out.
"""

from typing import Dict, Optional, Sequence

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from bot.understanding.intents import LabelModel, softmax, standard

NEAREST = 3  # examples of an answer that count
NEARNESS, NETWORK = 0.7, 2.0  # weights of the second and the fourth view beside the others


class LaterModel:
    """Probabilities of all answers for a later message.

    Args:
        c: inverse strength of regularisation of the linear model.
        temperature: factor on the sum of the views before the softmax.
    """

    def __init__(self, c: float, temperature: float):
        self._linear = LabelModel(c, temperature)
        self._temperature = temperature

    def fit(self, rows: sparse.csr_matrix, vectors: Optional[np.ndarray], labels: Sequence[str]) -> "LaterModel":
        """Learn from feature rows, shape (messages, features), centred embeddings (or None) and labels.

        The embedding, when there is one, stands in the last columns of a row too.
        """
        names = np.array(labels)
        self._linear.fit(rows, names)
        self._words = rows.shape[1] - (0 if vectors is None else vectors.shape[1])
        examples = [np.flatnonzero(names == label) for label in self._linear.labels]
        self._examples = normalize(rows[np.concatenate(examples), : self._words]).T.tocsr()
        self._ends = np.cumsum([len(of_label) for of_label in examples])
        self._means = None
        if vectors is not None:
            self._means = normalize(np.vstack([vectors[of_label].mean(axis=0) for of_label in examples]))
        return self

    def probabilities(
        self, row: sparse.csr_matrix, vector: Optional[np.ndarray], network: np.ndarray
    ) -> Dict[str, float]:
        """Label -> probability for one message.

        Args:
            vector: its centred embedding, shape (size,), or None.
            network: the margins of the labels in ``network.py``, shape (labels,), in the order of their names.
        """
        total = standard(self._linear.margins(row)) + NEARNESS * standard(self._nearness(row))
        total = total + NETWORK * standard(network)
        if self._means is not None and vector is not None:
            total = total + standard(self._means @ vector)
        return dict(zip(self._linear.labels, softmax(total * self._temperature).astype(float)))

    def _nearness(self, row: sparse.csr_matrix) -> np.ndarray:
        """Mean likeness to the nearest examples of each label, from 0 to 1, shape (labels,)."""
        alike = (normalize(row[:, : self._words]) @ self._examples).toarray()[0]
        return np.array([np.sort(of_label)[-NEAREST:].mean() for of_label in np.split(alike, self._ends[:-1])])
