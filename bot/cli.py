"""The command ``volgende-stap``: serve, train, check, evaluate and the small things around them.

Imports are inside the commands: only those that need Rasa pay for it.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import List, Optional, Sequence

from bot import paths, settings

STAMP = paths.MODELS / "trained-from.txt"
# What a model depends on: a change in any of these means training again.
SOURCES = ("config.yml", "domain.yml", "uv.lock", "bot/domain", "data/nlu", "data/rules")
LEARNING = tuple(
    f"bot/understanding/{name}.py"
    for name in (
        "components",
        "learned",
        "features",
        "intents",
        "later",
        "network",
        "signals",
        "embeddings",
        "spacy_nl",
    )
)


def main(argv: Optional[List[str]] = None) -> int:
    """Run a command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="volgende-stap", description="Chatbot De volgende stap")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, text) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        if name == "check":
            sub.add_argument("--go-live", action="store_true", help="ook: is elk nummer door een mens gebeld?")
        if name in ("staff", "statistics", "counts", "demo"):
            from bot.statistics import commands as statistics_commands

            statistics_commands.add_arguments(name, sub)
        if name == "evaluate":
            sub.add_argument("--against", metavar="MODEL", help="vergelijk met een ander model")
            sub.add_argument("--html", metavar="BESTAND", help="schrijf het rapport als HTML")
            sub.add_argument("--curve", action="store_true", help="ook de leercurve: helpen meer voorbeelden nog?")
    arguments = parser.parse_args(argv)
    try:
        return COMMANDS[arguments.command][0](arguments)
    except settings.SettingsError as error:
        return _stop(error.problems)


def _stop(problems: List[str]) -> int:
    print(f"Dit klopt nog niet ({len(problems)}):", file=sys.stderr)
    for problem in problems:
        print(f"  - {problem}", file=sys.stderr)
    return 1


def serve(arguments) -> int:
    """Start the service, after saying in one block what runs where."""
    from bot import checks

    config = settings.load()
    made_key = not config.SEALING_KEY
    config.sealing_keys()
    os.environ[settings.PREFIX + "SEALING_KEY"] = config.SEALING_KEY  # the same for every worker
    problems = checks.content() + checks.model(paths.ROOT / config.MODEL)
    if problems:
        return _stop(problems)
    import uvicorn

    where = f"http://{'localhost' if config.HOST in ('127.0.0.1', '0.0.0.0') else config.HOST}:{config.PORT}"
    print(
        f"\n  De volgende stap\n"
        f"    chat         {where}/\n"
        f"    voorbeelden  {where}/widget/example.html\n"
        f"    model        {_newest(paths.ROOT / config.MODEL)}\n"
        f"    tellingen    {config.COUNTS or 'uit'}\n"
        + ("    let op       geen SEALING_KEY: gesprekken overleven een herstart niet\n" if made_key else "")
        + "    stoppen      Ctrl+C\n",
        flush=True,
    )
    print("  Het model wordt geladen (ongeveer 20 seconden) ...", flush=True)
    uvicorn.run(
        "bot.gateway:create_app",
        factory=True,
        host=config.HOST,
        port=config.PORT,
        workers=config.WORKERS,
        ws="none",
        access_log=False,
        server_header=False,
        log_level=config.LOG_LEVEL.lower(),
        timeout_graceful_shutdown=5,
    )
    return 0


def _newest(model: Path) -> str:
    return model.name if model.is_file() else max(model.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime).name


def train(arguments) -> int:
    """Train when no model fits the current data."""
    from bot import checks

    problems = checks.content()
    if problems:
        return _stop(problems)
    data, code = fingerprint(SOURCES), fingerprint(LEARNING)
    trained = STAMP.read_text().split() if STAMP.exists() else []
    if trained == [data, code] and any(paths.MODELS.glob("*.tar.gz")):
        print("Het model past bij de teksten en voorbeelden; trainen is niet nodig.")
        return 0
    print("Trainen: dit duurt een paar minuten ...", flush=True)
    command = [str(Path(sys.executable).with_name("rasa")), "train", "--skip-validation"]
    command += ["--fixed-model-name", "volgende-stap"]
    if trained[1:] != [code]:
        command += ["--force"]  # Rasa's cache knows a component by its own file, not by the modules behind it
    status = subprocess.run(command, cwd=paths.ROOT).returncode
    if status == 0:
        STAMP.write_text(f"{data}\n{code}\n")
    return status


def fingerprint(sources: Sequence[str]) -> str:
    """A hash of files and folders that a model depends on."""
    digest = hashlib.sha256()
    for source in sources:
        path = paths.ROOT / source
        for file in [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".py")):
            digest.update(file.relative_to(paths.ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def check(arguments) -> int:
    """Check content and contacts: all problems at once, file and line first."""
    from bot import checks, region, register

    problems = checks.content() + checks.reading()
    if problems:
        return _stop(problems)
    for warning in register.warnings():
        print(f"  let op: {warning}")
    lacking = register.missing()
    if lacking:
        print(f"Nog uit te zoeken voor {region.current().name} ({len(lacking)}):")
        print("\n".join(f"  - {line}" for line in lacking))
    problems = register.go_live() if arguments.go_live else []
    if problems:
        return _stop(problems)
    print("Alles klopt.")
    return 0


def evaluate(arguments) -> int:
    """Score the held-out questions."""
    from bot import evaluation

    return evaluation.run(Path(arguments.html) if arguments.html else None, arguments.against, arguments.curve)


def contacts(arguments) -> int:
    """Print the register as a table, for the check by telephone."""
    from bot import register

    print(register.register_table())
    return 0


def key(arguments) -> int:
    """Make a sealing key."""
    print(settings.new_key())
    return 0


def _statistics(arguments) -> int:
    from bot.statistics import commands

    return commands.run(arguments)


COMMANDS = {
    "serve": (serve, "de chat starten"),
    "train": (train, "trainen als dat nodig is"),
    "check": (check, "teksten, keuzes en contacten controleren"),
    "evaluate": (evaluate, "meten op vragen die niet in de training zitten"),
    "contacts": (contacts, "het contactregister als tabel, om na te bellen"),
    "statistics": (_statistics, "de gepubliceerde cijfers, ook als CSV of JSON"),
    "staff": (_statistics, "accounts voor de statistiekpagina"),
    "counts": (_statistics, "oude tellingen wissen"),
    "demo": (_statistics, "de statistiekpagina met een verzonnen jaar"),
    "key": (key, "een sleutel voor gesprekken maken"),
}

if __name__ == "__main__":
    sys.exit(main())
