"""Which topic belongs to which theme of the statistics page.

A theme is a group of topic files of ``bot/domain/``; a new topic file needs a line here (a test says so). Themes
follow what a campaign worker asks: who is worried about whom, what do people want to know, what lies beneath.
"""

from functools import lru_cache
from typing import Dict

import yaml

from bot.paths import DOMAIN

REST = "chat"
TITLES: Dict[str, str] = {
    "ander": "Zorgen om een ander",
    "partner": "Geweld door een partner of ex",
    "thuis": "Onveilig in het gezin of de familie",
    "seksueel": "Seksueel geweld en uitbuiting",
    "ouder": "Zelf vastlopen of willen stoppen",
    "gevaar": "Gevaar en niet meer willen leven",
    "doen": "Wat kan ik doen?",
    "praten": "Erover praten",
    "hulp": "Hulp en melden",
    "onder": "Wat er vaak onder ligt",
    "chat": "Over de chat en de campagne",
}
TOPICS: Dict[str, str] = {
    "buren": "ander",
    "familie": "ander",
    "bekenden": "ander",
    "kinderen": "ander",
    "ouderen": "ander",
    "professional": "ander",
    "partnergeweld": "partner",
    "psychisch_geweld": "partner",
    "stalking": "partner",
    "seksueel_geweld": "seksueel",
    "eer": "thuis",
    "uitbuiting": "seksueel",
    "geweld_door_kind": "thuis",
    "kind_zelf": "thuis",
    "eigen_verhaal": "thuis",
    "ouder_zelf": "ouder",
    "pleger": "ouder",
    "acuut": "gevaar",
    "suicidaliteit": "gevaar",
    "wat_doen": "doen",
    "signalen": "doen",
    "gesprek": "praten",
    "oefenen": "praten",
    "durven": "praten",
    "melden": "hulp",
    "veilig_thuis": "hulp",
    "lokaal_team": "hulp",
    "mens": "hulp",
    "opvang": "hulp",
    "achterliggend": "onder",
    "mantelzorg": "onder",
    "scheiding": "onder",
    "let_op": "chat",
    "start": "chat",
    "praatje": "chat",
    "fallback": "chat",
    "buiten_bereik": "chat",
    "andere_taal": "chat",
    "privacy": "chat",
    "veiligheid": "chat",
    "campagne": "chat",
}


@lru_cache(maxsize=1)
def of_intents() -> Dict[str, str]:
    """The theme of every intent in the content."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Dict[str, str] = {}
    for path in sorted(DOMAIN.glob("*.yml")):
        topic = yaml.load(path.read_text("utf-8"), loader) or {}  # noqa: S506 - a safe loader, in C where there is one
        for intent in topic.get("intents") or []:
            found[intent if isinstance(intent, str) else next(iter(intent))] = TOPICS.get(path.stem, REST)
    return found
