"""The register for people who keep it right: what must be phoned, what expires soon, and the list to phone from."""

from datetime import date, timedelta
from typing import Dict, Iterator, List, Tuple

from bot.contacts import CHECK_LASTS, Contacts, describe

WARN_BEFORE = timedelta(days=30)


def _numbers() -> Iterator[Tuple[str, Dict]]:
    contacts = Contacts()
    for entry in contacts.organisations.values():
        yield entry["name"], entry
    for entry in contacts.municipalities.values():
        yield f"Gemeente {entry['name']}", entry
        if entry["team"]["phone"]:
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
