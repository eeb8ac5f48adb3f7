"""The shape of the project: imports go one way, files stay small, nothing is tracked that should not be."""

import ast
import subprocess

import pytest

from bot.cli import LEARNING
from bot.paths import ROOT

MAY_IMPORT_RASA = {
    "bot/agent.py", "bot/wording.py", "bot/tracker.py", "bot/importer.py", "bot/evaluation.py", "bot/evaluation_curve.py", "bot/cli.py",
    "bot/understanding/components.py", "bot/understanding/learned.py", "bot/understanding/spacy_nl.py",
}  # fmt: skip
MAX_LINES = 260


def tracked(*patterns: str):
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    return [ROOT / line for line in out if line and (ROOT / line).exists()]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_named_modules_import_rasa():
    guilty = {
        path.relative_to(ROOT).as_posix()
        for path in tracked("bot/*.py", "bot/**/*.py")
        if any(name.split(".")[0] in ("rasa", "rasa_sdk") for name in imports(path))
    }
    assert guilty <= MAY_IMPORT_RASA, f"deze bestanden importeren Rasa: {sorted(guilty - MAY_IMPORT_RASA)}"


# Of what understands messages: modules that a trained model does not depend on, for they read what it found.
LEARN_NOTHING = {"__init__", "decision", "duplicates", "kinds", "language", "personal_data", "places"}


def test_a_change_in_any_module_that_learns_trains_again():
    modules = {path.stem for path in tracked("bot/understanding/*.py")} - LEARN_NOTHING
    assert {ROOT / source for source in LEARNING} == {ROOT / f"bot/understanding/{name}.py" for name in modules}


def test_source_files_fit_on_a_few_screens():
    sources = tracked("bot/*.py", "bot/**/*.py", "actions/*.py", "web-widget/*.js")
    assert sources
    long = {p.name: len(p.read_text("utf-8").splitlines()) for p in sources}
    assert not {name: n for name, n in long.items() if n > MAX_LINES}


def test_every_module_says_what_it_promises():
    for path in tracked("bot/*.py", "bot/**/*.py", "actions/*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{path}: geen docstring"


@pytest.mark.parametrize("pattern", ["*.tar.gz", "*.db", "*.sqlite*", "*.log", "*.joblib", "*.whl", ".env"])
def test_no_model_database_or_log_is_tracked(pattern):
    assert tracked(pattern) == []


def test_texts_stand_in_content_not_in_actions():
    for path in tracked("actions/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "utter_message":
                literal = [k for k in node.keywords if k.arg == "text" and isinstance(k.value, ast.Constant)]
                assert not literal and not node.args, f"{path.name}:{node.lineno}: tekst hoort in bot/domain/"
