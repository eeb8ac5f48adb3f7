"""The checks of ``data/contacts/``: every region complete and sourced, every text right in each of them.

Part of ``volgende-stap check`` (``bot/checks.py``): all problems at once, file and line first. What a region merely lacks
is no problem but a list of its own (``bot/register.py``).
"""

import csv
import re
from pathlib import Path
from typing import Any, Collection, Dict, Iterator, List, Optional, Set

from bot import paths, region
from bot.contacts import LOCAL_TEAM
from bot.yaml_lines import name, read

FILES = ("municipalities.yml", "place_names.yml", "places.csv")
CARD = [
    "name",
    "phone",
    "tel",
    "hours",
    "url",
    "chat_url",
    "cost",
    "note",
    "confidence",
    "source",
    "sourced",
    "checked",
]
TOWN = ["phone", "tel", "url", "confidence", "source", "sourced", "checked", "team"]
TEAM = ["name", "phone", "url", "confidence", "source", "sourced", "checked"]
LISTS = ("needs_capital", "needs_context", "never", "before", "aliases")
FILLED = ("regio", "gemeente")  # what a text may have filled in
_PLACEHOLDER = re.compile(r"{([^{}]*)}")


def regions() -> Iterator[region.Region]:
    """Every region there is data for."""
    return (region.load(each) for each in paths.regions())


def national() -> List[dict]:
    """The organisations that exist in every region."""
    return read(paths.CONTACTS / "organisations.yml")[0]["organisations"]


def card_ids() -> Set[str]:
    """Every id that a text may name: national, or known in at least one region."""
    entries = [*national(), *(entry for each in regions() for entry in each.organisations)]
    return {LOCAL_TEAM} | {e["id"] for e in entries} | {e["stands_for"] for e in entries if "stands_for" in e}


def regional_names() -> Dict[str, str]:
    """Names that no text may hold for every region: name -> the region it belongs to."""
    found = {}
    for each in regions():
        entries = _municipalities(each.folder)
        known = {o["id"] for o in national()}
        names = [o["name"] for o in each.organisations if o["id"] not in known and " " in o["name"]]
        found.update(dict.fromkeys([each.name, *(m["name"] for m in entries), *names], each.name))
    return found


def only_in(variant: Dict[str, Any]) -> Optional[str]:
    """The name of the region that a variant of a response is for; None when it is for every region."""
    return next((c["value"] for c in variant.get("condition") or [] if c["name"] == region.SLOT), None)


def in_text(variant: Dict[str, Any], names: Dict[str, str]) -> List[str]:
    """A text for every region names none of them, nor what exists in one of them only.

    Args:
        names: as from ``regional_names``.
    """
    words, only = variant.get("text") or "", only_in(variant)
    problems = [
        f"{{{p}}} kennen we niet; kies {{regio}} of {{gemeente}}."
        for p in _PLACEHOLDER.findall(words)
        if p not in FILLED
    ]
    if only and only not in names.values():
        problems.append(f"de regio {only} bestaat niet.")
    return problems + [
        f"noemt {named}; schrijf {{regio}}, of maak een variant die alleen in {where} geldt (condition)."
        for named, where in names.items()
        if where != only and re.search(rf"\b{re.escape(named)}(?!\w)", words)
    ]


def problems() -> List[str]:
    """Problems of the data of all regions."""
    return [problem for each in paths.regions() for problem in _region(paths.CONTACTS / each)]


def towns() -> Set[str]:
    """The municipalities of all regions."""
    return {entry["name"] for each in regions() for entry in _municipalities(each.folder)}


def _region(folder: Path) -> List[str]:
    own = read(folder / "region.yml")[0]
    absent = [key for key in ("name", "open_points", "organisations") if key not in own]
    found = [f"{name(folder)}/region.yml:1: '{key}' ontbreekt." for key in absent]
    found += [f"{name(folder)}/{file}: dit bestand ontbreekt." for file in FILES if not (folder / file).exists()]
    if found:
        return found
    known = {o["id"] for o in national()}
    for entry in own["organisations"] or []:
        needed = ("source", "sourced") if entry["id"] in known else CARD
        found += _entry(folder / "region.yml", f"id: {entry['id']}", entry["id"], entry, needed)
    names = set()
    path = folder / "municipalities.yml"
    for entry in _municipalities(folder):
        where = f"{name(path)}:{_line(path, 'name: ' + entry['name'])}"
        found += [f"{where}: {entry['name']} staat er twee keer."] if entry["name"] in names else []
        names.add(entry["name"])
        found += _entry(path, f"name: {entry['name']}", entry["name"], entry, TOWN)
        if entry.get("team"):
            found += _entry(path, f"name: {entry['name']}", f"het team van {entry['name']}", entry["team"], TEAM)
    with (folder / "places.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if row["municipality"] not in names:
                found.append(
                    f"{name(folder)}/places.csv:{number}: gemeente {row['municipality']} hoort niet bij de regio."
                )
    listed = read(folder / "place_names.yml")[0]
    return found + [f"{name(folder)}/place_names.yml:1: '{key}' ontbreekt." for key in LISTS if key not in listed]


def _entry(path: Path, mark: str, title: str, entry: Dict[str, Any], needed: Collection[str]) -> List[str]:
    """A register entry with all its fields; a number only with a source and a date."""
    where = f"{name(path)}:{_line(path, mark)}"
    found = [f"{where}: bij {title} ontbreekt '{key}'." for key in needed if key not in entry]
    if entry.get("phone") and not (entry.get("source") and entry.get("sourced")):
        found.append(f"{where}: het nummer van {title} heeft geen bron of geen datum (source, sourced).")
    return found


def _line(path: Path, mark: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip("- ").replace("'", "") == mark), 1)


def _municipalities(folder: Path) -> List[dict]:
    return read(folder / "municipalities.yml")[0]["municipalities"]
