"""Problems of the patterns in ``data/signals/``: one that names a word list that is not there would never find anything,
and nobody would notice until a message with danger in it was missed.
"""

import re
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

import yaml

from bot import paths
from bot.understanding.signals import WORD_LIST, compiled, word_lists
from bot.yaml_lines import name

_NUMBERS = "thresholds.yml"


def problems(folder: Path = paths.SIGNALS) -> List[str]:
    """Patterns and words that are no regular expression or name an unknown list, and lists that nothing names."""
    lists, named, found = word_lists(folder), set(), []
    for path in sorted(folder.glob("*.yml")):
        for line, text in _texts(path) if path.name != _NUMBERS else ():
            used = set(WORD_LIST.findall(text))
            named |= used
            found += [f"{name(path)}:{line}: {problem}" for problem in _one(text, used, lists)]
    unused = sorted(set(lists) - named)
    return found + [f"{name(folder / 'words.yml')}: geen patroon gebruikt de lijst {one}." for one in unused]


def _one(text: str, used: Set[str], lists: Dict[str, str]) -> List[str]:
    unknown = [f"de woordenlijst {{{one}}} staat niet in words.yml." for one in sorted(used - set(lists))]
    try:
        compiled(text, lists)
    except KeyError:  # an unknown list: this one, or one that a list names; that is told where it stands
        pass
    except (re.error, RecursionError) as error:
        return [f"dit patroon is geen goede reguliere expressie ({error})."]
    return unknown


def _texts(path: Path) -> Iterator[Tuple[int, str]]:
    """(line, text) of everything that stands in the lists of a file."""
    waiting = [yaml.compose(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in reversed(node.value)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif isinstance(node, yaml.ScalarNode):
            yield node.start_mark.line + 1, node.value
