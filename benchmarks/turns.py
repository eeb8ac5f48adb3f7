"""What a turn costs, as ratios within one run: understanding against a whole turn, words against the embedding."""

import asyncio
import time

from bot import quiet
from bot.conversation import Conversation, Sealer, State
from bot.paths import MODELS

TEXTS = [
    "hallo",
    "mijn buurman slaat zijn vrouw",
    "wat gebeurt er als ik bel",
    "ik ben 14 en durf niet naar huis",
    "lokaal team in emmen",
] * 8


def seconds(work) -> float:
    """Time for one pass over the texts."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    quiet.be_quiet()
    with quiet.hushed():
        from rasa.core.channels.channel import UserMessage

        from bot.agent import Bot

        bot = Bot(MODELS)
    sealer = Sealer([b"x" * 32], 7200)
    from bot.understanding import embeddings

    encoder = embeddings.load()

    async def turns():
        for text in TEXTS:
            await bot.say(text, Conversation())

    async def parses():
        for text in TEXTS:
            await bot.agent.processor.parse_message(UserMessage(text))

    asyncio.run(turns())
    turn = seconds(lambda: asyncio.run(turns()))
    parse = seconds(lambda: asyncio.run(parses()))
    embed = seconds(lambda: [encoder.encode([t]) for t in TEXTS]) if encoder else 0.0
    seal = seconds(lambda: [sealer.open(sealer.seal(State(Conversation({"gemeente": "Emmen"})))) for _ in TEXTS])
    print(f"één beurt                {turn / len(TEXTS) * 1000:6.1f} ms (op deze machine)")
    print(f"begrijpen / beurt        {parse / turn:6.0%}")
    print(f"zinsbetekenis / beurt    {embed / turn:6.0%}")
    print(f"verzegelen / beurt       {seal / turn:6.1%}")


if __name__ == "__main__":
    main()
