"""The published figures outside the page: as rows for CSV and JSON, and as text for a terminal.

Promises: exactly what is on the screen, in the same words; nothing is computed here. CSV is made for a Dutch
spreadsheet (semicolons, byte order mark), and no cell can be taken for a formula.
"""

import csv
import io
import json
from typing import Dict, Iterator, List

from bot.statistics import advice
from bot.statistics.report import RULE, Line, Report

COLUMNS = ("periode", "onderdeel", "naam", "aantal", "vorige periode", "verschil", "opmerking")


def rows(report: Report) -> Iterator[Dict[str, str]]:
    """Everything on the screen, row by row."""
    if report.period:
        name = report.period.name
        note = "onvolledig" if report.period.incomplete else ""
        for part, line in (("Gesprekken", report.conversations), ("Berichten", report.messages)):
            if line:
                yield _row(name, part, line, note)
        before = report.share_before.text if report.share_before else ""
        yield dict(zip(COLUMNS, (name, "Begrepen", "Deel van de berichten", report.share.text, before, "", note)))
        for theme in report.themes:
            for line in (theme.total, *theme.lines, *theme.small):
                yield _row(name, "Thema" if line is theme.total else f"Onderwerp: {theme.title}", line, note)
        for table in report.tables:
            remark = "niet de hele periode geteld" if table.partly else note
            for line in (*([table.total] if table.total else []), *table.lines, *table.small):
                yield _row(name, table.title, line, remark)
    for week in report.weeks:
        remark = "; ".join(["onvolledig"] * week.period.incomplete + [n.text for n in week.notes])
        line = Line("Gesprekken", week.conversations, None)
        yield _row(f"{week.period.name} {week.period.ends.year}", "Gesprekken per week", line, remark)
        yield dict(
            zip(
                COLUMNS,
                (
                    f"{week.period.name} {week.period.ends.year}",
                    "Begrepen per week",
                    "Deel van de berichten",
                    week.share.text,
                    "",
                    "",
                    remark,
                ),
            )
        )


def as_csv(report: Report, demo: bool) -> str:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(report):
        writer.writerow([_harmless(value) for value in row.values()])
    writer.writerow([])
    for sentence in _small_print(demo):
        writer.writerow([sentence])
    return "\ufeff" + text.getvalue()


def as_json(report: Report, demo: bool) -> str:
    """The rows as JSON."""
    data = {"uitleg": _small_print(demo), "voorbeeld": demo, "rijen": list(rows(report))}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_text(report: Report, demo: bool) -> str:
    """The report for a terminal."""
    lines = [*_small_print(demo), ""]
    if report.period:
        lines += [report.period.name.upper() + ("  (onvolledig)" if report.period.incomplete else ""), ""]
        lines += [f"  {report.conversations.text if report.conversations else 'geen'} gesprekken. {advice.use(report)}"]
        lines += [f"  {advice.understood(report)}", f"  {advice.about(report)}", ""]
        for theme in report.themes:
            lines += [_text(theme.total, ""), *(_text(line, "  ") for line in theme.lines)]
        for table in report.tables:
            lines += ["", f"  {table.title}"]
            lines += [_text(line, "  ") for line in (*([table.total] if table.total else []), *table.lines)]
            lines += [f"    minder dan 10 of niet getoond: {len(table.small)} andere"] if table.small else []
        lines += [
            "",
            "  Wat is de volgende stap?",
            *(f"  - {step.do} {step.why}" for step in advice.next_steps(report)),
        ]
    lines += ["", "  Gesprekken per week", f"  {advice.per_week(report)}"]
    for week in report.weeks[-13:]:
        remark = "; ".join(["onvolledig"] * week.period.incomplete + [n.text for n in week.notes])
        figure = Line("", week.conversations, None)
        lines.append(f"    {week.period.name:<26}{figure.text:>15}   begrepen: {week.share.text:<20}{remark}".rstrip())
    return "\n".join(lines) + "\n"


def _row(period: str, part: str, line: Line, remark: str) -> Dict[str, str]:
    before = Line("", line.before, None).text if line.before else ""
    return dict(zip(COLUMNS, (period, part, line.label, line.text, before, line.change, remark)))


def _text(line: Line, indent: str) -> str:
    return f"  {indent + line.label:<52}{line.text:>15}   {line.change}".rstrip()


def _small_print(demo: bool) -> List[str]:
    return ["VOORBEELD: deze cijfers zijn verzonnen."] * demo + [RULE]


def _harmless(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
