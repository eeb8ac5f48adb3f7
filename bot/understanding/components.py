"""Rasa's graph components around the plain modules of this package, in the order of ``config.yml``.

Each trains through ``rasa train``, stores what it learned with joblib in Rasa's model archive and reads nothing else.
"""

from typing import Any, Dict, List

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from bot.understanding import decision, embeddings, network, personal_data, signals
from bot.understanding.features import TextFeatures
from bot.understanding.intents import LabelModel, softmax
from bot.understanding.language import detect
from bot.understanding.later import LaterModel
from bot.understanding.learned import (
    Learned,
    is_later,
    labels_of,
    middle_of,
    rows_of,
    to_embed,
    tokenised,
    vectors_of,
    words_of,
)
from bot.understanding.places import PlaceFinder
from bot.understanding.spacy_nl import has_person_name

_SPACY_DOC = "text_spacy_doc"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageFeatures(Learned):
    """Words, pieces of words and lexicons (sparse) and the sentence embedding (dense)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``embed_at_most``, ``embed_later_at_most``: so many first and later messages of the examples (``learned.is_later``)
        get an embedding too (0: words alone), none of them longer than ``embed_length`` characters: long ones say it in
        words, and take most time. Messages of visitors always get one.
        """
        return {"embed_at_most": 8_000, "embed_later_at_most": 12_000, "embed_length": 120}

    def start(self) -> None:
        """The encoder is loaded once; absent is fine."""
        self._embedder = embeddings.load() if self._config["embed_at_most"] else None

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the vocabulary and the middle of the embeddings."""
        lexicons = {t["name"]: t["elements"] for t in training_data.lookup_tables}
        texts = [tokenised(m) for m in training_data.intent_examples]
        self.learned = {"features": TextFeatures(lexicons).fit(texts)}
        return self._persist()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add both kinds of features."""
        usable = [m for m in messages if m.get(TEXT)]
        self._add_words(usable)
        self._add_embeddings(usable)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add words to every example and embeddings to a fixed part of them."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        self._add_words(examples)
        length = self._config["embed_length"]
        for later, at_most in ((False, self._config["embed_at_most"]), (True, self._config["embed_later_at_most"])):
            some = [(m.get(TEXT), m) for m in examples if is_later(m) == later]
            self._add_embeddings([m for _, m in to_embed(some, at_most, length)])
        return training_data

    def _add_words(self, messages: List[Message]) -> None:
        if messages:
            rows = self.learned["features"].transform([tokenised(m) for m in messages])
            for row, message in zip(rows, messages):
                message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, "n-grams"))

    def _add_embeddings(self, messages: List[Message]) -> None:
        if self._embedder and messages:
            vectors = self._embedder.encode([m.get(TEXT) for m in messages])
            for vector, message in zip(vectors, messages):
                message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, "embedding"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageClassifier(Learned):
    """The intent and its runners-up, as a first message and as a later one; the signals, and the role of who writes."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``c`` and ``temperature``: see ``LabelModel``; ``later_temperature``: see ``LaterModel``; ``role_temperature``: the
        same for who writes; ``embedding_weight``: of the embedding beside the n-grams.
        """
        return {
            "c": 0.3,
            "temperature": 0.7,
            "role_temperature": 1.4,
            "later_temperature": 1.2,
            "embedding_weight": 1.5,
        }

    def start(self) -> None:
        """Patterns and thresholds are data beside the model: changing one needs no training."""
        self._patterns = signals.Patterns()
        self._thresholds = signals.load_thresholds()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on first messages: their intents, and the ``signals`` and ``role`` in their metadata; on later ones: intents."""
        examples = [m for m in training_data.intent_examples if not is_later(m)]
        later = [m for m in training_data.intent_examples if is_later(m)]
        intents = [m.get(INTENT) for m in [*examples, *later]]
        labels = [labels_of(m) for m in examples]
        middle = middle_of(examples)
        words, vectors = words_of([*examples, *later]), vectors_of([*examples, *later], middle)
        rows = rows_of(words, vectors, self._config["embedding_weight"])
        c, first = self._config["c"], len(examples)
        self.learned = {
            "middle": middle,
            "intents": LabelModel(c, self._config["temperature"]).fit(rows[:first], intents[:first]),
            "signals": signals.SignalModel(c).fit(rows[:first], [x.get("signals", []) for x in labels]),
        }
        if later:
            model = LaterModel(c, self._config["later_temperature"])
            self.learned["later"] = model.fit(
                rows[first:], None if vectors is None else vectors[first:], intents[first:]
            )
        # A first message is an example of two tasks: its intent, and who writes.
        self.learned["network"] = network.Network().fit(
            sparse.vstack([words, words[:first]], format="csr"),
            None if vectors is None else np.vstack([vectors, vectors[:first]]),
            intents + [x.get("role", "onbekend") for x in labels],
            [network.FIRST] * first + [network.LATER] * len(later) + [network.ROLE] * first,
        )
        return self._persist()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set ``intent``, ``intent_ranking`` and ``signals``: found, scores, matched, role, and what a later message means."""
        for message in messages:
            if not message.get(TEXT):
                continue
            words, vectors = words_of([message]), vectors_of([message], self.learned["middle"])
            row = rows_of(words, vectors, self._config["embedding_weight"])
            vector = None if vectors is None else vectors[0]
            shared = self.learned["network"]
            ranking = self.learned["intents"].rank(row, shared.margins(network.FIRST, words, vector))[:10]
            roles = softmax(shared.margins(network.ROLE, words, vector) * self._config["role_temperature"])
            role = (shared.labels[network.ROLE][int(roles.argmax())], float(roles.max()))
            scores = self.learned["signals"].score(row)
            matched = self._patterns.find(message.get(TEXT))
            said = self._patterns.role(message.get(TEXT))
            if said:
                role = (said, 1.0)
                matched |= {"kind_spreekt"} if said == "kind_jongere" else set()
            beliefs = dict([*ranking, role])
            found = {
                "names": signals.decide(scores, matched, self._thresholds, beliefs, ranking[0][0]),
                "matched": sorted(matched),
                "scores": scores,
                "role": role,
                "role_said": said is not None,
                "later": {},
            }
            if "later" in self.learned:
                asked = shared.margins(network.LATER, words, vector)
                found["later"] = self.learned["later"].probabilities(row, vector, asked)
            listed = [{"name": name, "confidence": probability} for name, probability in ranking]
            message.set("intent", listed[0], add_to_output=True)
            message.set("intent_ranking", listed, add_to_output=True)
            message.set(signals.SIGNALS_KEY, found, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples keep their own labels."""
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Decision(Learned):
    """The last word: place, language and personal data, then intent and slots in one decision (``decision.py``)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``ask_below``: probability of the best intent under which the bot asks back."""
        return {"ask_below": 0.3}

    def train(self, training_data: TrainingData) -> Resource:
        """Remember the everyday words, so that they are not taken for misspelt places."""
        words: Dict[str, int] = {}
        for message in training_data.intent_examples:
            for word in set(message.get(TEXT).lower().split()):
                words[word.strip(".,!?")] = words.get(word.strip(".,!?"), 0) + 1
        self.learned = {"vocabulary": sorted(w for w, n in words.items() if n >= 3)}
        return self._persist()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the final intent, its entities and what was noticed."""
        if not hasattr(self, "_places"):
            self._places = PlaceFinder(self.learned["vocabulary"])
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = message.get(signals.SIGNALS_KEY)
            personal = personal_data.find(text)
            if has_person_name(message.get(_SPACY_DOC)):
                personal.add("naam")
            outcome = decision.decide(
                text=text,
                ranking=[(r["name"], r["confidence"]) for r in message.get("intent_ranking")],
                signals=found["names"],
                matched=found["matched"],
                scores=found["scores"],
                role=found["role"],
                role_said=found["role_said"],
                place=self._places.find(text),
                language=detect(text),
                ask_below=self._config["ask_below"],
            )
            message.set("intent", {"name": outcome.intent, "confidence": outcome.confidence}, add_to_output=True)
            message.set(
                "intent_ranking", [{"name": n, "confidence": p} for n, p in outcome.ranking], add_to_output=True
            )
            message.set("entities", outcome.entities(), add_to_output=True)
            found.update(names=outcome.signals, sure=outcome.sure, grown_up=outcome.grown_up, personal=sorted(personal))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for training."""
        return training_data
