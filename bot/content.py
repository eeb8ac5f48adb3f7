"""The content as data: responses, labels, choices and follow-ups, read once from ``bot/domain/``.

This is the list that choices from the browser are checked against, and the source of the Dutch labels. The
checks of content (``volgende-stap check``) are in ``bot/checks.py``.
"""

import re
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence

import yaml

from bot import region
from bot.paths import DOMAIN
from bot.understanding.signals import CAUTION

CHOICE_OF_MUNICIPALITY = "noem_gemeente"
# Intents that an action answers: the response that carries their label.
ANSWERED_BY_ACTION = {"vraag_lokaal_team": "utter_lokaal_team", "noem_gemeente": "utter_lokaal_team"}
ASKS_PLACE = "utter_ask_plaats_form_gemeente"
SAYS_CAUTION = f"utter_{CAUTION}"  # how the names of the cautions begin (``bot/cautions.py``)


class Content(NamedTuple):
    """Everything the gateway needs to know about the words."""

    responses: Dict[str, List[dict]]
    intents: FrozenSet[str]
    labels: Dict[str, str]
    topics: Dict[str, str]  # intent -> the topic it stands in: the name of its file
    cautions: List[str]  # the responses of the cautions, most important first


@lru_cache(maxsize=1)
def load(folder=DOMAIN) -> Content:
    """Read every topic file.

    Raises:
        yaml.YAMLError, OSError: when a file cannot be read (``volgende-stap check`` names file and line).
    """
    responses: Dict[str, List[dict]] = {}
    topics: Dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        topic = yaml.safe_load(path.read_text("utf-8")) or {}
        responses.update(topic.get("responses") or {})
        topics.update((i if isinstance(i, str) else next(iter(i)), path.stem) for i in topic.get("intents") or [])
    labels = {}
    for intent in topics:
        variants = responses.get(ANSWERED_BY_ACTION.get(intent, f"utter_{intent}"))
        if variants:
            labels[intent] = variants[-1].get("metadata", {}).get("label", intent)
    cautions = [response for response in responses if response.startswith(SAYS_CAUTION)]
    return Content(responses, frozenset(topics), labels, topics, cautions)


def variant(variants: Sequence[dict], slots: Mapping[str, Any]) -> Optional[dict]:
    """The first variant of a response whose conditions hold; None when none does."""
    for candidate in variants:
        conditions = candidate.get("condition") or []
        if all(slots.get(c["name"]) == c["value"] for c in conditions):
            return candidate
    return None


def shown(response: Optional[str], slots: Mapping[str, Any]) -> dict:
    """The variant that these slots bring of a response; empty when there is none."""
    here = {**slots, region.SLOT: region.current().name}
    return variant(load().responses.get(response or "", []), here) or {}


def choices_of(response: Mapping[str, Any]) -> List[Dict[str, str]]:
    """The buttons of a response as choices."""
    return [{"title": b["title"], "choice": b["payload"].lstrip("/")} for b in response.get("buttons") or []]


def follow_up(response: Optional[str], word: str, slots: Mapping[str, Any]) -> Optional[str]:
    """The response that a "ja" or "nee" to another response leads to; None when none was promised."""
    intent = (shown(response, slots).get("custom") or {}).get(word)
    if not intent:
        return None
    return ASKS_PLACE if intent in ANSWERED_BY_ACTION else f"utter_{intent}"


def label(intent: str) -> str:
    """The Dutch name of a topic, for a button or the statistics page."""
    return load().labels.get(intent, intent.replace("_", " "))


def slug(name: str) -> str:
    """A municipality's name as part of a choice id."""
    return re.sub(r"[^a-z]+", "_", name.lower())
