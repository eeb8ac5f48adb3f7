"""All settings in one place: environment variables (or a ``.env`` file) with the prefix ``VOLGENDE_STAP_``.

Each setting has a name, a default, a unit and one line of meaning; the README's table is compared with
this file by a test. A value that cannot be right stops the start with a sentence, all problems at once.
"""

import base64
import binascii
import logging
import os
import secrets
from pathlib import Path
from typing import List, Optional

from dotenv import dotenv_values
from pydantic import BaseModel, Field, ValidationError, validator

from bot import paths
from bot.paths import ROOT

PREFIX = "VOLGENDE_STAP_"
KEY_BYTES = 32
OVERRIDES = "data/contacts/overrides"


class SettingsError(Exception):
    """One or more settings are wrong. ``problems`` holds a Dutch sentence for each."""

    def __init__(self, problems: List[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """The settings, typed. ``Field.description`` is the line in the README's table."""

    HOST: str = Field("127.0.0.1", description="Adres waarop de dienst luistert")
    PORT: int = Field(8000, ge=0, le=65535, description="Poort (0 = een vrije poort kiezen)")
    WORKERS: int = Field(1, ge=1, le=64, description="Aantal processen")
    MODEL: str = Field("models", description="Getraind model: bestand of map (dan het nieuwste)")
    REGION: str = Field("drenthe", description="Regio: de naam van een map in `data/contacts/`")
    OVERRIDES: str = Field(OVERRIDES, description="Bestand of map waarin een gemeente haar eigen kaart geeft")
    SEALING_KEY: str = Field(
        "", description="Sleutel voor gesprekken: 32 bytes base64; leeg = bij elke start een nieuwe"
    )
    SEALING_KEY_PREVIOUS: str = Field("", description="Vorige sleutel, geldig tijdens het wisselen; leeg = geen")
    STATE_TTL: int = Field(7200, ge=60, le=86400, description="Seconden dat een gesprek verder kan gaan")
    COUNTS: str = Field("counts.db", description="SQLite-bestand voor de tellingen; leeg = niet tellen")
    COUNT_MEASURES: List[str] = Field([], description="Extra metingen die de opdrachtgever aanzet, met komma's")
    STATISTICS: str = Field(
        "statistics.db", description="SQLite-bestand met de gepubliceerde cijfers; maak hier een back-up van"
    )
    STAFF: str = Field(
        "staff.db", description="SQLite-bestand met de accounts voor de statistiekpagina, in de map van `COUNTS`"
    )
    COOKIE_SECURE: bool = Field(
        True, description="Inloggen op de statistiekpagina alleen over https (`false` alleen om te proberen)"
    )
    FLUSH_EVERY: int = Field(86400, ge=1, le=86400, description="Seconden tussen twee keer wegschrijven van tellingen")
    RATE_LIMIT: int = Field(
        0, ge=0, description="Berichten per minuut per bezoeker (0 = geen grens; achter een proxy 60)"
    )
    ALLOWED_ORIGINS: List[str] = Field(
        ["*"], description="Websites die de chat mogen insluiten, met komma's; `*` = alle"
    )
    EXIT_URL: str = Field("https://www.buienradar.nl", description="Neutrale site voor de knop 'Verberg deze pagina'")
    CAMPAIGNS: List[str] = Field([], description="Toegestane campagnecodes, met komma's")
    SECURITY_CONTACT: str = Field(
        "", description="Adres voor beveiligingsmeldingen (mailto: of https:); leeg = geen security.txt"
    )
    LOG_LEVEL: str = Field("WARNING", description="DEBUG, INFO, WARNING of ERROR; nooit met tekst van bezoekers")

    class Config:
        extra = "forbid"

    @validator("COUNT_MEASURES", "ALLOWED_ORIGINS", "CAMPAIGNS", pre=True)
    def _split(cls, value):
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @validator("REGION")
    def _is_region(cls, value):
        if value not in paths.regions():
            raise ValueError(f"onbekende regio {value}; kies uit {', '.join(paths.regions())}")
        return value

    @validator("OVERRIDES")
    def _exists(cls, value):
        if value != OVERRIDES and not (ROOT / value).exists():
            raise ValueError(f"{value} bestaat niet")
        return value

    @validator("SEALING_KEY", "SEALING_KEY_PREVIOUS")
    def _is_key(cls, value):
        if value and len(_decode_key(value)) != KEY_BYTES:
            raise ValueError("moet 32 bytes in base64 zijn; maak er een met: volgende-stap key")
        return value

    @validator("COUNTS")
    def _is_file(cls, value):
        if "://" in value:
            raise ValueError(
                "een database op een server kan in deze versie nog niet; geef de naam van een SQLite-bestand"
            )
        return value

    @validator("COUNT_MEASURES", each_item=True)
    def _is_measure(cls, value):
        from bot.statistics.measures import MEASURES

        if value not in MEASURES:
            raise ValueError(f"onbekende meting {value}; kies uit {', '.join(MEASURES)}")
        return value

    @validator("LOG_LEVEL")
    def _is_level(cls, value):
        if not isinstance(getattr(logging, value.upper(), None), int):
            raise ValueError("kies DEBUG, INFO, WARNING of ERROR")
        return value.upper()

    @validator("EXIT_URL")
    def _is_https(cls, value):
        if not value.startswith("https://"):
            raise ValueError("moet met https:// beginnen")
        return value

    @validator("ALLOWED_ORIGINS", each_item=True)
    def _is_origin(cls, value):
        if value != "*" and not value.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ValueError(f"{value}: begin met https://")
        return value

    def beside_counts(self, name: str) -> Path:
        """The path of a file that stands in the same folder as the counts."""
        return (ROOT / self.COUNTS).parent / name if self.COUNTS else ROOT / name

    def sealing_keys(self) -> List[bytes]:
        """The current key first, then the previous one. A missing key is made once, in memory."""
        if not self.SEALING_KEY:
            self.SEALING_KEY = new_key()
        return [_decode_key(k) for k in (self.SEALING_KEY, self.SEALING_KEY_PREVIOUS) if k]


def new_key() -> str:
    """A random sealing key, base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _decode_key(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""


def load(environment: Optional[dict] = None) -> Settings:
    """Read the settings from ``.env`` and the environment (which wins).

    Raises:
        SettingsError: with every problem, each naming its variable.
    """
    if environment is None:
        environment = {**dotenv_values(ROOT / ".env"), **os.environ}
    given = {k[len(PREFIX) :]: v for k, v in environment.items() if k.startswith(PREFIX)}
    if "PORT" in environment and "PORT" not in given:
        given["PORT"] = environment["PORT"]
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(sorted(_sentence(e) for e in error.errors())) from None


def _sentence(error: dict) -> str:
    name = PREFIX + str(error["loc"][0])
    if error["type"] == "value_error.extra":
        return f"{name}: deze instelling bestaat niet. De namen staan in de README."
    return f"{name}: {_DUTCH.get(error['type'], error['msg']).format(**error.get('ctx', {}))}"


# pydantic's own messages are English; whoever starts the service reads Dutch.
_DUTCH = {
    "type_error.integer": "moet een geheel getal zijn",
    "value_error.number.not_ge": "moet minstens {limit_value} zijn",
    "type_error.bool": "moet true of false zijn",
    "value_error.bool": "moet true of false zijn",
    "value_error.number.not_le": "mag hoogstens {limit_value} zijn",
}
