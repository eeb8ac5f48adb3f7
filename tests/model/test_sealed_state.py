"""The sealed state gives the same conversation as Rasa's own in-memory store would.

Random conversations of texts, choices, fallbacks, restarts, forms and interruptions are held twice: once with the
conversation sealed and opened between all turns, once with one tracker that stays in memory.
"""

import asyncio
import os
import random

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore

from bot import content
from bot.conversation import Conversation, Sealer, State
from bot.tracker import reduce

CONVERSATIONS = int(os.environ.get("TEST_CONVERSATIONS", "150"))
TEXTS = [
    "hallo",
    "mijn buurman slaat zijn vrouw",
    "waar is het lokale team",
    "klazienaveen",
    "nee",
    "ja",
    "opnieuw",
    "qsdf wlkj",
    "blijf ik anoniem",
    "ik ben 14 en papa slaat me",
    "wat gebeurt er als ik bel",
    "lokaal team in alteveer",
    "ik heb mijn kind geslagen",
    "help hij heeft een mes",
    "wat bedoel je",
    "mijn ex volgt me",
    "stop",
    "bedankt",
    "i need help",
    "ik wil iemand spreken",
    "mijn moeder wordt geslagen door mijn broer",
    "weet ik niet",
    "in roden",
    "hoezo",
]


@pytest.fixture(scope="module")
def parsed(bot):
    """Understanding is the same for both; parse each text once."""
    cache = {}
    original = bot.agent.processor.parse_message

    async def parse(message, *args, **kwargs):
        if message.text not in cache:
            cache[message.text] = await original(message, *args, **kwargs)
        import copy

        return copy.deepcopy(cache[message.text])

    bot.agent.processor.parse_message = parse
    yield
    bot.agent.processor.parse_message = original


def conversation(seed):
    generator = random.Random(seed)
    choices = sorted(content.load().intents)
    return [
        ("choice", generator.choice(choices)) if generator.random() < 0.4 else ("text", generator.choice(TEXTS))
        for _ in range(generator.randint(3, 9))
    ]


async def sealed(bot, turns):
    sealer, token, said = Sealer([b"x" * 32], 7200), None, []
    for kind, value in turns:
        state = sealer.open(token) or State()
        turn = await (bot.say(value, state.conversation) if kind == "text" else bot.choose(value, state.conversation))
        said.append([m["text"] for m in turn.messages])
        token = sealer.seal(State(turn.conversation))
    return said


async def in_memory(bot, turns, monkeypatch):
    store = InMemoryTrackerStore(bot.agent.domain)
    with monkeypatch.context() as patch:
        patch.setattr(bot, "store", store)
        patch.setattr(bot.agent.processor, "tracker_store", store)
        patch.setattr("bot.agent._sender", lambda: "one")
        said = []
        for kind, value in turns:
            tracker = await store.retrieve("one")
            record = reduce(tracker) if tracker else Conversation()
            turn = await (bot.say(value, record) if kind == "text" else bot.choose(value, record))
            said.append([m["text"] for m in turn.messages])
        return said


def test_the_sealed_state_answers_as_the_in_memory_store(bot, parsed, monkeypatch):
    for seed in range(CONVERSATIONS):
        turns = conversation(seed)
        assert asyncio.run(sealed(bot, turns)) == asyncio.run(in_memory(bot, turns, monkeypatch)), turns


def test_nothing_stays_on_the_server_after_a_turn(bot, parsed):
    asyncio.run(sealed(bot, conversation(1)))
    assert asyncio.run(bot.store.keys()) == []


def test_a_state_from_an_older_model_goes_on_without_unknown_names(bot, parsed):
    old = Conversation(
        {"gemeente": "Emmen", "weg": "x"}, "weg_form", [["u", "weg_intent"], ["a", "utter_weg"], ["l", "weg_form"]]
    )
    turn = asyncio.run(bot.say("hallo", old))
    assert turn.messages and turn.conversation.slots["gemeente"] == "Emmen"
