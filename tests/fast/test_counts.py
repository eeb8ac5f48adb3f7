"""Counting: what is written, and what the file can and cannot tell."""

import itertools
import os
import random
import sqlite3
from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlite_utils

from bot import steps
from bot.contacts import ZONE
from bot.counts import DEFAULT, MAX_INTENTS, OPTIONAL, Counts, pause
from bot.statistics import measures
from bot.statistics.counts_file import INCOMPLETE, CountsFile

NOON = datetime(2026, 11, 18, 12, tzinfo=ZONE)  # Wednesday of week 47
CANARY = "mijn buurvrouw Anna"


@pytest.fixture
def counts(tmp_path):
    return Counts(tmp_path / "counts.db", OPTIONAL, clock=lambda: NOON)


def rows(counts) -> Counter:
    """What is in the file, without the marks of running processes."""
    return Counter({row[:3]: row[3] for row in counts.store.rows() if row[1] != INCOMPLETE})


def test_a_conversation_is_counted_once_for_each_thing(counts):
    counted = counts.count_turn([], "vermoeden_buren", ["veilig_thuis", "lokaal_team"], True)
    counted = counts.count_turn(counted, "vermoeden_buren", ["veilig_thuis"], True)
    counted = counts.count_turn(counted, "niet_herkend", ["veilig_thuis"], False)
    counts.flush()
    week = "2026-W47"
    assert rows(counts) == {
        (week, "conversation", "all"): 1,
        (week, "message", "all"): 3,
        (week, "not_understood", "all"): 1,
        (week, "intent", "vermoeden_buren"): 1,
        (week, "intent", "niet_herkend"): 1,
        (week, "step", "opmerken"): 1,
        (week, "referral", "veilig_thuis"): 1,
        (week, "referral", "lokaal_team"): 1,
    }


def test_a_conversation_adds_at_most_eight_intents(counts):
    counted = []
    for intent in list(measures.labels("intent"))[:20]:
        counted = counts.count_turn(counted, intent, [], True)
    counts.flush()
    assert sum(n for (_, measure, _), n in rows(counts).items() if measure == "intent") == MAX_INTENTS


def test_only_what_is_on_is_counted(tmp_path):
    counts = Counts(tmp_path / "counts.db", ["role"], clock=lambda: NOON)
    for measure in OPTIONAL:
        counts.add(measure, next(iter(measures.labels(measure))))
    counts.flush()
    assert {measure for _, measure, _ in rows(counts)} == {"role"}


def test_an_unknown_measure_stops_the_start(tmp_path):
    with pytest.raises(ValueError, match="tijdstip"):
        Counts(tmp_path / "counts.db", ["tijdstip"])


def test_without_a_file_nothing_is_counted(tmp_path):
    counts = Counts(None)
    assert counts.count_turn([], "groet", [], True) == ["conversation:all", "intent:groet"]
    assert counts.start() and counts.flush() and counts.stop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("measure", sorted(DEFAULT | OPTIONAL))
def test_words_of_a_visitor_never_become_a_key(counts, measure):
    counts.add(measure, CANARY)
    counts.flush()
    assert {key for _, _, key in rows(counts)} == {"overig"}
    assert CANARY.encode() not in counts.store.path.read_bytes()


def test_the_file_holds_one_table_with_four_columns(counts, tmp_path):
    counts.start()
    counts.count_turn([], "groet", ["112"], True)
    counts.stop()
    database = sqlite_utils.Database(str(counts.store.path))
    assert database.table_names() == ["counts"]
    assert [column.name for column in database["counts"].columns] == ["week", "measure", "key", "n"]
    assert os.listdir(tmp_path) == ["counts.db"]
    assert counts.store.path.stat().st_mode & 0o777 == 0o600


def test_the_sql_of_a_flush_is_one_sorted_transaction(counts, monkeypatch):
    said = []
    connect = sqlite3.connect

    def traced(*args, **kwargs):
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    for intent in ("schelden", "groet", "bedankt"):
        counts.count_turn([], intent, ["veilig_thuis", "112"], True)
    counts.flush()
    said = [" ".join(line.split()) for line in said if not line.startswith(("PRAGMA", "--"))]
    inserted = [line for line in said if line.startswith("INSERT")]
    assert inserted == sorted(inserted) and len(inserted) == 7
    assert [line for line in said if line.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert said.index("BEGIN IMMEDIATE") < said.index(inserted[0]) and said.index(inserted[-1]) < said.index("COMMIT")


def test_the_file_is_the_same_whatever_came_first(tmp_path):
    """Two services hear the same conversations in another order and on other days; their files cannot be told apart."""
    turns = [
        (intent, card)
        for intent in list(measures.labels("intent"))[:40]
        for card in ("112", "veilig_thuis", "huisarts")
    ]
    files = []
    for seed in (1, 2):
        counts = Counts(tmp_path / f"counts-{seed}.db", clock=lambda: NOON)
        random.Random(seed).shuffle(turns)
        for index, (intent, card) in enumerate(turns):
            counts.count_turn([], intent, [card], True)
            if index % 30 == 29:
                counts.flush()
        files.append(bytearray(counts.store.path.read_bytes()))
    for content in files:  # SQLite's own number of writes and its version
        content[24:28] = content[92:100] = b""
    assert files[0] == files[1]


def test_no_journal_and_no_deleted_page_stays_behind(counts, tmp_path):
    counts.count_turn([], "eigen_verhaal", ["csg"], True)
    counts.flush()
    counts.store.forget("2026-W48")
    assert os.listdir(tmp_path) == ["counts.db"]
    content = counts.store.path.read_bytes()
    assert b"eigen_verhaal" not in content and b"csg" not in content


def test_forgetting_keeps_later_weeks(counts):
    for days in (0, 7, 14):
        counts.add("message", "all", NOON + timedelta(days=days))
    counts.flush()
    assert counts.store.forget("2026-W48") == 1
    assert set(rows(counts)) == {("2026-W48", "message", "all"), ("2026-W49", "message", "all")}


def test_sums_equal_a_replay_of_known_conversations(tmp_path):
    """A whole quarter of made-up conversations, flushed at odd moments by two processes on one file."""
    dice = random.Random(5)
    moment = [NOON]
    both = [Counts(tmp_path / "counts.db", OPTIONAL, clock=lambda: moment[0]) for _ in range(2)]
    known: Counter = Counter()
    intents, cards = list(measures.labels("intent"))[:12], ["112", "veilig_thuis", "csg"]
    for _ in range(400):
        moment[0] = NOON + timedelta(hours=dice.randrange(24 * 90))
        counts, counted, expected = dice.choice(both), [], set()
        week = "{}-W{:02d}".format(*moment[0].isocalendar())
        for _ in range(dice.randint(1, 6)):
            intent, shown, understood = (
                dice.choice(intents),
                dice.sample(cards, dice.randint(0, 2)),
                dice.random() < 0.8,
            )
            counted = counts.count_turn(counted, intent, shown, understood)
            known[week, "message", "all"] += 1
            known[week, "not_understood", "all"] += not understood
            expected |= {("intent", intent), ("conversation", "all"), *(("referral", card) for card in shown)}
            expected |= {("step", steps.of(intent))} if steps.of(intent) else set()
        for cell in expected:
            known[(week, *cell)] += 1
        if dice.random() < 0.1:
            dice.choice(both).flush()
    assert all(counts.flush() for counts in both)
    assert rows(both[0]) == Counter({cell: n for cell, n in known.items() if n})


@pytest.mark.parametrize(
    "now, seconds",
    [
        (datetime(2026, 11, 18, 2, 0, tzinfo=ZONE), 3600),
        (datetime(2026, 11, 18, 3, 0, tzinfo=ZONE), 24 * 3600),
        (datetime(2026, 11, 18, 12, 0, tzinfo=ZONE), 15 * 3600),
    ],
)
def test_a_daily_flush_comes_at_a_fixed_hour(now, seconds):
    assert pause(86400, now) == seconds
    assert pause(60, now) == 60


def test_a_running_process_marks_the_weeks_it_may_lose(tmp_path):
    moments = itertools.cycle([datetime(2026, 11, 22, 12, tzinfo=ZONE)])  # a Sunday: tomorrow is another week
    counts = Counts(tmp_path / "counts.db", clock=lambda: next(moments))
    counts.start()
    assert {row[0] for row in counts.store.rows()} == {"2026-W47", "2026-W48"}
    moments = itertools.cycle([datetime(2026, 11, 24, 3, tzinfo=ZONE)])
    counts.flush()
    assert {row[0] for row in counts.store.rows()} == {"2026-W48"}
    counts.stop()
    assert counts.store.rows() == []


def test_reading_counts_that_do_not_exist_gives_none(tmp_path):
    assert CountsFile(tmp_path / "none.db").rows() == []
    assert list(tmp_path.iterdir()) == []
