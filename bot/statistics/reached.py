"""Figures that hang together with others without being their sum: how many conversations reached a step.

A step is reached by any of its topics, so it was reached by at least as many conversations as had one of these topics,
and by at most as many as had them all together. Nine conversations about one topic and nine about another, with
eighteen that reached their step, would give both away. So a step is decided on with all that is public about the
topics of the themes it touches: their own figures, and those of the themes, in this period and in its quarters.
"""

from collections import defaultdict
from typing import Dict, List, Set

from bot.statistics.disclosure import SHOWN, Figure, Form, Knowledge, total
from bot.statistics.published import Cell
from bot.statistics.systems import INFINITE, NOTHING, SIZE, minus

Told = Dict[Cell, Figure]


def decide(
    steps: Dict[Cell, List[Cell]], themes: Dict[Cell, List[Cell]], quarters: List[Told], now: Told, exact
) -> Told:
    """The figures of the steps.

    Args:
        steps: the topics of each step.
        themes: the topics of each theme.
        quarters: what is public about each quarter of the period; ``[now]`` for a quarter itself.
        now: what is public about the period.
        exact: the counts of the steps.
    """
    inside = {topic for topics in steps.values() for topic in topics}
    touched = {theme: topics for theme, topics in themes.items() if inside & set(topics)}
    knowledge, over = Knowledge(), defaultdict(list)
    for known in quarters:
        for cell, form in _quarter(knowledge, steps, touched, known, known is now).items():
            over[cell].append(form)
    whole = {cell: total(*forms) for cell, forms in over.items()}
    if quarters[0] is not now:
        for cell in [cell for cell in whole if cell not in steps]:
            _learn(knowledge, whole[cell], now.get(cell, NOTHING), cell != SIZE)
    for step in steps:
        knowledge.protect_until_decided(whole[step])
    return {step: knowledge.publish(whole[step], exact[step]) for step in steps}


def _quarter(knowledge: Knowledge, steps, themes, known: Told, new: bool) -> Dict[Cell, Form]:
    """What is public about one quarter; ``new`` when its steps are still to be decided."""

    def count(cell: Cell, secret: bool = True) -> Form:
        told = known.get(cell, NOTHING)
        low, high = (0, most) if told.low is None else (told.low, max(told.low, min(told.high, most)))
        return knowledge.count(low, high, secret=secret and told.status != SHOWN)

    most = known.get(SIZE, NOTHING).high
    most = 10**6 if most is None else most
    forms = {SIZE: count(SIZE, secret=False)}
    seen: Set[Cell] = set()
    for theme, topics in themes.items():
        there = [topic for topic in topics if topic in known]
        forms.update({topic: count(topic) for topic in there})
        forms[theme] = total(*(forms[topic] for topic in there))
        _learn(knowledge, forms[theme], known.get(theme, NOTHING), True)
        seen.update(there)
    for step, topics in steps.items():
        parts = [forms[topic] for topic in topics if topic in seen]
        forms[step] = count(step) if new or step in known else {}
        if forms[step]:
            knowledge.learn(minus(forms[step], total(*parts)), -INFINITE, 0)
            for part in parts:
                knowledge.learn(minus(part, forms[step]), -INFINITE, 0)
    for cell in (*seen, *steps):
        knowledge.learn(minus(forms[cell], forms[SIZE]), -INFINITE, 0)
    return forms


def _learn(knowledge: Knowledge, form: Form, told: Figure, secret: bool) -> None:
    if told.low is not None:
        knowledge.learn(form, told.low, told.high)
        if secret and told.status != SHOWN:
            knowledge.protect(form)
