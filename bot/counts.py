"""Anonymous totals for the campaign: counts, never events.

Promises: nothing but ``(week, measure, key, n)`` is ever written, and only names on the closed list of
``bot/statistics/measures.py``; increments wait in memory and are written in one transaction once a day, so that the
file tells nothing about order or time; counting never breaks a conversation, whatever the disk does. A crash loses
at most what waited, and the week is then known to be incomplete. No count is written twice: either the transaction
succeeded, or everything waits for the next one.
"""

import logging
import secrets
import sqlite3
import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Callable, Iterable, List, Optional

from bot import steps
from bot.contacts import ZONE
from bot.statistics import measures
from bot.statistics.counts_file import INCOMPLETE, CountsFile, CountStore, Row, is_damaged
from bot.statistics.periods import week_of, weeks_between

logger = logging.getLogger(__name__)

DEFAULT, OPTIONAL = measures.ON, measures.OPTIONAL
MAX_INTENTS = 8  # one conversation adds at most this many intents
DAY = timedelta(days=1)
FLUSH_HOUR = 3  # at night, by the clock here
UNPUBLISHED = timedelta(weeks=2)  # figures about a year may still have to appear so long after it ended


class Counts:
    """Totals of one service.

    Args:
        path: the SQLite file; None counts nothing.
        extra: measures switched on beside the default ones.
        clock: the time now (aware); tests pass their own.

    Raises:
        ValueError: when ``extra`` names an unknown measure.
    """

    def __init__(
        self,
        path: Optional[Path],
        extra: Iterable[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(ZONE),
    ):
        unknown = set(extra) - OPTIONAL - DEFAULT
        if unknown:
            raise ValueError(f"VOLGENDE_STAP_COUNT_MEASURES: onbekende meting {', '.join(sorted(unknown))}")
        self.measures = DEFAULT | set(extra)
        self.healthy = True
        self.store: Optional[CountStore] = CountsFile(path) if path else None
        self._process = secrets.token_hex(4)
        self._running = False
        self._clock = clock
        self._waiting: Counter = Counter()
        self._lock = threading.Lock()  # held for a moment: a visitor's turn may wait for it
        self._writing = threading.Lock()  # held while the disk works

    def add(self, measure: str, key: str, when: Optional[datetime] = None) -> None:
        """Count once; a measure that is off is not counted."""
        if self.store is None or measure not in self.measures:
            return
        week = week_of((when or self._clock()).astimezone(ZONE).date())
        with self._lock:
            self._waiting[week, measure, measures.clean_key(measure, key)] += 1

    def once(self, counted: List[str], measure: str, key: str) -> bool:
        """Count a measure that is on, unless this conversation was counted for it; whether it was counted now.

        Args:
            counted: what this conversation was counted for before, as ``measure:key``; what comes new is added.
        """
        mark = f"{measure}:{key}"
        if mark in counted or measure not in self.measures:
            return False
        counted.append(mark)
        self.add(measure, key)
        return True

    def count_turn(
        self, counted: List[str], intent: Optional[str], shown: Iterable[str], understood: bool
    ) -> List[str]:
        """Count one message of a conversation.

        Args:
            counted: what this conversation was counted for before.
            intent: its topic; None for a tap on an answer, which has none.

        Returns:
            ``counted`` with what came new.
        """
        seen = list(counted)
        self.add("message", "all")
        if not understood:
            self.add("not_understood", "all")
        self.once(seen, "conversation", "all")
        room = sum(mark.startswith("intent:") for mark in seen) < MAX_INTENTS
        if intent and room and self.once(seen, "intent", intent) and steps.of(intent):
            self.once(seen, "step", steps.of(intent))
        for card in sorted(shown):
            self.once(seen, "referral", card)
        return seen

    def start(self) -> bool:
        """Mark this week as being counted, so that a crash shows; a damaged file is found now."""
        self._running = True
        for measure in self.measures:
            measures.labels(measure)  # read the lists now, not during the first visitor's turn
        return self.flush()

    def stop(self) -> bool:
        """Write what waits; this process then leaves no mark."""
        self._running = False
        return self.flush(closing=True)

    def flush(self, closing: bool = False) -> bool:
        """Write what waits, in one sorted transaction; on failure it keeps waiting and False is returned."""
        with self._writing:
            with self._lock:
                rows, self._waiting = self._waiting, Counter()
            if self.store is None or not (rows or self._running or closing):
                return True
            try:
                self._write([(*key, n) for key, n in sorted(rows.items())])
            except (sqlite3.Error, OSError) as error:
                with self._lock:
                    self._waiting.update(rows)
                if self.healthy:
                    logger.error("Tellingen zijn niet weggeschreven (%s). Later nog een keer.", type(error).__name__)
                self.healthy = False
                return False
            self.healthy = True
            return True

    def _write(self, rows: List[Row]) -> None:
        now = self._clock()
        # Whatever is counted from here until the next flush, a day from now, is lost in a crash.
        weeks = {week_of(now.date()), week_of((now + DAY).date())} if self._running else set()
        try:
            self.store.add(rows, self._process, weeks)
        except sqlite3.DatabaseError as error:
            if not is_damaged(error):
                raise
            name = self.store.set_aside()
            if name:
                logger.error("Het bestand met tellingen is beschadigd en bewaard als %s; een nieuw begint.", name)
                first = f"{(now - UNPUBLISHED).isocalendar().year}-W01"
                lost = weeks_between(first, week_of(now.date()))
                rows = [*rows, *((week, INCOMPLETE, "beschadigd", 1) for week in lost)]
            self.store.add(rows, self._process, weeks)


def pause(every: int, now: datetime) -> float:
    """Seconds until the next flush: a daily one comes at a fixed hour, so that its time says nothing."""
    if every != DAY.total_seconds():
        return float(every)
    local = now.astimezone(ZONE)
    following = local.replace(hour=FLUSH_HOUR, minute=0, second=0, microsecond=0)
    if following <= local:
        following += DAY
    return (following - local).total_seconds()
