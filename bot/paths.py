"""Where the project's files are. The package is installed in place (editable): its parent folder is the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTACTS = ROOT / "data" / "contacts"
SIGNALS = ROOT / "data" / "signals"
LANGUAGES = ROOT / "data" / "languages"
NLU = ROOT / "data" / "nlu"
RULES = ROOT / "data" / "rules"
DOMAIN = ROOT / "bot" / "domain"
WIDGET = ROOT / "web-widget"
MODELS = ROOT / "models"


def regions() -> list:
    """The regions there is data for, by the names of their folders."""
    return sorted(path.parent.name for path in CONTACTS.glob("*/region.yml"))
