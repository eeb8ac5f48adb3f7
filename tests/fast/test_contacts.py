"""The contact register: hours that are right, numbers that may be shown, cards for every municipality."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.contacts import Contacts, describe, is_open, number_shows

ZONE = ZoneInfo("Europe/Amsterdam")
WEEK = {"open": [{"days": ["ma", "di", "wo", "do", "vr"], "from": "09:00", "to": "21:00"}], "holidays": "dicht"}
NIGHT = {
    "open": [
        {"days": ["ma", "di", "wo", "do", "vr"], "from": "17:00", "to": "08:00"},
        {"days": ["za", "zo"], "from": "00:00", "to": "24:00"},
    ],
    "holidays": "altijd",
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (WEEK, "2026-11-23T09:00", True),
        (WEEK, "2026-11-23T08:59", False),
        (WEEK, "2026-11-23T20:59", True),
        (WEEK, "2026-11-23T21:00", False),
        (WEEK, "2026-11-22T12:00", False),
        (WEEK, "2026-12-25T12:00", False),
        (WEEK, "2027-04-27T12:00", False),
        (WEEK, "2027-03-29T12:00", False),
        (NIGHT, "2026-11-23T23:30", True),
        (NIGHT, "2026-11-24T03:00", True),
        (NIGHT, "2026-11-24T08:00", False),
        (NIGHT, "2026-11-24T12:00", False),
        (NIGHT, "2026-11-21T12:00", True),
        (NIGHT, "2026-12-25T12:00", True),
        (NIGHT, "2026-11-28T07:59", True),
        ({"open": "altijd"}, "2026-12-31T23:59", True),
        ({"text": "tijdens kantooruren"}, "2026-11-23T12:00", None),
        (None, "2026-11-23T12:00", None),
    ],
)
def test_open_now_is_right_across_midnight_weekends_and_holidays(hours, moment, expected):
    assert is_open(hours, at(moment)) is expected


@pytest.mark.parametrize(
    ("utc_hour", "day", "expected"), [(7, "2026-10-24", True), (7, "2026-10-26", False), (8, "2026-10-26", True)]
)
def test_open_now_follows_summer_time(utc_hour, day, expected):
    daily = {"open": [{"days": ["ma", "di", "wo", "do", "vr", "za", "zo"], "from": "09:00", "to": "21:00"}]}
    moment = datetime.fromisoformat(f"{day}T{utc_hour:02d}:00").replace(tzinfo=ZoneInfo("UTC"))
    assert is_open(daily, moment) is expected


def test_hours_read_as_dutch():
    assert describe({"open": "altijd"}) == "dag en nacht"
    assert describe(WEEK) == "maandag t/m vrijdag van 9.00 tot 21.00 uur"
    assert describe(None) == ""


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"phone": "1", "confidence": "high", "checked": None}, True),
        ({"phone": "1", "confidence": "low", "checked": None}, False),
        ({"phone": "1", "confidence": "high", "show_phone": "nooit", "checked": None}, False),
        ({"phone": "1", "confidence": "high", "show_phone": None, "checked": None}, False),
        ({"phone": None, "confidence": "high", "checked": None}, False),
        ({"phone": "1", "confidence": "high", "checked": "2026-05-01"}, False),
        ({"phone": "1", "confidence": "high", "checked": "2026-06-01"}, True),
        ({"phone": "1", "confidence": "high", "checked": "2020-01-01", "never_hide": True}, True),
    ],
)
def test_a_number_shows_only_when_its_source_and_check_are_good(entry, expected):
    assert number_shows(entry, date(2026, 11, 21)) is expected


def test_the_four_lifelines_are_never_hidden_and_day_and_night_or_known():
    contacts = Contacts()
    for card in ("112", "113", "veilig_thuis", "kindertelefoon"):
        assert contacts.organisations[card]["never_hide"]
        assert contacts.card(card, None, at("2035-01-01T03:00")).phone


def test_every_municipality_has_a_local_team_card_with_a_number():
    contacts = Contacts()
    assert len(contacts.municipalities) == 12
    for name in contacts.municipalities:
        card = contacts.card("lokaal_team", name, at("2026-11-23T12:00"))
        assert card.municipality == name and card.phone and card.tel.startswith("tel:")


def test_without_a_place_the_local_team_asks_for_it_and_shows_no_number():
    card = Contacts().card("lokaal_team", None, at("2026-11-23T12:00"))
    assert card.phone is None and card.municipality is None and "plaats" in card.note


def test_every_number_shown_has_a_source_and_a_date():
    contacts = Contacts()
    for entry in [*contacts.organisations.values(), *contacts.municipalities.values()]:
        if entry["phone"]:
            assert entry["source"] and entry["sourced"], entry["name"]
