"""Weeks, quarters and years: which belongs where, when a figure may appear, and what they are called in Dutch.

A period is its name: ``2026-W47``, ``2026-Q4`` or ``2026``. A week belongs to the quarter and year of its Thursday, so
that quarters are whole weeks and add up. Periods sort as text within their kind.
"""

from datetime import date, timedelta
from typing import Iterator, List

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LONG_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WAIT = timedelta(weeks=1)  # between the end of a period and its figures: every process has written by then

WEEK, QUARTER, YEAR = "week", "quarter", "year"


def week_of(day: date) -> str:
    """The ISO week of a day, such as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of a week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def is_week(text: str) -> bool:
    """Whether a text names a week that exists."""
    try:
        return week_of(monday(text)) == text
    except (ValueError, IndexError):
        return False


def kind_of(period: str) -> str:
    """``week``, ``quarter`` or ``year``."""
    return {"W": WEEK, "Q": QUARTER}.get(period[5:6], YEAR)


def quarter_of(week: str) -> str:
    """The quarter of a week's Thursday."""
    thursday = monday(week) + timedelta(days=3)
    return f"{thursday.year}-Q{(thursday.month + 2) // 3}"


def year_of(period: str) -> str:
    """The year of a week or quarter (the ISO year of a week is the year of its Thursday)."""
    return period[:4]


def weeks_between(first: str, last: str) -> Iterator[str]:
    """All weeks from the first up to and including the last."""
    day = monday(first)
    while day <= monday(last):
        yield week_of(day)
        day += timedelta(weeks=1)


def weeks_in(period: str) -> List[str]:
    """The weeks of a quarter or year, in order."""
    year = year_of(period)
    end = week_of(date(int(year), 12, 28))  # 28 December always lies in the last ISO week
    weeks = weeks_between(f"{year}-W01", end)
    return [week for week in weeks if kind_of(period) == YEAR or quarter_of(week) == period]


def quarters_in(year: str) -> List[str]:
    """The four quarters of a year."""
    return [f"{year}-Q{number}" for number in range(1, 5)]


def starts(period: str) -> date:
    """The first day of a period."""
    return monday(period if kind_of(period) == WEEK else weeks_in(period)[0])


def ends(period: str) -> date:
    """The last day of a period."""
    return monday(period if kind_of(period) == WEEK else weeks_in(period)[-1]) + timedelta(days=6)


def due_on(period: str) -> date:
    """The first day on which figures about a period are published."""
    return ends(period) + timedelta(days=1) + WAIT


def previous(period: str) -> str:
    """The period just before, of the same kind."""
    if kind_of(period) == WEEK:
        return week_of(monday(period) - timedelta(weeks=1))
    if kind_of(period) == YEAR:
        return str(int(period) - 1)
    year, number = int(period[:4]), int(period[6:])
    return f"{year - 1}-Q4" if number == 1 else f"{year}-Q{number - 1}"


def days(first: date, last: date) -> str:
    """A range of days, such as ``16–22 nov`` or ``30 nov – 6 dec``."""
    if first.month == last.month:
        return f"{first.day}–{last.day} {MONTHS[last.month - 1]}"
    return f"{first.day} {MONTHS[first.month - 1]} – {last.day} {MONTHS[last.month - 1]}"


def day(when: date) -> str:
    """A date in full, such as ``21 november 2026``."""
    return f"{when.day} {LONG_MONTHS[when.month - 1]} {when.year}"


def name(period: str) -> str:
    """What a period is called: ``week 47``, ``4e kwartaal 2026`` or ``2026``."""
    if kind_of(period) == WEEK:
        return f"week {int(period[6:])}"
    return f"{period[6:]}e kwartaal {period[:4]}" if kind_of(period) == QUARTER else period


def in_sentence(period: str) -> str:
    """A quarter or year within a sentence: ``het 4e kwartaal van 2026``."""
    return f"het {period[6:]}e kwartaal van {period[:4]}" if kind_of(period) == QUARTER else period


def full_name(period: str) -> str:
    """The name with its days: ``week 47 (16–22 nov)``."""
    return f"{name(period)} ({days(starts(period), ends(period))})"
