"""Read YAML for the checks: with the line of every key, and with duplicate keys as errors instead of overwrites."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Tuple

import yaml

from bot.paths import ROOT


class _Loader(yaml.SafeLoader):
    """Keeps lines; set up by ``read``."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Dict[str, Any]:
    result: Dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            loader.duplicates.append((key_node.start_mark.line + 1, key))
        result[key] = loader.construct_object(value_node, deep=True)
        loader.lines.setdefault(str(key), key_node.start_mark.line + 1)
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def name(path: Path) -> str:
    """A path as people name it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def read(path: Path) -> Tuple[Any, Dict[str, int], List[str]]:
    """(data, first line of each key, problems) of a file; data is None when it is not YAML at all.

    The checks look at a file from many sides: what comes back is shared between them, and not to be changed.
    """
    try:
        data, lines, problems = _parsed(path.read_text("utf-8"))
    except UnicodeDecodeError:
        return None, {}, [f"{name(path)}:1: dit bestand is geen UTF-8."]
    return data, lines, [f"{name(path)}:{line}: {problem}" for line, problem in problems]


@lru_cache(maxsize=256)  # by its text, so that a changed file is read anew
def _parsed(text: str) -> Tuple[Any, Dict[str, int], List[Tuple[int, str]]]:
    """(data, first line of each key, (line, problem) of each problem)."""
    try:
        loader = _Loader(text)
        loader.lines, loader.duplicates = {}, []
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1
        return None, {}, [(line, f"dit is geen geldige YAML ({error.problem}).")]
    problems = [(line, f"'{key}' staat er twee keer; de eerste gaat verloren.") for line, key in loader.duplicates]
    return data or {}, loader.lines, problems
