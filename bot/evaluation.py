"""Score the held-out questions in ``tests/questions/``: messages that training never saw.

``score`` runs every question as the first message of a conversation, through understanding, rules and cards, and
returns the figures; ``run`` prints them, compares two models side by side and writes a short HTML report. The column
``must_show`` holds the cards that a good first answer needs; an intent counts as right when it is the labelled one or
an accepted alternative, and asking back counts when its first choice is right.
"""

import asyncio
import csv
import math
import re
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Set

from bot import evaluation_later, evaluation_report
from bot.contacts import ZONE, Contacts
from bot.paths import MODELS, ROOT
from bot.replies import SIGNAL_CARDS
from bot.understanding.decision import ASK_BACK
from bot.understanding.kinds import PLEASANTRIES

QUESTIONS = ROOT / "tests" / "questions"
CARDS = (*SIGNAL_CARDS.values(), "lokaal_team")


class Question(NamedTuple):
    """One held-out message with its labels."""

    text: str
    intents: Set[str]
    intent: str
    urgency: str
    must_show: Set[str]
    municipality: str
    flags: Set[str]


class Answer(NamedTuple):
    """What the bot made of it."""

    intent: str
    first: str
    confidence: float
    cards: Set[str]
    scores: Dict[str, float]
    municipality: Optional[str]


def questions(folder: Path = QUESTIONS) -> List[Question]:
    """All held-out questions."""
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                notes = row["notes"] or ""
                other = re.search(r"alt:([^;]*)", notes)
                flags = re.search(r"flags:([^;]*)", notes)
                accepted = {row["intent"]} | set(re.findall(r"[a-z_]{4,}", other.group(1) if other else ""))
                required = set((row["must_show"] or "geen").split(",")) - {"geen", ""}
                rows.append(
                    Question(
                        row["text"],
                        accepted,
                        row["intent"],
                        row["urgency"],
                        required,
                        (row["municipality"] or "").strip(),
                        set(flags.group(1).split()) if flags else set(),
                    )  # fmt: skip
                )
    return rows


async def _answers(bot, asked: List[Question]) -> List[Answer]:
    from bot import replies
    from bot.conversation import Conversation

    contacts, now, given = Contacts(), datetime.now(ZONE), []
    for question in asked:
        turn = await bot.say(question.text, Conversation())
        reply = replies.build(turn, contacts, now)
        first, confidence = turn.ranking[0]
        given.append(
            Answer(
                turn.intent,
                first if turn.intent == ASK_BACK else turn.intent,
                confidence,
                replies.shown_in(reply["messages"]),
                turn.signals.get("scores", {}),
                reply["municipality"],
            )
        )
    return given


def _share(hits: List[bool]) -> Dict[str, Any]:
    """A share with its 95 % Wilson interval."""
    n, k = len(hits), sum(hits)
    if not n:
        return {"n": 0, "share": None, "low": None, "high": None}
    z, p = 1.96, k / n
    middle, width = (p + z * z / (2 * n)), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return {"n": n, "share": p, "low": (middle - width) / scale, "high": (middle + width) / scale}


def score(bot, asked: Optional[List[Question]] = None) -> Dict[str, Any]:
    """Every figure, as a nested dict; shares carry ``n``, ``share``, ``low`` and ``high``."""
    asked = asked or questions()
    pairs = list(zip(asked, asyncio.run(_answers(bot, asked))))
    right = [(q, a, a.first in q.intents) for q, a in pairs]
    figures: Dict[str, Any] = {
        "112 bij gevaar nu": _share(["112" in a.cards for q, a in pairs if "112" in q.must_show]),
        "112 bij feiten en off-topic": _share(
            ["112" in a.cards for q, a in pairs if q.urgency in ("info", "offtopic")]
        ),
        "Veilig Thuis of lokaal team bij een praatje": _share(
            [bool({"veilig_thuis", "lokaal_team"} & a.cards) for q, a in pairs if q.intent in PLEASANTRIES]
        ),
        "alle vereiste kaarten": _share([q.must_show <= a.cards for q, a in pairs if q.must_show]),
        "juiste intent": _share([ok for _, _, ok in right]),
        "vraagt terug": _share([a.intent == ASK_BACK for _, a in pairs]),
        "gemeente herkend": _share([a.municipality == q.municipality for q, a in pairs if q.municipality]),
        "meer dan drie kaarten": _share([len(a.cards) > 3 for _, a in pairs]),
    }
    signals = {}
    for card in CARDS:
        signals[card] = {
            "recall": _share([card in a.cards for q, a in pairs if card in q.must_show]),
            "precision": _share([card in q.must_show for q, a in pairs if card in a.cards]),
        }
    per_intent = {}
    for intent in sorted({q.intent for q in asked}):
        per_intent[intent] = {
            "recall": _share([ok for q, _, ok in right if q.intent == intent]),
            "precision": _share([ok for _, a, ok in right if a.first == intent]),
        }
    slices = defaultdict(list)
    for q, _, ok in right:
        for flag in q.flags or {"gewoon"}:
            slices[flag].append(ok)
    confused, examples = Counter(), {}
    for q, a, ok in right:
        if not ok:
            confused[q.intent, a.first] += 1
            examples.setdefault((q.intent, a.first), q.text)
    calibration = []
    for low in (x / 10 for x in range(10)):
        inside = [(a.confidence, ok) for _, a, ok in right if low <= a.confidence < low + 0.1 + (low == 0.9)]
        if inside:
            calibration.append(
                (
                    f"{low:.1f}",
                    len(inside),
                    sum(c for c, _ in inside) / len(inside),
                    sum(o for _, o in inside) / len(inside),
                )
            )
    return {
        "cijfers": figures,
        "kaarten": signals,
        "intents": per_intent,
        "soorten": {flag: _share(hits) for flag, hits in sorted(slices.items()) if len(hits) >= 5},
        "verwarring": [(want, got, n, examples[want, got]) for (want, got), n in confused.most_common(25)],
        "ijking": calibration,
        "drempels": _thresholds(pairs),
        "matrix": Counter((q.intent, a.first) for q, a in pairs),
    }


def _thresholds(pairs) -> Dict[str, List[tuple]]:
    """The trade-off behind each learned threshold: (threshold, recall, share shown without need)."""
    table = {}
    for signal, card in SIGNAL_CARDS.items():
        rows = []
        for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
            shown = [(card in q.must_show) for q, a in pairs if a.scores.get(signal, 0) >= threshold]
            needed = sum(card in q.must_show for q, _ in pairs)
            rows.append((threshold, sum(shown) / max(1, needed), 1 - sum(shown) / max(1, len(shown))))
        table[signal] = rows
    return table


def run(report: Optional[Path], against: Optional[str], learning_curve: bool) -> int:
    """Print the figures of the current model, beside those of ``against`` when given; on request the learning curve,
    which takes about as long as training does."""
    from bot import quiet

    quiet.be_quiet()
    with quiet.hushed():
        from bot.agent import Bot

        bots = [Bot(model) for model in [MODELS, *([Path(against)] if against else [])]]
        results = [score(bot) for bot in bots]
        later = [evaluation_later.score(bot) for bot in bots]
    for name in results[0]["cijfers"]:
        print(f"{name:45s}", "   ".join(evaluation_report.percent(r["cijfers"][name]) for r in results))
    shares = "   ".join(f"{found['found']:.1%} (n={found['n']})" for found in later)
    print(f"{'midden in een gesprek: juist antwoord':45s} {shares}")
    print("\nKaart                 getoond waar nodig               nodig waar getoond")
    for card, both in results[0]["kaarten"].items():
        print(
            f"{card:20s}  {evaluation_report.percent(both['recall']):32s} {evaluation_report.percent(both['precision'])}"
        )
    print("\nSoort bericht         juiste intent")
    for flag, share in results[0]["soorten"].items():
        print(f"{flag:20s}  {evaluation_report.percent(share)}")
    print("\nMeest verward (gewenst -> gekregen)")
    for want, got, n, example in results[0]["verwarring"][:12]:
        print(f"{n:3d}  {want} -> {got}: {example[:90]}")
    print("\nDrempels (drempel: gevonden / onnodig getoond)")
    for signal, rows in results[0]["drempels"].items():
        print(f"{signal:14s}", "  ".join(f"{t}: {recall:.0%}/{extra:.0%}" for t, recall, extra in rows))
    points = []
    if learning_curve:
        from bot.evaluation_curve import curve

        asked = questions()
        points = curve([q.text for q in asked], [q.intents for q in asked])
        print("\nLeercurve (voorbeelden: juiste intent)")
        for examples, share in points:
            print(f"{examples:7d}  {share:.1%}")
    if report:
        report.write_text(evaluation_report.page(results[0], points), "utf-8")
        print(f"\nRapport: {report}")
    return 0
