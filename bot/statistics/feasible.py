"""Which whole numbers fit a set of bounds: the search behind ``disclosure.py``.

Promises: ``wide`` says yes only when it has found counts that fit and differ enough, and no only after an exact
search (integer programming by scipy, which Rasa brings along). Most questions are answered by a few random points
and by moving one count at a time; without that, publishing a year would take half an hour.
"""

from typing import Dict, List, Optional, Tuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Form = Dict[int, int]  # a sum of variables: index -> how many times
Row = Tuple[Form, float, float]


def value(form: Form, point: np.ndarray) -> int:
    """A sum at one point."""
    return int(sum(times * point[index] for index, times in form.items()))


class Feasible:
    """All points within bounds that satisfy some rows.

    Args:
        bounds: the least and greatest value of each variable.
        rows: sums that lie between two bounds.
        points: points known to fit; found points are added.
    """

    def __init__(self, bounds: List[Tuple[int, int]], rows: List[Row], points: List[np.ndarray]):
        self.points = points
        self._bounds = np.array(bounds, dtype=float)
        self._matrix = self._as_matrix([row[0] for row in rows])
        self._low, self._high = (np.array([row[i] for row in rows], dtype=float) for i in (1, 2))
        self._rows = LinearConstraint(self._matrix, self._low, self._high) if rows else ()

    def range(self, form: Form) -> Optional[Tuple[int, int]]:
        """The least and the greatest value of a sum; None when nothing fits."""
        goal = self._as_matrix([form])[0]
        low, high = self._least(goal), self._least(-goal)
        return None if low is None or high is None else (value(form, low), value(form, high))

    def wide(self, forms: List[Form], values: int) -> bool:
        """Whether each of the sums takes at least this many values (or nothing fits at all)."""
        spread = _Spread(self._as_matrix(forms), values)
        spread.add(self, self.points)
        random = np.random.default_rng(0)
        while spread.narrow():
            goal = spread.table[spread.narrow()]
            goal = random.choice((-1, 1), len(goal)) @ goal  # push all of them up and down at random
            for direction in (goal, -goal):
                if not self._find(direction, spread):
                    return True
            for worst in spread.narrow()[:1]:  # and look exactly at the one that looks worst
                for direction in (spread.table[worst], -spread.table[worst]):
                    self._find(direction, spread)
                if worst in spread.narrow():
                    return False
        return True

    def _find(self, goal: np.ndarray, spread: "_Spread") -> bool:
        point = self._least(goal)
        if point is None:
            return False
        self.points.append(point)
        spread.add(self, [point])
        return True

    def _least(self, goal: np.ndarray) -> Optional[np.ndarray]:
        """A point with the least possible ``goal``."""
        found = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=Bounds(self._bounds[:, 0], self._bounds[:, 1]),
            constraints=self._rows,
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else np.rint(found.x)

    def room(self, point: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """How far each variable can go down and up while the others stay."""
        down, up = point - self._bounds[:, 0], self._bounds[:, 1] - point
        if len(self._matrix):
            sums = self._matrix @ point
            left, right = (sums - self._low)[:, None], (self._high - sums)[:, None]
            adds, takes = self._matrix > 0, self._matrix < 0
            up = np.minimum(up, np.where(adds, right, np.where(takes, left, np.inf)).min(axis=0))
            down = np.minimum(down, np.where(adds, left, np.where(takes, right, np.inf)).min(axis=0))
        return down, up

    def _as_matrix(self, forms: List[Form]) -> np.ndarray:
        matrix = np.zeros((len(forms), len(self._bounds)))
        for row, form in enumerate(forms):
            matrix[row, list(form)] = list(form.values())
        return matrix


class _Spread:
    """Between which values each row of ``table`` has been seen so far."""

    def __init__(self, table: np.ndarray, values: int):
        self.table = table
        self._values = values
        self._adds, self._takes = table > 0, table < 0
        self._low, self._high = np.full(len(table), np.inf), np.full(len(table), -np.inf)

    def add(self, fits: Feasible, points: List[np.ndarray]) -> None:
        """Look at points, and as far around each as one variable can move."""
        for point in points:
            down, up = fits.room(point)
            at = self.table @ point
            more = np.where(self._adds, up, np.where(self._takes, down, 0)).max(axis=1)
            less = np.where(self._adds, down, np.where(self._takes, up, 0)).max(axis=1)
            self._low, self._high = np.minimum(self._low, at - less), np.maximum(self._high, at + more)

    def narrow(self) -> List[int]:
        """The rows not yet seen to take enough values, the narrowest first."""
        width = self._high - self._low
        return [int(row) for row in np.argsort(width, kind="stable") if width[row] < self._values - 1]
