"""The charts, drawn by hand as SVG: no script, no library, readable without colour.

Promises: every chart stands beside a table with the same figures, so the drawing is hidden from screen readers; a
figure that is not shown is drawn as what anybody may know of it (a dashed box from its least to its most), never as
zero. Colours come from the style sheet, so that dark mode, print and forced colours work.
"""

from typing import Dict, List, Sequence, Tuple

from markupsafe import Markup, escape

from bot.statistics import periods
from bot.statistics.disclosure import SHOWN
from bot.statistics.report import Week

WIDTH, HEIGHT = 560, 180
LEFT, TOP, BOTTOM = 40, 22, 34  # room for the figures, for note numbers above, for weeks below
STEPS = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)
Box = Tuple[str, float, float, float, float]  # kind, left, width, lower and upper part of the height


def weeks(report_weeks: Sequence[Week]) -> Markup:
    """Columns of conversations per week, with numbers for notes."""
    highest = max((week.conversations.high or 9 for week in report_weeks), default=10)
    step = next((s for s in STEPS if highest <= 4 * s), STEPS[-1])
    top = step * -(-highest // step)
    boxes, notes = [], []
    for index, week in enumerate(report_weeks):
        x, wide = _column(index, len(report_weeks))
        figure = week.conversations
        height = (figure.value if figure.status == SHOWN else figure.high or 9) / top
        kind = "unknown" if figure.status != SHOWN else _kind(week)
        boxes.append((kind, x, wide, 0, height))
        if week.notes:
            place = f'x="{x + wide / 2:.0f}" y="{_y(height) - 5:.0f}"'
            notes.append(f'<text class="note" {place}>{len(notes) + 1}</text>')
    lines = [(str(value), value / top) for value in range(0, top + 1, step)]
    return _svg([*_grid(lines), *_boxes(boxes), *notes, *_below(report_weeks)])


def understood(report_weeks: Sequence[Week]) -> Markup:
    """The share understood per week: a box from its least to its most."""
    boxes = []
    for index, week in enumerate(report_weeks):
        if week.share.low is not None:
            x, wide = _column(index, len(report_weeks))
            boxes.append((_kind(week), x, wide, week.share.low, week.share.high))
    lines = [(f"{percent} %", percent / 100) for percent in (0, 25, 50, 75, 100)]
    return _svg([*_grid(lines), *_boxes(boxes), *_below(report_weeks)])


def bar(value: int, highest: int) -> Markup:
    """A bar in a row of a table."""
    width = max(round(100 * value / highest, 1), 1) if highest else 0
    return Markup(f'<svg class="bar" aria-hidden="true"><rect width="{width:g}%" height="100%"/></svg>')


def _column(index: int, count: int):
    room = (WIDTH - LEFT) / max(count, 13)
    return round(LEFT + index * room + room * 0.12, 1), round(room * 0.76, 1)


def _y(part: float) -> float:
    return TOP + (1 - part) * (HEIGHT - TOP - BOTTOM)


def _kind(week: Week) -> str:
    return "on" if week.selected else "off"


def _boxes(boxes: List[Box]) -> List[str]:
    """All boxes of one kind in one path: a year of weeks stays small."""
    paths: Dict[str, str] = {}
    for kind, x, wide, low, high in boxes:
        tall = max(_y(low) - _y(high), 1.5)
        paths[kind] = paths.get(kind, "") + f"M{x:g} {_y(low):.0f}v{-tall:.1f}h{wide:g}v{tall:.1f}z"
    return [f'<path class="{kind}" d="{path}"/>' for kind, path in paths.items()]


def _grid(lines) -> List[str]:
    path = "".join(f"M{LEFT} {_y(part):.0f}H{WIDTH}" for _, part in lines)
    texts = [f'<text class="y" x="{LEFT - 5}" y="{_y(part) + 4:.0f}">{escape(text)}</text>' for text, part in lines]
    return [f'<path class="grid" d="{path}"/>', *texts]


def _below(report_weeks: Sequence[Week]) -> List[str]:
    """Week numbers for every so many columns, and the month where one begins."""
    every = 1 if len(report_weeks) <= 14 else 3 if len(report_weeks) <= 27 else 4
    parts, month = [f'<text class="y w" x="{LEFT - 5}" y="{HEIGHT - 19}">week</text>'], None
    for index, week in enumerate(report_weeks):
        x, wide = _column(index, len(report_weeks))
        middle = x + wide / 2
        if index % every == 0:
            parts.append(f'<text class="x" x="{middle:.0f}" y="{HEIGHT - 19}">{int(week.period.period[6:])}</text>')
        if week.period.ends.month != month:
            month = week.period.ends.month
            parts.append(f'<text class="m" x="{x:.0f}" y="{HEIGHT - 3}">{periods.MONTHS[month - 1]}</text>')
    return parts


def _svg(parts: List[str]) -> Markup:
    return Markup(f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{"".join(parts)}</svg>')
