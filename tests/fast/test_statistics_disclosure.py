"""Rule 5, proven: from everything published together no hidden figure can be narrowed to fewer than five values.

Three attackers: one who tries all tables that fit what is shown; one who also knows the rules, and keeps only the
tables for which they would have shown exactly this; and one with a solver, for tables too large to try them all.
"""

import itertools
import random
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.statistics.disclosure import BELOW, HIDDEN, MIN_VALUES, SHOWN, Knowledge, figure, rounded, step_of, total
from bot.statistics.systems import SIZE, Group, System, quarter

COUNT = st.one_of(st.integers(0, 14), st.integers(0, 60))


def system(keys: int, **more) -> System:
    cells = [("intent", f"k{number}") for number in range(keys)]
    return System(cells, **{"total": ("theme", "t"), "summed": cells, **more})


def publish(group: System, size: list, quarters: list) -> dict:
    """Everything published about a table of (quarters x keys) counts: {(quarter or "year", cell): Figure}."""
    shown, year = {}, Group(group)
    sums = defaultdict(int)
    for number, counts in enumerate(quarters):
        exact = dict(zip(group.cells, counts))
        if group.total:
            exact[group.total] = sum(exact[cell] for cell in group.summed)
        if group.rest:
            exact[group.rest] = size[number] - sum(counts)
        for cell, n in exact.items():
            sums[cell] += n
        known = quarter(group, figure(size[number]), exact)
        year.begin(figure(size[number]), known)
        shown.update({(number, cell): told for cell, told in known.items()})
    if len(quarters) > 1:
        year.learn_size(figure(sum(size)))
        shown.update({("year", cell): told for cell, told in year.decide(sums).items()})
    return shown


def too_narrow(shown: dict, tables: list) -> list:
    """The hidden figures that take fewer than five values in these tables."""
    return [
        (place, sorted({table[place] for table in tables}))
        for place, told in shown.items()
        if told.status != SHOWN and len({table[place] for table in tables}) < MIN_VALUES
    ]


def as_places(group: System, size: list, quarters: list) -> dict:
    """The exact counts under the same names as the published figures."""
    exact = {(n, cell): counts[i] for n, counts in enumerate(quarters) for i, cell in enumerate(group.cells)}
    for n, counts in enumerate(quarters):
        if group.total:
            exact[n, group.total] = sum(exact[n, cell] for cell in group.summed)
        if group.rest:
            exact[n, group.rest] = size[n] - sum(counts)
    if len(quarters) > 1:
        exact.update({("year", cell): sum(exact[n, cell] for n in range(len(quarters))) for cell in group.published()})
    return exact


@given(st.integers(0, 100_000))
def test_a_count_is_shown_rounded_to_five_or_not_at_all(n):
    told = figure(n)
    assert told.low <= n <= told.high
    assert told.status == (SHOWN if n >= 10 else BELOW)
    assert told.value is None if n < 10 else told.value % 5 == 0 and abs(told.value - n) <= 2
    assert step_of(told.low) == step_of(told.high)


@pytest.mark.parametrize("n, value", [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (22, 20), (23, 25)])
def test_rounding_goes_to_the_nearest_five(n, value):
    assert rounded(n) == value


# Every table of two counts, judged by who knows the rules: two topics with their total; two quarters of one topic with
# the year; two roles of which a conversation has one at most, with what is left of the (rounded) conversations.
TWO = list(itertools.product(range(27), repeat=2))
REST = {"total": None, "once": True, "rest": ("role", "onbekend")}


@pytest.mark.parametrize(
    "group, tables",
    [
        (system(2), [([40], [pair]) for pair in TWO]),
        (system(1, total=None), [([40, 40], [(a,), (b,)]) for a, b in TWO]),
        (system(2, **REST), [([n], [pair]) for n in range(10, 13) for pair in TWO if sum(pair) <= n]),
        (system(2, **REST), [([n], [pair]) for n in range(13, 18) for pair in TWO if sum(pair) <= n]),
    ],
    ids=["total", "year", "rest-of-10", "rest-of-15"],
)
def test_who_knows_the_rules_learns_no_more(group, tables):
    same = defaultdict(list)
    for size, counts in tables:
        shown = publish(group, size, counts)
        seen = tuple((place, told.status, told.value) for place, told in shown.items())
        same[seen].append((shown, as_places(group, size, counts)))
    for alike in same.values():
        assert not too_narrow(alike[0][0], [exact for _, exact in alike])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2), st.integers(1, 2), st.data())
def test_trying_every_table_that_fits_narrows_nothing(keys, quarters, data):
    counts = data.draw(st.lists(st.tuples(*[COUNT] * keys), min_size=quarters, max_size=quarters))
    size = [max(10, max(row)) + data.draw(st.integers(0, 30)) for row in counts]
    group = system(keys)
    shown = publish(group, size, counts)
    options = [range(shown[n, cell].low, shown[n, cell].high + 1) for n in range(quarters) for cell in group.cells]
    fitting = []
    for values in itertools.product(*options):
        table = as_places(group, size, [values[n * keys : (n + 1) * keys] for n in range(quarters)])
        if all(told.low is None or told.low <= table[place] <= told.high for place, told in shown.items()):
            fitting.append(table)
    assert not too_narrow(shown, fitting)


@pytest.mark.parametrize("seed", range(200))
def test_a_solver_narrows_nothing_in_random_tables(seed):
    dice = random.Random(seed)
    keys, quarters = dice.randint(1, 5), dice.choice((1, 4))
    scale = dice.choice((3, 8, 20, 50))
    counts = [[min(int(dice.expovariate(1 / scale)), 300) for _ in range(keys)] for _ in range(quarters)]
    kind = dice.choice(("total", "rest", "plain"))
    if kind == "rest":
        group = system(keys, total=None, once=True, rest=("role", "onbekend"))
        size = [max(10, sum(row) + dice.choice((0, 1, 5, 40))) for row in counts]
    else:
        group = system(keys) if kind == "total" else system(keys, total=None)
        size = [max(10, max(row) + dice.choice((0, 1, 5, 40))) for row in counts]
    shown = publish(group, size, counts)
    exact = as_places(group, size, counts)
    assert all(told.low <= exact[place] <= told.high for place, told in shown.items() if told.low is not None)
    assert not narrowed(group, size, shown)


def narrowed(group: System, size: list, shown: dict) -> list:
    """What a solver makes of all that is shown: the hidden figures with fewer than five possible values."""
    quarters = range(len(size))
    order = [(n, cell) for n in quarters for cell in (*group.cells, SIZE)]
    column = {place: i for i, place in enumerate(order)}
    sizes = {**{(n, SIZE): figure(size[n]) for n in quarters}, ("year", SIZE): figure(sum(size))}
    rows, low, high = [], [], []

    def form(place):
        when, cell = place
        row = np.zeros(len(order))
        for n in quarters if when == "year" else [when]:
            if cell == group.total:
                row[[column[n, c] for c in group.summed]] += 1
            elif cell == group.rest:
                row[[column[n, c] for c in group.cells]] -= 1
                row[column[n, SIZE]] += 1
            else:
                row[column[n, cell]] += 1
        return row

    for place, told in {**shown, **sizes}.items():
        if told.low is not None:
            rows.append(form(place)), low.append(told.low), high.append(told.high)
    for n in quarters:
        for cell in group.cells:  # no cell exceeds the conversations ...
            rows.append(form((n, cell)) - form((n, SIZE))), low.append(-np.inf), high.append(0)
        if group.once:  # ... nor do cells of which a conversation has one at most, together
            (
                rows.append(sum(form((n, cell)) for cell in group.cells) - form((n, SIZE))),
                low.append(-np.inf),
                high.append(0),
            )
    found = []
    for place, told in shown.items():
        if told.status == SHOWN:
            continue
        ends = [
            milp(
                sign * form(place),
                integrality=np.ones(len(order)),
                bounds=Bounds(0, 10_000),
                constraints=LinearConstraint(np.array(rows), low, high),
            ).fun
            for sign in (1, -1)
        ]
        if None in ends or round(-ends[1]) - round(ends[0]) < MIN_VALUES - 1:
            found.append((place, told, ends))
    return found


def test_hiding_a_total_does_not_give_it_away():
    """With one hidden cell beside 20, totals of 28 to 31 would give it away; hiding only those would as well."""
    seen = {}
    for hidden in range(10):
        for visible in range(18, 23):
            told = publish(system(2), [40], [(visible, hidden)])[0, ("theme", "t")]
            seen.setdefault(told.status, set()).add(hidden)
            assert told.status == HIDDEN or told.value == 20
    assert len(seen[HIDDEN]) >= MIN_VALUES and len(seen[SHOWN]) >= MIN_VALUES


def test_counts_that_contradict_what_was_published_are_not_shown():
    knowledge = Knowledge()
    one, other = knowledge.count(18, 22), knowledge.count(0, 9, secret=True)
    assert knowledge.publish(total(one, other), 400).status == HIDDEN


def test_a_large_group_shows_its_total():
    told = publish(system(12), [200], [[3, 40, 25, 0, 0, 7, 9, 12, 0, 1, 2, 5]])
    assert told[0, ("theme", "t")].value == 105
