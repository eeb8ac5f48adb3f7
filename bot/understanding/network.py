"""Which label a message has, as a small neural network sees it: one layer of what words have in common, shared by all tasks.

The linear models weigh every piece of a word apart for every label; the network learns from all examples together which
pieces mean the same, and so understands more of what nobody wrote before. The tasks are the intent of a first message,
that of a later one, and who writes. For the intents it stands beside the linear models; who writes it finds better alone
(78 of 100 on held-out questions, a linear model 75). TensorFlow (which Rasa brings) learns it; using it takes numpy
alone. The same data give the same network on the same machine.
"""

from typing import List, Optional, Sequence

import numpy as np
from scipy import sparse

from bot.understanding.intents import SEED

UNITS = 256
FOUND_IN = 3  # a feature counts when so many examples have it
ROUNDS, BATCH, RATE, RATE_AT_END = 6, 256, 2e-3, 1e-4
# Against learning by heart: the share of features and of units left out at each step, and of belief in other labels.
FEATURES_OUT, UNITS_OUT, DOUBT = 0.2, 0.3, 0.1
FIRST, LATER, ROLE = "first", "later", "role"
# Of one example of a task beside another: later messages are told apart by eight times as many labels.
WEIGHTS = {FIRST: 0.4, LATER: 1.0, ROLE: 0.4}
_NEVER = -30.0  # added to the margin of labels of another task


class Network:
    """Margins of the labels of each task."""

    def fit(
        self, rows: sparse.csr_matrix, vectors: Optional[np.ndarray], labels: Sequence[str], tasks: Sequence[str]
    ) -> "Network":
        """Learn from feature rows without embedding, shape (examples, features), centred embeddings, shape (examples, size)
        or None, and the task and the label of each; a message may be an example of two tasks.
        """
        found_in = np.bincount(rows.indices, minlength=rows.shape[1])
        used = np.flatnonzero(found_in >= FOUND_IN)
        self._place = np.full(rows.shape[1], -1, dtype=np.int32)
        self._place[used] = np.arange(len(used))
        names, truth = np.unique(np.array(labels), return_inverse=True)
        known, task_of = np.unique(np.array(tasks), return_inverse=True)
        self._of_task = {str(task): np.unique(truth[task_of == number]) for number, task in enumerate(known)}
        self.labels = {task: [str(name) for name in names[own]] for task, own in self._of_task.items()}
        never = np.full((len(known), len(names)), _NEVER, dtype=np.float32)
        for number, own in enumerate(self._of_task.values()):
            never[number, own] = 0.0
        dense = np.zeros((rows.shape[0], 0)) if vectors is None else vectors
        weights = np.array([WEIGHTS[task] for task in known], dtype=np.float32)
        learned = _learn(rows[:, used], dense.astype(np.float32), truth, task_of, never, weights)
        # Half the digits are enough to use it, and half the size.
        self._words, self._dense, self._start, self._out, self._bias = (part.astype(np.float16) for part in learned)
        return self

    def margins(self, task: str, row: sparse.csr_matrix, vector: Optional[np.ndarray]) -> np.ndarray:
        """How much one message (a feature row without embedding; its centred embedding or None) looks like each of
        ``labels[task]``, shape (labels,).
        """
        places = self._place[row.indices]
        known = places >= 0
        units = row.data[known] @ self._words[places[known]].astype(np.float32) + self._start
        if vector is not None and len(self._dense):
            units = units + vector @ self._dense
        own = self._of_task[task]
        return np.maximum(units, 0.0) @ self._out[:, own].astype(np.float32) + self._bias[own]


def _learn(
    rows: sparse.csr_matrix,
    dense: np.ndarray,
    truth: np.ndarray,
    task_of: np.ndarray,
    never: np.ndarray,
    weights: np.ndarray,
) -> List[np.ndarray]:
    """The weights of the network: of features, embedding and units, and both starts; by Adam, in ``ROUNDS`` rounds.

    Args:
        truth, task_of: the number of the label and of the task of each example, shape (examples,).
        never: what closes the labels of other tasks, shape (tasks, labels).
        weights: of one example of each task, shape (tasks,).
    """
    import tensorflow as tf

    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    size = never.shape[1]
    words = tf.Variable(tf.random.normal((rows.shape[1], UNITS), stddev=0.1))
    meaning = tf.Variable(tf.random.normal((dense.shape[1], UNITS), stddev=0.05))
    start, bias = tf.Variable(tf.zeros(UNITS)), tf.Variable(tf.zeros(size))
    out = tf.Variable(tf.random.normal((UNITS, size), stddev=0.05))
    variables = [words, meaning, start, out, bias]
    optimizer = tf.keras.optimizers.legacy.Adam(RATE)

    @tf.function(reduce_retracing=True)
    def step(places, values, shape, embedded, right, closed, weight):
        kept = tf.where(tf.random.uniform(tf.shape(values)) < FEATURES_OUT, 0.0, values)
        with tf.GradientTape() as tape:
            units = tf.sparse.sparse_dense_matmul(tf.SparseTensor(places, kept, shape), words) + start
            units = tf.nn.dropout(tf.nn.relu(units + embedded @ meaning), UNITS_OUT)
            opened = tf.cast(closed == 0.0, tf.float32)
            others = DOUBT * opened / tf.reduce_sum(opened, axis=1, keepdims=True)
            wanted = (1 - DOUBT) * tf.one_hot(right, size) + others
            lost = tf.nn.softmax_cross_entropy_with_logits(wanted, units @ out + bias + closed)
            loss = tf.reduce_mean(weight * lost)
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    order = np.random.default_rng(SEED)
    for turn in range(ROUNDS):
        optimizer.learning_rate = RATE * (1 - turn / ROUNDS) + RATE_AT_END
        mixed = order.permutation(len(truth))
        for begin in range(0, len(mixed), BATCH):
            some = mixed[begin : begin + BATCH]
            part = rows[some].tocoo()
            places = np.stack([part.row, part.col], axis=1).astype(np.int64)
            tasks = task_of[some]
            step(places, part.data, part.shape, dense[some], truth[some], never[tasks], weights[tasks])
    return [variable.numpy() for variable in (words, meaning, start, out, bias)]
