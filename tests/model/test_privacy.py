"""Privacy as a closed world: a canary typed through every path is found nowhere, and nothing else is left behind."""

import asyncio
import logging
import os
from pathlib import Path

import pytest

from bot.paths import ROOT
from tests.model.conftest import cards

CANARY = "kanariepietzwartewoud"
WRITTEN = ("counts.db",)


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """Every file opened for writing during the test."""
    opened = []
    original = os.open

    def note(path, flags, *args, **kwargs):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            opened.append(str(path))
        return original(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", note)
    return opened


def everything_said_and_written(client, capfd, caplog, tmp_path, extra=""):
    out, err = capfd.readouterr()
    files = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    return out + err + caplog.text + files.decode("latin-1") + extra


def test_a_canary_leaves_no_trace_on_any_path(client, say, config, capfd, caplog, tmp_path, monkeypatch, bot):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, logger="httpx")  # the test's own client prints addresses
    seen = []
    reply = say(f"mijn man slaat me {CANARY}")
    reply = say(f"/{CANARY}", state=reply["state"])
    reply = say(f"{CANARY}@voorbeeld.nl en 06-12345678", state=reply["state"])
    seen.append(str(reply["messages"]))
    for body, kind in (
        (f'{{"text": "{CANARY}", "{CANARY}": 1}}', "application/json"),
        (f'{{"text": "{CANARY}', "application/json"),
        (f'{{"choice": "{CANARY}"}}', "application/json"),
        (f'{{"text": "{CANARY * 60}"}}', "application/json"),
        (f'{{"text": "hoi", "state": "{CANARY}"}}', "application/json"),
        (CANARY, "text/plain"),
    ):
        response = client.post(
            f"/api/chat?q={CANARY}", content=body.encode(), headers={"content-type": kind, "x-c": CANARY}
        )
        seen.append(response.text + str(response.headers))
    seen.append(client.get(f"/{CANARY}").text)

    async def crash(*args, **kwargs):
        raise RuntimeError(CANARY)

    with monkeypatch.context() as patch:
        patch.setattr(bot.agent.processor, "handle_message", crash)
        broken = client.post("/api/chat", json={"text": CANARY})
    assert broken.status_code == 500 and broken.json()["contacts"][0]["phone"] == "112"

    async def sleep(*args, **kwargs):
        await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr(bot.agent.processor, "handle_message", sleep)
        patch.setattr("bot.gateway.DEADLINE", 0.05)
        slow = client.post("/api/chat", json={"text": CANARY})
    assert slow.status_code == 503 and slow.json()["contacts"][1]["phone"] == "0800-2000"

    def failing_action(*args, **kwargs):
        raise ValueError(CANARY)

    with monkeypatch.context() as patch:
        patch.setattr("actions.ask_back.AskBack.run", failing_action)
        seen.append(client.post("/api/chat", json={"text": f"qzx {CANARY} wvb"}).text)
    seen += [broken.text, slow.text]
    from bot.conversation import Sealer

    state = Sealer(config.sealing_keys(), config.STATE_TTL).open(reply["state"])
    found = everything_said_and_written(client, capfd, caplog, tmp_path, "".join(seen) + repr(state))
    assert CANARY not in found.lower()
    assert "12345678" not in found


def test_a_conversation_opens_no_file_for_writing(watched, say):
    reply = say("mijn man slaat me en ik woon in Roden")
    say("wat gebeurt er als ik bel", state=reply["state"])
    assert [p for p in watched if Path(p).name not in WRITTEN] == []


def test_the_state_holds_names_and_never_text(say, config):
    from bot.conversation import Sealer

    reply = say("mijn Man slaat me bij de Wasmachine en ik woon in Roden")
    state = Sealer(config.sealing_keys(), config.STATE_TTL).open(reply["state"])
    assert "asmachine" not in repr(state) and state.conversation.slots["gemeente"] == "Noordenveld"


def test_personal_data_are_noticed_kindly_once_and_never_repeated(say):
    first = say("ik heet Samira Testers, bel me op 06-12345678, mijn man slaat me")
    text = first["messages"][0]["text"]
    assert (
        "zijn hier niet nodig" in text
        and "Samira" not in str(first["messages"])
        and "12345678" not in str(first["messages"])
    )
    again = say("mijn nummer is 06-12345678", state=first["state"])
    assert "zijn hier niet nodig" not in again["messages"][0]["text"]


def test_the_line_on_a_shared_phone_comes_once_and_never_in_a_112_answer(say):
    danger = say("hij heeft een mes vast en staat voor de deur")
    assert "mee op dit toestel" not in danger["messages"][0]["text"] and cards(danger)[0] == "112"
    first = say("mijn vriend controleert alles en scheldt me uit")
    second = say("is dit geweld", state=first["state"])
    assert (
        "mee op dit toestel" in first["messages"][-1]["text"]
        and "mee op dit toestel" not in second["messages"][-1]["text"]
    )


def test_no_telemetry_address_is_ever_asked_for():
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    from rasa.telemetry import is_telemetry_enabled

    assert is_telemetry_enabled() is False
    assert not (ROOT / "events.db").exists()
