"""Anonymous totals for the campaign: counts, never events.

Promises: nothing but ``(week, measure, key, n)`` is ever written; increments wait in memory and are written in one
transaction, sorted by key, so that the file tells nothing about order or time; counting never breaks a
conversation. Measures are a closed list; those outside ``DEFAULT`` are on only when the client switches them on.
"""

import logging
import sqlite3
import threading
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Iterable, List, Optional, Tuple

import sqlite_utils

from bot.contacts import ZONE

logger = logging.getLogger(__name__)

DEFAULT = frozenset(("conversation", "message", "intent", "not_understood", "referral"))
OPTIONAL = frozenset(
    ("role", "step", "call", "municipality", "campaign", "practice", "topic_chip", "talk_before", "talk_after")
)
MAX_INTENTS = 8  # one conversation adds at most this many intents

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


def week_of(day: date) -> str:
    """The ISO week of a day, such as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


class Counts:
    """Totals of one service.

    Args:
        path: the SQLite file; None counts nothing.
        extra: measures switched on beside the default ones.

    Raises:
        ValueError: when ``extra`` names an unknown measure.
    """

    def __init__(self, path: Optional[Path], extra: Iterable[str] = ()):
        unknown = set(extra) - OPTIONAL - DEFAULT
        if unknown:
            raise ValueError(f"VOLGENDE_STAP_COUNT_MEASURES: onbekende meting {', '.join(sorted(unknown))}")
        self.measures = DEFAULT | set(extra)
        self.healthy = True
        self._path = path
        self._waiting: Counter = Counter()
        self._lock = threading.Lock()

    def add(self, measure: str, key: str, when: Optional[datetime] = None) -> None:
        """Count once; a measure that is off is not counted."""
        if self._path is None or measure not in self.measures:
            return
        week = week_of((when or datetime.now(ZONE)).date())
        with self._lock:
            self._waiting[week, measure, key] += 1

    def count_turn(self, counted: List[str], intent: str, shown: Iterable[str], understood: bool) -> List[str]:
        """Count one message of a conversation.

        Args:
            counted: what this conversation was counted for before, as ``measure:key``.

        Returns:
            ``counted`` with what came new.
        """
        seen = list(counted)
        self.add("message", "all")
        if not understood:
            self.add("not_understood", "all")
        wanted = [("conversation", "all"), ("intent", intent)] + [("referral", card) for card in sorted(shown)]
        for measure, key in wanted:
            mark = f"{measure}:{key}"
            if mark in seen:
                continue
            if measure == "intent" and sum(m.startswith("intent:") for m in seen) >= MAX_INTENTS:
                continue
            seen.append(mark)
            self.add(measure, key)
        return seen

    def flush(self) -> bool:
        """Write what waits, in one sorted transaction; on failure it keeps waiting and False is returned."""
        with self._lock:
            rows, self._waiting = sorted(self._waiting.items()), Counter()
        if not rows or self._path is None:
            return True
        try:
            self._write([(*key, n) for key, n in rows])
        except sqlite3.Error as error:
            with self._lock:
                self._waiting.update(dict(rows))
            if self.healthy:
                logger.error("%s: tellingen zijn niet weggeschreven (%s).", self._path.name, type(error).__name__)
            self.healthy = False
            return False
        self.healthy = True
        return True

    def _write(self, rows: List[Tuple[str, str, str, int]]) -> None:
        connection = sqlite3.connect(str(self._path), timeout=5)
        try:
            database = sqlite_utils.Database(connection)
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute("PRAGMA secure_delete=ON")
            with database.conn:
                database.execute(_SCHEMA)
                database.conn.executemany(_ADD, rows)
            self._path.chmod(0o600)
        finally:
            connection.close()
