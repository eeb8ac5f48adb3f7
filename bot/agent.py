"""One turn with Rasa's agent, embedded in this process.

A visitor's text is only ever text: it is parsed here and handed to Rasa with its parse result, so text that
looks like a command (``/restart``) never becomes one. A choice reaches Rasa as an intent by name. Custom actions
run in this process; no action server is called. Nothing survives the turn but the returned conversation.
"""

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot import choices, in_context
from bot.conversation import Conversation
from bot.tracker import ConversationStore
from bot.understanding.signals import SIGNALS_KEY
from bot.wording import FirstThatFits


class NoModel(Exception):
    """No usable trained model; the message says what to do."""


@dataclass
class Turn:
    """What one turn gave: Rasa's messages as data, and what they were based on."""

    messages: List[Dict[str, Any]]
    intent: str
    ranking: List[Tuple[str, float]]
    signals: Dict[str, Any]
    conversation: Conversation = field(default_factory=Conversation)


class InProcessActions(EndpointConfig):
    """An action 'server' that calls ``rasa_sdk`` directly.

    An action that fails raises here; Rasa then goes on without it and the gateway shows the help numbers.
    """

    def __init__(self):
        super().__init__(url="in-process", selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, method="post", content_type=None, subpath=None, **kwargs):
        """Run the action named in ``json`` and return its events and messages."""
        return await self._executor.run(kwargs["json"])


class Collector(OutputChannel):
    """Keeps each bot message whole: text, choices and the data of its response."""

    def __init__(self):
        self.messages: List[Dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this channel."""
        return "volgende_stap"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Take one message."""
        self.messages.append(message)


class Bot:
    """A loaded model, ready for turns. Safe to use for many conversations at a time.

    Args:
        model: a model file, or a folder of which the newest is taken.
        store: the tracker store; ``ConversationStore`` unless a test compares with another.

    Raises:
        NoModel: when there is no model or it does not load.
    """

    def __init__(self, model: Path, store: Optional[TrackerStore] = None):
        path = model if model.is_file() else max(model.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, default=None)
        if path is None:
            raise NoModel(f"{model}: hier staat geen getraind model. Maak er een met: make train")
        self.agent = Agent.load(str(path), action_endpoint=InProcessActions())
        if not self.agent.is_ready():
            raise NoModel(f"{path}: dit model laadt niet. Train opnieuw met: make train")
        self.store = store or ConversationStore(self.agent.domain)
        self.store.domain = self.agent.domain
        self.agent.processor.tracker_store = self.store
        self.agent.processor.nlg = FirstThatFits(self.agent.domain.responses)

    async def say(self, text: str, conversation: Conversation) -> Turn:
        """A turn with free text (already cleaned, at least one visible character)."""
        parsed = await self.understand(text, conversation)
        return await self._turn(UserMessage(text, sender_id=_sender()), parsed, conversation)

    async def understand(self, text: str, conversation: Conversation) -> Dict[str, Any]:
        """What a text means in a conversation: Rasa's parse result."""
        parsed = await self.agent.processor.parse_message(UserMessage(text.lstrip("/ ") or "?"))
        parsed["text"] = text
        return in_context.read(text, parsed, conversation)

    async def choose(self, intent: str, conversation: Conversation, municipality: Optional[str] = None) -> Turn:
        """A turn with a choice: the name of an intent and perhaps a municipality, checked by the caller."""
        signals = choices.SIGNALS_OF_CHOICE.get(intent, [])
        values = {
            "gevaar": "ja" if "nu_gevaar" in signals else "nee",
            "thema": "nee",
            "keuze_gemeente": "nee",
            "herhaald": "nee",
            "verzoek": "gewoon",
        }
        if municipality:
            values["gemeente"] = municipality
        parsed = {
            "text": intent,
            "intent": {"name": intent, "confidence": 1.0},
            "entities": [{"entity": entity, "value": value} for entity, value in values.items()],
            "intent_ranking": [],
            SIGNALS_KEY: {"names": signals, "sure": signals},
        }
        return await self._turn(UserMessage(intent, sender_id=_sender()), parsed, conversation)

    async def _turn(self, message: UserMessage, parsed: Dict[str, Any], conversation: Conversation) -> Turn:
        channel = Collector()
        message.output_channel, message.parse_data = channel, parsed
        if isinstance(self.store, ConversationStore):
            self.store.begin(message.sender_id, conversation)
        try:
            await self.agent.processor.handle_message(message)
        finally:
            after = self.store.finish(message.sender_id) if isinstance(self.store, ConversationStore) else None
        return Turn(
            messages=channel.messages,
            intent=parsed["intent"]["name"],
            ranking=[(r["name"], r["confidence"]) for r in parsed.get("intent_ranking", [])],
            signals=parsed.get(SIGNALS_KEY) or {},
            conversation=after or Conversation(),
        )


def _sender() -> str:
    return uuid.uuid4().hex
