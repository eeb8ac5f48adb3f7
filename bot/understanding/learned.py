"""What the components share: how one remembers what it learned, and how messages become feature rows."""

import hashlib
from typing import Any, Dict, List, Tuple

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

_FILE = "learned.joblib"


class Learned(GraphComponent):
    """A component whose whole memory is ``self.learned`` (a dict), kept in the model archive."""

    def __init__(self, config: Dict[str, Any], storage: ModelStorage, resource: Resource):
        self._config, self._storage, self._resource = config, storage, resource
        self.learned: Dict[str, Any] = {}
        self.start()

    def start(self) -> None:
        """Load what does not belong in the model archive."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "GraphComponent":
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "GraphComponent":
        """The component as it was trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.learned = joblib.load(folder / _FILE)
        return component

    def _persist(self) -> Resource:
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self.learned, folder / _FILE, compress=3)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with what this component adds to each message."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add to each message what this component knows about it."""
        raise NotImplementedError


def tokenised(message: Message) -> str:
    """The words as spaCy sees them, with spaces between; only tokens, no vectors or tags."""
    tokens = message.get(TOKENS_NAMES[TEXT])
    return " ".join(t.text for t in tokens) if tokens else message.get(TEXT)


def labels_of(message: Message) -> Dict[str, Any]:
    """The metadata of a training example: ``role`` and ``signals``, or ``later: true``."""
    return (message.get(METADATA) or {}).get(METADATA_INTENT) or {}


def is_later(message: Message) -> bool:
    """Whether a training example is something said in the middle of a conversation (``data/nlu/later/``)."""
    return bool(labels_of(message).get("later"))


def middle_of(messages: List[Message]):
    """The mean embedding; None without embeddings. Centred embeddings tell messages apart better."""
    vectors = [v for v in map(dense, messages) if v is not None]
    return np.mean(np.vstack(vectors), axis=0).astype(np.float32) if vectors else None


def dense(message: Message):
    """The embedding of a message, shape (1, size); None when it has none."""
    features = message.get_dense_features(TEXT)[1]
    return features.features if features else None


def words_of(messages: List[Message]) -> sparse.csr_matrix:
    """One row of n-grams a message."""
    return sparse.vstack([m.get_sparse_features(TEXT)[1].features for m in messages], format="csr")


def rows_of(words: sparse.csr_matrix, vectors, weight: float) -> sparse.csr_matrix:
    """One feature row a message: its n-grams (``words_of``), then its centred embedding (``vectors_of``) times a weight."""
    if vectors is None:
        return words
    return sparse.hstack([words, sparse.csr_matrix(vectors * weight)], format="csr", dtype=np.float32)


def vectors_of(messages: List[Message], middle):
    """The centred embedding of each message, shape (messages, size); zeros where one has none, None without embeddings."""
    if middle is None:
        return None
    return centred(np.vstack([dense(m) if dense(m) is not None else middle for m in messages]), middle)


def centred(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Vectors less their middle, at length 1 again; the middle itself becomes zero."""
    moved = vectors - middle
    return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)


def to_embed(examples: List[Tuple[str, Any]], at_most: int, length: int) -> List[Tuple[str, Any]]:
    """The (text, anything) that get an embedding: mixed by a hash of the text, so the same on every machine.

    Args:
        at_most, length: how many, and of at most how many characters; see ``MessageFeatures``.
    """
    short = [example for example in examples if len(example[0]) <= length]
    return sorted(short, key=lambda e: hashlib.sha256(e[0].encode()).digest())[:at_most]
