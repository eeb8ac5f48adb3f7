"""The widget's files: small, without strangers, and with every phone number in one place."""

from __future__ import annotations

import gzip
import re

import pytest
from fake_gateway import WIDGET

pytestmark = pytest.mark.browser

IMPORT = re.compile(r"""(?:from|import\()\s*'\./([\w-]+\.js)'""")


def loaded(start: str, lazy: bool = True) -> set[str]:
    """The modules a browser fetches, from the loader on; without `lazy` only those before the chat is opened."""
    found, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        text = code(name)
        if not lazy:
            text = re.sub(r"import\(.*", "", text)
        todo += IMPORT.findall(text)
    return found


def code(name: str) -> str:
    """A module without its comments (types in them are never fetched)."""
    return re.sub(r"/\*.*?\*/", "", (WIDGET / name).read_text(), flags=re.S)


def zipped(names: set[str]) -> int:
    return sum(len(gzip.compress((WIDGET / name).read_bytes(), 9, mtime=0)) for name in names)


def test_everything_together_is_at_most_20_kb_and_the_loader_3():
    everything, first = loaded("volgende-stap.js"), loaded("volgende-stap.js", lazy=False)
    sizes = {"everything": zipped(everything), "before opening": zipped(first), "loader": zipped({"volgende-stap.js"})}
    print(sizes)
    assert sizes["everything"] <= 20_000
    assert sizes["loader"] <= 3_000
    assert sizes["before opening"] <= 7_000


def test_every_module_is_used():
    assert {path.name for path in WIDGET.glob("*.js")} == loaded("volgende-stap.js") | {"example.js"}


@pytest.mark.parametrize("path", sorted(WIDGET.glob("*.*")), ids=lambda path: path.name)
def test_no_source_file_is_longer_than_250_lines(path):
    assert len(path.read_text().splitlines()) <= 250


def test_phone_numbers_stand_in_the_words_only():
    number = re.compile(
        r"(?<![\w.#-])(?:112|1\d{2}(?=['\"]?,? tel)|0[89]00[- ]?\d{3,4}|0\d{2,3}[- ]\d{6,7}|14 0\d{2,4})(?![\w.%])"
    )
    found = {name: sorted(set(number.findall(code(name)))) for name in loaded("volgende-stap.js")}
    assert found.pop("words.js") == ["0800-0432", "0800-2000", "08000432", "08002000", "112"]
    assert {number for numbers in found.values() for number in numbers} <= {"112"}, (
        "cards.js knows the id 112, nothing else"
    )


def test_no_address_but_those_of_the_exit():
    addresses = {
        address for name in loaded("volgende-stap.js") for address in re.findall(r"https?://[\w.]+", code(name))
    }
    assert addresses == {"https://www.buienradar.nl", "https://nos.nl", "http://www.w3.org"}


def test_nothing_in_the_source_can_store_run_or_inject():
    for name in loaded("volgende-stap.js"):
        assert not re.search(
            r"innerHTML|insertAdjacentHTML|eval\(|new Function|localStorage|sessionStorage|indexedDB|document\.cookie|console\.",
            code(name),
        ), name
