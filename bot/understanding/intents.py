"""Which label a message has: one linear model over words, pieces of words, lexicons and the embedding.

``LabelModel`` is plain (no Rasa): fit, then probabilities for every label, likeliest first; it serves the intents of first
messages and is one view of later ones. Deterministic: same data, same model, same scores. The temperature that turns
margins into probabilities is a setting, chosen on held-out questions: ``volgende-stap evaluate`` prints how well it is
calibrated.
"""

from typing import List, Optional, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

SEED = 20261121
NETWORK = 1.5  # weight of the network beside the linear model


class LabelModel:
    """A linear classifier, one against the rest.

    Args:
        c: inverse strength of regularisation.
        temperature: factor on the margins before the softmax.
    """

    def __init__(self, c: float, temperature: float):
        self._c = c
        self._temperature = temperature
        self.labels: List[str] = []

    def fit(self, rows: sparse.csr_matrix, labels: Sequence[str]) -> "LabelModel":
        """Learn from feature rows, shape (messages, features), and their labels."""
        model = LinearSVC(C=self._c, tol=0.01, random_state=SEED).fit(rows, np.array(labels))
        self.labels = list(model.classes_)
        self._weights = model.coef_.T.astype(np.float32)
        self._bias = model.intercept_.astype(np.float32)
        return self

    def margins(self, row: sparse.csr_matrix) -> np.ndarray:
        """How far one feature row is on the side of each of ``labels``, shape (labels,)."""
        return (row @ self._weights + self._bias)[0]

    def rank(self, row: sparse.csr_matrix, network: Optional[np.ndarray] = None) -> List[Tuple[str, float]]:
        """(label, probability) for one feature row, likeliest first.

        Args:
            network: the margins of the same labels in ``network.py``, shape (labels,), to be weighed too.
        """
        margins = self.margins(row)
        if network is not None:
            margins = standard(margins) + NETWORK * standard(network)
        probabilities = softmax(margins * self._temperature)
        order = np.argsort(-probabilities, kind="stable")
        return [(self.labels[i], float(probabilities[i])) for i in order]


def standard(values: np.ndarray) -> np.ndarray:
    """Values less their mean, in standard deviations, so that those of two models can be added up."""
    return (values - values.mean()) / max(float(values.std()), 1e-6)


def softmax(values: np.ndarray) -> np.ndarray:
    """Values as probabilities, in the same order."""
    exponents = np.exp(values - values.max())
    return exponents / exponents.sum()
