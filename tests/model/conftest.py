"""One loaded model for all tests of this folder, and a client of the real gateway around it."""

import pytest
from fastapi.testclient import TestClient

from bot import quiet, settings
from bot.paths import MODELS

pytestmark = pytest.mark.model


@pytest.fixture(scope="session")
def bot():
    quiet.be_quiet()
    with quiet.hushed():
        from bot.agent import Bot

        return Bot(MODELS)


@pytest.fixture
def config(tmp_path):
    return settings.Settings(COUNTS=str(tmp_path / "counts.db"))


@pytest.fixture
def client(bot, config):
    from bot.gateway import create_app

    with TestClient(create_app(config, bot), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def say(client):
    """Send one message and get the reply; ``state`` and other fields by keyword."""

    def send(text=None, **fields):
        body = {**({"text": text} if text is not None else {}), **fields}
        response = client.post("/api/chat", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    return send


def cards(reply):
    """Ids of all cards of a reply, in order."""
    return [card["id"] for message in reply["messages"] for card in message["contacts"]]
