"""Choose the words of an answer: always the first variant whose conditions hold.

Rasa picks at random among the variants that fit; guidance must be predictable, so the order in the file decides.
"""

from typing import Any, Dict, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

from bot import content


class FirstThatFits(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator without the dice."""

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: Dict[str, Any]
    ) -> Optional[Dict[str, Any]]:
        return content.variant(self.responses.get(utter_action, []), filled_slots)
