"""The contact register: which organisation, which number, open now or not.

Promises: a number shows only when its source is good enough and it is not on the list of numbers never to show;
a check older than six months hides a number again, save the four that must always be there; opening hours are
data and right across midnight, weekends, Dutch public holidays and summer time. Facts live in ``data/contacts/``:
national organisations once, and a folder for each region (``bot/region.py``); a municipality may override its own card.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Dict, List, Optional
from zoneinfo import ZoneInfo

import holidays
import yaml

from bot import paths, region

ZONE = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
LONG_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CHECK_LASTS = timedelta(days=182)
LOCAL_TEAM = "lokaal_team"
ASK_PLACE = "In welke plaats woon je? Dan zoek ik het lokale team. Zeggen hoeft niet."
ASK_FOR_TEAM = "Bel de gemeente en vraag naar het sociaal team of het jeugdteam."
TEAM_HELPS = "Het lokale team denkt mee over hulp dichtbij."
NO_NUMBER = "Het nummer weten we niet zeker. Kijk op de website van je gemeente, of bel Veilig Thuis."


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


def tel_of(phone: str) -> str:
    """The link behind a number: "(0592) 36 69 11" gives tel:+31592366911; short and 0800 or 0900 numbers stay as they are."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+31{digits[1:]}" if re.fullmatch(r"0(?!800|900)\d{9}", digits) else f"tel:{digits}"


def override_files(place: Path) -> List[Path]:
    """The files in which municipalities give their own card: one file, or every file in a folder."""
    return [place] if place.is_file() else sorted(place.glob("*.yml"))


class Contacts:
    """The register of one region, in memory.

    Args:
        where: the region; that of the settings when absent.

    Raises:
        OSError, yaml.YAMLError: when ``data/contacts/`` is missing or broken (``volgende-stap check`` says where).
    """

    def __init__(self, where: Optional[region.Region] = None):
        where = where or region.current()
        register = _read(paths.CONTACTS / "organisations.yml")
        self.organisations: Dict[str, dict] = {o["id"]: o for o in register["organisations"]}
        for entry in where.organisations:
            self.organisations[entry["id"]] = {**self.organisations.get(entry["id"], {}), **entry}
        self._stands_for = {o["stands_for"]: i for i, o in self.organisations.items() if "stands_for" in o}
        self._fill = where.fill
        self.never_show: List[str] = [n["number"] for n in register["never_show"]]
        self.municipalities: Dict[str, dict] = {
            m["name"]: m for m in _read(where.folder / "municipalities.yml")["municipalities"]
        }
        for path in override_files(where.overrides):
            team = _read(path)
            entry = self.municipalities.get(team["municipality"])
            if entry:  # else it is for another region
                blank = dict.fromkeys(("phone", "url", "checked"))
                self.municipalities[entry["name"]] = {**entry, "team": {"confidence": "high", **blank, **team}}

    def known(self, card_id: str) -> bool:
        """Whether an id names a card of this region."""
        return card_id == LOCAL_TEAM or card_id in self.organisations or card_id in self._stands_for

    def formerly(self, text: str) -> Optional[str]:
        """The id of the organisation that a text calls by a name it had before; None when there is none."""
        for card_id, entry in self.organisations.items():
            names = "|".join(map(re.escape, entry.get("formerly", [])))
            if names and re.search(rf"\b({names})\b", text, re.IGNORECASE):
                return card_id
        return None

    def card(self, card_id: str, municipality: Optional[str], now: datetime) -> Card:
        """The card for an id, with opening hours for ``now`` (aware)."""
        if card_id == LOCAL_TEAM:
            return self._local_team(municipality, now)
        card_id = self._stands_for.get(card_id, card_id)
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
            note=self._fill(entry["note"]) if entry["note"] else None,
            sourced=entry["sourced"],
            checked=entry["checked"],
        )

    def _local_team(self, municipality: Optional[str], now: datetime) -> Card:
        entry = self.municipalities.get(municipality or "")
        empty = Card(LOCAL_TEAM, "Het lokale team van je gemeente", None, None, "", None, note=ASK_PLACE)
        if entry is None:
            return empty
        team, today = entry["team"] or {}, now.astimezone(ZONE).date()
        named = team.get("confidence") in ("high", "medium")
        if named and number_shows(team, today):
            return replace(
                empty,
                name=team["name"],
                phone=team["phone"],
                tel=team.get("tel") or tel_of(team["phone"]),
                hours=describe(team.get("hours")),
                open_now=is_open(team.get("hours"), now),
                url=team["url"],
                note=team.get("note") or TEAM_HELPS,
                sourced=team["sourced"],
                checked=team["checked"],
                municipality=municipality,
            )
        shows = number_shows(entry, today)
        ask = f"Vraag naar {team['name']}." if named else ASK_FOR_TEAM
        return replace(
            empty,
            name=f"Gemeente {municipality}",
            phone=entry["phone"] if shows else None,
            tel=entry["tel"] if shows else None,
            url=team.get("url") if named and team.get("url") else entry["url"],
            note=ask if shows else NO_NUMBER,
            sourced=entry["sourced"],
            checked=entry["checked"],
            municipality=municipality,
        )


def _read(path: Path) -> Dict[str, Any]:
    return yaml.safe_load(path.read_text("utf-8"))
