"""What staff read: comparisons, percentages, sentences and files, from published figures only."""
# ruff: noqa: F401, F811 - `few` is a fixture

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.statistics import advice, charts, demo, output, periods, report
from bot.statistics.counts_file import CountsFile
from bot.statistics.disclosure import BELOW, HIDDEN, Figure, figure
from bot.statistics.publication import publish_due
from bot.statistics.published import Published
from bot.statistics.report import compare, share_understood
from tests.fast.statistics_samples import conversations, few

HIDDEN_FIGURE = Figure(HIDDEN, None, 8, 17)


@pytest.fixture
def year(few, tmp_path):
    store, file = CountsFile(tmp_path / "counts.db"), Published(tmp_path / "statistics.db")
    rows = conversations(
        4, [*periods.weeks_in("2025"), *periods.weeks_in("2026-Q1"), *periods.weeks_in("2026-Q2")[:4]], 30
    )
    store.add([(*cell, n) for cell, n in rows.items()], "test", [])
    file.note_fact("started", "2025-W01")
    for period in ("2025", "2026-Q1", "2026-W17"):
        publish_due(store, file, ["role"], [], periods.due_on(period))
    file.add_note("2026-W09", "=radiospot")
    return file


@pytest.mark.parametrize(
    "now, before, words",
    [
        (figure(50), figure(45), "ongeveer gelijk"),
        (figure(50), figure(40), "10 meer"),
        (figure(40), figure(90), "50 minder"),
        (figure(3), figure(40), "was 40"),
        (figure(40), figure(3), "was minder dan 10"),
        (figure(3), figure(4), "ongeveer gelijk"),
        (figure(40), HIDDEN_FIGURE, "niet te vergelijken"),
        (HIDDEN_FIGURE, HIDDEN_FIGURE, "niet te vergelijken"),
        (figure(40), None, ""),
    ],
)
def test_a_comparison_uses_published_figures_and_is_about_equal_within_five(now, before, words):
    assert compare(now, before) == words


@given(st.integers(0, 5000), st.data())
def test_the_share_understood_is_true_and_follows_from_what_is_shown(messages, data):
    missed = data.draw(st.integers(0, messages))
    share = share_understood(figure(messages), figure(missed))
    if share.low is None:
        assert share.text == "te weinig berichten"
        return
    assert share.low - 1e-9 <= 1 - missed / messages <= share.high + 1e-9
    same = [m for m in range(max(0, missed - 4), missed + 5) if figure(m) == figure(missed)]
    assert all(share_understood(figure(messages), figure(m)) == share for m in same)


def test_few_misses_give_a_bound_and_no_percentage():
    assert share_understood(figure(50), figure(2)).text == "80 % of meer"
    assert share_understood(figure(12), figure(2)).text == "te weinig berichten"
    assert share_understood(figure(1000), figure(120)).text == "88 %"
    assert share_understood(figure(50), figure(20)).text == "ongeveer 60 %"


@pytest.mark.parametrize(
    "counts, sentence",
    [
        ((30, 45, 25), "Van elke 10 antwoorden waren er ongeveer 3 ja. "),
        ((10, 10, 10), "Van elke 10 antwoorden waren er ongeveer 3 ja. "),
        ((30, 45, 4), ""),  # a hidden answer leaves nothing to compute with
    ],
)
def test_how_many_dare_to_talk_is_said_from_published_figures(counts, sentence):
    lines = [report.Line(label, figure(n), None) for label, n in zip(("Ja", "Misschien", "Nee"), counts)]
    shown = [line for line in lines if line.figure.value]
    table = report.Table("talk_before", "", "", "", None, shown, [line for line in lines if line not in shown])
    assert advice.answers(table) == sentence
    assert advice.answers(table._replace(key="role")) == ""


def test_the_latest_quarter_is_shown_when_no_other_is_asked_for(year):
    assert report.build(year).period.period == "2026-Q1"
    assert report.build(year, "nonsense").period.period == "2026-Q1"
    assert report.build(year, "2025").period.period == "2025"


def test_a_period_that_was_not_whole_is_no_yardstick(year):
    assert report.build(year, "2026-Q1").before.period == "2025-Q4"
    assert report.build(year, "2025-Q1").before is None


def test_the_first_weeks_have_a_page_too(few, tmp_path):
    store, file = CountsFile(tmp_path / "counts.db"), Published(tmp_path / "statistics.db")
    store.add([("2026-W03", "message", "all", 60), ("2026-W03", "conversation", "all", 20)], "test", [])
    publish_due(store, file, [], [], periods.due_on("2026-W04"))
    now = report.build(file)
    assert now.period is None and len(now.weeks) == 2
    assert now.next_quarter == periods.due_on("2026-Q1")
    assert "week 4" in advice.per_week(now) and "Gesprekken per week" in output.as_text(now, False)


def test_nothing_published_is_said_so(tmp_path):
    now = report.build(Published(tmp_path / "statistics.db"))
    assert advice.per_week(now) == "Er is nog geen week voorbij die we kunnen tonen."


@pytest.mark.parametrize("name", ["2026-Q1", "2025", "2025-Q3"])
def test_the_summary_says_whether_for_what_and_what_next(year, name):
    now = report.build(year, name)
    assert now.conversations.text in output.as_text(now, False)
    assert advice.use(now) and advice.understood(now).startswith("De chat begreep")
    assert advice.about(now).startswith("Het vaakst: ‘" if advice.top_themes(now) else "Er zijn nog geen onderwerpen")
    steps = advice.next_steps(now)
    assert 1 <= len(steps) <= advice.AT_MOST
    assert all(step.do.endswith(".") and step.why.endswith(".") for step in steps)


def test_the_csv_holds_exactly_the_figures_of_the_report(year):
    now = report.build(year)
    lines = list(csv.reader(io.StringIO(output.as_csv(now, False).removeprefix("\ufeff")), delimiter=";"))
    assert tuple(lines[0]) == output.COLUMNS
    shown = {tuple(line[1:4]) for line in lines[1:] if len(line) == len(output.COLUMNS)}
    assert ("Gesprekken", "Gesprekken", now.conversations.text) in shown
    for theme in now.themes:
        assert ("Thema", theme.title, theme.total.text) in shown
        assert all(
            (f"Onderwerp: {theme.title}", line.label, line.text) in shown for line in (*theme.lines, *theme.small)
        )
    assert [report.RULE] in lines
    numbers = {line[3] for line in lines[1:] if len(line) > 3 and line[3].isdecimal()}
    assert numbers and all(int(number) % 5 == 0 and int(number) >= 10 for number in numbers)


def test_no_cell_of_the_csv_is_a_formula(year):
    lines = csv.reader(io.StringIO(output.as_csv(report.build(year), False)), delimiter=";")
    assert not [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@")]


def test_json_and_csv_hold_the_same_rows(year):
    now = report.build(year)
    data = json.loads(output.as_json(now, demo=True))
    assert data["voorbeeld"] is True and "verzonnen" in data["uitleg"][0]
    assert data["rijen"] == list(output.rows(now))


def test_a_week_that_is_hidden_is_drawn_as_what_it_may_be(year):
    weeks = report.build(year).weeks
    hidden = [week._replace(conversations=Figure(BELOW, None, 0, 9)) for week in weeks]
    assert re.search(r'class="unknown" d="([^"]+)"', charts.weeks(hidden))[1].count("M") == len(weeks)
    assert 'class="on"' not in charts.weeks(hidden) and 'class="on"' in charts.weeks(weeks)


def test_the_chart_of_a_single_week_and_of_none_can_be_drawn(year):
    assert "<svg" in charts.weeks(report.build(year).weeks[:1]) and "<svg" in charts.weeks([])


def test_the_demo_is_a_plausible_year_and_the_same_every_time():
    today = date(2026, 11, 21)
    rows = demo.made_up(today)
    assert rows == demo.made_up(today)
    each = [n for (_, measure, _), n in rows.items() if measure == "conversation"]
    assert len(each) > 90 and 10 < sum(each) / len(each) < 60
    assert {measure for _, measure, _ in rows} == {
        "conversation",
        "message",
        "not_understood",
        "intent",
        "referral",
        *demo.EXTRA,
    }
