"""The file of the counts: one SQLite table, from which neither order nor time can be read back.

Promises: a flush is one transaction of rows sorted by key, after which the file is rebuilt in key order, so that it
looks the same whatever came first; what is deleted is overwritten; only the service's user can read it. A file that is
damaged is moved aside, never overwritten. PostgreSQL can take its place: the same four methods (``CountStore``).

Besides the counts the table holds, for each running process, a row ``(week, incomplete, <random name>, 1)`` for every
week that would miss counts if that process died now. A normal stop removes it; after a crash it stays.
"""

import fcntl
import os
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Iterable, List, Protocol, Sequence, Tuple

import sqlite_utils

INCOMPLETE = "incomplete"
ASIDE = ".beschadigd-"
Row = Tuple[str, str, str, int]  # week, measure, key, n
WAIT = 5.0  # seconds for another process to finish writing
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counts (
    week TEXT NOT NULL, measure TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (week, measure, key)
) WITHOUT ROWID
"""
_ADD = """
INSERT INTO counts (week, measure, key, n) VALUES (?, ?, ?, ?)
ON CONFLICT (week, measure, key) DO UPDATE SET n = n + excluded.n
"""


class CountStore(Protocol):
    """What counting needs of a database."""

    def add(self, rows: Sequence[Row], process: str, open_weeks: Iterable[str]) -> None:
        """Add to the totals and say which weeks the process still counts in, both or neither."""

    def rows(self) -> List[Row]:
        """All totals."""

    def forget(self, before: str) -> int:
        """Delete the weeks before a week, beyond recovery; returns how many rows."""

    def set_aside(self) -> str:
        """Move a damaged database away and return its new name; empty when it is sound after all."""


def is_damaged(error: Exception) -> bool:
    """Whether an error means that the file is not a sound database (and not just full or in use)."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in DAMAGED


def set_aside(path: Path) -> List[Path]:
    """The damaged files of the counts that were moved away."""
    found = path.parent.glob(f"{path.name}{ASIDE}*")
    return sorted(file for file in found if not file.name.endswith("-journal"))


class CountsFile:
    """A ``CountStore`` in one SQLite file. Methods raise sqlite3.Error or OSError when the disk does."""

    def __init__(self, path: Path):
        self.path = path

    def add(self, rows: Sequence[Row], process: str, open_weeks: Iterable[str]) -> None:
        marks = [(week, INCOMPLETE, process, 1) for week in sorted(set(open_weeks))]
        with closing(self._open()) as database:
            with database.conn as transaction:
                transaction.execute("BEGIN IMMEDIATE")
                transaction.execute(_SCHEMA)
                transaction.execute("DELETE FROM counts WHERE measure = ? AND key = ?", (INCOMPLETE, process))
                transaction.executemany(_ADD, sorted([*rows, *marks]))
            self._rebuild(database)

    def rows(self) -> List[Row]:
        if not self.path.exists():
            return []
        with closing(self._open()) as database:
            if "counts" not in database.table_names():
                return []
            return [tuple(row) for row in database.execute("SELECT week, measure, key, n FROM counts ORDER BY 1, 2, 3")]

    def forget(self, before: str) -> int:
        with closing(self._open()) as database:
            with database.conn as transaction:
                transaction.execute("BEGIN IMMEDIATE")
                transaction.execute(_SCHEMA)
                gone = transaction.execute("DELETE FROM counts WHERE week < ?", (before,)).rowcount
            database.execute("VACUUM")
            return gone

    def set_aside(self) -> str:
        try:
            with closing(self._open()) as database:
                if database.execute("PRAGMA quick_check").fetchone()[0] == "ok":
                    return ""
        except sqlite3.Error as error:
            if not is_damaged(error):
                raise
        with self.path.open("rb") as damaged:
            fcntl.flock(damaged, fcntl.LOCK_EX)
            if not self.path.exists() or not os.path.samestat(os.fstat(damaged.fileno()), self.path.stat()):
                return ""  # another process was first
            return self._move_aside().name

    def _move_aside(self) -> Path:
        for number in range(1, 1000):
            aside = self.path.with_name(f"{self.path.name}{ASIDE}{date.today().isoformat()}-{number}")
            with suppress(FileExistsError):
                os.link(self.path, aside)  # unlike a rename, a link never replaces what is there
                os.unlink(self.path)
                with suppress(FileNotFoundError):  # its journal belongs with it, and would harm the next file
                    os.rename(f"{self.path}-journal", f"{aside}-journal")
                return aside
        raise OSError("te veel beschadigde bestanden")

    def _open(self) -> sqlite_utils.Database:
        if not self.path.exists():
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(str(self.path), timeout=WAIT, isolation_level=None)
        try:
            for pragma in ("journal_mode=DELETE", "secure_delete=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            return sqlite_utils.Database(connection)
        except BaseException:
            connection.close()
            raise

    @staticmethod
    def _rebuild(database: sqlite_utils.Database) -> None:
        """Lay the rows out anew, in key order. The counts are safe by now: a failure here may not look like one."""
        with suppress(sqlite3.Error):
            database.execute("VACUUM")
