"""The commands of ``volgende-stap`` about counts and statistics: staff, statistics, counts and demo.

Promises: a password is never an argument, where other users and the shell's history would see it; files are only
replaced by name (``--csv``, ``--json``); forgetting says beforehand which figures will therefore never appear.
"""

import argparse
import getpass
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Callable, Dict

from bot import settings
from bot.contacts import ZONE
from bot.paths import ROOT
from bot.statistics import periods


def add_arguments(name: str, parser: argparse.ArgumentParser) -> None:
    """The arguments of one of the commands."""
    if name == "staff":
        parser.add_argument("deed", choices=("add", "remove", "password", "list"), help="wat je wilt doen")
        parser.add_argument("name", nargs="?", default="", help="naam van het account")
    if name == "statistics":
        parser.add_argument(
            "--period", metavar="PERIODE", help="bijvoorbeeld 2026-Q3 of 2026 (anders het laatste kwartaal)"
        )
        parser.add_argument("--csv", metavar="BESTAND", help="schrijf de cijfers als CSV")
        parser.add_argument("--json", metavar="BESTAND", help="schrijf de cijfers als JSON")
    if name == "counts":
        parser.add_argument("deed", choices=("forget",), help="wat je wilt doen")
        parser.add_argument("--before", metavar="JJJJ-Wnn", required=True, help="wis alle weken voor deze week")
        parser.add_argument("--yes", action="store_true", help="niet eerst vragen")
    if name == "demo":
        parser.add_argument("--port", type=int, default=8010, help="poort van de voorbeeldpagina")
        parser.add_argument("--folder", default="demo", help="map voor de voorbeeldbestanden")
        parser.add_argument("--fill-only", action="store_true", help="alleen de bestanden maken")


def run(arguments) -> int:
    """Run one of the commands; returns the exit code."""
    try:
        return _COMMANDS[arguments.command](arguments)
    except (sqlite3.Error, OSError) as error:
        print(f"Dat lukte niet: {error}.", file=sys.stderr)
        return 1


def _staff(arguments) -> int:
    from bot.statistics.staff import Refused, Staff, ask_password

    config = settings.load()
    staff = Staff(config.beside_counts(config.STAFF))
    if arguments.deed == "list":
        print("\n".join(staff.names()) or "Er zijn nog geen accounts.")
        return 0
    if not arguments.name:
        print("Geef een naam.", file=sys.stderr)
        return 1
    if arguments.deed == "remove":
        gone = staff.remove(arguments.name)
        print(f"Het account {arguments.name} is weg." if gone else f"Er is geen account {arguments.name}.")
        return 0 if gone else 1
    typed = sys.stdin.isatty()
    password = ask_password(getpass.getpass) if typed else sys.stdin.readline().rstrip("\r\n")
    if password is None:
        print("De twee wachtwoorden zijn niet gelijk.", file=sys.stderr)
        return 1
    try:
        (staff.add if arguments.deed == "add" else staff.set_password)(arguments.name, password)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"Klaar. {arguments.name} kan inloggen op /statistiek.")
    return 0


def _statistics(arguments) -> int:
    from bot.statistics import output, report
    from bot.statistics.published import Published

    config = settings.load()
    path = config.beside_counts(config.STATISTICS)
    if not path.exists():
        print("Er zijn nog geen gepubliceerde cijfers. De eerste week verschijnt een week na afloop.")
        return 0
    file = Published(path, demo=None)
    now = report.build(file, arguments.period)
    for name, write in ((arguments.csv, output.as_csv), (arguments.json, output.as_json)):
        if name:
            Path(name).write_text(write(now, file.demo), "utf-8", newline="")
            print(f"{name} is geschreven.")
    if not (arguments.csv or arguments.json):
        print(output.as_text(now, file.demo), end="")
    return 0


def _counts(arguments) -> int:
    from bot.statistics.counts_file import CountsFile, set_aside
    from bot.statistics.publication import FORGOTTEN
    from bot.statistics.published import Published

    if not periods.is_week(arguments.before):
        print(f"{arguments.before} is geen week. Schrijf bijvoorbeeld 2026-W40.", file=sys.stderr)
        return 1
    config = settings.load()
    path = ROOT / config.COUNTS
    if not config.COUNTS or not path.exists():
        print("Er zijn geen tellingen.")
        return 0
    file = Published(config.beside_counts(config.STATISTICS))
    never = _never_published(arguments.before, set(file.periods()))
    if never:
        print(f"Let op: deze cijfers verschijnen dan nooit: {', '.join(never)}.")
    if not arguments.yes and input("Tellingen wissen? Dat kan niet ongedaan worden gemaakt. (ja/nee) ").strip() != "ja":
        print("Er is niets gewist.")
        return 1
    file.note_fact(FORGOTTEN, max(arguments.before, file.about(FORGOTTEN) or ""))
    gone = CountsFile(path).forget(arguments.before)
    print(f"Gewist: {gone} regels van voor {periods.full_name(arguments.before)}. Gepubliceerde cijfers blijven.")
    for aside in set_aside(path):
        print(f"Let op: {aside.name} is een beschadigd bestand met oude tellingen. Wis het als het niet meer nodig is.")
    return 0


def _never_published(before: str, done: set):
    """The quarter and year that lose weeks and are still to be published."""
    last = periods.previous(before)
    hit = {last, periods.quarter_of(last), periods.year_of(last)} - done
    return [periods.name(period) for period in sorted(hit)]


def _demo(arguments) -> int:
    from bot.statistics import demo

    folder = Path(arguments.folder) if Path(arguments.folder).is_absolute() else ROOT / arguments.folder
    today = datetime.now(ZONE).date()
    config = demo.fill(folder, today, lambda text: print(text, flush=True))
    if not arguments.fill_only:
        demo.serve(config, arguments.port)
    return 0


_COMMANDS: Dict[str, Callable] = {"staff": _staff, "statistics": _statistics, "counts": _counts, "demo": _demo}
