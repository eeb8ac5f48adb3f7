"""The sealed state: only we can read it, only for its site, only for a while."""

import base64

import pytest

from bot.conversation import Conversation, Sealer, State

KEY, OTHER = b"k" * 32, b"o" * 32
STATE = State(
    Conversation({"gemeente": "Emmen"}, None, [["u", "vermoeden_buren"], ["a", "utter_vermoeden_buren"]]),
    ["conversation:all"],
    ["utter_veilige_telefoon"],
)


def sealer(*keys, ttl=7200, now=1_000_000):
    return Sealer(list(keys) or [KEY], ttl, lambda: now)


def test_what_is_sealed_comes_back_whole():
    assert sealer().open(sealer().seal(STATE, "emmen"), "emmen") == STATE


def test_a_token_does_not_show_what_it_holds():
    token = sealer().seal(STATE)
    raw = base64.urlsafe_b64decode(token + "==")
    assert b"Emmen" not in raw and b"vermoeden" not in raw


@pytest.mark.parametrize("place", range(0, 120, 7))
def test_a_changed_token_is_a_fresh_start(place):
    token = sealer().seal(STATE)
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert sealer().open(changed) is None


@pytest.mark.parametrize(
    "token", ["", "x", "!!!", "é", "A" * 40, "A" * 7000, base64.urlsafe_b64encode(bytes(range(90))).decode()]
)
def test_rubbish_is_a_fresh_start(token):
    assert sealer().open(token) is None


def test_a_token_of_another_site_or_key_is_a_fresh_start():
    token = sealer().seal(STATE, "emmen")
    assert sealer().open(token, "assen") is None
    assert sealer(OTHER).open(token, "emmen") is None


def test_the_previous_key_still_opens():
    assert sealer(OTHER, KEY).open(sealer(KEY).seal(STATE)) == STATE


def test_a_token_expires_and_one_from_the_future_does_not_count():
    token = sealer().seal(STATE)
    assert sealer(now=1_000_000 + 7200).open(token) == STATE
    assert sealer(now=1_000_000 + 7201).open(token) is None
    assert sealer(now=999_999).open(token) is None


def test_the_same_state_never_gives_the_same_token():
    assert sealer().seal(STATE) != sealer().seal(STATE)


def test_a_truncated_token_is_a_fresh_start():
    token = sealer().seal(STATE)
    assert all(sealer().open(token[:n]) is None for n in range(0, len(token) - 1, 11))
