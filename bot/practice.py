"""Practise a difficult conversation: six people from ``data/practice/``, one small judge of sentences, no model.

Where somebody is in a scenario is a ``Place``: names only, so that it fits in one slot. What is typed is judged by
the word rules of ``data/practice/words.yml`` and forgotten: it is in no place, no message and no log. Texts are
content; only which one follows is decided here. ``volgende-stap check`` proves that every branch ends.
"""

from functools import lru_cache
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import yaml

from bot.paths import ROOT
from bot.practice_words import PICK, UNCLEAR, Judge, plain

PRACTICE = ROOT / "data" / "practice"
SHARED, WORDS = "feedback", "words"  # the two files that are no scenario
START, END = "begin", "einde"
LETTERS = "abc"
HELP = "hulpzin"
NEVER_PRACTISED = frozenset(  # topics in which talking can be unsafe
    ["eergerelateerd_geweld", "seksueel_geweld", "slachtoffer_psychisch_geweld", "stalking_ex", "loverboy_uitbuiting"]
    + ["kind_onveilig_thuis"]
)


class Sentence(NamedTuple):
    """Something to say: what kind it is, how the other reacts, what it does, and which step follows."""

    say: str
    kind: str
    reaction: str
    feedback: str
    next: str


class Step(NamedTuple):
    """A moment in a scenario, with two or three sentences to choose from."""

    moment: str
    sentences: Tuple[Sentence, ...]


class Scenario(NamedTuple):
    """One person to practise with."""

    scene: str
    waits: str
    remember: str
    now: str
    steps: Dict[str, Step]


class Place(NamedTuple):
    """Where somebody is: the scenario, the step that is asked now, the kinds so far and what was answered last."""

    scenario: str
    step: str = START
    kinds: Tuple[str, ...] = ()
    last: str = ""

    def __str__(self) -> str:
        return ":".join((self.scenario, self.step, ",".join(self.kinds), self.last))


class Message(NamedTuple):
    """Something the bot says; ``buttons`` are (title, intent)."""

    text: str
    buttons: Tuple[Tuple[str, str], ...] = ()
    contacts: Tuple[str, ...] = ()


class Content(NamedTuple):
    """All scenarios by name, the texts they share (``feedback.yml`` as it stands) and the judge."""

    scenarios: Dict[str, Scenario]
    shared: Dict[str, Any]
    judge: Judge

    def of_kind(self, kind: str) -> Dict[str, str]:
        """The shared texts of a kind of sentence."""
        return self.shared[UNCLEAR] if kind == UNCLEAR else {**self.shared["opent"], **self.shared["sluit"]}[kind]

    def closes(self, kind: str) -> bool:
        """Whether a kind of sentence closes a door."""
        return kind in self.shared["sluit"]


@lru_cache(maxsize=1)
def load(folder=PRACTICE) -> Content:
    """Read everything.

    Raises:
        yaml.YAMLError, OSError, LookupError, TypeError: when a file is not as it should be; ``volgende-stap check``
            tells which.
    """
    data = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yml"))}
    shared, words = data.pop(SHARED), data.pop(WORDS)
    return Content({name: scenario(entry) for name, entry in data.items()}, shared, Judge(words))


def scenario(data: Dict[str, Any]) -> Scenario:
    """A scenario from its YAML."""
    steps = {
        name: Step(step.get("moment", ""), tuple(Sentence(**sentence) for sentence in step["sentences"]))
        for name, step in data["steps"].items()
    }
    return Scenario(data["scene"], data["waits"], data["remember"], data["now"], steps)


def may_start(topic: Optional[str], role: Optional[str]) -> bool:
    """Whether practising is safe: not where talking itself can be dangerous, and not by a child."""
    return topic not in NEVER_PRACTISED and role != "kind_jongere"


def read(value: Optional[str]) -> Optional[Place]:
    """The place in a slot; None when it does not fit the content (any more)."""
    parts = (value or "").split(":")
    if len(parts) != 4:
        return None
    name, step, kinds, last = parts
    place = Place(name, step, tuple(filter(None, kinds.split(","))), last)
    try:
        messages(place)
    except (LookupError, ValueError):
        return None
    return place


def choose(place: Place, letter: str) -> Place:
    """The place after choosing a sentence."""
    sentences = load().scenarios[place.scenario].steps[place.step].sentences
    index = LETTERS.index(letter)
    if index >= len(sentences):
        return place._replace(last=HELP)
    return _after(place, sentences[index], sentences[index].kind, letter)


def typed(place: Place, text: str) -> Place:
    """The place after typing a sentence; one of the choices typed out, or its letter, is that choice."""
    words, content = plain(text), load()
    sentences = content.scenarios[place.scenario].steps[place.step].sentences
    pick = PICK.fullmatch(words)
    if pick:
        return choose(place, LETTERS["abc123".index(pick[1]) % 3])
    if content.judge.asks_help(text):
        return place._replace(last=HELP)
    for letter, sentence in zip(LETTERS, sentences):
        if plain(sentence.say) == words:
            return choose(place, letter)
    kind = content.judge.kind(text)
    return _after(place, _like(sentences, kind), kind, kind)


def messages(place: Place) -> List[Message]:
    """What the bot says at a place: the reaction, what the sentence did, and the next sentences or the end."""
    content = load()
    here, texts = content.scenarios[place.scenario], content.shared["texts"]
    if place.step == END:
        return [*map(Message, _reaction(here, place.last)), *_end(here, place)]
    step = here.steps[place.step]
    buttons = tuple((s.say, f"oefenen_{letter}") for letter, s in zip(LETTERS, step.sentences))
    if place.last == HELP:
        return [Message(texts["help"], buttons)]
    if not place.last:
        return [Message(here.scene), Message(texts["ask_first"], buttons)]
    reaction, feedback = _reaction(here, place.last)
    return [Message(f"{reaction}\n\n{step.moment}"), Message(f"{feedback}\n\n{texts['ask']}", buttons)]


def stage(place: Place) -> str:
    """How far the practice is: begonnen, bezig or afgerond."""
    return "afgerond" if place.step == END else "bezig" if place.last else "begonnen"


def _after(place: Place, sentence: Sentence, kind: str, mark: str) -> Place:
    kinds = place.kinds if kind == UNCLEAR else (*place.kinds, kind)
    return Place(place.scenario, sentence.next, kinds, f"{place.step}.{mark}")


def _like(sentences: Tuple[Sentence, ...], kind: str) -> Sentence:
    """The choice that a typed sentence comes closest to: the same kind, else the first that opens or closes as it does."""
    closes = load().closes
    same = [s for s in sentences if s.kind == kind]
    return (same or [s for s in sentences if closes(s.kind) == closes(kind)])[0]


def _reaction(here: Scenario, last: str) -> Tuple[str, str]:
    """(how the other reacts, what the sentence did) to what was answered last."""
    step, mark = last.split(".")
    sentences = here.steps[step].sentences
    if mark in LETTERS:
        sentence = sentences[LETTERS.index(mark)]
        return sentence.reaction, sentence.feedback
    feedback = load().of_kind(mark)["feedback"]
    return (here.waits if mark == UNCLEAR else _like(sentences, mark).reaction), feedback


def _end(here: Scenario, place: Place) -> List[Message]:
    """Two things that went well, one to remember, and the step to take now."""
    content = load()
    texts, said = content.shared["texts"], list(dict.fromkeys(place.kinds))
    opened = [content.of_kind(k)["went_well"] for k in said if not content.closes(k)]
    closed = [content.of_kind(k)["remember"] for k in place.kinds if content.closes(k)]
    first, second = (opened + content.shared["always"])[:2]
    summary = texts["summary"].format(first=first, second=second, remember=closed[-1] if closed else here.remember)
    buttons = (
        (texts["again"], f"oefenen_{place.scenario}"),
        (texts["other_person"], "oefenen"),
        (texts["call_first"], "vraag_advies_of_melding"),
    )
    return [Message(summary), Message(here.now, buttons, ("veilig_thuis",))]
