"""The check of the cards that municipalities give themselves: every problem at once, file and line first.

One file holds one card; where the files are is the setting ``OVERRIDES``. Part of ``volgende-stap check``.
"""

import difflib
import re
from datetime import date
from pathlib import Path
from typing import Any, Callable, Collection, Dict, Iterator, List, Tuple

from bot import paths
from bot.contacts import WEEKDAYS, override_files
from bot.yaml_lines import name, read

# Field -> whether it must be there.
OVERRIDE = {
    **dict.fromkeys(("municipality", "name", "source", "sourced"), True),
    **dict.fromkeys(("phone", "hours", "url", "note", "checked"), False),
}
MAX_NOTE = 20  # words
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def problems(place: Path, known: Collection[str], words: Callable[[str], List[str]]) -> List[str]:
    """Problems of all cards in a folder, or in one file.

    Args:
        known: the municipalities of all regions.
        words: what is wrong with the words of a text (forbidden words, numbers).
    """
    found, seen = [], {}
    never = {
        re.sub(r"\D", "", n["number"]): n["number"] for n in read(paths.CONTACTS / "organisations.yml")[0]["never_show"]
    }
    for path in override_files(place):
        card, lines, broken = read(path)
        if broken or not isinstance(card, dict):
            found += broken or [f"{name(path)}:1: dit is geen kaart van een gemeente; zie de README."]
            continue
        municipality = card.get("municipality")
        told = list(_card(card, known, words))
        if re.sub(r"\D", "", str(card.get("phone") or "")) in never:
            told.append(
                ("phone", f"{card['phone']} mag niet; het staat bij never_show in data/contacts/organisations.yml.")
            )
        if municipality in seen:
            told.append(("municipality", f"{municipality} heeft al een eigen kaart in {seen[municipality]}."))
        seen[municipality] = name(path)
        found += [f"{name(path)}:{lines.get(key, 1)}: {problem}" for key, problem in told]
    return found


def _card(card: Dict[str, Any], known: Collection[str], words: Callable[[str], List[str]]) -> Iterator[Tuple[str, str]]:
    """(field, problem) for each problem of a municipality's own card."""
    for key in card:
        if key not in OVERRIDE:
            yield key, f"het veld '{key}' kennen we niet.{_near(str(key), OVERRIDE)}"
    for key, must in OVERRIDE.items():
        if must and not card.get(key):
            yield key, f"'{key}' ontbreekt of is leeg."
    if card.get("municipality") and card["municipality"] not in known:
        yield (
            "municipality",
            f"de gemeente {card['municipality']} kennen we niet.{_near(str(card['municipality']), known)}",
        )
    if not card.get("phone") and not card.get("url"):
        yield "name", "geef een nummer (phone) of een website (url)."
    phone = card.get("phone")
    if phone and not (isinstance(phone, str) and re.fullmatch(r"\+?[\d\s().-]{3,20}", phone)):
        yield "phone", f"{phone} is geen telefoonnummer; zet het tussen aanhalingstekens: phone: '14 0592'."
    if card.get("url") and not str(card["url"]).startswith("https://"):
        yield "url", f"{card['url']} begint niet met https://."
    for key in ("sourced", "checked"):
        if card.get(key) and not _past(card[key]):
            yield key, f"{card[key]} is geen datum die geweest is; schrijf die als '2026-11-21'."
    text = str(card.get("note") or "")
    if len(text.split()) > MAX_NOTE:
        yield "note", f"{len(text.split())} woorden; hoogstens {MAX_NOTE}."
    for problem in words(text):
        yield "note", problem
    if card.get("hours"):
        for problem in _hours(card["hours"]):
            yield "hours", problem


def _near(wrong: str, right: Collection[str]) -> str:
    near = difflib.get_close_matches(wrong, list(right), 1)
    return f" Bedoel je {near[0]}?" if near else ""


def _past(value: Any) -> bool:
    try:
        return date.fromisoformat(str(value)) <= date.today()
    except ValueError:
        return False


def _hours(hours: Any) -> Iterator[str]:
    """Problems of opening hours."""
    if not isinstance(hours, dict) or not {"open", "text"} & set(hours):
        yield "schrijf open: altijd, een lijst met days, from en to, of text: in woorden."
        return
    if hours.get("holidays", "dicht") not in ("dicht", "zelfde", "altijd"):
        yield f"holidays: {hours['holidays']} kennen we niet; kies dicht, zelfde of altijd."
    if hours.get("open", "altijd") == "altijd":
        return
    for interval in hours["open"] if isinstance(hours["open"], list) else [None]:
        if not isinstance(interval, dict) or set(interval) != {"days", "from", "to"} or not interval["days"]:
            yield "bij open hoort een lijst met days, from en to."
            continue
        for day in interval["days"]:
            if day not in WEEKDAYS:
                yield f"de dag {day} kennen we niet; kies uit {', '.join(WEEKDAYS)}."
        for key in ("from", "to"):
            if not (isinstance(interval[key], str) and _CLOCK.fullmatch(interval[key])):
                yield f"{key}: {interval[key]} is geen tijd; schrijf die als '09:00'."
