"""Which figures hang together: groups of counts whose sums, over topics or over quarters, are published too.

For each group this builds what is public about it (``Knowledge``) and the figures that follow, in a fixed order:
first the cells of a quarter, then their total, and after the last quarter the same for the year. What others may
combine: cells add up to the total of their group, and quarters to the year; no cell exceeds the conversations, and
cells of which a conversation has one at most do not do so together; calls do not exceed referrals.

What is not combined: two groups (no figure is their sum), and "every conversation has a topic", which says nothing
as long as there are more than a hundred topics.
"""

from collections import Counter
from typing import Dict, Iterable, List, NamedTuple, Optional, Tuple

from bot.statistics import measures
from bot.statistics.disclosure import HIDDEN, SHOWN, Figure, Form, Knowledge, figure, total
from bot.statistics.published import Cell

TOTAL = "totaal"
INFINITE = float("inf")
NOTHING = Figure(HIDDEN, None, None, None)
SIZE: Cell = ("conversation", measures.ALL)


class System(NamedTuple):
    """A group of cells, with the name of its total or, the other way round, of what is left of all conversations."""

    cells: List[Cell]
    total: Optional[Cell] = None
    summed: List[Cell] = []
    once: bool = False
    rest: Optional[Cell] = None

    def published(self) -> List[Cell]:
        """All figures of this group, in the order in which they are decided."""
        return [*self.cells, *(cell for cell in (self.total, self.rest) if cell)]

    def values(self, exact: Dict[Cell, int]) -> Dict[Cell, int]:
        """The exact figures, from the counts of the cells and of the conversations (``SIZE``)."""
        values = {cell: exact.get(cell, 0) for cell in self.cells}
        if self.total:
            values[self.total] = sum(values[cell] for cell in self.summed)
        if self.rest:
            values[self.rest] = exact.get(SIZE, 0) - sum(values[cell] for cell in self.cells)
        return values


def all_systems(on: Iterable[str], campaigns: Iterable[str]) -> List[System]:
    """The groups for the measures that are on."""
    groups = []
    for theme, intents in measures.by_theme().items():
        cells = [("intent", intent) for intent in intents]
        groups.append(System(cells, ("theme", theme), cells))
    for name in measures.MEASURES:
        if name not in on or name in (*measures.PER_WEEK, "intent", "call", "step"):  # steps are in ``reached``
            continue
        cells = [(name, key) for key in measures.labels(name, campaigns)]
        if name == "talk_after" and "talk_before" in on:
            continue  # a conversation answers one of both: one group
        if name == "talk_before" and "talk_after" in on:
            cells += [("talk_after", key) for key in measures.labels("talk_after")]
        if name == "referral":
            calls = [("call", key) for _, key in cells] if "call" in on else []
            groups.append(System([*cells, *calls], (name, TOTAL), cells))
        elif measures.MEASURES[name].once or name == "practice":
            rest = ("role", measures.UNKNOWN) if name == "role" else None
            groups.append(System(cells, once=measures.MEASURES[name].once, rest=rest))
        else:
            groups += [System([cell]) for cell in cells]
    return groups


class Group:
    """One system over one or more quarters: what is public, and the figures still to decide."""

    def __init__(self, system: System):
        self.system = system
        self.knowledge = Knowledge()
        self._quarters: List[Dict[Cell, Form]] = []

    def begin(self, size: Figure, known: Dict[Cell, Figure], over: bool = True) -> None:
        """A quarter of which the conversations (``size``) and the figures in ``known`` are public.

        Args:
            over: whether it was published before. A figure that is not there was not counted then, and everybody
                knows that; in a quarter that is being published it is still secret.
        """
        low, high = (0 if size.low is None else size.low), (10**6 if size.high is None else size.high)
        forms = {SIZE: self.knowledge.count(low, high)}
        for cell in self.system.cells:
            told = known.get(cell)
            if told is None and over:
                forms[cell] = {}
            elif told is None or told.low is None:
                forms[cell] = self.knowledge.count(0, high, secret=True)
            else:
                top = max(told.low, min(told.high, high))
                forms[cell] = self.knowledge.count(told.low, top, secret=told.status != SHOWN)
            self.knowledge.learn(minus(forms[cell], forms[SIZE]), -INFINITE, 0)
        for cell in self.system.cells:
            other = _implied(cell)
            if other in forms:
                self.knowledge.learn(minus(forms[cell], forms[other]), -INFINITE, 0)
        together = total(*(forms[cell] for cell in self.system.cells))
        if self.system.once:
            self.knowledge.learn(minus(together, forms[SIZE]), -INFINITE, 0)
        if self.system.rest:
            counted = self.system.rest in known or not over
            forms[self.system.rest] = minus(forms[SIZE], together) if counted else {}
        if self.system.total:
            forms[self.system.total] = total(*(forms[cell] for cell in self.system.summed))
        for cell in (self.system.total, self.system.rest):
            told = known.get(cell) if cell else None
            if told is not None and told.low is not None:
                self.knowledge.learn(forms[cell], told.low, told.high)
                if told.status != SHOWN:
                    self.knowledge.protect(forms[cell])
        self._quarters.append(forms)

    def learn_size(self, size: Figure) -> None:
        """The conversations of all quarters together are public as well."""
        if size.low is not None:
            self.knowledge.learn(self._over_quarters(SIZE), size.low, size.high)

    def decide(self, exact: Dict[Cell, int], cells: Optional[List[Cell]] = None) -> Dict[Cell, Figure]:
        """The figures over all quarters begun, one after the other."""
        forms = {cell: self._over_quarters(cell) for cell in (self.system.published() if cells is None else cells)}
        for form in forms.values():
            self.knowledge.protect_until_decided(form)
        return {cell: self.knowledge.publish(form, exact[cell]) for cell, form in forms.items()}

    def _over_quarters(self, cell: Cell) -> Form:
        return total(*(forms[cell] for forms in self._quarters))


def year(
    system: System, size: Figure, quarters: List[Tuple[Dict[Cell, Figure], Dict[Cell, int]]]
) -> Dict[Cell, Figure]:
    """The figures of a year, from what was published of its quarters and their exact counts."""
    system = system._replace(cells=[cell for cell in system.cells if any(cell in known for known, _ in quarters)])
    group, sums = Group(system), Counter()
    for known, exact in quarters:
        group.begin(known.get(SIZE, NOTHING), known)
        values = system.values({cell: n for cell, n in exact.items() if cell in known})
        sums.update({cell: n for cell, n in values.items() if cell in known})
    group.learn_size(size)
    return group.decide(sums) if system.cells else {}


def quarter(system: System, size: Figure, exact: Dict[Cell, int]) -> Dict[Cell, Figure]:
    """The figures of one quarter."""
    # Cells that nothing can be worked out of are shown as they are; only sums need a decision.
    free = {} if system.once else {cell: figure(exact[cell]) for cell in system.cells}
    group = Group(system)
    group.begin(size, free, over=False)
    if system.once:
        return group.decide(exact)
    return {**free, **group.decide(exact, system.published()[len(system.cells) :])}


def _implied(cell: Cell) -> Cell:
    measure, key = cell
    return (measures.IMPLIES[measure], key) if measure in measures.IMPLIES else (measure, measures.IMPLIES.get(key, ""))


def minus(one: Form, other: Form) -> Form:
    """The difference of two sums."""
    return total(one, {index: -times for index, times in other.items()})
