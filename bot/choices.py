"""What a choice says by itself: its intent, and the alarm that keeps 112 or 113 with its answer.

Promises: pressed, typed or understood from other words, the same choice brings the same alarm.
"""

from typing import Any, Dict, Iterable

from bot.calm import ALARMS, say_danger
from bot.understanding.signals import SIGNALS_KEY

_DANGER = ["nu_gevaar", "thema_geweld"]
SIGNALS_OF_CHOICE = {
    "acuut_gevaar": _DANGER,
    "acuut_wachten": _DANGER,
    "acuut_kan_niet_praten": _DANGER,
    "acuut_wat_zeg_ik": _DANGER,
    "acuut_loos_alarm": _DANGER,
    "acuut_durf_niet": _DANGER,
    "acuut_wie_belde": _DANGER,
    "kinderen_alleen": _DANGER,
    "ouder_zelf_niet_veilig": _DANGER,
    "ouder_zelf_geschud": _DANGER,
    "suicidaliteit": ["suicidaal"],
    "suicidaliteit_middelen": ["suicidaal", "nu_gevaar"],
}


def choose(parsed: Dict[str, Any], intent: str) -> Dict[str, Any]:
    """The parse result with this intent and no doubt."""
    parsed["intent"] = {"name": intent, "confidence": 1.0}
    parsed["intent_ranking"] = [dict(parsed["intent"])]
    return parsed


def press(parsed: Dict[str, Any], intent: str) -> Dict[str, Any]:
    """As if the button was pressed: with its alarm only, and what was noticed of violence and of who writes."""
    alarm(parsed, intent)
    return choose(parsed, intent)


def alarm(parsed: Dict[str, Any], intent: str) -> None:
    """Put the alarm of a choice in the place of what the message itself seemed to raise."""
    found = parsed[SIGNALS_KEY]
    for key in ("names", "sure"):
        found[key] = [name for name in found[key] if name not in ALARMS.values()]
    told = SIGNALS_OF_CHOICE.get(intent, [])
    add(parsed, told)
    say_danger(parsed, "ja" if "nu_gevaar" in told else "nee")


def keep_alarm(parsed: Dict[str, Any]) -> None:
    """112 and 113 stay in sight for somebody who has the means at hand."""
    add(parsed, SIGNALS_OF_CHOICE["suicidaliteit_middelen"])
    say_danger(parsed, "ja")


def add(parsed: Dict[str, Any], signals: Iterable[str], sure: bool = True) -> None:
    """Put signals first among those found; ``sure``: among those that decide what is said too."""
    found = parsed[SIGNALS_KEY]
    for key in ("names", "sure") if sure else ("names",):
        found[key] = list(dict.fromkeys([*signals, *found[key]]))
