"""The check that every answer can be asked for in words, not only by its button."""

from typing import Dict, List

from bot import paths
from bot.yaml_lines import read

# Choices that are only pressed: the openings, practising, and a municipality out of several.
ONLY_PRESSED = ("start", "oefenen", "noem_gemeente", "niet_herkend")


def problems(intents: Dict[str, str]) -> List[str]:
    """Answers without examples of how people ask for them in the middle of a conversation.

    Args:
        intents: intent -> where it stands (file and line).
    """
    asked = set()
    for path in sorted((paths.NLU / "later").glob("*.yml")):
        asked |= {block["intent"] for block in read(path)[0].get("nlu") or []}
    return [
        f"{where}: intent {intent} heeft geen voorbeelden in data/nlu/later/; wie niet op de knop drukt, vindt dit antwoord niet."
        for intent, where in sorted(intents.items())
        if intent not in asked and not intent.startswith(ONLY_PRESSED)
    ]
