"""The learning curve: what share of the held-out questions is understood with part of the training examples.

It tells whether more examples still help. The same features and linear model as in ``understanding/components.py``,
without the network beside it, fitted anew on 25, 50, 75 and 100 % of the examples; each smaller part lies within the
larger one. Only the intent is scored, without the rules and signals that come after it, so the last point lies near
"juiste intent", not on it.
"""

import random
from typing import List, NamedTuple, Sequence, Set

import numpy as np
from scipy import sparse

from bot.paths import ROOT
from bot.understanding import embeddings
from bot.understanding.components import MessageClassifier, MessageFeatures
from bot.understanding.features import TextFeatures
from bot.understanding.intents import SEED, LabelModel
from bot.understanding.learned import centred, is_later, to_embed
from bot.understanding.spacy_nl import load_pipeline

SHARES = (0.25, 0.5, 0.75, 1.0)


class Point(NamedTuple):
    """So many training examples, and the share of questions whose intent was right."""

    examples: int
    share: float


def curve(texts: Sequence[str], accepted: Sequence[Set[str]]) -> List[Point]:
    """The points of the curve for questions and the intents that count as right for each."""
    from rasa.shared.nlu.constants import INTENT, TEXT

    from bot.importer import TopicImporter

    data = TopicImporter(str(ROOT / "config.yml"), None, [str(ROOT / "data" / "nlu")]).get_nlu_data()
    lexicons = {t["name"]: t["elements"] for t in data.lookup_tables}
    embedder = embeddings.load()
    config = MessageClassifier.get_default_config()
    everything = [(m.get(TEXT), m.get(INTENT)) for m in data.intent_examples if not is_later(m)]
    chosen = MessageFeatures.get_default_config()
    first = to_embed(everything, chosen["embed_at_most"], chosen["embed_length"]) if embedder else []
    others = sorted(set(everything) - set(first))
    random.Random(SEED).shuffle(others)
    known = embedder.encode([text for text, _ in first]) if embedder else None
    asked = embedder.encode(texts) if embedder else None
    points = []
    for share in SHARES:
        # Every part has the same share of examples with an embedding.
        with_vector = round(share * len(first))
        part = first[:with_vector] + others[: round(share * len(others))]
        features = TextFeatures(lexicons).fit([_tokenised(text) for text, _ in part])
        rows, questions = (features.transform([_tokenised(t) for t in some]) for some in ([t for t, _ in part], texts))
        if embedder:
            middle = known[:with_vector].mean(axis=0)
            vectors = np.zeros((len(part), known.shape[1]), dtype=np.float32)
            vectors[:with_vector] = centred(known[:with_vector], middle)
            weight = config["embedding_weight"]
            rows = sparse.hstack([rows, sparse.csr_matrix(vectors * weight)], format="csr")
            questions = sparse.hstack([questions, sparse.csr_matrix(centred(asked, middle) * weight)], format="csr")
        model = LabelModel(config["c"], config["temperature"]).fit(rows, [intent for _, intent in part])
        right = [model.rank(row)[0][0] in wanted for row, wanted in zip(questions, accepted)]
        points.append(Point(len(part), sum(right) / max(1, len(right))))
    return points


def _tokenised(text: str) -> str:
    return " ".join(token.text for token in load_pipeline().tokenizer(text) if not token.is_space)
