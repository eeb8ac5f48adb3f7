"""Publishing: on time, once, the same whatever crashes, and never more than the rules allow."""
# ruff: noqa: F401, F811 - `few` is a fixture

import os
import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta

import numpy as np
import pytest
import sqlite_utils
from scipy.optimize import Bounds, LinearConstraint, milp

from bot import steps
from bot.contacts import ZONE
from bot.statistics import measures, periods, themes
from bot.statistics.counts_file import INCOMPLETE, CountsFile
from bot.statistics.disclosure import HIDDEN, MIN_VALUES, SHOWN
from bot.statistics.publication import FORGOTTEN, STARTED, publish_due
from bot.statistics.published import DemoMixed, Published
from bot.statistics.systems import SIZE, TOTAL
from tests.fast.statistics_samples import conversations, few

OPTIONS = ["role", "call", "step"]


@pytest.fixture
def store(tmp_path):
    return CountsFile(tmp_path / "counts.db")


@pytest.fixture
def file(tmp_path):
    return Published(tmp_path / "statistics.db")


def put(store, rows, process="test"):
    store.add([(*cell, n) for cell, n in rows.items()], process, [])


def publish(store, file, today, on=OPTIONS):
    return publish_due(store, file, on, [], today)


def test_a_week_appears_one_week_after_it_ended(few, store, file):
    put(store, {("2026-W10", "message", "all"): 90, ("2026-W10", "conversation", "all"): 30})
    sunday = periods.ends("2026-W10")
    assert publish(store, file, sunday + timedelta(days=7)) == []
    assert publish(store, file, sunday + timedelta(days=8)) == ["2026-W10"]
    assert file.figures(["2026-W10"])["2026-W10"][SIZE].figure.value == 30


def test_quarter_and_year_appear_with_their_last_week_and_only_once(few, store, file):
    put(store, conversations(1, periods.weeks_in("2026"), 20))
    done = publish(store, file, periods.due_on("2026"))
    assert set(done) == {*periods.weeks_in("2026"), *periods.quarters_in("2026"), "2026"}
    assert publish(store, file, periods.due_on("2026") + timedelta(days=5)) == []


def test_what_was_published_never_changes(few, store, file):
    rows = conversations(2, periods.weeks_in("2026-Q1"), 20)
    put(store, rows)
    publish(store, file, periods.due_on("2026-Q1"))
    before = file.figures(list(file.periods()))
    put(store, rows)  # twice as many, too late
    publish(store, file, periods.due_on("2026-Q1") + timedelta(weeks=1))
    after = file.figures(list(before))
    assert after == before


def test_sums_equal_the_conversations_they_came_from(few, store, file):
    rows = conversations(3, periods.weeks_in("2026"), 25)
    put(store, rows)
    publish(store, file, periods.due_on("2026"))
    exact = Counter()
    for (week, measure, key), n in rows.items():
        for period in (week, periods.quarter_of(week), "2026"):
            exact[period, measure, key] += n
            if measure == "intent":
                exact[period, "theme", themes.of_intents()[key]] += n
            if measure == "referral":
                exact[period, "referral", TOTAL] += n
    checked = 0
    for period, entries in file.figures(list(file.periods())).items():
        for (measure, key), entry in entries.items():
            if entry.figure.status == SHOWN and key != measures.UNKNOWN:
                assert abs(entry.figure.value - exact[period, measure, key]) <= 2
                checked += 1
    assert checked > 100


def test_a_quarter_with_too_few_conversations_has_no_breakdown(few, store, file):
    put(
        store,
        {("2026-W03", "conversation", "all"): 9, ("2026-W03", "intent", "a"): 9, ("2026-W03", "message", "all"): 40},
    )
    publish(store, file, periods.due_on("2026-Q1"))
    shown = {cell for cell, entry in file.figures(["2026-Q1"])["2026-Q1"].items() if entry.figure.status == SHOWN}
    assert shown == {("message", "all")}


def test_a_measure_that_is_off_is_not_published(few, store, file):
    put(store, conversations(4, periods.weeks_in("2026-Q1"), 40))
    publish(store, file, periods.due_on("2026-Q1"), on=[])
    assert not {measure for measure, _ in file.figures(["2026-Q1"])["2026-Q1"]} & set(OPTIONS)


def test_a_key_on_no_list_is_published_as_other(few, store, file):
    put(
        store,
        {
            ("2026-W03", "message", "all"): 50,
            ("2026-W03", "conversation", "all"): 50,
            ("2026-W03", "intent", "retired"): 30,
        },
    )
    publish(store, file, periods.due_on("2026-Q1"))
    figures = file.figures(["2026-Q1"])["2026-Q1"]
    assert figures["intent", "overig"].figure.value == 30
    assert ("intent", "retired") not in figures


def test_a_crash_in_a_week_makes_its_periods_incomplete(few, store, file):
    put(store, conversations(5, periods.weeks_in("2026-Q1"), 20))
    store.add([("2026-W05", INCOMPLETE, "crashed", 1)], "other", [])
    publish(store, file, periods.due_on("2026-Q1"))
    incomplete = {name for name, period in file.periods().items() if period.incomplete}
    assert incomplete == {"2026-W05", "2026-Q1"}


def test_counts_that_come_in_late_make_the_quarter_incomplete(few, store, file):
    rows = conversations(6, periods.weeks_in("2026-Q1"), 20)
    put(store, rows)
    publish(store, file, periods.due_on("2026-W05"))
    put(store, {("2026-W02", "conversation", "all"): 300})
    publish(store, file, periods.due_on("2026-Q1"))
    assert file.periods()["2026-Q1"].incomplete
    assert not file.periods()["2026-W02"].incomplete


def test_a_clock_that_was_years_off_publishes_nothing_of_those_years(few, store, file):
    put(
        store,
        {
            ("1970-W01", "conversation", "all"): 50,
            ("2026-W10", "conversation", "all"): 30,
            ("2031-W01", "message", "all"): 9,
        },
    )
    assert publish(store, file, periods.due_on("2026-W11")) == ["2026-W10", "2026-W11"]


def test_forgotten_weeks_make_no_figures_later(few, store, file):
    put(store, conversations(7, periods.weeks_in("2026"), 20))
    publish(store, file, periods.due_on("2026-Q1"))
    file.note_fact(FORGOTTEN, "2026-W20")
    store.forget("2026-W20")
    publish(store, file, periods.due_on("2026"))
    names = set(file.periods())
    assert not names & {"2026-W19", "2026-Q2", "2026"}
    assert {"2026-W05", "2026-Q1", "2026-W20", "2026-Q3"} <= names


def test_a_crash_between_flush_and_publish_is_caught_up(few, store, file, monkeypatch):
    def crash(*args):
        raise sqlite3.OperationalError("disk full")

    put(store, conversations(8, periods.weeks_in("2026-Q1"), 20))
    with monkeypatch.context() as patch, pytest.raises(sqlite3.OperationalError):
        patch.setattr(Published, "publish", crash)
        publish(store, file, periods.due_on("2026-Q1"))
    assert file.periods() == {}
    publish(store, file, periods.due_on("2026-Q1"))
    assert {"2026-W01", "2026-Q1"} <= set(file.periods())


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError])
def test_trouble_with_publishing_never_stops_the_counting(tmp_path, monkeypatch, caplog, error):
    """The same task writes the counts: if it died, nothing would be written any more until the service stops."""
    from bot import settings
    from bot.counts import Counts
    from bot.statistics import publication

    def crash(*args):
        raise error("mijn buurvrouw Anna")

    monkeypatch.setattr(publication, "publish_due", crash)
    config = settings.Settings(COUNTS=str(tmp_path / "counts.db"))
    publication.keep_up(Counts(tmp_path / "counts.db"), config)
    assert error.__name__ in caplog.text and "Anna" not in caplog.text


def test_a_clock_that_jumps_ahead_for_a_moment_publishes_nothing_too_early(few, tmp_path, monkeypatch):
    """A period is published once and for all: a wrong date at start-up may not close weeks that are not over."""
    from bot import settings
    from bot.counts import Counts
    from bot.statistics import publication

    config = settings.Settings(COUNTS=str(tmp_path / "counts.db"))
    now = [datetime(2026, 3, 2, 3, tzinfo=ZONE)]
    monkeypatch.setattr(publication, "now_here", lambda: now[0])
    counts = Counts(tmp_path / "counts.db", clock=lambda: now[0])
    counts.add("conversation", "all")
    counts.flush()

    def published(*days):
        for day in days:
            now[0] = day
            publication.keep_up(counts, config)
        return list(Published(tmp_path / "statistics.db").periods())

    monday = datetime(2026, 3, 2, 3, tzinfo=ZONE)
    assert published(monday) == []
    assert published(monday + timedelta(weeks=30), monday + timedelta(days=1)) == []
    assert published(*(monday + timedelta(days=day) for day in range(2, 15))) == ["2026-W10"]
    # After a long stop the first night only looks at the date; the second publishes.
    assert published(monday + timedelta(weeks=6)) == ["2026-W10"]
    assert "2026-W13" in published(monday + timedelta(weeks=6, days=1))


def test_a_clock_that_was_ahead_at_the_very_first_start_does_not_keep_figures_away(few, store, file):
    assert publish(store, file, date(2031, 1, 1)) == []
    put(store, {("2026-W10", "conversation", "all"): 30, ("2026-W10", "message", "all"): 90})
    assert publish(store, file, periods.due_on("2026-W10")) == ["2026-W10"]


def test_a_note_that_was_removed_cannot_be_read_back(file):
    file.add_note("2026-W10", "Bellen met Anna Testers")
    file.remove_note(file.notes()[0].id)
    assert b"Testers" not in file.path.read_bytes()


def test_two_processes_publish_a_period_once(few, store, file):
    put(store, conversations(9, periods.weeks_in("2026-Q1"), 20))
    today = periods.due_on("2026-W03")
    other = Published(file.path)
    blind = other.periods()
    assert publish(store, file, today)
    other.periods = lambda: blind  # the other process looked before the first one wrote
    assert publish(store, other, today) == []


def test_demo_figures_and_real_ones_never_share_a_file(tmp_path):
    Published(tmp_path / "demo.db", demo=True)
    Published(tmp_path / "real.db")
    with pytest.raises(DemoMixed, match="voorbeeldcijfers"):
        Published(tmp_path / "demo.db")
    with pytest.raises(DemoMixed, match="echte cijfers"):
        Published(tmp_path / "real.db", demo=True)


def test_the_published_file_holds_nothing_else(few, store, file):
    put(store, conversations(10, periods.weeks_in("2026-Q1"), 20))
    publish(store, file, periods.due_on("2026-Q1"))
    database = sqlite_utils.Database(str(file.path))
    assert set(database.table_names()) == {"about", "periods", "figures", "notes"}
    for row in database["figures"].rows:
        assert (row["value"] is None) == (row["status"] != SHOWN)
        assert row["value"] is None or row["value"] % 5 == 0
    assert {row["key"] for row in database["about"].rows} == {"demo", "started"}


@pytest.mark.parametrize("a, b, reached", [(9, 9, 18), (9, 8, 17), (8, 0, 8), (30, 4, 34)])
def test_a_step_gives_no_topic_away(few, store, file, a, b, reached):
    """A step of 18 conversations with topics of fewer than ten each would say that both had nine."""
    put(store, fixed(intent_a=[a] * 4, intent_b=[b] * 4, step_opmerken=[reached] * 4))
    publish(store, file, periods.due_on("2026"), on=["step"])
    assert narrowed(file.figures(list(file.periods()))) == []


def test_a_step_that_many_reached_is_shown(few, store, file):
    put(store, fixed(intent_a=[30] * 4, intent_b=[20] * 4, step_opmerken=[40] * 4))
    publish(store, file, periods.due_on("2026"), on=["step"])
    figures = file.figures(["2026-Q1", "2026"])
    assert figures["2026-Q1"]["step", "opmerken"].figure.value == 40
    assert figures["2026"]["step", "opmerken"].figure.value == 160


YEARS = int(os.environ.get("TEST_YEARS", 4))  # 200 takes about ten minutes


@pytest.mark.parametrize("seed", range(YEARS))
def test_a_solver_narrows_nothing_in_a_published_year(few, store, file, seed):
    """Everything a service publishes in a year at once: weeks, quarters, year, themes, totals, roles and calls."""
    put(store, conversations(seed, periods.weeks_in("2026"), (2, 6, 15, 40)[seed % 4]))
    publish(store, file, periods.due_on("2026"))
    file_says = file.figures(list(file.periods()))
    assert narrowed(file_says) == []


def fixed(**cells) -> Counter:
    """Counts of a year in which each quarter has 100 conversations, with the given cells in its first week."""
    rows: Counter = Counter()
    for number, quarter in enumerate(periods.quarters_in("2026")):
        week = periods.weeks_in(quarter)[0]
        rows[week, "conversation", "all"] = 100
        rows[week, "message", "all"] = 300
        for cell, counts in cells.items():
            measure, _, key = cell.partition("_")
            rows[week, measure, key] = counts[number]
    return Counter({cell: n for cell, n in rows.items() if n})


@pytest.mark.parametrize("third, fourth", [(9, 30), (8, 32), (6, 28)])
def test_a_measure_switched_on_halfway_the_year_gives_nothing_away(few, store, file, third, fourth):
    """Everybody knows that it was 0 in the quarters before: what is left of the year is the third quarter."""
    put(store, fixed(role_buur=[0, 0, third, fourth]))
    publish(store, file, periods.due_on("2026-Q2"), on=[])
    publish(store, file, periods.due_on("2026"), on=["role"])
    assert narrowed(file.figures(list(file.periods()))) == []


def test_a_measure_that_was_off_for_a_while_counts_for_the_quarters_in_which_it_was_shown(few, store, file):
    put(store, fixed(role_buur=[40, 40, 40, 40]))
    publish(store, file, periods.due_on("2026-Q1"), on=["role"])
    publish(store, file, periods.due_on("2026-Q2"), on=[])
    publish(store, file, periods.due_on("2026"), on=["role"])
    assert file.figures(["2026"])["2026"]["role", "buur"].figure.value == 120


def test_a_topic_that_goes_away_leaves_no_figures_for_its_theme_that_year(few, store, file, monkeypatch):
    """Its counts would be in the figures of three quarters and not in those of the year."""
    put(store, fixed(intent_a=[30, 30, 30, 30], intent_c=[30, 8, 7, 6], intent_d=[20, 20, 20, 20]))
    publish(store, file, periods.due_on("2026-Q3"), on=[])
    monkeypatch.setitem(
        measures.MEASURES, "intent", measures.MEASURES["intent"]._replace(listed=lambda: {k: k for k in "abde"})
    )
    publish(store, file, periods.due_on("2026"), on=[])
    year = file.figures(["2026"])["2026"]
    assert year["theme", "ander"].figure.status == year["intent", "a"].figure.status == HIDDEN
    assert year["intent", "d"].figure.value == 80


def test_a_campaign_that_is_over_keeps_its_own_line_that_year(few, store, file):
    put(store, fixed(campaign_flyer=[40, 0, 0, 0], campaign_radio=[0, 0, 30, 30]))
    for period, codes in (("2026-Q1", ["flyer"]), ("2026", ["radio"])):
        publish_due(store, file, ["campaign"], codes, periods.due_on(period))
    year = file.figures(["2026"])["2026"]
    assert year["campaign", "flyer"].figure.value == 40 and ("campaign", "radio") in year


@pytest.mark.parametrize("messages, shown", [(10, False), (12, False), (13, True), (40, True)])
def test_a_handful_of_messages_has_no_breakdown(few, store, file, messages, shown):
    """Twelve messages of which twelve are about one topic leave two at most for all the others together."""
    week = periods.weeks_in("2026-Q1")[-1]
    file.note_fact(STARTED, week)
    put(
        store,
        {(week, "conversation", "all"): 10, (week, "message", "all"): messages, (week, "intent", "a"): 10},
    )
    publish(store, file, periods.due_on("2026-Q1"), on=[])
    assert (file.figures(["2026-Q1"])["2026-Q1"]["intent", "a"].figure.status == SHOWN) is shown


def narrowed(file_says) -> list:
    """The hidden figures that somebody with the file and a solver brings down to fewer than five values."""
    columns: dict = {}

    def column(period, measure, key):
        return columns.setdefault((period, measure, key), len(columns))

    def form(period, measure, key) -> Counter:
        """A figure as a sum of the smallest counts: per week for use, per quarter for the rest."""
        if measure in measures.PER_WEEK:
            weeks = [period] if periods.kind_of(period) == periods.WEEK else periods.weeks_in(period)
            return Counter({column(week, measure, key): 1 for week in weeks})
        quarters = periods.quarters_in(period) if periods.kind_of(period) == periods.YEAR else [period]
        quarters = [quarter for quarter in quarters if (measure, key) in file_says[quarter]]  # else it was off: 0
        if measure == "theme":
            keys = [("intent", intent) for intent, theme in themes.of_intents().items() if theme == key]
        elif (measure, key) == ("referral", TOTAL):
            keys = [("referral", k) for k in measures.labels("referral")]
        else:
            keys = [(measure, key)]
        return Counter({column(quarter, *cell): 1 for quarter in quarters for cell in keys})

    def rest(period) -> dict:
        forms = Counter(form(period, "conversation", "all"))
        quarters = periods.quarters_in(period) if periods.kind_of(period) == periods.YEAR else [period]
        for quarter in quarters:
            if ("role", measures.UNKNOWN) not in file_says[quarter]:
                forms.subtract(form(quarter, "conversation", "all"))
        for key in measures.labels("role"):
            forms.subtract(form(period, "role", key))
        return forms

    figures = {
        (period, *cell): entry.figure for period, entries in file_says.items() for cell, entry in entries.items()
    }
    forms = {place: rest(place[0]) if place[2] == measures.UNKNOWN else form(*place) for place in figures}
    limits = [(forms[place], told.low, told.high) for place, told in figures.items() if told.low is not None]
    for week in periods.weeks_in("2026"):
        for name in ("conversation", "not_understood"):
            limits.append((_minus(form(week, name, "all"), form(week, "message", "all")), -np.inf, 0))
    for quarter in periods.quarters_in("2026"):
        for period, measure, key in list(columns):
            if period == quarter:
                limits.append((_minus(form(quarter, measure, key), form(quarter, "conversation", "all")), -np.inf, 0))
        limits.append((Counter({i: -n for i, n in rest(quarter).items()}), -np.inf, 0))
        for key in measures.labels("call"):
            limits.append((_minus(form(quarter, "call", key), form(quarter, "referral", key)), -np.inf, 0))
        for step in set(steps.of_intents().values()):
            here, parts = form(quarter, "step", step), [i for i, s in steps.of_intents().items() if s == step]
            together = sum((form(quarter, "intent", part) for part in parts), Counter())
            if here:
                limits.append((_minus(here, together), -np.inf, 0))
                limits += [(_minus(form(quarter, "intent", part), here), -np.inf, 0) for part in parts]
    matrix = np.zeros((len(limits), len(columns)))
    for row, (sums, _, _) in enumerate(limits):
        matrix[row, list(sums)] = list(sums.values())
    constraint = LinearConstraint(matrix, [low for _, low, _ in limits], [high for _, _, high in limits])
    found = []
    for place, told in figures.items():
        if told.status == SHOWN:
            continue
        goal = np.zeros(len(columns))
        goal[list(forms[place])] = list(forms[place].values())
        ends = [
            milp(sign * goal, integrality=np.ones(len(goal)), bounds=Bounds(0, 100_000), constraints=constraint).fun
            for sign in (1, -1)
        ]
        if None in ends or round(-ends[1]) - round(ends[0]) < MIN_VALUES - 1:
            found.append((place, told, ends))
    return found


def _minus(one: Counter, other: Counter) -> Counter:
    result = Counter(one)
    result.subtract(other)
    return result


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 3), date(2024, 12, 30)])
def test_weeks_lie_in_the_quarter_and_year_of_their_thursday(day):
    week = periods.week_of(day)
    thursday = periods.monday(week) + timedelta(days=3)
    assert periods.year_of(week) == str(thursday.year)
    assert periods.quarter_of(week) == f"{thursday.year}-Q{(thursday.month + 2) // 3}"
    assert week in periods.weeks_in(periods.quarter_of(week)) and week in periods.weeks_in(str(thursday.year))


def test_the_weeks_of_four_quarters_are_those_of_the_year():
    for year in range(2024, 2034):
        weeks = [week for quarter in periods.quarters_in(str(year)) for week in periods.weeks_in(quarter)]
        assert weeks == periods.weeks_in(str(year))


def test_weeks_are_named_in_dutch():
    assert periods.full_name("2026-W47") == "week 47 (16–22 nov)"
    assert periods.full_name("2026-W49") == "week 49 (30 nov – 6 dec)"


def test_every_topic_file_belongs_to_a_theme():
    from bot.paths import DOMAIN

    missing = {path.stem for path in DOMAIN.glob("*.yml")} - set(themes.TOPICS)
    assert not missing, f"bot/statistics/themes.py: bij welk thema horen {', '.join(sorted(missing))}?"
    assert set(themes.TOPICS.values()) == set(themes.TITLES)
