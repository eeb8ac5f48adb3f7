"""The checks of content and contacts behind ``volgende-stap check``: all problems at once, file and line first.

Every choice leads somewhere, every card exists, every text is used, short enough and said once, every fact has a
source, and no number stands outside the register.
"""

import difflib
import re
from pathlib import Path
from typing import Dict, Iterator, List, Set

from bot import (
    caution_checks,
    example_checks,
    override_checks,
    paths,
    pattern_checks,
    practice_checks,
    readability,
    region,
    region_checks,
    steps,
    use_checks,
)
from bot.contacts import Contacts
from bot.content import SAYS_CAUTION
from bot.use_checks import Text
from bot.yaml_lines import name, read

MAX_WORDS = 90
MAX_CHOICES = 4
MAX_CHOICES_OF = {"utter_oefenen": 6, "utter_oefenen_met_wie": 6}  # as many as there are people to practise with
MAX_TITLE = 40
FORBIDDEN = ("slachtoffer", "dader", "pleger", "casus", "interventie", "je moet aangifte")
NAMES_WITH_FORBIDDEN = ("Slachtofferhulp",)
_PHONE = re.compile(r"\b0[89]00[- ]?\d{3,}|\b0\d{1,3}[- ]?\d{6,}\b|\b14 0\d{3}\b")
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2} uur\b|\b\d{1,2} uur 's")


def content() -> List[str]:
    """Problems of the texts, rules and contacts; empty when all is well."""
    problems: List[str] = []
    for folder in (paths.DOMAIN, paths.RULES, paths.NLU, paths.CONTACTS, paths.SIGNALS):
        for path in sorted(folder.glob("*.yml")) + sorted(folder.glob("*/*.yml")):
            problems += read(path)[2]
    for path in (paths.ROOT / "domain.yml", paths.ROOT / "config.yml"):
        problems += read(path)[2] if path.exists() else [f"{name(path)}: dit bestand ontbreekt."]
    if problems:
        return problems
    texts = list(_texts())
    intents = {i: where for path in paths.DOMAIN.glob("*.yml") for i, where in _intents(path)}
    ruled = use_checks.ruled()
    problems += _keys() + _stems()
    problems += [
        f"{where}: intent {i} heeft geen regel in data/rules/."
        for i, where in sorted(intents.items())
        if i not in ruled
    ]
    problems += use_checks.problems(texts, ruled) + example_checks.problems(intents) + pattern_checks.problems()
    in_regions = region_checks.problems()
    if in_regions:
        return problems + in_regions
    cards, names = region_checks.card_ids(), region_checks.regional_names()
    for text in texts:
        found = _one(text, intents, cards) + region_checks.in_text(text.variant, names)
        problems += [f"{text.where}: {p}" for p in found]
    problems += _everywhere(texts)
    problems += practice_checks.problems(intents, _words) + _same(texts)
    problems += steps.problems(intents)
    own_cards = override_checks.problems(region.current().overrides, region_checks.towns(), _words)
    return problems + (own_cards or never_shown(texts, Contacts()))


def reading() -> List[str]:
    """Texts that read too hard (apart from ``content``: it takes seconds, and no visitor waits for it)."""
    hard = ((text, readability.problem(text.response, text.variant.get("text") or "")) for text in _texts())
    return [f"{text.where}: {problem}" for text, problem in hard if problem]


def _texts() -> Iterator[Text]:
    for path in sorted(paths.DOMAIN.glob("*.yml")):
        data, lines, _ = read(path)
        for response, variants in (data.get("responses") or {}).items():
            for variant in variants:
                yield Text(f"{name(path)}:{lines[response]}: {response}", response, variant)


def _intents(path: Path):
    data, lines, _ = read(path)
    for intent in data.get("intents") or []:
        yield intent, f"{name(path)}:{lines.get('intents', 1)}"


def _keys() -> List[str]:
    """A response in two files: Rasa would silently keep one."""
    seen: Dict[str, str] = {}
    problems = []
    for path in sorted(paths.DOMAIN.glob("*.yml")):
        data, lines, _ = read(path)
        for response in data.get("responses") or {}:
            if response in seen:
                problems.append(f"{name(path)}:{lines[response]}: {response} staat ook in {seen[response]}.")
            seen[response] = name(path)
    return problems


def _stems() -> List[str]:
    """One topic, one stem: words, rules and examples of a topic have the same file name."""
    domain = {p.stem for p in paths.DOMAIN.glob("*.yml")}
    problems = []
    for folder in (paths.RULES, paths.NLU):
        for path in sorted(folder.glob("*.yml")):
            if path.stem not in domain | {"lexicon"}:
                problems.append(f"{name(path)}: er is geen bot/domain/{path.name} met hetzelfde onderwerp.")
    return problems


def _one(text: Text, intents: Dict[str, str], cards: Set[str]) -> List[str]:
    """Problems of one variant."""
    variant, words = text.variant, (text.variant.get("text") or "")
    custom, metadata = variant.get("custom") or {}, variant.get("metadata") or {}
    problems = []
    for button in variant.get("buttons") or []:
        target = button["payload"].lstrip("/")
        if target not in intents:
            near = difflib.get_close_matches(target, intents, 1)
            problems.append(f"de keuze /{target} bestaat niet." + (f" Bedoel je /{near[0]}?" if near else ""))
        if f"utter_{target}" == text.response:
            problems.append(f"de keuze /{target} leidt naar dit antwoord zelf.")
        if len(button["title"]) > MAX_TITLE:
            problems.append(f"de knop '{button['title']}' is langer dan {MAX_TITLE} tekens.")
    most = MAX_CHOICES_OF.get(text.response, MAX_CHOICES)
    if len(variant.get("buttons") or []) > most:
        problems.append(f"meer dan {most} keuzes.")
    problems += [f"het contact {c} staat niet in het register." for c in custom.get("contacts") or [] if c not in cards]
    problems += [
        f"'{w}' leidt naar {custom[w]}, maar dat bestaat niet."
        for w in ("ja", "nee")
        if custom.get(w, "") and custom[w] not in intents
    ]
    if text.response.startswith(SAYS_CAUTION):
        problems += caution_checks.problems(custom)
    if len(words.split()) > MAX_WORDS:
        problems.append(f"{len(words.split())} woorden; hoogstens {MAX_WORDS}.")
    problems += _words(words)
    for key in ("label", "source", "sourced"):
        if key not in metadata:
            problems.append(f"metadata.{key} ontbreekt.")
    return problems


def _everywhere(texts: List[Text]) -> List[str]:
    """Every response has words for a region that has no variant of its own."""
    last = {text.response: text for text in texts}
    return [
        f"{text.where}: de laatste variant geldt alleen in {only}; zet er een onder die overal klopt."
        for text, only in ((text, region_checks.only_in(text.variant)) for text in last.values())
        if only
    ]


def _words(words: str) -> List[str]:
    """What no text may hold."""
    problems = []
    if _PHONE.search(words) or _CLOCK.search(words):
        problems.append("een telefoonnummer of openingstijd hoort in data/contacts/, niet in een tekst.")
    plain = words
    for allowed in NAMES_WITH_FORBIDDEN:
        plain = plain.replace(allowed, "")
    problems += [f"'{word}' zeggen we niet tegen iemand." for word in FORBIDDEN if word in plain.lower()]
    return problems


def _same(texts: List[Text]) -> List[str]:
    problems, seen = [], {}
    for text in texts:
        words = re.sub(r"\W+", " ", (text.variant.get("text") or "").lower()).strip()
        if words and words in seen:
            problems.append(f"{text.where}: dezelfde tekst staat bij {seen[words]}.")
        seen[words] = text.where
    return problems


def never_shown(texts: List[Text], contacts: Contacts) -> List[str]:
    """Old or unconfirmed numbers that appear after all."""
    digits = {re.sub(r"\D", "", n): n for n in contacts.never_show if len(re.sub(r"\D", "", n)) > 3}
    shown = {o["id"]: re.sub(r"\D", "", o["phone"] or "") for o in contacts.organisations.values()}
    problems = [
        f"data/contacts/organisations.yml: {i} toont {digits[d]}; dat nummer mag niet."
        for i, d in shown.items()
        if d in digits
    ]
    for text in texts:
        found = re.sub(r"[\s().-]", "", text.variant.get("text") or "")
        problems += [
            f"{text.where}: noemt {number}; dat nummer mag niet." for d, number in digits.items() if d in found
        ]
    return problems


def model(path: Path) -> List[str]:
    """Whether there is a trained model to serve."""
    if path.is_file() or any(path.glob("*.tar.gz")):
        return []
    return [f"{name(path)}: hier staat geen getraind model. Maak er een met: make train"]
