"""A made-up year, so that staff and reviewers see a full page before there is one.

Promises: made-up figures live in a folder and files of their own, marked as such inside; real figures refuse to enter
them and they refuse to enter real ones; the page says on top that everything is made up. They go through the very
same publication as real counts. The same date gives the same figures.
"""

import math
import random
import secrets
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Callable, Dict, List

from bot import settings, steps
from bot.statistics import measures, periods
from bot.statistics.counts_file import CountsFile
from bot.statistics.publication import publish_due
from bot.statistics.published import Published
from bot.statistics.staff import Staff

NAME = "demo"
CAMPAIGNS = ["flyer", "bushokje", "school"]
EXTRA = ["role", "step", "call", "municipality", "campaign", "practice", "topic_chip", "talk_before", "talk_after"]
# Weeks before today -> what the campaign did, and how many times busier it was.
EVENTS = {
    50: ("Start van de campagne: posters in bushokjes", 2.2),
    40: ("Radiospot op de regionale zender", 1.8),
    27: ("Bijeenkomst met huisartsen", 1.2),
    19: ("Artikel in de streekkranten", 1.7),
    8: ("Radiospot op de regionale zender", 2.0),
    3: ("Artikel in de regionale krant", 2.1),
}
FAVOURITES = {
    "vermoeden_buren": 30, "vermoeden_kind": 26, "vraag_wat_kan_ik_doen": 24, "vermoeden_familie": 16, "twijfel_melden": 16,
    "vraag_gesprek_beginnen": 15, "vraag_veilig_thuis": 14, "vraag_anoniem": 12, "ouder_overbelast": 12, "niet_herkend": 24,
    "slachtoffer_partnergeweld": 10, "slachtoffer_psychisch_geweld": 9, "complexe_scheiding": 9, "vraag_signalen": 9,
    "vermoeden_bekende": 8, "professional_vraag": 8, "vraag_lokaal_team": 8, "groet": 14, "ouder_verliest_controle": 7,
    "mantelzorger_overbelast": 6, "kind_onveilig_thuis": 5, "vraag_bot_of_mens": 8, "oefenen": 6, "ouderenmishandeling": 6,
}  # fmt: skip
CHIPS = {"start_zorgen": 40, "start_vraag": 30, "start_zelf": 15, "start_ouder": 15}
CARDS = {
    "veilig_thuis": 60,
    "lokaal_team": 45,
    "kindertelefoon": 14,
    "112": 6,
    "huisarts": 9,
    "luisterlijn": 6,
    "mantelzorglijn": 5,
    "politie_geen_spoed": 4,
}


def fill(folder: Path, today: date, say: Callable[[str], None]) -> settings.Settings:
    """Make the files (once a day) and an account; returns settings that point at them."""
    folder.mkdir(parents=True, exist_ok=True)
    config = settings.Settings(
        COUNTS=str(folder / "demo-counts.db"),
        STATISTICS=f"demo-statistics-{today.isoformat()}.db",
        STAFF="demo-staff.db",
        COUNT_MEASURES=EXTRA,
        CAMPAIGNS=CAMPAIGNS,
        COOKIE_SECURE=False,
    )
    path = config.beside_counts(config.STATISTICS)
    if not path.exists() or not Published(path, demo=True).periods():
        say("Een verzonnen jaar maken en publiceren. Dat duurt een minuut of twee ...")
        _fill_files(Path(config.COUNTS), path, today)
    staff, password = Staff(config.beside_counts(config.STAFF)), secrets.token_urlsafe(9)
    staff.remove(NAME)
    staff.add(NAME, password)
    say(f"\n  Inloggen met naam {NAME} en wachtwoord {password}\n")
    return config


def _fill_files(counts: Path, published: Path, today: date) -> None:
    for old in (*published.parent.glob("demo-statistics-*.db*"), *counts.parent.glob(f"{counts.name}*")):
        old.unlink()
    rows = made_up(today)
    store = CountsFile(counts)
    store.add([(*cell, n) for cell, n in rows.items()], "demo", [])
    part = published.with_suffix(".part")
    part.unlink(missing_ok=True)
    file = Published(part, demo=True)
    # As if the service had published all along; otherwise only the last weeks are due.
    first = min(week for week, _, _ in rows)
    file.note_fact("started", first)
    for quarter in sorted({periods.quarter_of(week) for week in periods.weeks_between(first, periods.week_of(today))}):
        due = periods.due_on(quarter)
        publish_due(store, file, measures.ON | set(EXTRA), CAMPAIGNS, min(due, today))
    for ago, (text, _) in EVENTS.items():
        file.add_note(periods.week_of(today - timedelta(weeks=ago)), text)
    part.rename(published)


def made_up(today: date) -> Counter:
    """Counts of made-up conversations: ``(week, measure, key) -> n``."""
    dice = random.Random(f"demo {today}")
    rows: Counter = Counter()
    first = f"{today.isocalendar().year - 1}-W01"  # so that there is one whole calendar year
    for week in periods.weeks_between(first, periods.week_of(today)):
        ago = (today - periods.monday(week)).days // 7
        for _ in range(_how_many(week, ago, dice)):
            for measure, key in _conversation(dice, ago):
                rows[week, measure, key] += 1
    return rows


def _how_many(week: str, ago: int, dice: random.Random) -> int:
    season = 1 + 0.2 * math.cos(2 * math.pi * (int(week[6:]) - 47) / 52)
    push = max(
        (factor ** (1 / (since - ago + 1)) for since, (_, factor) in EVENTS.items() if 0 <= since - ago < 5), default=1
    )
    mean = 34 * season * push * (0.35 if ago > 50 else 1)
    return max(0, round(dice.gauss(mean, math.sqrt(mean))))


def _conversation(dice: random.Random, ago: int) -> List[tuple]:
    """What one conversation is counted for."""
    turns = min(1 + int(dice.expovariate(0.45)), 12)
    missed = sum(dice.random() < (0.16 if ago > 20 else 0.12) for _ in range(turns))
    found: Dict[tuple, int] = {("conversation", measures.ALL): 1, ("message", measures.ALL): turns}
    if missed:
        found["not_understood", measures.ALL] = missed
    topics = {_pick(dice, _all(FAVOURITES, "intent")) for _ in range(min(turns, 4))}
    found.update({("intent", topic): 1 for topic in topics})
    found.update({("step", steps.of(topic)): 1 for topic in topics if steps.of(topic)})
    cards = {_pick(dice, _all(CARDS, "referral")) for _ in range(1 + dice.randrange(3))} - {measures.OTHER}
    found.update({("referral", card): 1 for card in cards if dice.random() < 0.85})
    found.update({("call", card): 1 for measure, card in list(found) if measure == "referral" and dice.random() < 0.12})
    if dice.random() < 0.55:
        found[
            "role",
            _pick(
                dice,
                dict(
                    buur=30,
                    familie=22,
                    bekende=14,
                    ouder_zelf=14,
                    slachtoffer=9,
                    kind_jongere=4,
                    pleger=2,
                    professional=9,
                ),
            ),
        ] = 1
    if dice.random() < 0.3:
        towns = {
            name: 1 + (index * 7) % 5
            for index, name in enumerate(measures.labels("municipality"))
            if name != measures.OTHER
        }
        found["municipality", _pick(dice, towns)] = 1
    if ago <= 50 and dice.random() < 0.4:
        found["campaign", dice.choice(CAMPAIGNS)] = 1
    if dice.random() < 0.12:
        found["practice", "begonnen"] = 1
        if dice.random() < 0.6:
            found["practice", "afgerond"] = 1
    if dice.random() < 0.4:
        found["topic_chip", _pick(dice, CHIPS)] = 1
    if missed and dice.random() < 0.4:
        found["topic_chip", _pick(dice, FAVOURITES)] = 1
    if turns > 1 and dice.random() < 0.45:  # a draw decides when it is asked
        before = dice.random() < 0.5
        answers = dict(ja=30, misschien=45, nee=25) if before else dict(ja=45, misschien=40, nee=15)
        found["talk_before" if before else "talk_after", _pick(dice, answers)] = 1
    return [cell for cell, n in found.items() for _ in range(n)]


def _all(favourites: Dict[str, int], measure: str) -> Dict[str, float]:
    rest = {key: 0.35 for key in measures.labels(measure) if key != measures.OTHER}
    return {**rest, **{key: weight for key, weight in favourites.items() if key in rest}}


def _pick(dice: random.Random, weights: Dict[str, float]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def serve(config: settings.Settings, port: int) -> None:
    """Only the statistics page, with the made-up figures; stops with Ctrl+C."""
    import uvicorn

    print(f"  De voorbeeldpagina: http://localhost:{port}/statistiek   (stoppen: Ctrl+C)\n", flush=True)
    uvicorn.run(
        make_app(config),
        host="127.0.0.1",
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
        ws="none",
    )


def make_app(config: settings.Settings):
    """An app with nothing but the statistics page."""
    from fastapi import FastAPI

    from bot.counts import Counts
    from bot.statistics import page

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(page.router(config, Counts(Path(config.COUNTS), config.COUNT_MEASURES), demo=True))
    return app
