"""Three times Shift leaves; Shift for a capital, a selection or a shortcut never does."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def synthetic(page: Page, events: list[tuple]) -> None:
    """Sends key events (type, key, modifiers, time) as fast as the page can take them."""
    page.evaluate(
        """(events) => {
            let target = document.querySelector('volgende-stap-chat').shadowRoot.querySelector('textarea');
            for (const [type, key, more, time] of events) {
                const event = type === 'pointerdown' ? new PointerEvent(type, { bubbles: true, composed: true })
                    : new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true, ...more });
                if (time) Object.defineProperty(event, 'timeStamp', { value: time });
                target.dispatchEvent(event);
            }
        }""",
        events,
    )


def assert_still_here(page: Page) -> None:
    page.wait_for_timeout(50)
    assert page.title() == "Hulp bij huiselijk geweld"


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ("input", ["ShiftLeft"] * 3),
        ("input", ["ShiftRight"] * 3),
        ("input", ["ShiftLeft", "ShiftRight", "ShiftLeft"]),
        ("panel", ["ShiftLeft"] * 3),
        ("page", ["ShiftRight"] * 3),
    ],
    ids=["left", "right", "mixed", "from the panel", "from the host's page"],
)
def test_three_times_shift_leaves(visitor, host, keys, where):
    visitor.opens_chat(host(extra="<input id=search>"))
    {"input": visitor.input, "panel": visitor.page.locator(".log"), "page": visitor.page.locator("#search")}[
        where
    ].focus()
    press(visitor.page, *keys)
    visitor.has_left()


NOT_MEANT = [
    ["Shift+Tab"] * 4,
    ["Control+Shift"] * 4,
    ["Shift", "Shift", "a", "Shift"],
    ["Shift", "Shift"],
    ["Shift+A"] * 5,
    ["Shift", "Shift", "Alt", "Shift"],
]


def test_shift_for_something_else_does_not_leave(visitor, host):
    visitor.opens_chat(host())
    for keys in NOT_MEANT:
        visitor.input.focus()
        press(visitor.page, "x", *keys)
        assert_still_here(visitor.page)


def test_holding_shift_or_clicking_with_it_does_not_leave(visitor, host):
    visitor.opens_chat(host())
    held = [("keydown", "Shift", {"repeat": i > 0}, None) for i in range(40)] + [("keyup", "Shift", {}, None)]
    clicks = [("keydown", "Shift", {}, None), ("pointerdown", "", {}, None), ("keyup", "Shift", {}, None)] * 4
    synthetic(visitor.page, held + clicks)
    assert_still_here(visitor.page)


def test_shift_presses_more_than_five_seconds_apart_do_not_count(visitor, host):
    visitor.opens_chat(host())
    synthetic(
        visitor.page,
        [(kind, "Shift", {}, time) for time in (10_000, 14_000, 19_500, 24_000) for kind in ("keydown", "keyup")],
    )
    assert_still_here(visitor.page)
    synthetic(visitor.page, [(kind, "Shift", {}, time) for time in (28_000,) for kind in ("keydown", "keyup")])
    visitor.has_left()


def test_a_thousand_texts_with_capitals_never_leave(visitor, host):
    """Capitals, quotes, selections, hesitations of one or two presses: as people type, in every order."""
    chance = random.Random(5)
    tap = [("keydown", "Shift", {}, None), ("keyup", "Shift", {}, None)]

    def sequence() -> list[tuple]:
        events = []
        for _ in range(chance.randint(1, 5)):
            key = chance.choice(["A", "Q", "?", "!", '"', ":", "ArrowLeft", "Home", "Enter", "Dead", "Tab"])
            pressed = [("keydown", key, {"shiftKey": True}, None), ("keyup", key, {"shiftKey": True}, None)]
            around = [tap[0], *pressed * chance.randint(1, 3), tap[1]]
            if chance.random() < 0.3:  # Shift is let go before the letter, as fast typists do
                around = [tap[0], pressed[0], tap[1], pressed[1]]
            events += tap * chance.choice([0, 0, 0, 1, 2]) + around
            events += [(kind, letter, {}, None) for letter in "ik ben" for kind in ("keydown", "keyup")][
                : chance.randint(2, 8)
            ]
        return events

    visitor.opens_chat(host())
    for _ in range(10):
        synthetic(visitor.page, [event for _ in range(100) for event in sequence()])
    assert_still_here(visitor.page)
