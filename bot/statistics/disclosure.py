"""What may be shown: rounding, small counts, and what others could work out from everything shown together.

Promises: a count below ten shows as "minder dan 10", any other count rounded to the nearest 5; and whoever puts all
published figures together, and knows these very rules, can never narrow a hidden figure to fewer than five values.

How: each new figure is checked against what is already public (``Knowledge``). All values it could have, judged by
what is public and never by the secret itself, are divided in steps of five; steps that would give a hidden figure away
are joined with their neighbours. A figure that falls in a joined step is not shown. Hiding it therefore tells no more
than that step, which was checked too. (Hiding a total only when its true value is revealing would itself reveal it.)
The search for what is possible is in ``feasible.py``.
"""

from typing import Iterator, List, NamedTuple, Optional, Set, Tuple

import numpy as np

from bot.statistics.feasible import Feasible, Form, value

HIDE_BELOW = 10
STEP = 5
MIN_VALUES = 5  # a hidden figure can be this many values at least

SHOWN, BELOW, HIDDEN = "shown", "below", "hidden"
Range = Tuple[int, int]


class Figure(NamedTuple):
    """A figure as published; ``low`` and ``high`` say what anybody may know of the exact count (None = nothing)."""

    status: str
    value: Optional[int]
    low: Optional[int]
    high: Optional[int]


def rounded(n: int) -> int:
    """The nearest multiple of five."""
    return (n + STEP // 2) // STEP * STEP


def step_of(n: int) -> Range:
    """All counts that are shown in the same way as ``n``."""
    if n < HIDE_BELOW:
        return 0, HIDE_BELOW - 1
    middle = rounded(n)
    return max(middle - STEP // 2, HIDE_BELOW), middle + STEP // 2


def figure(n: int) -> Figure:
    """A count on its own, from which nothing else can be worked out."""
    low, high = step_of(n)
    return Figure(BELOW, None, low, high) if n < HIDE_BELOW else Figure(SHOWN, rounded(n), low, high)


def _all_steps(low: int, high: int) -> Iterator[Range]:
    while low <= high:
        yield step_of(low)
        low = step_of(low)[1] + 1


def total(*forms: Form) -> Form:
    """The sum of sums."""
    result: Form = {}
    for form in forms:
        for index, times in form.items():
            result[index] = result.get(index, 0) + times
    return result


class Knowledge:
    """Everything that is public about a set of counts, as bounds on them and on sums of them."""

    def __init__(self) -> None:
        self._bounds: List[Range] = []
        self._rows: List[Tuple[Form, float, float]] = []
        self._secrets: List[Form] = []
        self._points: List[np.ndarray] = []  # counts that fit all that is public; speeds up the search

    def count(self, low: int, high: int, secret: bool = False) -> Form:
        """A new count, known to lie between two bounds."""
        self._bounds.append((low, high))
        form = {len(self._bounds) - 1: 1}
        self._points = []
        if secret:
            self.protect(form)
        return form

    def protect(self, form: Form) -> None:
        """From now on ``form`` may not become known."""
        if form not in self._secrets:
            self._secrets.append(form)

    def protect_until_decided(self, form: Form) -> None:
        """Protect a figure that may turn out to be hidden, while others are decided before it."""
        reach = self.range(form)
        if reach and reach[0] < HIDE_BELOW and reach[1] - reach[0] >= MIN_VALUES - 1:
            self.protect(form)

    def reveal(self, form: Form) -> None:
        """``form`` has been shown and needs no protection."""
        self._secrets = [secret for secret in self._secrets if secret != form]

    def learn(self, form: Form, low: float, high: float) -> None:
        """``form`` is publicly known to lie between two bounds (infinite = no bound)."""
        self._rows.append((form, low, high))
        self._points = [point for point in self._points if low <= value(form, point) <= high]

    def range(self, form: Form) -> Optional[Range]:
        """The least and the greatest value that ``form`` can have; None when what is public contradicts itself."""
        return Feasible(self._bounds, self._rows, []).range(form)

    def publish(self, form: Form, exact: int) -> Figure:
        """Decide how a figure is shown, and add what that tells."""
        reach = self.range(form)
        if reach is None or not reach[0] <= exact <= reach[1]:
            return Figure(HIDDEN, None, None, None)  # counts came in late: no figure beats a contradictory one
        low, high = next(step for step in self._steps(form, reach) if step[0] <= exact <= step[1])
        alone = step_of(low) == step_of(high)
        self.learn(form, low, high)
        if alone and low >= HIDE_BELOW:
            self.reveal(form)
            return Figure(SHOWN, rounded(exact), low, high)
        self.protect(form)
        return Figure(BELOW if alone else HIDDEN, None, low, high)

    def _steps(self, form: Form, reach: Range) -> List[Range]:
        """All values within ``reach`` in steps that are each safe to tell."""
        steps = [(max(low, reach[0]), min(high, reach[1])) for low, high in _all_steps(*reach)]
        safe = self._which_are_safe(form, steps)
        done: List[Range] = []
        joined: Optional[Range] = None
        for step in steps:
            alone = joined is None
            joined = step if alone else (joined[0], step[1])
            if (alone and step in safe) or (not alone and self._safe(form, joined)):
                done, joined = [*done, joined], None
        while joined and done:
            joined = (done.pop()[0], joined[1])
            if self._safe(form, joined):
                done, joined = [*done, joined], None
        return [*done, joined] if joined else done

    def _which_are_safe(self, form: Form, steps: List[Range]) -> Set[Range]:
        """The steps that are safe by themselves.

        Among steps of equal size these are neighbours: how wide a secret stays is a concave function of where the step
        lies (what is public is convex). So it is enough to look from both ends.
        """
        unequal = [step for step in steps if step[0] <= step_of(HIDE_BELOW)[1]]
        safe = {step for step in unequal if self._safe(form, step)}
        equal = steps[len(unequal) :]
        for direction in (1, -1):
            while equal and not self._safe(form, equal[::direction][0]):
                equal.remove(equal[::direction][0])
        return safe | set(equal)

    def _safe(self, form: Form, step: Range) -> bool:
        """Whether every secret still has enough values once ``form`` is known to lie in ``step``."""
        secrets = self._secrets
        if step_of(step[0]) == step_of(step[1]) and step[0] >= HIDE_BELOW:
            secrets = [secret for secret in secrets if secret != form]
        elif form not in secrets:
            secrets = [*secrets, form]
        points = [point for point in self._points if step[0] <= value(form, point) <= step[1]]
        known = len(points)
        fits = Feasible(self._bounds, [*self._rows, (form, *step)], points)
        wide = fits.wide(secrets, MIN_VALUES)
        self._points += points[known:]
        return wide
