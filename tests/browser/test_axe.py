"""WCAG 2.2 AA and good practice, as far as axe can see it, in every state of the chat."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from fake_gateway import URGENT
from playwright.sync_api import expect
from visitor import PHONE

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def closed(visitor):
    visitor.goes_to("/")


def greeting(visitor):
    visitor.opens_chat()


def answered(visitor):
    visitor.opens_chat().asks()


def chosen(visitor):
    visitor.opens_chat().page.get_by_role("button", name="Zorgen over een kind").click()
    expect(visitor.page.locator(".bot")).to_have_count(2)


def urgent(visitor):
    visitor.gateway.reply = URGENT
    visitor.opens_chat().asks()


def waiting(visitor):
    visitor.opens_chat().gateway.mode = "hang"
    visitor.says("Hallo")
    expect(visitor.page.locator(".dots")).to_be_visible()


def slow(visitor):
    waiting(visitor)
    expect(visitor.turns.last).to_contain_text("duurt langer")


def failed(visitor):
    visitor.opens_chat().gateway.mode = "500"
    visitor.says("Hallo")
    expect(visitor.page.get_by_text("Niet verstuurd")).to_be_visible()


def down(visitor):
    visitor.gateway.start_mode = "down"
    visitor.opens_chat()


def not_loaded(visitor):
    visitor.gateway.files_fail = "talk.js"
    visitor.goes_to("/").launcher.click()
    expect(visitor.page.locator(".instead")).to_be_visible()


def braked(visitor):
    visitor.opens_chat().says("ik heet Anna")


def nearly_full(visitor):
    visitor.opens_chat().types("a" * 950)


def tracks(visitor):
    visitor.opens_chat().page.get_by_role("button", name="Sporen wissen").click()


def keepsake(visitor):
    visitor.opens_chat().asks().page.get_by_role("button", name="Wat wil je bewaren?").click()


def covered(visitor):
    visitor.page.clock.install()
    visitor.opens_chat().page.clock.fast_forward("11:00")
    expect(visitor.page.locator(".cover")).to_be_visible()


STATES = [
    closed,
    greeting,
    answered,
    chosen,
    urgent,
    waiting,
    slow,
    failed,
    down,
    not_loaded,
    braked,
    nearly_full,
    tracks,
    keepsake,
    covered,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(visitor, state):
    state(visitor)
    assert violations(visitor.page) == []


ELSEWHERE = {
    "phone": (PHONE, urgent),
    "phone, dark": ({**PHONE, "color_scheme": "dark"}, failed),
    "dark": ({"color_scheme": "dark"}, urgent),
    "400 percent": ({"viewport": {"width": 320, "height": 256}}, greeting),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_axe_finds_nothing_on_a_phone_in_the_dark_or_zoomed_in(visit, where):
    look, state = ELSEWHERE[where]
    visitor = visit(**look)
    state(visitor)
    assert violations(visitor.page) == []


def test_axe_finds_nothing_among_the_examples(visitor):
    visitor.goes_to("/widget/example.html")
    expect(visitor.page.locator(".state")).to_have_count(16)
    expect(visitor.turns.get_by_text("duurt langer")).to_be_visible()
    assert violations(visitor.page) == []
