"""Settings: documented, typed, and wrong ones stop the start with sentences."""

import re

import pytest

from bot import settings
from bot.paths import ROOT


def test_the_readme_lists_every_setting_with_its_default():
    table = dict(re.findall(r"^\| `VOLGENDE_STAP_(\w+)` \| (.*?) \|", (ROOT / "README.md").read_text("utf-8"), re.M))
    wanted = {}
    for name, field in settings.Settings.__fields__.items():
        default = ",".join(field.default) if isinstance(field.default, list) else str(field.default)
        wanted[name] = f"`{default}`" if default else "leeg"
    assert table == wanted


def test_all_problems_are_told_at_once_and_name_their_variable():
    wrong = {"VOLGENDE_STAP_PORT": "veel", "VOLGENDE_STAP_SEALING_KEY": "kort", "VOLGENDE_STAP_POTR": "1"}
    with pytest.raises(settings.SettingsError) as error:
        settings.load(wrong)
    assert len(error.value.problems) == 3
    assert all(any(p.startswith(name) for p in error.value.problems) for name in wrong)


def test_counts_are_written_at_least_once_a_day():
    """A crash loses at most one day, and marks no more weeks than that day can touch."""
    with pytest.raises(settings.SettingsError, match="FLUSH_EVERY: mag hoogstens 86400 zijn"):
        settings.load({"VOLGENDE_STAP_FLUSH_EVERY": "604800"})


def test_lists_are_split_on_commas():
    assert settings.load({"VOLGENDE_STAP_CAMPAIGNS": "abri, radio"}).CAMPAIGNS == ["abri", "radio"]


def test_a_missing_key_is_made_once_and_is_random():
    config = settings.load({})
    assert config.sealing_keys() == config.sealing_keys() != settings.load({}).sealing_keys()


def test_usage_reports_are_off_in_every_python_of_this_environment():
    import subprocess
    import sys

    code = "import os; print(os.environ.get('RASA_TELEMETRY_ENABLED'))"
    environment = {"PATH": "/usr/bin"}
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment).stdout
        == "false\n"
    )
