"""Dutch spaCy for Rasa: ``nl_core_news_sm`` where it is installed, else spaCy's bare Dutch tokenizer.

Both have the same tokenizer and only tokens reach the features, so a model trained with one serves with the other.
The named entities of ``nl_core_news_sm`` only help to notice that a message holds a name.
"""

import logging
from functools import lru_cache
from typing import Any, Dict, Optional

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.utils import spacy_utils

logger = logging.getLogger(__name__)

MODEL = "nl_core_news_sm"


@lru_cache(maxsize=2)
def load_pipeline(name: str = MODEL):
    """The spaCy pipeline of a package name or folder; the bare Dutch tokenizer (and one log line) when absent."""
    try:
        return spacy.load(name)
    except (OSError, ImportError):
        logger.warning("%s is niet geïnstalleerd: namen in een bericht worden alleen aan de zinsbouw herkend.", name)
        return spacy.blank("nl")


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyNLP",
)
class SpacyNLP(spacy_utils.SpacyNLP):
    """Rasa's ``SpacyNLP`` that does not fail where the Dutch model is absent.

    It must carry Rasa's name: ``SpacyTokenizer`` finds its model loader by it.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``model``: a package name or folder; the name of the model never reaches what is learned."""
        return {"model": MODEL, "case_sensitive": True}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """See the parent class."""
        return cls(spacy_utils.SpacyModel(model=load_pipeline(config["model"]), model_name=config["model"]), config)


def has_person_name(doc: Optional[Any]) -> bool:
    """Whether spaCy found a person's name in a document; False without a model that knows names."""
    return doc is not None and any(entity.label_ in ("PERSON", "PER") for entity in doc.ents)
