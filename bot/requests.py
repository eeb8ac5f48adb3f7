"""Reading a request: everything that can be wrong with it, each with a Dutch sentence and its own code.

Promises: nothing of what was sent is repeated in an error; only the fields of the contract are accepted; text is
cleaned of control characters and lone surrogates and otherwise left as it is.
"""

import json
import unicodedata
from dataclasses import dataclass
from typing import Any, Dict, Optional

MAX_TEXT = 1000  # characters
MAX_BODY = 16_384  # bytes
CHAT_FIELDS = frozenset(("text", "choice", "state", "site", "campaign"))
COUNT_FIELDS = frozenset(("measure", "key", "state", "site"))

SENTENCES = {
    "geen_json": (400, "Dit bericht kwam niet goed aan. Probeer het nog een keer."),
    "te_groot": (413, "Dit bericht is te lang. Schrijf het iets korter."),
    "te_lang": (413, "Je bericht is langer dan 1000 tekens. Schrijf het iets korter, dan kan ik het lezen."),
    "verkeerd_type": (415, "Dit bericht kwam niet goed aan. Ververs de pagina en probeer het nog een keer."),
    "ongeldig": (422, "Dit bericht kwam niet goed aan. Ververs de pagina en probeer het nog een keer."),
    "leeg": (422, "Je bericht is nog leeg. Typ iets, of kies een van de knoppen."),
    "onbekende_keuze": (422, "Deze keuze ken ik niet meer. Typ je vraag, of kies een andere knop."),
    "onbekende_meting": (422, "Dit kan ik niet tellen."),
    "te_snel": (429, "Er komen nu veel berichten tegelijk. Wacht even en probeer het nog een keer."),
    "niet_gevonden": (404, "Deze pagina is er niet."),
    "verkeerde_methode": (405, "Zo kan ik dit niet lezen."),
    "fout": (500, "Er ging hier iets mis. Dat ligt niet aan jou. Probeer het nog een keer, of bel."),
    "niet_klaar": (503, "De chat is nu even niet bereikbaar. Bellen kan wel."),
}


class BadRequest(Exception):
    """A request that cannot be answered; ``code`` is a key of ``SENTENCES``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ChatRequest:
    """A valid chat request: text or choice, never both."""

    text: Optional[str]
    choice: Optional[str]
    state: Optional[str]
    site: str
    campaign: Optional[str]


def clean(text: str) -> str:
    """A text without control characters and lone surrogates; line ends and tabs become spaces."""
    return "".join(
        " " if c in "\n\r\t" else c for c in text if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs")
    ).strip()


def read_json(body: bytes, content_type: str, fields: frozenset) -> Dict[str, Any]:
    """The JSON object in a body, with no other fields than ``fields``.

    Raises:
        BadRequest: te_groot, verkeerd_type, geen_json or ongeldig.
    """
    if len(body) > MAX_BODY:
        raise BadRequest("te_groot")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise BadRequest("verkeerd_type")
    try:
        data = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadRequest("geen_json") from None
    if not isinstance(data, dict) or set(data) - fields:
        raise BadRequest("ongeldig")
    if any(not isinstance(value, (str, type(None))) for value in data.values()):
        raise BadRequest("ongeldig")
    return data


def read_chat(body: bytes, content_type: str) -> ChatRequest:
    """A chat request.

    Raises:
        BadRequest: as ``read_json``, or leeg, te_lang, ongeldig.
    """
    data = read_json(body, content_type, CHAT_FIELDS)
    text, choice = data.get("text"), data.get("choice")
    if (text is None) == (choice is None):
        raise BadRequest("ongeldig")
    if text is not None:
        if len(text) > MAX_TEXT:
            raise BadRequest("te_lang")
        text = clean(text)
        if not text:
            raise BadRequest("leeg")
    return ChatRequest(text, choice, data.get("state"), data.get("site") or "", data.get("campaign"))
