"""One period as staff read it: the same figures for the screen, the print, the terminal, CSV and JSON.

Promises: everything here is computed from published figures only, so that nothing can be derived from a comparison
or a percentage that was not public already. Differences within 5 are "ongeveer gelijk".
"""

from datetime import date
from typing import Dict, List, NamedTuple, Optional, Tuple

from bot.statistics import measures, periods, themes
from bot.statistics.disclosure import BELOW, SHOWN, STEP, Figure
from bot.statistics.published import Cell, Entry, Note, Period, Published, in_words
from bot.statistics.systems import SIZE, TOTAL

RULE = "Getallen zijn afgerond op 5. Minder dan 10 tonen we niet, zodat niemand te herkennen is."
MESSAGE, MISSED = ("message", measures.ALL), ("not_understood", measures.ALL)
LEAST_USEFUL = 0.5  # a share that may be anything above less than half says nothing
Entries = Dict[Cell, Entry]


class Share(NamedTuple):
    """The share of messages understood: between ``low`` and ``high`` (0-1), and in words."""

    low: Optional[float]
    high: Optional[float]
    text: str


class Line(NamedTuple):
    """A figure in a table, with the period before."""

    label: str
    figure: Figure
    before: Optional[Figure]

    @property
    def text(self) -> str:
        return in_words(self.figure)

    @property
    def change(self) -> str:
        return compare(self.figure, self.before)


class Table(NamedTuple):
    """A measure with its lines: those with a number, and the labels of those without."""

    key: str
    title: str
    unit: str
    definition: str
    total: Optional[Line]
    lines: List[Line]
    small: List[Line]
    partly: bool = False  # switched on after the period had begun


class Week(NamedTuple):
    """A week in the chart."""

    period: Period
    conversations: Figure
    share: Share
    notes: List[Note]
    selected: bool


class Report(NamedTuple):
    """All that is shown about one quarter or year."""

    period: Optional[Period]
    before: Optional[Period]
    choices: List[Period]
    earlier: Optional[Period]
    later: Optional[Period]
    conversations: Optional[Line]
    messages: Optional[Line]
    share: Share
    share_before: Optional[Share]
    themes: List[Table]
    tables: List[Table]
    weeks: List[Week]
    notes: List[Note]
    next_quarter: date


def compare(now: Figure, before: Optional[Figure]) -> str:
    """The difference with the period before, in words."""
    if before is None:
        return ""
    if now.status == SHOWN and before.status == SHOWN:
        difference = now.value - before.value
        if abs(difference) <= STEP:
            return "ongeveer gelijk"
        return f"{abs(difference)} {'meer' if difference > 0 else 'minder'}"
    if {now.status, before.status} == {SHOWN, BELOW}:
        return f"was {in_words(before)}"
    return "ongeveer gelijk" if now.status == before.status == BELOW else "niet te vergelijken"


def share_understood(messages: Optional[Figure], missed: Optional[Figure]) -> Share:
    """The share of messages that did not end in asking back, as far as the published figures tell."""
    if messages is None or missed is None or messages.status != SHOWN or missed.low is None:
        return Share(None, None, "te weinig berichten")
    low = max(1 - missed.high / messages.low, 0)
    high = min(1 - missed.low / messages.high, 1)
    if missed.status != SHOWN:
        if low < LEAST_USEFUL:
            return Share(None, None, "te weinig berichten")
        return Share(low, high, f"{_floor(low)} % of meer")
    if high - low <= 0.02:
        return Share(low, high, f"{round(100 * (1 - missed.value / messages.value))} %")
    return Share(low, high, f"ongeveer {5 * round(20 * (1 - missed.value / messages.value))} %")


def build(file: Published, name: Optional[str] = None) -> Report:
    """The report on a published quarter or year; the latest quarter when ``name`` is unknown or None."""
    known = file.periods()
    choices = sorted(
        (p for p in known.values() if p.kind != periods.WEEK), key=lambda p: (p.ends, p.kind), reverse=True
    )
    latest = next((p for p in choices if p.kind == periods.QUARTER), None)
    period = next((p for p in choices if p.period == name), latest)
    before = known.get(periods.previous(period.period)) if period else None
    if before and (before.incomplete or before.starts > periods.starts(before.period)):
        before = None  # a period that was not whole is no yardstick
    weeks = _weeks_shown(known, period)
    entries = file.figures([p.period for p in (period, before, *weeks) if p])
    now = entries[period.period] if period else {}
    then = entries[before.period] if before else {}
    notes = [note for note in file.notes() if not weeks or note.week >= weeks[0].period]
    last = max((p.ends for p in known.values() if p.kind == periods.WEEK), default=date.today())
    return Report(
        period,
        before,
        choices,
        known.get(periods.previous(period.period)) if period else None,
        next((p for p in choices if period and periods.previous(p.period) == period.period), None),
        _line(now, then, SIZE),
        _line(now, then, MESSAGE),
        _share(now),
        _share(then) if before else None,
        _themes(now, then),
        [_table(name, now, then, partly=_partly(name, period, known)) for name in _shown_measures(now)],
        [
            Week(
                w,
                entries[w.period][SIZE].figure,
                _share(entries[w.period]),
                [n for n in notes if n.week == w.period],
                _inside(w, period),
            )
            for w in weeks
        ],
        notes,
        periods.due_on(periods.quarter_of(periods.week_of(last))),
    )


def _weeks_shown(known: Dict[str, Period], period: Optional[Period]) -> List[Period]:
    """The weeks around a period: the quarter before it, and up to now when it is the latest."""
    weeks = sorted((p for p in known.values() if p.kind == periods.WEEK), key=lambda p: p.period)
    if period is None:
        return weeks[-26:]
    if period.kind == periods.YEAR:
        return [week for week in weeks if _inside(week, period)]
    newest = max(p.ends for p in known.values() if p.kind == periods.QUARTER) == period.ends
    first = periods.starts(periods.previous(period.period))
    return [week for week in weeks if week.starts >= first and (newest or week.ends <= period.ends)]


def _inside(week: Period, period: Optional[Period]) -> bool:
    return period is not None and period.starts <= week.starts <= period.ends


def _share(entries: Entries) -> Share:
    figures = [entries[cell].figure if cell in entries else None for cell in (MESSAGE, MISSED)]
    return share_understood(*figures)


def _line(now: Entries, then: Entries, cell: Cell) -> Optional[Line]:
    if cell not in now:
        return None
    return Line(now[cell].label, now[cell].figure, then[cell].figure if cell in then else None)


def _split(lines: List[Line], by_size: bool) -> Tuple[List[Line], List[Line]]:
    """Those with a number, and those without; ``overig`` is only worth a line when it has one."""
    shown = [line for line in lines if line.figure.status == SHOWN]
    if by_size:
        shown.sort(key=lambda line: -line.figure.value)
    return shown, [line for line in lines if line.figure.status != SHOWN and line.label != measures.OTHER_LABEL]


def _themes(now: Entries, then: Entries) -> List[Table]:
    tables = []
    for theme, title in themes.TITLES.items():
        cells = [cell for cell, entry in now.items() if cell[0] == "intent" and entry.theme == theme]
        lines, small = _split([_line(now, then, cell) for cell in cells], by_size=True)
        if ("theme", theme) in now:
            tables.append(Table(theme, title, "", "", _line(now, then, ("theme", theme)), lines, small))
    return sorted(tables, key=lambda table: (table.key == themes.REST, -(table.total.figure.value or 0)))


def _table(name: str, now: Entries, then: Entries, partly: bool) -> Table:
    measure = measures.MEASURES[name]
    cells = [cell for cell in now if cell[0] == name and cell[1] != TOTAL]
    lines, small = _split([_line(now, then, cell) for cell in cells], by_size=name not in _IN_ORDER)
    return Table(
        name, measure.title, measure.unit, measure.definition, _line(now, then, (name, TOTAL)), lines, small, partly
    )


_IN_ORDER = ("step", "practice", "talk_before", "talk_after")


def _shown_measures(now: Entries) -> List[str]:
    inside = {measure for measure, _ in now}
    return [name for name in measures.MEASURES if name in inside and name not in (*measures.PER_WEEK, "intent")]


def _partly(name: str, period: Optional[Period], known: Dict[str, Period]) -> bool:
    inside = [p for p in known.values() if p.kind != periods.YEAR and _inside(p, period)]
    return any(name not in p.measures for p in inside)


def _floor(share: float) -> int:
    return int(share * 20) * 5
