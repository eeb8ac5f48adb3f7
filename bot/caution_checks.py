"""Problems of the cautions (``bot/cautions.py``): where a sentence is said, and which patterns call it up."""

import re
from typing import Any, Dict, List, Set

from bot import paths
from bot.content import SAYS_CAUTION
from bot.yaml_lines import read


def responses() -> Set[str]:
    """The responses that the patterns call up."""
    return {f"{SAYS_CAUTION}{caution}" for caution in read(paths.SIGNALS / "let_op.yml")[0]}


def problems(custom: Dict[str, Any]) -> List[str]:
    """Problems of the ``custom`` of one caution."""
    found = [
        f"topics: er is geen bot/domain/{topic}.yml."
        for topic in custom.get("topics") or []
        if not (paths.DOMAIN / f"{topic}.yml").exists()
    ]
    try:
        re.compile(custom["unless"])
    except (KeyError, re.error):
        found.append("unless: hier hoort een reguliere expressie (wanneer het antwoord dit al zegt).")
    return found
