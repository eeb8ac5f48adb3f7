"""Slow down whoever sends too much, without keeping anybody's address.

An address is only ever held as a keyed hash, in memory, for one minute; the key is random and dies with the process.
"""

import hashlib
import hmac
import secrets
import time
from typing import Callable, Dict, List

WINDOW = 60.0  # seconds


class Pace:
    """At most ``limit`` requests a minute for each visitor; 0 means no limit."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic):
        self._limit = limit
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._seen: Dict[bytes, List[float]] = {}
        self._swept = clock()

    def allows(self, address: str) -> bool:
        """Whether a request from this address may go on; counts it when it may."""
        if not self._limit:
            return True
        now = self._clock()
        if now - self._swept > WINDOW:
            self._seen = {k: v for k, v in self._seen.items() if now - v[-1] < WINDOW}
            self._swept = now
        who = hmac.digest(self._key, address.encode(), hashlib.sha256)
        recent = [t for t in self._seen.get(who, []) if now - t < WINDOW]
        if len(recent) >= self._limit:
            return False
        self._seen[who] = recent + [now]
        return True
