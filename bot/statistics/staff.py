"""Accounts of staff, and who may look.

Promises: passwords are kept as Argon2id hashes only; guessing is slowed per account, without keeping anybody's
address or a name that was typed; an unknown name is refused in the same way and time as a wrong password; logging out,
changing a password and removing an account end every session of it at once, on every server, because a session carries
the account's generation number, which starts anywhere and never comes back.
Accounts are made on the command line (``volgende-stap staff add``): no page can create one.
"""

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

MIN_LENGTH, MAX_LENGTH = 12, 200  # characters of a password
FREE_TRIES = 3  # wrong passwords in a row before waiting begins
LONGEST_WAIT = 60.0  # seconds
BUCKETS = 4096  # names share these, known and unknown alike: memory is bounded, and waiting tells nothing about a name
_SCHEMA = "CREATE TABLE IF NOT EXISTS staff (name TEXT PRIMARY KEY, hash TEXT NOT NULL, generation INTEGER NOT NULL)"


class Refused(Exception):
    """The reason, as a Dutch sentence."""


class Account(NamedTuple):
    """Who is logged in. ``generation`` changes when all sessions of the account end."""

    name: str
    generation: int


class Staff:
    """The accounts in one SQLite file, readable by the service's user only."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic):
        self.path = path
        self._clock = clock
        # 19 MiB and two rounds (OWASP): a guess costs about 30 ms, and many at once do not exhaust the memory ...
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._one_at_a_time = threading.Lock()  # ... since they wait for each other.
        self._nobody = self._hasher.hash(os.urandom(16).hex())
        self._salt = secrets.token_bytes(16)
        self._misses: Dict[int, int] = {}
        self._closed_until: Dict[int, float] = {}

    def names(self) -> List[str]:
        """All accounts."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            return [row[0] for row in connection.execute("SELECT name FROM staff ORDER BY name")]

    def add(self, name: str, password: str) -> None:
        """Make an account.

        Raises:
            Refused: when the name is taken or the password too weak.
        """
        name = name.strip().lower()
        if not name or len(name) > 50 or not name.isprintable():
            raise Refused("Geef een naam van 1 tot 50 tekens.")
        self._check(name, password)
        with self._open() as connection:
            try:
                row = (name, self._hasher.hash(password), secrets.randbits(40))
                connection.execute("INSERT INTO staff VALUES (?, ?, ?)", row)
            except sqlite3.IntegrityError:
                raise Refused(f"Er is al een account {name}.") from None

    def remove(self, name: str) -> bool:
        """Remove an account; its sessions end at once. False when there is none."""
        with self._open() as connection:
            return connection.execute("DELETE FROM staff WHERE name = ?", (name.strip().lower(),)).rowcount > 0

    def set_password(self, name: str, password: str) -> None:
        """Change a password; all sessions of the account end.

        Raises:
            Refused: when there is no such account or the password is too weak.
        """
        name = name.strip().lower()
        self._check(name, password)
        with self._open() as connection:
            change = "UPDATE staff SET hash = ?, generation = generation + 1 WHERE name = ?"
            if not connection.execute(change, (self._hasher.hash(password), name)).rowcount:
                raise Refused(f"Er is geen account {name}.")

    def log_in(self, name: str, password: str) -> Account:
        """The account that goes with a name and a password.

        Raises:
            Refused: when they do not match, or too many did not match before.
        """
        name = name.strip().lower()
        with self._one_at_a_time:
            found, bucket = self._find(name), self._bucket(name)
            wait = self._closed_until.get(bucket, 0) - self._clock()
            if wait > 0:
                raise Refused(f"Te vaak geprobeerd. Wacht {int(wait) + 1} seconden en probeer het opnieuw.")
            if not self._matches(found[0] if found else self._nobody, password) or not found:
                self._misses[bucket] = self._misses.get(bucket, 0) + 1
                extra = self._misses[bucket] - FREE_TRIES
                if extra >= 0:
                    self._closed_until[bucket] = self._clock() + min(2.0 ** min(extra, 10), LONGEST_WAIT)
                raise Refused("Deze naam en dit wachtwoord horen niet bij elkaar.")
            self._misses.pop(bucket, None)
            return Account(name, found[1])

    def current(self, account: Account) -> bool:
        """Whether a session of this account may go on."""
        found = self._find(account.name)
        return found is not None and found[1] == account.generation

    def log_out(self, account: Account) -> None:
        """End all sessions of an account."""
        with self._open() as connection:
            connection.execute("UPDATE staff SET generation = generation + 1 WHERE name = ?", (account.name,))

    def _find(self, name: str):
        if not self.path.exists():
            return None
        with self._open() as connection:
            return connection.execute("SELECT hash, generation FROM staff WHERE name = ?", (name,)).fetchone()

    def _bucket(self, name: str) -> int:
        return int.from_bytes(hashlib.blake2b(name.encode(), key=self._salt, digest_size=8).digest(), "big") % BUCKETS

    def _matches(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password[:MAX_LENGTH])
        except (Argon2Error, InvalidHashError):
            return False

    @staticmethod
    def _check(name: str, password: str) -> None:
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            raise Refused(f"Kies een wachtwoord van {MIN_LENGTH} tot {MAX_LENGTH} tekens. Een korte zin mag.")
        if name in password.lower() or len(set(password)) < 5:
            raise Refused("Kies een wachtwoord dat moeilijker te raden is, en waar je naam niet in staat.")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(str(self.path), timeout=5, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(_SCHEMA)
            yield connection


def ask_password(read: Callable[[str], str], again: bool = True) -> Optional[str]:
    """A password typed twice the same, or None."""
    password = read("Wachtwoord: ")
    return password if not again or read("Nog een keer: ") == password else None
