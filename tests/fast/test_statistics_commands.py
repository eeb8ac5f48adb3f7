"""The commands about counts and statistics, as a colleague types them."""

# ruff: noqa: F401, F811 - `few` is a fixture
import io
import json

import pytest

from bot import cli
from bot.statistics import periods
from bot.statistics.counts_file import CountsFile
from bot.statistics.publication import publish_due
from bot.statistics.published import Published
from bot.statistics.staff import Staff
from tests.fast.statistics_samples import conversations, few

PASSWORD = "een lange zin hier"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("VOLGENDE_STAP_COUNTS", str(tmp_path / "counts.db"))
    return tmp_path


@pytest.fixture
def filled(few, folder):
    store, file = CountsFile(folder / "counts.db"), Published(folder / "statistics.db")
    rows = conversations(4, periods.weeks_in("2026-Q1"), 30)
    store.add([(*cell, n) for cell, n in rows.items()], "test", [])
    publish_due(store, file, [], [], periods.due_on("2026-Q1"))
    return file


def types(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_staff_are_added_changed_listed_and_removed(folder, monkeypatch, capsys):
    staff = Staff(folder / "staff.db")
    for command, typed in (("add", PASSWORD), ("password", "een heel andere zin")):
        types(monkeypatch, typed + "\n")
        assert cli.main(["staff", command, "anke"]) == 0
        assert staff.log_in("anke", typed)
    assert cli.main(["staff", "list"]) == 0
    assert cli.main(["staff", "remove", "anke"]) == 0
    assert cli.main(["staff", "remove", "anke"]) == 1
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err and staff.names() == []


@pytest.mark.parametrize(
    "arguments, typed", [(["add"], PASSWORD), (["add", "anke"], "kort"), (["password", "bert"], PASSWORD)]
)
def test_a_mistake_about_staff_is_said_in_a_sentence(folder, monkeypatch, capsys, arguments, typed):
    types(monkeypatch, typed + "\n")
    assert cli.main(["staff", *arguments]) == 1
    assert capsys.readouterr().err.strip().endswith(".")


def test_statistics_prints_and_writes_the_published_figures(filled, folder, capsys):
    assert cli.main(["statistics"]) == 0
    said = capsys.readouterr().out
    assert "1E KWARTAAL 2026" in said and "Getallen zijn afgerond op 5." in said
    assert cli.main(["statistics", "--csv", str(folder / "a.csv"), "--json", str(folder / "a.json")]) == 0
    assert (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfperiode;onderdeel;")
    rows = json.loads((folder / "a.json").read_text("utf-8"))["rijen"]
    assert {row["periode"] for row in rows} >= {"1e kwartaal 2026 (29 dec – 29 mrt)"}


def test_statistics_before_anything_was_published(folder, capsys):
    assert cli.main(["statistics"]) == 0
    assert "nog geen gepubliceerde cijfers" in capsys.readouterr().out


def test_forgetting_warns_asks_and_deletes_for_good(filled, folder, monkeypatch, capsys):
    before = filled.figures(["2026-Q1"])
    assert "vermoeden" not in str(before)  # short lists
    types(monkeypatch, "nee\n")
    assert cli.main(["counts", "forget", "--before", "2026-W20"]) == 1
    assert CountsFile(folder / "counts.db").rows()
    types(monkeypatch, "ja\n")
    assert cli.main(["counts", "forget", "--before", "2026-W20"]) == 0
    said = capsys.readouterr().out
    assert "verschijnen dan nooit: 2026, 2e kwartaal 2026, week 19" in said
    assert CountsFile(folder / "counts.db").rows() == []
    assert b"2026-W0" not in (folder / "counts.db").read_bytes()
    assert filled.figures(["2026-Q1"]) == before


def test_forgetting_names_damaged_files_that_hold_old_counts_as_well(filled, folder, capsys):
    (folder / "counts.db.beschadigd-2026-11-21-1").write_bytes(b"2026-W02")
    assert cli.main(["counts", "forget", "--before", "2026-W20", "--yes"]) == 0
    assert "counts.db.beschadigd-2026-11-21-1" in capsys.readouterr().out


@pytest.mark.parametrize("week", ["2026-W54", "vorige week", "2026-11-21", ""])
def test_forgetting_needs_a_week_that_exists(filled, week, capsys):
    assert cli.main(["counts", "forget", "--before", week, "--yes"]) == 1
    assert "is geen week" in capsys.readouterr().err


def test_a_database_on_a_server_is_refused_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setenv("VOLGENDE_STAP_COUNTS", "postgresql://db/counts")
    assert cli.main(["statistics"]) == 1
    assert "VOLGENDE_STAP_COUNTS: een database op een server kan in deze versie nog niet" in capsys.readouterr().err


def test_an_unknown_measure_is_refused_with_the_list(monkeypatch, capsys):
    monkeypatch.setenv("VOLGENDE_STAP_COUNT_MEASURES", "role,tijdstip")
    assert cli.main(["statistics"]) == 1
    assert "onbekende meting tijdstip; kies uit conversation, message," in capsys.readouterr().err
