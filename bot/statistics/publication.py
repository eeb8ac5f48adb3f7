"""From counts to published figures: what is due, once, and never again.

Promises: a period is published when it is over and a week has passed, with exactly the figures that
``disclosure.py`` allows given all that was published before; published periods are never touched. Run as often as
you like, in as many processes as you like: after a crash the next run catches up.
"""

import logging
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Dict, Iterable, List, Optional

from bot import steps
from bot.contacts import ZONE
from bot.statistics import measures, periods, themes
from bot.statistics.counts_file import INCOMPLETE, CountStore, Row
from bot.statistics.disclosure import SHOWN, Figure, Knowledge, figure, total
from bot.statistics.published import Cell, Entry, Published
from bot.statistics.reached import decide
from bot.statistics.systems import NOTHING, SIZE, TOTAL, System, all_systems, quarter, year

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(weeks=60)  # weeks older than this are not published any more (a clock that was years off)
STARTED, FORGOTTEN, SEEN = "started", "forgotten_before", "seen"
LEAP = timedelta(days=4)  # between two runs; after a longer stop publishing waits one more night
FEWEST = 13  # messages of a period with a breakdown: with fewer, one frequent topic leaves next to nothing for the rest


def publish_due(
    store: CountStore, file: Published, on: Iterable[str], campaigns: Iterable[str], today: date
) -> List[str]:
    """Publish everything that is due; returns the names of the periods."""
    rows = store.rows()
    start = _started(rows, file, today)
    forgotten = file.about(FORGOTTEN) or ""
    done = file.periods()
    published = []
    first = max(start, periods.week_of(today - LOOK_BACK))
    for week in periods.weeks_between(first, periods.week_of(today)):
        for period in (week, periods.quarter_of(week), periods.year_of(week)):
            last = week if period == week else periods.weeks_in(period)[-1]
            if period in done or last != week or periods.due_on(week) > today or _first(period) < forgotten:
                continue
            if Publication(period, rows, file, on, campaigns, start).publish(today):
                published.append(period)
    return published


def keep_up(counts, config) -> None:
    """Publish what is due for a running service. Trouble is logged: the next run tries again.

    Whatever goes wrong here may not stop the task that calls this, for it writes the counts as well.
    """
    if counts.store is None:
        return
    try:
        file = Published(config.beside_counts(config.STATISTICS))
        publish_due(counts.store, file, counts.measures, config.CAMPAIGNS, _trusted(file, now_here().date()))
    except Exception as error:  # noqa: BLE001 - see above
        logger.error("De statistiek is niet bijgewerkt (%s). Later nog een keer.", type(error).__name__)


def now_here() -> datetime:
    """The time here."""
    return datetime.now(ZONE)


def _trusted(file: Published, today: date) -> date:
    """Today, or the last day seen when the clock has leapt since: one more night will tell whether that is true."""
    last = date.fromisoformat(file.about(SEEN) or today.isoformat())
    file.note_fact(SEEN, today.isoformat())
    return today if today - last <= LEAP else last


def _started(rows: List[Row], file: Published, today: date) -> str:
    """The week in which counting began; written down the first time."""
    started = file.about(STARTED)
    if started is None or started > periods.week_of(today):  # the clock was ahead when this was written down
        oldest = periods.week_of(today - LOOK_BACK)
        weeks = [week for week, measure, _, _ in rows if measure != INCOMPLETE and week >= oldest]
        started = min([periods.week_of(today), *weeks])
        file.note_fact(STARTED, started)
    return started


def _first(period: str) -> str:
    return period if periods.kind_of(period) == periods.WEEK else periods.weeks_in(period)[0]


class Publication:
    """The figures of one period, decided on the counts and on all that was published before."""

    def __init__(
        self, period: str, rows: List[Row], file: Published, on: Iterable[str], campaigns: Iterable[str], start: str
    ):
        self._period, self._file, self._start = period, file, start
        self._quarters = file.figures(periods.quarters_in(periods.year_of(period)))
        # A campaign that is over keeps its own line until the year is over.
        earlier = (key for entries in self._quarters.values() for name, key in entries if name == "campaign")
        self._campaigns = list(dict.fromkeys([*campaigns, *(key for key in earlier if key != measures.OTHER)]))
        self._on = [name for name in measures.MEASURES if name in set(on) | measures.ON]
        self._labels = {name: measures.labels(name, self._campaigns) for name in measures.MEASURES}
        self._incomplete = {week for week, measure, _, _ in rows if measure == INCOMPLETE}
        self._sums: Dict[str, Counter] = {}
        for week, measure, key, n in rows:
            for period in (week, periods.quarter_of(week), periods.year_of(week)):
                self._sums.setdefault(period, Counter())[self._cell(measure, key)] += n

    def publish(self, today: date) -> bool:
        """Decide all figures of the period and write them; False when another process was first."""
        period, kind = self._period, periods.kind_of(self._period)
        weeks = [period] if kind == periods.WEEK else [week for week in periods.weeks_in(period) if week >= self._start]
        use = self._use(period, weeks)
        figures = dict(use)
        if kind != periods.WEEK:
            for system in all_systems(self._on, self._campaigns):
                figures.update(self._breakdown(system, use))
            if "step" in self._on:
                figures.update(self._steps(figures))
        incomplete = any(week in self._incomplete or self._came_late(week) for week in weeks)
        entries = {cell: self._entry(cell, told) for cell, told in figures.items()}
        return self._file.publish(period, periods.starts(weeks[0]), today, incomplete, self._on, entries)

    def _use(self, period: str, weeks: List[str]) -> Dict[Cell, Figure]:
        """Conversations, messages and messages not understood."""
        cells = [(name, measures.ALL) for name in measures.PER_WEEK]
        exact = self._exact(period)
        if periods.kind_of(period) == periods.WEEK:
            return {cell: figure(exact[cell]) for cell in cells}
        knowledge = Knowledge()
        sums: Dict[Cell, list] = {cell: [] for cell in cells}
        known = self._file.figures([*weeks, *periods.quarters_in(period)])
        for week in weeks:
            forms = {cell: _known_count(knowledge, known[week].get(cell)) for cell in cells}
            for cell, form in forms.items():
                sums[cell].append(form)
                more = {index: -1 for index in forms[("message", measures.ALL)]}
                knowledge.learn(total(form, more), -float("inf"), 0)
        if periods.kind_of(period) == periods.YEAR:
            for name in periods.quarters_in(period):
                inside = [i for i, week in enumerate(weeks) if periods.quarter_of(week) == name]
                for cell, entry in known[name].items():
                    if cell in sums and inside and entry.figure.low is not None:
                        form = total(*(sums[cell][i] for i in inside))
                        knowledge.learn(form, entry.figure.low, entry.figure.high)
                        if entry.figure.status != SHOWN:
                            knowledge.protect(form)
        wanted = {cell: total(*sums[cell]) for cell in cells}
        for form in wanted.values():
            knowledge.protect_until_decided(form)
        return {cell: knowledge.publish(form, exact[cell]) for cell, form in wanted.items()}

    def _breakdown(self, system: System, use: Dict[Cell, Figure]) -> Dict[Cell, Figure]:
        """The figures of a group. With too few conversations or messages there are none, nor when it has changed."""
        if not _enough(use) or self._changed(system):
            return {cell: NOTHING for cell in system.published()}
        if periods.kind_of(self._period) == periods.QUARTER:
            return quarter(system, use[SIZE], system.values(self._exact(self._period)))
        return year(system, use[SIZE], [(told, self._exact(name)) for name, told in self._known().items()])

    def _steps(self, now: Dict[Cell, Figure]) -> Dict[Cell, Figure]:
        """The figures of the steps, given those of the topics and themes."""
        reached: Dict[Cell, List[Cell]] = {}
        for intent, step in steps.of_intents().items():
            if ("intent", intent) in now:
                reached.setdefault(("step", step), []).append(("intent", intent))
        if not _enough(now):
            return {cell: NOTHING for cell in reached}
        by_theme = {("theme", theme): [("intent", i) for i in all_] for theme, all_ in measures.by_theme().items()}
        if periods.kind_of(self._period) == periods.QUARTER:
            return decide(reached, by_theme, [now], now, self._exact(self._period))
        exact: Counter = Counter()
        for name, told in self._known().items():
            exact.update({cell: n for cell, n in self._exact(name).items() if cell in told})
        return decide(reached, by_theme, list(self._known().values()), now, exact)

    def _known(self) -> Dict[str, Dict[Cell, Figure]]:
        """What was published of the quarters of this year."""
        told = {name: {cell: entry.figure for cell, entry in there.items()} for name, there in self._quarters.items()}
        return {name: figures for name, figures in told.items() if figures}

    def _changed(self, system: System) -> bool:
        """Whether a cell was in this group in an earlier quarter and is not now, or the other way round."""
        if periods.kind_of(self._period) == periods.QUARTER or len(system.published()) == 1:
            return False
        name, theme = system.cells[0][0], system.total[1] if system.total else None
        return any(
            (entry.theme in (theme, None)) != ((measure, key) in system.cells)
            for entries in self._quarters.values()
            for (measure, key), entry in entries.items()
            if measure == name and key not in (TOTAL, measures.UNKNOWN)
        )

    def _exact(self, period: str) -> Counter:
        return self._sums.get(period, Counter())

    def _cell(self, measure: str, key: str) -> Cell:
        if measure in self._labels and key not in self._labels[measure]:
            key = measures.OTHER  # a topic or code that is not in use any more
        return measure, key

    def _came_late(self, week: str) -> bool:
        """Whether the counts of a week are not those it was published with."""
        told = self._file.figures([week])[week].get(SIZE)
        return told is not None and not told.figure.low <= self._exact(week)[SIZE] <= told.figure.high

    def _entry(self, cell: Cell, told: Figure) -> Entry:
        measure, key = cell
        if measure == "theme":
            return Entry(themes.TITLES[key], None, told)
        label = {TOTAL: "Totaal", measures.UNKNOWN: "Onbekend"}.get(key) or self._labels[measure][key]
        return Entry(label, measures.theme_of(key) if measure == "intent" else None, told)


def _enough(use: Dict[Cell, Figure]) -> bool:
    """Whether a period has enough conversations and messages for a breakdown."""
    messages = use["message", measures.ALL]
    return use[SIZE].status == messages.status == SHOWN and messages.low >= FEWEST


def _known_count(knowledge: Knowledge, entry: Optional[Entry]):
    if entry is None or entry.figure.low is None:
        return knowledge.count(0, 10**6, secret=True)
    return knowledge.count(entry.figure.low, entry.figure.high, secret=entry.figure.status != SHOWN)
