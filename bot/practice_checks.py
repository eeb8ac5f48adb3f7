"""The checks of ``data/practice/``: every branch leads somewhere and ends in time, every text is short and plain.

Part of ``volgende-stap check`` (``bot/checks.py``); a problem names the file and the line of its step.
"""

import re
from pathlib import Path
from typing import Any, Callable, Collection, Dict, Iterator, List, Tuple

from bot import practice
from bot.practice_words import UNCLEAR, Judge
from bot.yaml_lines import name, read

MAX_WORDS = 60  # of one message, as it is put together
MAX_SAY = 95  # characters of a sentence to choose
TURNS = range(4, 7)
KEYS = ("source", "sourced", "scene", "waits", "remember", "now", "steps")


def problems(
    intents: Collection[str], words: Callable[[str], List[str]], folder: Path = practice.PRACTICE
) -> List[str]:
    """Problems of all scenarios; empty when all is well.

    Args:
        intents: all intents of the content.
        words: what is wrong with the words of a text (forbidden words, numbers).
    """
    files = {path.stem: (name(path), *read(path)) for path in sorted(folder.glob("*.yml"))}
    found = [problem for file in files.values() for problem in file[3]]
    if found:
        return found
    for shared in (practice.SHARED, practice.WORDS):
        if shared not in files:
            return [f"{name(folder)}/{shared}.yml: dit bestand ontbreekt."]
    shared = files.pop(practice.SHARED)[1]
    found += _kinds(shared, files.pop(practice.WORDS)[1], folder)
    found += [f"data/practice/{practice.SHARED}.yml: {p}" for text in _strings(shared) for p in words(text)]
    for stem, (path, data, lines, _) in files.items():
        if f"oefenen_{stem}" not in intents:
            found.append(f"{path}:1: de keuze oefenen_{stem} ontbreekt in bot/domain/oefenen.yml.")
        try:
            found += [f"{path}:{lines.get(where, 1)}: {p}" for where, p in _scenario(data, shared, words)]
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            found.append(f"{path}:1: dit is geen oefengesprek zoals de andere ({type(error).__name__}: {error}).")
    return found


def _kinds(shared: Dict[str, Any], words: Dict[str, Any], folder: Path) -> List[str]:
    """Each kind of sentence has phrases to know it by, and texts."""
    texts = {**shared["opent"], **shared["sluit"]}
    found = [
        f"{name(folder)}/{practice.WORDS}.yml: '{k}' heeft geen tekst in feedback.yml."
        for k in words["kinds"]
        if k not in texts
    ]
    for kind, entry in texts.items():
        extra = "remember" if kind in shared["sluit"] else "went_well"
        if kind not in words["kinds"] or not {"feedback", extra} <= set(entry):
            found.append(
                f"{name(folder)}/{practice.SHARED}.yml: '{kind}' mist woorden in words.yml, feedback of {extra}."
            )
    try:
        Judge(words)
    except (re.error, KeyError) as error:
        found.append(f"{name(folder)}/{practice.WORDS}.yml: een regel klopt niet ({error}).")
    return found


def _scenario(data: Dict[str, Any], shared: Dict[str, Any], words) -> Iterator[Tuple[str, str]]:
    """(key whose line is named, problem)."""
    missing = [key for key in KEYS if not data.get(key)]
    if missing:
        yield "steps", f"{', '.join(missing)} ontbreekt."
        return
    here, kinds = practice.scenario(data), {**shared["opent"], **shared["sluit"]}
    for text in _strings({k: data[k] for k in KEYS if k not in ("source", "sourced")}):
        yield from (("steps", problem) for problem in words(text))
    for step, (moment, sentences) in here.steps.items():
        if not moment and step != practice.START:
            yield step, f"{step}: 'moment' ontbreekt."
        if not 2 <= len(sentences) <= len(practice.LETTERS):
            yield step, f"{step}: {len(sentences)} zinnen; het moeten er 2 of 3 zijn."
        for kind in {s.kind for s in sentences} - set(kinds):
            yield step, f"{step}: '{kind}' staat niet in feedback.yml."
        if len({s.kind in shared["sluit"] for s in sentences}) < 2:
            yield step, f"{step}: er moet een zin bij zijn die opent, en een die sluit."
        for sentence in sentences:
            if len(sentence.say) > MAX_SAY:
                yield step, f"{step}: '{sentence.say}' is langer dan {MAX_SAY} tekens."
            if sentence.next != practice.END and sentence.next not in here.steps:
                yield step, f"{step}: '{sentence.next}' bestaat niet."
                return
    yield from _paths(here)
    for where, text in _messages(here, shared):
        if len(text.split()) > MAX_WORDS:
            yield where, f"{where}: {len(text.split())} woorden in één bericht; hoogstens {MAX_WORDS}: {text[:40]}…"


def _paths(here: practice.Scenario) -> Iterator[Tuple[str, str]]:
    """Every way through ends, after four to six turns, and every step can be reached."""
    seen, open_ways = set(), [(practice.START,)]
    while open_ways:
        way = open_ways.pop()
        seen.add(way[-1])
        for following in {s.next for s in here.steps[way[-1]].sentences}:
            if following == practice.END and len(way) not in TURNS:
                yield way[-1], f"{' > '.join(way)}: {len(way)} beurten; het moeten er 4 tot 6 zijn."
            elif following in way:
                yield way[-1], f"{' > '.join(way)} > {following}: dit loopt rond."
            elif following != practice.END:
                open_ways.append((*way, following))
    for step in set(here.steps) - seen:
        yield step, f"{step}: hier komt niemand."


def _messages(here: practice.Scenario, shared: Dict[str, Any]) -> Iterator[Tuple[str, str]]:
    """The longest form of every message."""
    texts, kinds = shared["texts"], {**shared["opent"], **shared["sluit"], UNCLEAR: shared[UNCLEAR]}
    longest = max((k["feedback"] for k in kinds.values()), key=lambda text: len(text.split()))
    yield "scene", here.scene
    yield "now", here.now
    yield "waits", f"{longest} {texts['ask']}"
    praise = sorted((k.get("went_well", "") for k in kinds.values()), key=lambda text: -len(text.split()))
    remember = max(
        [here.remember, *(k.get("remember", "") for k in kinds.values())], key=lambda text: len(text.split())
    )
    yield "remember", texts["summary"].format(first=praise[0], second=praise[1], remember=remember)
    for step, (_, sentences) in here.steps.items():
        for sentence in sentences:
            following = here.steps[sentence.next].moment if sentence.next != practice.END else ""
            yield step, f"{sentence.reaction} {following}"
            yield step, f"{here.waits} {following}"
            yield step, f"{sentence.feedback} {texts['ask']}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not value.startswith("http"):
            yield value
    else:
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _strings(part)
