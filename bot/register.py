"""The register for people who keep it right: what must be phoned, what expires soon, and the list to phone from."""

import csv
from datetime import date, timedelta
from typing import Dict, Iterable, Iterator, List, Tuple

from bot import content, region
from bot.contacts import CHECK_LASTS, Contacts, describe

WARN_BEFORE = timedelta(days=30)


def _numbers() -> Iterator[Tuple[str, Dict]]:
    contacts = Contacts()
    for entry in contacts.organisations.values():
        yield entry["name"], entry
    for entry in contacts.municipalities.values():
        yield f"Gemeente {entry['name']}", entry
        if (entry["team"] or {}).get("phone"):
            yield f"{entry['team']['name']} ({entry['name']})", entry["team"]


def go_live() -> List[str]:
    """Every number that a person still has to phone."""
    return [
        f"data/contacts/: {title}, {entry['phone']}: nog niet nagebeld (checked is leeg)."
        for title, entry in _numbers()
        if entry["phone"] and not entry["checked"]
    ]


def warnings() -> List[str]:
    """Numbers whose check runs out within 30 days; after that they are hidden."""
    soon = []
    for title, entry in _numbers():
        if entry["phone"] and entry["checked"] and not entry.get("never_hide"):
            ends = date.fromisoformat(str(entry["checked"])) + CHECK_LASTS
            if ends - date.today() <= WARN_BEFORE:
                soon.append(f"{title}, {entry['phone']}: na {ends} verborgen, bel opnieuw na.")
    return soon


def missing() -> List[str]:
    """What the register of this region lacks, as a list to work on; nothing here is wrong."""
    where, contacts = region.current(), Contacts()
    towns = contacts.municipalities.values()
    named = {c for variants in content.load().responses.values() for v in variants for c in v["custom"]["contacts"]}
    found = [
        _listed("geen nummer van het lokale team; de kaart geeft het algemene nummer", _without(towns, "team")),
        _listed("geen nummer van de gemeente; de kaart verwijst naar Veilig Thuis", _without(towns, "phone")),
        _listed("teksten noemen deze hulp, maar de regio heeft er geen", [c for c in named if not contacts.known(c)]),
    ]
    with (where.folder / "places.csv").open(encoding="utf-8") as file:
        if not any(row["postcode4"] for row in csv.DictReader(file)):
            found.append("postcodes: geen; alleen plaatsnamen worden herkend.")
    return [line for line in found if line] + where.open_points


def _without(towns: Iterable[dict], what: str) -> List[str]:
    return [t["name"] for t in towns if not (t["phone"] if what == "phone" else (t["team"] or {}).get("phone"))]


def _listed(what: str, names: List[str]) -> str:
    return f"{what}: {', '.join(sorted(names))}." if names else ""


def register_table() -> str:
    """The register for the check by telephone."""
    rows = [("naam", "nummer", "tijden", "gelezen", "nagebeld")]
    for title, entry in _numbers():
        rows.append(
            (
                title,
                entry["phone"] or "-",
                describe(entry.get("hours")) or "-",
                str(entry["sourced"] or "-"),
                str(entry["checked"] or "-"),
            )
        )
    widths = [max(len(r[i]) for r in rows) for i in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
