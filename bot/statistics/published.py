"""The file of what has been published: plain SQLite tables that anyone may read, keep and open in Datasette.

Promises: a period is written once, whole or not at all, and never changed after; nothing in this file says more than
the statistics page shows. Only the notes of staff can be added and removed. Demo figures and real ones never share a
file: a file says which it holds, and the other kind is refused.
"""

import sqlite3
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

import sqlite_utils

from bot.statistics import periods
from bot.statistics.disclosure import BELOW, HIDDEN, SHOWN, Figure

WAIT = 5.0  # seconds for another process to finish writing
Cell = Tuple[str, str]  # measure and key
MAX_NOTE = 120  # characters

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS periods (
    period TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL,
    published TEXT NOT NULL, incomplete INTEGER NOT NULL, measures TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS figures (
    period TEXT NOT NULL REFERENCES periods(period), measure TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL,
    theme TEXT, status TEXT NOT NULL, shown TEXT NOT NULL, value INTEGER, low INTEGER, high INTEGER,
    PRIMARY KEY (period, measure, key)
);
CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, week TEXT NOT NULL, text TEXT NOT NULL);
"""


class DemoMixed(Exception):
    """Demo figures and real ones would end up in one file."""


class Period(NamedTuple):
    """A published period."""

    period: str
    kind: str
    name: str
    starts: date
    ends: date
    published: date
    incomplete: bool
    measures: Tuple[str, ...]


class Entry(NamedTuple):
    """A published figure with its Dutch label, and its theme for an intent."""

    label: str
    theme: Optional[str]
    figure: Figure


class Note(NamedTuple):
    """What staff wrote about a week."""

    id: int
    week: str
    text: str


def in_words(figure: Figure) -> str:
    """A figure as it is shown, on paper and on screen."""
    return {SHOWN: str(figure.value), BELOW: "minder dan 10", HIDDEN: "niet getoond"}[figure.status]


class Published:
    """The file. Methods raise sqlite3.Error when the disk does.

    Args:
        demo: whether it should hold demo figures; None takes it as it is (to read only).

    Raises:
        DemoMixed: when the file holds demo figures and ``demo`` is False, or the other way round.
    """

    def __init__(self, path: Path, demo: Optional[bool] = False):
        self.path = path
        with self._open() as database:
            database.conn.executescript(_SCHEMA)
            held = self._about(database, "demo")
            self.demo = demo if held is None else held == "1"
            if held is None:
                database["about"].upsert({"key": "demo", "value": str(int(bool(demo)))}, pk="key")
            elif demo is not None and self.demo != demo:
                raise DemoMixed(
                    f"{path.name} bevat {'voorbeeldcijfers' if not demo else 'echte cijfers'}. Kies een ander bestand."
                )

    def about(self, key: str) -> Optional[str]:
        """A fact about the whole file."""
        with self._open() as database:
            return self._about(database, key)

    def note_fact(self, key: str, value: str) -> None:
        """Keep a fact about the whole file."""
        with self._open() as database, database.conn:
            database["about"].upsert({"key": key, "value": value}, pk="key")

    def periods(self) -> Dict[str, Period]:
        """All published periods, oldest first within their kind."""
        with self._open() as database:
            rows = list(database.query("SELECT * FROM periods ORDER BY period"))
        return {row["period"]: _period(row) for row in rows}

    def figures(self, names: List[str]) -> Dict[str, Dict[Cell, Entry]]:
        """The figures of some periods, in the order in which they were published."""
        found: Dict[str, Dict[Cell, Entry]] = {name: {} for name in names}
        with self._open() as database:
            where = ",".join("?" * len(names))
            for row in database.query(f"SELECT * FROM figures WHERE period IN ({where}) ORDER BY rowid", names):
                figure = Figure(row["status"], row["value"], row["low"], row["high"])
                found[row["period"]][row["measure"], row["key"]] = Entry(row["label"], row["theme"], figure)
        return found

    def publish(
        self, period: str, start: date, today: date, incomplete: bool, on: List[str], entries: Dict[Cell, Entry]
    ) -> bool:
        """Write a period, unless it was published before (by another process, say)."""
        head = {
            "period": period,
            "kind": periods.kind_of(period),
            "name": periods.full_name(period),
            "starts": start.isoformat(),
            "ends": periods.ends(period).isoformat(),
            "published": today.isoformat(),
            "incomplete": int(incomplete),
            "measures": ",".join(on),
        }
        rows = [
            {
                "period": period,
                "measure": m,
                "key": k,
                "label": e.label,
                "theme": e.theme,
                "shown": in_words(e.figure),
                **e.figure._asdict(),
            }
            for (m, k), e in entries.items()
        ]
        try:
            with self._open() as database, database.conn as transaction:
                transaction.execute("BEGIN IMMEDIATE")
                transaction.execute(
                    f"INSERT INTO periods ({','.join(head)}) VALUES ({','.join('?' * len(head))})", list(head.values())
                )
                for row in rows:
                    transaction.execute(
                        f"INSERT INTO figures ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values())
                    )
        except sqlite3.IntegrityError:
            return False
        return True

    def notes(self) -> List[Note]:
        """All notes, newest week first."""
        with self._open() as database:
            return [Note(**row) for row in database.query("SELECT id, week, text FROM notes ORDER BY week DESC, id")]

    def add_note(self, week: str, text: str) -> None:
        """Keep a note on a week."""
        with self._open() as database:
            database["notes"].insert({"week": week, "text": text})

    def remove_note(self, number: int) -> None:
        """Remove a note; nothing happens when there is no such note."""
        with self._open() as database, database.conn as transaction:
            transaction.execute("DELETE FROM notes WHERE id = ?", (number,))

    @contextmanager
    def _open(self) -> Iterator[sqlite_utils.Database]:
        with closing(sqlite3.connect(str(self.path), timeout=WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete=ON")  # a note that is removed is gone
            yield sqlite_utils.Database(connection)

    @staticmethod
    def _about(database: sqlite_utils.Database, key: str) -> Optional[str]:
        row = database.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None


def _period(row: dict) -> Period:
    days = {name: date.fromisoformat(row[name]) for name in ("starts", "ends", "published")}
    measures = tuple(part for part in row["measures"].split(",") if part)
    return Period(**{**row, **days, "incomplete": bool(row["incomplete"]), "measures": measures})
