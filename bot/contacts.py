"""The contact register: which organisation, which number, open now or not.

Promises: a number shows only when its source is good enough and it is not on the list of numbers never to show;
a check older than six months hides a number again, save the four that must always be there; opening hours are
data and right across midnight, weekends, Dutch public holidays and summer time. Facts live in ``data/contacts/``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Dict, List, Optional
from zoneinfo import ZoneInfo

import holidays
import yaml

from bot.paths import CONTACTS

ZONE = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
LONG_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CHECK_LASTS = timedelta(days=182)
LOCAL_TEAM = "lokaal_team"
ASK_PLACE = "In welke plaats woon je? Dan zoek ik het lokale team. Zeggen hoeft niet."
ASK_FOR_TEAM = "Bel de gemeente en vraag naar het sociaal team of het jeugdteam."


@dataclass(frozen=True)
class Card:
    """One contact as the widget shows it; the fields are those of the HTTP contract."""

    id: str
    name: str
    phone: Optional[str]
    tel: Optional[str]
    hours: str
    open_now: Optional[bool]
    url: Optional[str] = None
    chat_url: Optional[str] = None
    cost: Optional[str] = None
    note: Optional[str] = None
    sourced: Optional[str] = None
    checked: Optional[str] = None
    municipality: Optional[str] = None


def is_open(hours: Optional[dict], now: datetime) -> Optional[bool]:
    """Whether ``hours`` (a register entry) cover the moment ``now`` (aware); None when the hours are not known.

    An interval whose end is not after its start runs past midnight into the next day.
    """
    if not hours or "open" not in hours:
        return None
    if hours["open"] == "altijd":
        return True
    local = now.astimezone(ZONE)
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    clock = local.time().replace(tzinfo=None)
    for start, end in _intervals(hours, today):
        if start <= clock and (end is None or end <= start or clock < end):
            return True
    return any(end is not None and end <= start and clock < end for start, end in _intervals(hours, yesterday))


def _intervals(hours: dict, day: date):
    """(start, end) of a day; end None means midnight."""
    if hours.get("holidays") and day in holidays.country_holidays("NL", years=day.year):
        if hours["holidays"] == "dicht":
            return []
        if hours["holidays"] == "altijd":
            return [(time(0), None)]
    name = WEEKDAYS[day.weekday()]
    return [(_time(i["from"]), _time(i["to"])) for i in hours["open"] if name in i["days"]]


def _time(text: str) -> Optional[time]:
    return None if text == "24:00" else time.fromisoformat(text)


def describe(hours: Optional[dict]) -> str:
    """The opening hours in Dutch words; empty when they are not known."""
    if not hours:
        return ""
    if "text" in hours:
        return hours["text"]
    if hours["open"] == "altijd":
        return "dag en nacht"
    return "; ".join(f"{_days(i['days'])} van {_clock(i['from'])} tot {_clock(i['to'])} uur" for i in hours["open"])


def _days(days: List[str]) -> str:
    if len(days) == 7:
        return "elke dag"
    first, last = WEEKDAYS.index(days[0]), WEEKDAYS.index(days[-1])
    return LONG_DAYS[first] if first == last else f"{LONG_DAYS[first]} t/m {LONG_DAYS[last]}"


def _clock(text: str) -> str:
    hour, minute = text.split(":")
    return f"{int(hour)}.{minute}"


def number_shows(entry: dict, today: date) -> bool:
    """Whether the number of a register entry may be shown on ``today``."""
    if not entry.get("phone") or entry.get("show_phone", "na_menselijke_controle") != "na_menselijke_controle":
        return False
    if entry.get("confidence") not in ("high", "medium"):
        return False
    checked = entry.get("checked")
    return bool(entry.get("never_hide") or not checked or today - date.fromisoformat(str(checked)) <= CHECK_LASTS)


class Contacts:
    """The register of one region, in memory.

    Raises:
        FileNotFoundError, yaml.YAMLError: when ``data/contacts/`` is missing or broken (``bot/content.py`` says where).
    """

    def __init__(self, folder=CONTACTS):
        register = yaml.safe_load((folder / "organisations.yml").read_text("utf-8"))
        self.organisations: Dict[str, dict] = {o["id"]: o for o in register["organisations"]}
        self.never_show: List[str] = [n["number"] for n in register["never_show"]]
        self.municipalities: Dict[str, dict] = {
            m["name"]: m for m in yaml.safe_load((folder / "municipalities.yml").read_text("utf-8"))["municipalities"]
        }

    def known(self, card_id: str) -> bool:
        """Whether an id names a card."""
        return card_id == LOCAL_TEAM or card_id in self.organisations

    def card(self, card_id: str, municipality: Optional[str], now: datetime) -> Card:
        """The card for an id, with opening hours for ``now`` (aware)."""
        if card_id == LOCAL_TEAM:
            return self._local_team(municipality, now)
        entry = self.organisations[card_id]
        shows = number_shows(entry, now.astimezone(ZONE).date())
        return Card(
            id=card_id,
            name=entry["name"],
            phone=entry["phone"] if shows else None,
            tel=entry["tel"] if shows else None,
            hours=describe(entry["hours"]),
            open_now=is_open(entry["hours"], now),
            url=entry["url"],
            chat_url=entry["chat_url"],
            cost=entry["cost"],
            note=entry["note"],
            sourced=entry["sourced"],
            checked=entry["checked"],
        )

    def _local_team(self, municipality: Optional[str], now: datetime) -> Card:
        entry = self.municipalities.get(municipality or "")
        empty = Card(LOCAL_TEAM, "Het lokale team van je gemeente", None, None, "", None, note=ASK_PLACE)
        if entry is None:
            return empty
        team, today = entry["team"], now.astimezone(ZONE).date()
        named = team["confidence"] in ("high", "medium")
        if named and number_shows(team, today):
            return replace(
                empty,
                name=team["name"],
                phone=team["phone"],
                tel=team["tel"],
                url=team["url"],
                note="Het lokale team denkt mee over hulp dichtbij.",
                sourced=team["sourced"],
                checked=team["checked"],
                municipality=municipality,
            )
        return replace(
            empty,
            name=f"Gemeente {municipality}",
            phone=entry["phone"],
            tel=entry["tel"],
            url=entry["url"],
            note=f"Vraag naar {team['name']}." if named else ASK_FOR_TEAM,
            sourced=entry["sourced"],
            checked=entry["checked"],
            municipality=municipality,
        )
