"""The state of a conversation, sealed in a token that only the browser keeps.

Promises: the token holds names of slots, intents and actions, never text; it opens only here (AES-GCM), for the
same site, within its time to live; a broken, expired or foreign token is simply a fresh start. Keys rotate:
the current one seals, the current and the previous one open.

Layout: ``version byte | 12-byte nonce | ciphertext``, base64url. Associated data: version and site.
"""

import base64
import binascii
import json
import os
import time
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Dict, List, Optional

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
NONCE_BYTES = 12
MAX_TOKEN = 6000  # characters; real ones are 200-700
ANSWER = "antwoord"
_NO_ANSWER = frozenset(("action_listen", "action_session_start", "action_extract_slots"))
MAX_PLAIN = 20_000  # bytes after decompression


@dataclass
class Conversation:
    """What Rasa needs to go on (see ``bot/tracker.py``): plain values, ready for JSON.

    ``steps`` is a list of ``["u", intent]``, ``["a", action]``, ``["l", loop or None]`` and ``["x", action]``
    (rejected), oldest first, over the last turns; ``loop`` is the loop that was active before the first of them.
    """

    slots: Dict[str, Any] = field(default_factory=dict)
    loop: Optional[str] = None
    steps: List[list] = field(default_factory=list)

    def last_answer(self) -> Optional[str]:
        """The response that the visitor now reacts to; None at the start."""
        actions = [name for kind, name in self.steps if kind == "a"]
        return answer_of(actions, self.slots.get(ANSWER))

    def loop_now(self) -> Optional[str]:
        """The loop that is active."""
        return next((name for kind, name in reversed(self.steps) if kind == "l"), self.loop)


def answer_of(actions: List[str], remembered: Optional[str]) -> Optional[str]:
    """The response that was given last.

    Args:
        actions: names of all actions that ran, oldest first.
        remembered: the response that the last custom action chose (slot ``antwoord``).
    """
    for name in reversed(actions):
        if name.startswith("utter_"):
            return name
        if name.startswith("action_") and name not in _NO_ANSWER:
            return remembered
    return None


@dataclass
class State:
    """A conversation and what was already counted for it and told in it (so that both happen once)."""

    conversation: Conversation = field(default_factory=Conversation)
    counted: List[str] = field(default_factory=list)
    told: List[str] = field(default_factory=list)


class Sealer:
    """Seals and opens states.

    Args:
        keys: 32-byte keys, current first.
        ttl: seconds a token stays valid.
        clock: seconds since the epoch; tests pass their own.
    """

    def __init__(self, keys: List[bytes], ttl: int, clock: Callable[[], float] = time.time):
        self._ciphers = [AESGCM(key) for key in keys]
        self._ttl = ttl
        self._clock = clock

    def seal(self, state: State, site: str = "") -> str:
        """The token for a state."""
        body = {"t": int(self._clock()), **asdict(state)}
        plain = zlib.compress(json.dumps(body, separators=(",", ":")).encode(), 9)
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[0].encrypt(nonce, plain, _associated(site))
        return base64.urlsafe_b64encode(bytes([VERSION]) + nonce + sealed).decode().rstrip("=")

    def open(self, token: Optional[str], site: str = "") -> Optional[State]:
        """The state in a token; None when it cannot be used, for whatever reason."""
        if not token or len(token) > MAX_TOKEN:
            return None
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(raw) <= 1 + NONCE_BYTES or raw[0] != VERSION:
            return None
        nonce, sealed = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
        for cipher in self._ciphers:
            try:
                return self._read(cipher.decrypt(nonce, sealed, _associated(site)))
            except InvalidTag:
                continue
        return None

    def _read(self, plain: bytes) -> Optional[State]:
        body = json.loads(zlib.decompressobj().decompress(plain, MAX_PLAIN))
        if not 0 <= self._clock() - body["t"] <= self._ttl:
            return None
        return State(Conversation(**body["conversation"]), body["counted"], body["told"])


def _associated(site: str) -> bytes:
    return f"volgende-stap/{VERSION}/{site}".encode()
