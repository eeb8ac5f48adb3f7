"""Which texts are used: by a rule, a follow-up, a caution or code. A text that nothing leads to is a problem, and so is
one that is missing."""

from collections import defaultdict
from typing import Dict, List, NamedTuple, Sequence

from bot import caution_checks, paths
from bot import content as content_module
from bot.yaml_lines import read

# Responses that code names, beside those of rules and follow-ups.
USED_BY_CODE = frozenset(
    [
        "utter_start",
        "utter_misschien_gevaar",
        "utter_misschien_dood",
        "utter_veilige_telefoon",
        "utter_persoonsgegevens",
        "utter_durven_vraag",
        "utter_durven_vraag_eind",
        "utter_durven_ja",
        "utter_durven_misschien",
        "utter_durven_nee",
        "utter_oude_naam",
        "utter_niet_herkend",
        "utter_niet_herkend_weer",
        "utter_lokaal_team",
        "utter_lokaal_team_onbekend",
        "utter_ask_plaats_form_gemeente",
        "utter_welke_gemeente",
        "utter_opnieuw",
        "utter_bevestigen",
        "utter_ontkennen",
    ]
)


class Text(NamedTuple):
    """One variant of one response, and where it stands."""

    where: str
    response: str
    variant: dict


def ruled() -> Dict[str, List[str]]:
    """Intent -> the actions of its rules."""
    found: Dict[str, List[str]] = defaultdict(list)
    for path in sorted(paths.RULES.glob("*.yml")):
        for rule in read(path)[0].get("rules") or []:
            steps = rule["steps"]
            for intent in [s["intent"] for s in steps if "intent" in s] or [""]:
                found[intent] += [s["action"] for s in steps if "action" in s]
    return found


def problems(texts: Sequence[Text], ruled: Dict[str, List[str]]) -> List[str]:
    """Problems of the texts, given the actions of the rules of each intent."""
    used = (
        set(USED_BY_CODE)
        | caution_checks.responses()
        | {a for actions in ruled.values() for a in actions if a.startswith("utter_")}
    )
    for text in texts:
        custom = text.variant.get("custom") or {}
        used |= {
            f"utter_{custom[word]}"
            for word in ("ja", "nee")
            if custom.get(word) and custom[word] not in content_module.ANSWERED_BY_ACTION
        }
    known = {t.response for t in texts}
    found = [f"{t.where}: deze tekst wordt nergens gebruikt." for t in texts if t.response not in used]
    missing = sorted(u for u in used if u.startswith("utter_") and u not in known)
    return found + [f"bot/domain/: {response} wordt gebruikt, maar bestaat niet." for response in missing]
