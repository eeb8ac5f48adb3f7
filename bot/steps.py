"""The steps of a bystander, from noticing to doing: which topic belongs to which step (``data/steps.yml``).

Only names of topics are looked at, never what was typed. Counted as ``step`` when the client switches that on.
"""

from functools import lru_cache
from typing import Dict, FrozenSet, Iterable, Iterator, List, Optional

import yaml

from bot.paths import ROOT

FILE = ROOT / "data" / "steps.yml"
STEPS = ("opmerken", "twijfelen", "verantwoordelijk", "kunnen", "doen")


@lru_cache(maxsize=1)
def load(path=FILE) -> Dict[str, List[str]]:
    """The topics of each step, in the order of the steps."""
    return {step: list(topics) for step, topics in yaml.safe_load(path.read_text("utf-8"))["stappen"].items()}


@lru_cache(maxsize=1)
def of_intents() -> Dict[str, str]:
    """The step of each topic that has one."""
    return {topic: step for step, topics in load().items() for topic in topics}


def of(intent: Optional[str]) -> Optional[str]:
    """The step that a topic belongs to."""
    return of_intents().get(intent or "")


@lru_cache(maxsize=1)
def may_be_asked_after(path=FILE) -> FrozenSet[str]:
    """The topics after which the one-tap question may be asked (``bot/one_tap.py``)."""
    return frozenset(of_intents()) | set(yaml.safe_load(path.read_text("utf-8"))["ook_vragen_na"])


def problems(intents: Iterable[str]) -> Iterator[str]:
    """What is wrong in the file, for ``volgende-stap check``."""
    if tuple(load()) != STEPS:
        yield f"data/steps.yml: de stappen zijn {', '.join(STEPS)}, in die volgorde."
    topics = [topic for step in load().values() for topic in step]
    for topic in sorted({topic for topic in topics if topics.count(topic) > 1}):
        yield f"data/steps.yml: {topic} staat bij meer dan één stap."
    for topic in sorted((set(topics) | may_be_asked_after()) - set(intents)):
        yield f"data/steps.yml: {topic} bestaat niet."
