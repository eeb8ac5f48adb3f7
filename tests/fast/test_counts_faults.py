"""When the disk, the clock or the process fails: conversations go on, and no count is written twice."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.contacts import ZONE
from bot.counts import Counts
from bot.paths import ROOT
from bot.statistics import counts_file
from bot.statistics.counts_file import INCOMPLETE

NOON = datetime(2026, 11, 18, 12, tzinfo=ZONE)


@pytest.fixture
def counts(tmp_path):
    return Counts(tmp_path / "counts.db", clock=lambda: NOON)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(counts_file, "WAIT", 0.2)


def messages(counts) -> int:
    return sum(n for _, measure, _, n in counts.store.rows() if measure == "message")


def test_a_locked_file_keeps_the_counts_waiting(counts, impatient, caplog):
    counts.start()
    other = sqlite3.connect(str(counts.store.path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    counts.add("message", "all")
    assert not counts.flush() and not counts.flush()
    assert not counts.healthy
    assert len(caplog.records) == 1  # reported once
    other.execute("ROLLBACK")
    assert counts.flush() and counts.healthy
    assert messages(counts) == 1


def test_a_visitor_does_not_wait_for_the_disk(counts, monkeypatch):
    monkeypatch.setattr(counts_file, "WAIT", 30.0)
    counts.start()
    other = sqlite3.connect(str(counts.store.path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    counts.add("message", "all")
    flush = threading.Thread(target=counts.flush)
    flush.start()
    counts.count_turn([], "groet", [], True)
    assert flush.is_alive()  # still waiting for the file, while the turn is done
    other.execute("ROLLBACK")
    flush.join(20)
    assert counts.flush() and messages(counts) == 2


def test_a_full_disk_loses_and_doubles_nothing(counts):
    counts.start()
    for week in range(300):
        counts.add("message", "all", NOON + timedelta(weeks=week))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (counts.store.path.stat().st_size, hard))
    try:
        assert not counts.flush() and not counts.flush()
        counts.add("message", "all")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not counts.healthy
    assert counts.flush() and counts.healthy
    assert messages(counts) == 301


def test_a_folder_that_is_gone_stops_nothing(tmp_path):
    counts = Counts(tmp_path / "gone" / "counts.db")
    assert not counts.start()
    assert counts.count_turn([], "groet", [], True)
    (tmp_path / "gone").mkdir()
    assert counts.flush() and messages(counts) == 1


@pytest.mark.parametrize("damage", [b"this is no database " * 400, "middle", "truncated"])
def test_a_damaged_file_is_set_aside_and_never_overwritten(counts, tmp_path, damage, caplog):
    for week in range(200):
        counts.add("message", "all", NOON - timedelta(weeks=week))
    counts.flush()
    path, content = counts.store.path, counts.store.path.read_bytes()
    if damage == "middle":
        broken = content[:100] + b"\xff" * (len(content) - 100)
    else:
        broken = damage if isinstance(damage, bytes) else content[: len(content) // 2 + 7]
    path.write_bytes(broken)
    again = Counts(path, clock=lambda: NOON)
    again.add("message", "all")
    assert again.start()
    aside = [file for file in tmp_path.iterdir() if ".beschadigd-" in file.name]
    assert [file.read_bytes() for file in aside] == [broken]
    assert aside[0].name in caplog.text
    assert messages(again) == 1
    marked = {week for week, measure, _, _ in again.store.rows() if measure == INCOMPLETE}
    assert {"2026-W01", "2026-W30", "2026-W47"} <= marked  # what the year had so far is not whole any more


def test_damage_far_from_where_is_written_is_found_too(counts, tmp_path):
    """Adding a row touches a few pages only; unreadable ones elsewhere would stop every publication."""
    for week in range(3000):
        counts.add("message", "all", NOON - timedelta(weeks=week))
    counts.flush()
    content = bytearray(counts.store.path.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    counts.store.path.write_bytes(content)
    counts.add("message", "all", NOON + timedelta(weeks=1))
    assert counts.flush() and counts.store.rows()
    aside = [file for file in tmp_path.iterdir() if ".beschadigd-" in file.name]
    assert len(aside) == 1 and messages(counts) == 1


def test_damage_found_in_january_marks_the_quarter_that_is_not_published_yet(tmp_path):
    path = tmp_path / "counts.db"
    path.write_bytes(b"this is no database " * 400)
    assert Counts(path, clock=lambda: datetime(2027, 1, 6, 12, tzinfo=ZONE)).start()
    marked = {row[0] for row in Counts(path).store.rows() if row[1] == INCOMPLETE}
    assert {"2026-W01", "2026-W53", "2027-W01"} <= marked


def test_a_second_damaged_file_does_not_replace_the_first(counts, tmp_path):
    for number in range(3):
        counts.store.path.write_bytes(b"damage %d " % number * 500)
        counts.add("message", "all")
        assert counts.flush()
    aside = sorted(file.read_bytes()[:8] for file in tmp_path.iterdir() if ".beschadigd-" in file.name)
    assert aside == [b"damage 0", b"damage 1", b"damage 2"]


def test_a_sound_file_is_not_set_aside(counts):
    counts.start()
    assert counts.store.set_aside() == ""
    assert counts.store.path.exists()


def test_a_clock_that_jumps_back_doubles_nothing(tmp_path):
    moment = [NOON]
    counts = Counts(tmp_path / "counts.db", clock=lambda: moment[0])
    counts.start()
    for jump in (timedelta(0), timedelta(days=-10), timedelta(days=3), timedelta(days=-20_000)):
        moment[0] = NOON + jump
        counts.count_turn([], "groet", [], True)
        assert counts.flush()
    moment[0] = NOON
    counts.stop()
    rows = Counter({row[:2]: row[3] for row in counts.store.rows()})
    assert sum(n for (_, measure), n in rows.items() if measure == "message") == 4
    assert not any(measure == INCOMPLETE for _, measure in rows)


def run(script: str, *arguments) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )


BUSY = """
import sys
from pathlib import Path
from bot.counts import Counts
counts = Counts(Path(sys.argv[1]))
counts.start()
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    for _ in range(10):
        counts.add("message", "all")
    counts.add("intent", "groet")
    while not counts.flush():
        pass
    print(number + 1, flush=True)
if sys.argv[3] == "stop":
    counts.stop()
"""


def test_two_processes_on_one_file_lose_and_double_nothing(tmp_path):
    path = tmp_path / "counts.db"
    both = [run(BUSY, path, 40, "stop") for _ in range(2)]
    for process in both:
        process.communicate(timeout=100)
        assert process.returncode == 0
    assert Counter({row[1:3]: row[3] for row in Counts(path).store.rows()}) == {
        ("message", "all"): 800,
        ("intent", "groet"): 80,
    }


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
def test_kill_during_a_flush_writes_all_of_it_or_nothing(tmp_path, after):
    path = tmp_path / "counts.db"
    process = run(BUSY, path, 10_000, "go on")
    done = 0
    for line in process.stdout:
        done = 0 if line.startswith("ready") else int(line)
        if done == after:
            break
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    done = int(rest[-1]) if rest else done
    rows = Counts(path).store.rows()
    found = {row[1:3]: row[3] for row in rows if row[1] != INCOMPLETE}
    assert found[("message", "all")] == 10 * found[("intent", "groet")]
    assert found[("intent", "groet")] in (done, done + 1)
    assert any(row[1] == INCOMPLETE for row in rows)  # the week says so


def test_a_normal_stop_leaves_no_mark_and_a_crash_does(tmp_path):
    path = tmp_path / "counts.db"
    for ending, marks in (("stop", 0), ("crash", 1)):
        process = run(BUSY, path, 1, ending)
        process.communicate(timeout=60)
        found = {row[2] for row in Counts(path).store.rows() if row[1] == INCOMPLETE}
        assert len(found) == marks


def test_backups_and_leftovers_tell_no_order(tmp_path):
    """What somebody with the disk finds after a crash in the middle of a day: nothing of that day."""
    script = (
        BUSY.split("for number")[0]
        + "counts.add('intent', 'schelden')\nprint('now', flush=True)\nimport time; time.sleep(60)\n"
    )
    process = run(script, tmp_path / "counts.db")
    assert process.stdout.readline() == "ready\n" and process.stdout.readline() == "now\n"
    process.kill()
    process.wait()
    assert [file.name for file in tmp_path.iterdir()] == ["counts.db"]
    assert b"schelden" not in Path(tmp_path / "counts.db").read_bytes()
    assert json.dumps([row[1] for row in Counts(tmp_path / "counts.db").store.rows()]).count(INCOMPLETE) >= 1
