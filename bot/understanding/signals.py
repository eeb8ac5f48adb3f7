"""Signals: what a message warns of, apart from its intent, so that a misread intent still shows the right number.

Two recognisers, either of which is enough: patterns that people wrote (``data/signals/*.yml``) and a classifier that
learned from the examples' ``signals`` metadata. Each signal has its own threshold, chosen for recall on messages
that training never saw; the table behind each number stands beside it (``data/signals/thresholds.yml``).
"""

import re
from typing import Dict, List, NamedTuple, Optional, Sequence, Set

import numpy as np
import yaml
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.paths import SIGNALS
from bot.understanding.features import normalise
from bot.understanding.intents import SEED
from bot.understanding.kinds import is_question

SIGNALS_KEY = "signals"
NAMES = ("nu_gevaar", "suicidaal", "seksueel", "kind_spreekt", "stalking", "huwelijksdwang", "thema_geweld")
# Found by patterns only, and no signals: they call up no card, but change how a message is read.
DOES_IT, WANTS_PRACTICE, REFUSES, LEAVES = "ik_doe_het", "wil_oefenen", "weigert", "gaat_weg"
ONLY_DETAIL, WANTS_HARM, DENIES, NAMES_TEAM = "alleen_detail", "wil_schaden", "ontkent", "noemt_team"
OTHER_THREATENS = "ander_dreigt"
REMARKS = (DOES_IT, WANTS_PRACTICE, REFUSES, LEAVES, ONLY_DETAIL, WANTS_HARM, DENIES, NAMES_TEAM, OTHER_THREATENS)
# So are those that no answer may pass over (``bot/cautions.py``): this, and their name in ``let_op.yml``.
CAUTION = "let_op_"
WORD_LIST = re.compile(r"\{([a-z][a-z_]*)\}")  # in a pattern

# "Ik ben 12" or "15 hij 22": under eighteen, and not twelve weeks pregnant. On the raw text: patterns see every number as 0.
_CHILD = re.compile(
    r"\b(?:ik|k)[ ']?(?:ben|bin|bn|word|wordt|wor)\s+(?:net |pas |bijna |al |nog maar |maar |een (?:meisje|jongen|wicht) van )*"
    r"(?:[5-9]|1[0-7])\b(?!\s*(?:weken|week|maanden|dagen|uur|keer|kilo|km|min|jaar (?:geleden|getrouwd|samen|ouder|jonger|weg|bij)))"
    r"|\bik ben (?!(?:vader|moeder|ouder|mama|papa|oma|opa|pleeg\w+|stief\w+|man|vrouw|baas|leider)\b)[a-zà-ÿ]+"
    r" van (?:[6-9]|1[0-7])(?=$|[.,!?]| jaar\b| en\b)"
    r"|^\s*(?:ik )?(?:1[0-7]|[89])(?: jaar)?,? (?:en )?(?:hij|zij|ze|m[ij]*n vriend\w*)(?: is| bijna)? (?:1\d|2\d|3\d)\b",
    re.IGNORECASE,
)


class Patterns:
    """Hand-written patterns: a message has a signal when a pattern matches and no exception does.

    A file ``data/signals/<signal>.yml`` holds ``patterns`` and ``exceptions``, lists of regular expressions over the
    normalised text (``features.normalise``); ``{name}`` stands for a list in ``words.yml``. ``let_op.yml`` holds many such
    pairs of lists, by name.
    """

    def __init__(self, folder=SIGNALS):
        lists = word_lists(folder)
        paths = {name: folder / f"{name}.yml" for name in (*NAMES, *REMARKS)}
        rules = {name: yaml.safe_load(path.read_text("utf-8")) for name, path in paths.items() if path.exists()}
        cautions = yaml.safe_load((folder / "let_op.yml").read_text("utf-8"))
        rules.update((f"{CAUTION}{name}", rule) for name, rule in cautions.items())
        self._signals = {
            name: tuple([compiled(p, lists) for p in rule.get(kind) or []] for kind in ("patterns", "exceptions"))
            for name, rule in rules.items()
        }
        roles = yaml.safe_load((folder / "rollen.yml").read_text("utf-8"))
        self._roles = {role: [compiled(p, lists) for p in patterns] for role, patterns in roles.items()}

    def find(self, text: str) -> Set[str]:
        """The signals whose patterns match a raw text."""
        plain = normalise(text)
        return {
            name
            for name, (patterns, exceptions) in self._signals.items()
            if any(p.search(plain) for p in patterns) and not any(e.search(plain) for e in exceptions)
        }

    def role(self, text: str) -> Optional[str]:
        """Who writes, when the text says so itself."""
        if _CHILD.search(text):
            return "kind_jongere"
        plain = normalise(text)
        return next((role for role, patterns in self._roles.items() if any(p.search(plain) for p in patterns)), None)


def word_lists(folder=SIGNALS) -> Dict[str, str]:
    """Name -> expression of each list in ``words.yml``; a list may name another."""
    words = yaml.safe_load((folder / "words.yml").read_text("utf-8"))
    return {name: "(?:" + "|".join(entries) + ")" for name, entries in words.items()}


def compiled(pattern: str, lists: Dict[str, str]) -> "re.Pattern[str]":
    """A pattern with its word lists filled in.

    Raises:
        KeyError: it names a list that is not there (``volgende-stap check`` says which, and where).
        re.error: it is no regular expression.
    """

    def filled(text: str) -> str:
        return WORD_LIST.sub(lambda found: filled(lists[found[1]]), text)

    return re.compile(r"(?<!\w)(?:" + filled(pattern) + r")")


class SignalModel:
    """One linear classifier a signal over the same features as the intents."""

    def __init__(self, c: float):
        self._c = c
        self._weights: Dict[str, np.ndarray] = {}
        self._bias: Dict[str, float] = {}

    def fit(self, rows: sparse.csr_matrix, signals: Sequence[Sequence[str]]) -> "SignalModel":
        """Learn from feature rows and the signals of each; a signal without examples is left to its patterns."""
        for name in NAMES:
            truth = np.array([name in s for s in signals])
            if 1 < truth.sum() < len(truth):
                model = LinearSVC(C=self._c, tol=0.01, class_weight="balanced", random_state=SEED).fit(rows, truth)
                self._weights[name] = model.coef_[0].astype(np.float32)
                self._bias[name] = float(model.intercept_[0])
        return self

    def score(self, row: sparse.csr_matrix) -> Dict[str, float]:
        """A score between 0 and 1 for every signal of one feature row (0.5: on the border, as trained)."""
        scores = {name: 0.0 for name in NAMES}
        for name, weights in self._weights.items():
            scores[name] = float(1 / (1 + np.exp(-2 * (row @ weights + self._bias[name])))[0])
        return scores


class Threshold(NamedTuple):
    """From which score a learned signal counts: alone, together with the intent, or in a question or small talk."""

    alone: float
    agree: float
    intent: float
    question: float


def load_thresholds(folder=SIGNALS) -> Dict[str, Threshold]:
    """The thresholds of each signal."""
    table = yaml.safe_load((folder / "thresholds.yml").read_text("utf-8"))
    return {name: Threshold(**{key: float(value) for key, value in table[name].items()}) for name in NAMES}


# What else points to a signal: the intents (and the role) whose probability backs a moderate score.
BACKED_BY = {
    "nu_gevaar": ("acuut_gevaar", "suicidaliteit", "ouder_verliest_controle"),
    "suicidaal": ("suicidaliteit",),
    "seksueel": ("seksueel_geweld", "loverboy_uitbuiting"),
    "kind_spreekt": ("kind_onveilig_thuis", "kind_jongere"),
    "stalking": ("stalking_ex",),
    "huwelijksdwang": ("eergerelateerd_geweld",),
    "thema_geweld": (),
}


def backing(name: str, beliefs: Dict[str, float]) -> float:
    """The highest probability among the intents and roles that point the same way as a signal."""
    return max((beliefs.get(other, 0.0) for other in BACKED_BY[name]), default=0.0)


def decide(
    scores: Dict[str, float],
    matched: Set[str],
    thresholds: Dict[str, Threshold],
    beliefs: Dict[str, float],
    intent: str,
) -> List[str]:
    """The signals of a message: matched by a pattern, or learned with enough behind it.

    Args:
        beliefs: probability of each intent, and of the role that was found.
        intent: the likeliest intent.
    """
    found = []
    for name in NAMES:
        score, limit = scores.get(name, 0.0), thresholds[name]
        backed = backing(name, beliefs) >= limit.intent
        if is_question(intent):
            counts = score >= limit.question
        else:
            counts = score >= limit.alone or (backed and score >= limit.agree)
        if counts or name in matched:
            found.append(name)
    return found
