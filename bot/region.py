"""The region this service works for: a folder in ``data/contacts/`` and a name that texts borrow as ``{regio}``.

A region is only data: its municipalities, its places and what exists only there. The setting ``REGION`` chooses one,
and everything that depends on a region asks ``current()``.
"""

from functools import lru_cache
from pathlib import Path
from typing import List, NamedTuple

import yaml

from bot import paths, settings

SLOT = "regio"  # in texts {regio}; in a variant's condition: only for the region of that name


class Region(NamedTuple):
    """One folder of ``data/contacts/``, and where municipalities keep cards of their own."""

    name: str
    folder: Path
    organisations: List[dict]
    open_points: List[str]
    overrides: Path

    def fill(self, text: str) -> str:
        """A text with the name of the region in it."""
        return text.replace("{regio}", self.name)


def load(region_id: str, overrides: str = settings.OVERRIDES) -> Region:
    """Read a region.

    Raises:
        OSError, yaml.YAMLError, KeyError: when its ``region.yml`` is missing or broken (``volgende-stap check`` says where).
    """
    folder = paths.CONTACTS / region_id
    facts = yaml.safe_load((folder / "region.yml").read_text("utf-8"))
    return Region(
        facts["name"], folder, facts["organisations"] or [], facts["open_points"] or [], paths.ROOT / overrides
    )


@lru_cache(maxsize=1)
def current() -> Region:
    """The region of the settings, read once.

    Raises:
        SettingsError: when a setting is wrong.
    """
    config = settings.load()
    return load(config.REGION, config.OVERRIDES)
