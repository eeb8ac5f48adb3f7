"""Choose the words of an answer: always the first variant whose conditions hold, with the name of the region in it.

Rasa picks at random among the variants that fit; guidance must be predictable, so the order in the file decides.
"""

from typing import Any, Dict, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

from bot import content, region


class FirstThatFits(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator without the dice.

    ``endpoint_config`` and ``domain`` are what Rasa passes for ``rasa shell`` (``endpoints.yml``).
    """

    def __init__(self, responses: Optional[Dict[str, Any]] = None, endpoint_config=None, domain=None):
        super().__init__(domain.responses if responses is None else responses)

    def generate_from_slots(
        self, utter_action: str, filled_slots: Dict[str, Any], output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """Rasa's, with the region as one more slot."""
        slots = {**filled_slots, region.SLOT: region.current().name}
        return super().generate_from_slots(utter_action, slots, output_channel, **kwargs)

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: Dict[str, Any]
    ) -> Optional[Dict[str, Any]]:
        return content.variant(self.responses.get(utter_action, []), filled_slots)
