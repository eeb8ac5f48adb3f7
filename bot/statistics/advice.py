"""What the figures say and what to do next, in a few Dutch sentences.

Promises: each sentence follows from published figures alone; none claims a cause. At most three pieces of advice,
the most urgent first: a colleague should know within a minute whether the chat is used, for what, and what to do.
"""

from typing import List, NamedTuple, Optional

from bot.statistics import periods
from bot.statistics.disclosure import SHOWN, STEP
from bot.statistics.report import Line, Report, Table, Week
from bot.statistics.themes import REST

AT_MOST = 3
LOW_SHARE, HIGH_SHARE = 0.75, 0.85  # of messages understood


class Advice(NamedTuple):
    """Something to do, and why."""

    do: str
    why: str


def use(report: Report) -> str:
    """Is it used? One sentence about the period."""
    line = report.conversations
    if line is None or line.figure.status != SHOWN:
        return "Er waren nog te weinig gesprekken om te tonen."
    weeks = len([week for week in report.weeks if week.selected]) or 1
    each = line.figure.value / weeks
    pace = f"Gemiddeld ongeveer {round(each / 5) * 5} per week." if each >= 7.5 else "Gemiddeld minder dan 10 per week."
    return f"{_against(line, report)} {pace}".strip()


def understood(report: Report) -> str:
    """Does it understand people? One sentence."""
    if report.share.low is None:
        return "Er waren te weinig berichten om te zeggen hoe vaak de chat mensen begreep."
    text = f"De chat begreep {report.share.text} van de berichten."
    before = report.share_before
    if before is None or before.low is None:
        return text
    if report.share.low > before.high:
        return f"{text} Dat is meer dan in de periode ervoor ({before.text})."
    if report.share.high < before.low:
        return f"{text} Dat is minder dan in de periode ervoor ({before.text})."
    return f"{text} Dat is ongeveer gelijk aan de periode ervoor."


def about(report: Report) -> str:
    """What for? One sentence."""
    top = top_themes(report)
    if not top:
        return "Er zijn nog geen onderwerpen die vaak genoeg voorkwamen om te tonen."
    return f"Het vaakst: {_listed([f'{_quoted(table.title)} ({table.total.text})' for table in top])}."


def top_themes(report: Report) -> List[Table]:
    """The three themes that came up most; talk about the chat itself is none."""
    return [table for table in report.themes if table.key != REST and table.total.figure.status == SHOWN][:3]


def understood_per_week(report: Report) -> str:
    """One sentence about the chart of messages understood."""
    known = [week for week in report.weeks if week.share.low is not None]
    if not known:
        return "In geen van deze weken waren er genoeg berichten."
    return f"In {known[-1].period.name} begreep de chat {known[-1].share.text} van de berichten."


def per_week(report: Report) -> str:
    """One sentence about the chart of weeks."""
    shown = [week for week in report.weeks if week.conversations.status == SHOWN]
    if not report.weeks:
        return "Er is nog geen week voorbij die we kunnen tonen."
    last = report.weeks[-1]
    text = f"De laatste week in beeld, {last.period.name}, had {_count(last)}"
    if not shown:
        return f"{text}. In geen enkele week waren het er 10 of meer."
    top = busiest(shown)
    if top is last:
        return f"{text}: de drukste van deze {len(report.weeks)} weken."
    return f"{text}. De drukste was {top.period.name}, met {_count(top)}{_noted(top)}."


def next_steps(report: Report) -> List[Advice]:
    """What to do, the most urgent first."""
    steps = [_understanding(report), _busier(report), _growing(report), _top_theme(report), _notes(report)]
    return [step for step in steps if step][:AT_MOST]


def busiest(weeks: List[Week]) -> Week:
    """The week with most conversations, the latest when there are more."""
    return max(weeks, key=lambda week: (week.conversations.value, week.period.period))


def answers(table: Table) -> str:
    """For a question with a yes: how many of ten said it. Follows from the figures shown, or is empty."""
    counts = {line.label: line.figure.value for line in table.lines}
    if not table.key.startswith("talk_") or set(counts) != {"Ja", "Misschien", "Nee"}:
        return ""
    of_ten = round(10 * counts["Ja"] / sum(counts.values()))
    return f"Van elke 10 antwoorden waren er ongeveer {of_ten} ja. "


def _understanding(report: Report) -> Optional[Advice]:
    share = report.share
    if share.low is None or share.high >= LOW_SHARE:
        return None
    return Advice(
        "Laat de redactie voorbeeldzinnen toevoegen.",
        f"De chat begreep {share.text} van de berichten. Streef naar 85 % of meer.",
    )


def _busier(report: Report) -> Optional[Advice]:
    line = report.conversations
    if line is None or line.before is None or line.figure.status != SHOWN or line.before.status != SHOWN:
        return None
    shown = [week for week in report.weeks if week.selected and week.conversations.status == SHOWN]
    if not shown:
        return None
    top = busiest(shown)
    peak = f"De drukste week was {top.period.name}, met {_count(top)}."
    if line.figure.value < line.before.value - STEP:
        do = "Vraag aandacht voor de chat." if not top.notes else f"Doe opnieuw iets als {_quoted(top.notes[0].text)}."
        return Advice(
            do, f"Er waren {line.change} gesprekken dan in {periods.in_sentence(report.before.period)}. {peak}"
        )
    if top.notes:
        return Advice(f"Doe opnieuw iets als {_quoted(top.notes[0].text)}.", f"{peak} Dat kan toeval zijn.")
    return None


def _growing(report: Report) -> Optional[Advice]:
    grown = [table for table in report.themes if table.key != REST and _growth(table) > STEP]
    if not grown:
        return None
    table = max(grown, key=_growth)
    return Advice(
        f"Bespreek {_quoted(table.title)} met Veilig Thuis en de gemeenten.",
        f"Dit thema groeide het meest: {table.total.change} dan in {periods.in_sentence(report.before.period)}.",
    )


def _top_theme(report: Report) -> Optional[Advice]:
    top = [table for table in report.themes if table.key != REST and table.lines]
    if not top:
        return None
    return Advice(
        f"Maak een bericht of poster over {_quoted(top[0].lines[0].label)}.",
        f"Daar gaan gesprekken binnen {_quoted(top[0].title)} het vaakst over ({top[0].lines[0].text}).",
    )


def _notes(report: Report) -> Optional[Advice]:
    if any(week.notes for week in report.weeks):
        return None
    return Advice(
        "Schrijf bij elke actie een notitie.",
        "Dan staat later in de grafiek in welke week er een radiospot, poster of bijeenkomst was.",
    )


def _growth(table: Table) -> int:
    line = table.total
    both = line.before is not None and line.figure.status == line.before.status == SHOWN
    return line.figure.value - line.before.value if both else 0


def _against(line: Line, report: Report) -> str:
    if line.before is None:
        return ""
    name = periods.in_sentence(report.before.period)
    if line.change == "ongeveer gelijk":
        return f"Dat is ongeveer evenveel als in {name}."
    if line.change.startswith("was"):
        return f"In {name} waren het er {line.change.removeprefix('was ')}."
    return f"Dat is {line.change} dan in {name}." if line.change.endswith(("meer", "minder")) else ""


def _noted(week: Week) -> str:
    return f" (notitie: {week.notes[0].text})" if week.notes else ""


def _count(week: Week) -> str:
    figure = week.conversations
    return f"ongeveer {figure.value} gesprekken" if figure.status == SHOWN else "minder dan 10 gesprekken"


def _quoted(text: str) -> str:
    return f"‘{text}’"


def _listed(parts: List[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
