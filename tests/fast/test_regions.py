"""Regions are data: nothing in code knows one, another is only a folder, a municipality's own card is only a file."""

import csv
import json
import re
import shutil
from datetime import datetime

import pytest
import yaml

from bot import checks, content, override_checks, paths, region, region_checks, register, settings, talk
from bot.agent import Turn
from bot.contacts import LOCAL_TEAM, ZONE, Contacts, tel_of
from bot.conversation import State
from bot.replies import MAX_CARDS, _cards
from bot.statistics import measures
from bot.talk import Talk
from bot.understanding.places import PlaceFinder
from bot.wording import FirstThatFits

NOW = datetime(2026, 11, 23, 12, tzinfo=ZONE)
DEFAULT = settings.Settings().REGION
OTHERS = [each for each in paths.regions() if each != DEFAULT]
CARD = """municipality: Emmen
name: Team Thuis
phone: '(0591) 12 34 56'
hours:
  open: [{days: [ma, di], from: '09:00', to: '12:30'}]
  holidays: dicht
url: https://voorbeeld.nl/team
note: Loop gerust binnen.
source: Gemeente Emmen, e-mail
sourced: '2025-11-20'
checked: null
"""


def forget():
    for cached in (region.current, measures._contacts, measures._municipalities):
        cached.cache_clear()


@pytest.fixture
def choose(monkeypatch):
    def chosen(region_id, overrides=None):
        monkeypatch.setenv("VOLGENDE_STAP_REGION", region_id)
        if overrides:
            monkeypatch.setenv("VOLGENDE_STAP_OVERRIDES", str(overrides))
        forget()
        return region.current()

    yield chosen
    forget()


def answers(where):
    """Every text that can be said in a region, worded as in the service, without conditions other than the region."""
    responses = content.load().responses
    for name, variants in responses.items():
        for variant in variants:
            if region_checks.only_in(variant) in (None, where.name):
                slots = {c["name"]: c["value"] for c in variant.get("condition") or []}
                alone = FirstThatFits({name: [variant]})
                yield name, alone.generate_from_slots(name, {"gemeente": "Westerdorp", **slots}, "")["text"]


def test_the_default_region_has_the_most_and_two_others_are_there():
    assert DEFAULT in paths.regions() and len(OTHERS) >= 2


@pytest.mark.parametrize("region_id", paths.regions())
def test_another_region_is_only_data(choose, region_id):
    where = choose(region_id)
    contacts, places = Contacts(), PlaceFinder()
    assert set(measures.labels("municipality")) - {measures.OTHER} == set(contacts.municipalities)
    with (where.folder / "places.csv").open(encoding="utf-8") as file:
        towns = {row["municipality"] for row in csv.DictReader(file)}
    assert towns == set(contacts.municipalities)
    for town in contacts.municipalities:
        card = contacts.card(LOCAL_TEAM, town, NOW)
        assert card.municipality == town and card.phone and card.tel and card.sourced
        assert places.find(f"ik woon in {town}").municipalities == (town,)
    assert where.name in contacts.card("veilig_thuis", None, NOW).note
    assert checks.content() == []


@pytest.mark.parametrize("region_id", OTHERS)
def test_no_answer_names_another_region(choose, region_id):
    where = choose(region_id)
    strange = [n for n, of in region_checks.regional_names().items() if of != where.name]
    contacts = Contacts()
    cards = json.dumps([c.note for c in (contacts.card(i, None, NOW) for i in contacts.organisations)])
    for name, text in [*answers(where), ("kaarten", cards)]:
        assert not re.search(rf"\b({'|'.join(map(re.escape, strange))})\b", text), name
        assert "{" not in text, name


def test_texts_said_outside_the_rules_are_filled_too(choose, monkeypatch):
    where = choose(OTHERS[0])
    monkeypatch.setitem(content.load().responses, "utter_proef", [{"text": "Hier in {regio}."}])
    assert talk._words("utter_proef") == f"Hier in {where.name}."


def test_a_region_with_facts_of_its_own_tells_them_and_another_does_not(choose):
    for region_id in (DEFAULT, OTHERS[0]):
        where = choose(region_id)
        said = FirstThatFits(content.load().responses).generate_from_slots("utter_campagne_wie", {}, "")["text"]
        assert ("Drentse plan" in said) is (where.name == "Drenthe")


def test_a_new_region_is_a_new_folder(choose, tmp_path, monkeypatch):
    shutil.copytree(paths.CONTACTS, tmp_path / "contacts")
    shutil.copytree(paths.CONTACTS / OTHERS[0], tmp_path / "contacts" / "westerland")
    file = tmp_path / "contacts" / "westerland" / "region.yml"
    file.write_text("name: Westerland\nopen_points: []\norganisations: []\n", "utf-8")
    with pytest.raises(settings.SettingsError, match="onbekende regio westerland"):
        choose("westerland")
    monkeypatch.setattr(paths, "CONTACTS", tmp_path / "contacts")
    assert choose("westerland").name == "Westerland"
    assert "Veilig Thuis Westerland" in Contacts().card("veilig_thuis", None, NOW).note
    assert region_checks.problems() == []


def test_code_names_no_region_no_municipality_and_no_organisation_of_one():
    names = set(region_checks.regional_names()) | {"Drents", "Drentse", "VNN"} | set(paths.regions())
    names |= {o["id"] for each in region_checks.regions() for o in each.organisations if "stands_for" in o}
    pattern = re.compile(rf"(?<!Europe/)\b({'|'.join(map(re.escape, sorted(names)))})\b")
    sources = [p for folder in ("bot", "actions", "web-widget") for p in (paths.ROOT / folder).rglob("*")]
    sources = [p for p in sources if p.suffix in (".py", ".js", ".ts", ".html", ".css")]
    assert len(sources) > 60
    guilty = {
        f"{p.relative_to(paths.ROOT)}:{n}: {line.strip()}"
        for p in sources
        for n, line in enumerate(p.read_text("utf-8").splitlines(), 1)
        if pattern.search(line) and not line.strip().startswith("REGION: str = Field(")  # the default, chosen once
    }
    assert not guilty


def test_every_number_of_every_region_has_a_source_and_a_date():
    for each in region_checks.regions():
        contacts = Contacts(each)
        for entry in [*contacts.organisations.values(), *contacts.municipalities.values()]:
            assert not entry["phone"] or (entry["source"] and entry["sourced"]), entry["name"]


def test_check_lists_what_a_region_lacks(choose):
    choose("amsterdam-amstelland")
    lacking = " ".join(register.missing())
    assert all(part in lacking for part in ("lokale team", "Uithoorn", "huisartsenspoedpost", "postcodes", "2014"))


def test_a_card_that_a_region_lacks_is_left_out_and_the_others_stay(choose):
    choose("amsterdam-amstelland")
    shown = _cards(["ggd", "verslavingszorg", "huisarts", LOCAL_TEAM], Contacts(), "Diemen", NOW)
    assert [c.id for c in shown] == ["huisarts", LOCAL_TEAM]


def test_a_municipality_without_a_number_leads_to_veilig_thuis():
    contacts = Contacts(region.load("amsterdam-amstelland"))
    contacts.municipalities["Diemen"]["phone"] = None
    shown = _cards(["huisarts", LOCAL_TEAM, "geldfit"], contacts, "Diemen", NOW)
    assert [c.id for c in shown] == ["huisarts", LOCAL_TEAM, "veilig_thuis"] and len(shown) <= MAX_CARDS
    assert shown[1].phone is None and "Veilig Thuis" in shown[1].note


def test_a_municipal_number_too_is_hidden_when_its_check_is_old():
    contacts = Contacts(region.load(DEFAULT))
    contacts.municipalities["Emmen"]["checked"] = "2026-01-01"
    contacts.municipalities["Emmen"]["team"] = None
    assert contacts.card(LOCAL_TEAM, "Emmen", NOW).phone is None


@pytest.mark.parametrize("as_folder", [True, False])
def test_a_municipality_overrides_its_card_with_one_file(choose, tmp_path, as_folder):
    (tmp_path / "emmen.yml").write_text(CARD, "utf-8")
    choose(DEFAULT, tmp_path if as_folder else tmp_path / "emmen.yml")
    card = Contacts().card(LOCAL_TEAM, "Emmen", NOW)
    assert (card.name, card.tel, card.note) == ("Team Thuis", "tel:+31591123456", "Loop gerust binnen.")
    assert card.hours == "maandag t/m dinsdag van 9.00 tot 12.30 uur" and card.open_now
    assert card.sourced == "2025-11-20" and card.municipality == "Emmen"
    assert Contacts().card(LOCAL_TEAM, "Assen", NOW).name == "Gemeente Assen"
    assert checks.content() == []


def test_all_problems_of_a_card_come_at_once_with_file_and_line(tmp_path):
    wrong = CARD.replace("Emmen\n", "Emen\n", 1).replace("'(0591) 12 34 56'", "'0900-0113'")
    wrong = wrong.replace("url: https", "url: http").replace("'09:00'", "9 uur").replace("di]", "dinsdag]")
    wrong = wrong.replace("sourced: '2025-11-20'", "sourced: '2999-01-01'").replace("note: ", "notitie: ")
    (tmp_path / "emmen.yml").write_text(wrong, "utf-8")
    (tmp_path / "half.yml").write_text("municipality: Assen\n", "utf-8")
    (tmp_path / "stuk.yml").write_text("municipality: [", "utf-8")
    told = override_checks.problems(tmp_path, region_checks.towns(), checks._words)
    for part in (
        "emmen.yml:1: de gemeente Emen kennen we niet. Bedoel je Emmen?",
        "emmen.yml:3: 0900-0113 mag niet",
        "emmen.yml:4: from: 9 uur is geen tijd",
        "emmen.yml:4: de dag dinsdag kennen we niet",
        "emmen.yml:7: http://voorbeeld.nl/team begint niet met https://",
        "emmen.yml:8: het veld 'notitie' kennen we niet. Bedoel je note?",
        "emmen.yml:10: 2999-01-01 is geen datum",
        "half.yml:1: 'source' ontbreekt",
        "half.yml:1: geef een nummer",
        "stuk.yml:1: dit is geen geldige YAML",
    ):
        assert any(part in problem for problem in told), (part, told)


def test_two_files_for_one_municipality_are_told(tmp_path):
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text(CARD, "utf-8")
    assert override_checks.problems(tmp_path, region_checks.towns(), checks._words) == [
        "b.yml:1: Emmen heeft al een eigen kaart in a.yml."
    ]


def test_a_missing_place_for_cards_stops_the_start():
    with pytest.raises(settings.SettingsError, match="/weg bestaat niet"):
        settings.load({"VOLGENDE_STAP_OVERRIDES": "/weg"})


@pytest.mark.parametrize(
    ("variant", "complaint"),
    [
        ({"text": "Bel Veilig Thuis Drenthe."}, "noemt Drenthe; schrijf {regio}"),
        ({"text": "Bel GGD Drenthe."}, "noemt GGD Drenthe"),
        ({"text": "In {provincie}."}, "{provincie} kennen we niet"),
        ({"text": "Hier.", "condition": [{"type": "slot", "name": "regio", "value": "Mars"}]}, "de regio Mars bestaat"),
    ],
)
def test_a_text_that_is_only_right_in_one_region_is_told(variant, complaint):
    assert any(complaint in p for p in region_checks.in_text(variant, region_checks.regional_names()))


def test_a_text_for_one_region_may_name_it():
    variant = {"text": "Hier in Drenthe.", "condition": [{"type": "slot", "name": "regio", "value": "Drenthe"}]}
    assert region_checks.in_text(variant, region_checks.regional_names()) == []


def test_a_broken_region_is_told_with_file_and_line(tmp_path, monkeypatch):
    shutil.copytree(paths.CONTACTS, tmp_path / "contacts")
    monkeypatch.setattr(paths, "CONTACTS", tmp_path / "contacts")
    towns = tmp_path / "contacts" / OTHERS[0] / "municipalities.yml"
    data = yaml.safe_load(towns.read_text("utf-8"))
    data["municipalities"][1].update(source=[])
    del data["municipalities"][0]["url"]
    towns.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    told = " ".join(region_checks.problems())
    assert "municipalities.yml:2: bij" in told and "ontbreekt 'url'" in told and "heeft geen bron" in told


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("14 0592", "tel:140592"),
        ("(0592) 36 69 11", "tel:+31592366911"),
        ("0800-2000", "tel:08002000"),
        ("112", "tel:112"),
    ],
)
def test_the_link_behind_a_number_is_made_from_it(phone, tel):
    assert tel_of(phone) == tel


@pytest.mark.parametrize(
    "text",
    [
        "bestaat het AMK nog?",
        "nummer van shg",
        "ASHG",
        "kan ik bureau jeugdzorg bellen",
        "het steunpunt huiselijk geweld?",
    ],
)
def test_old_names_lead_to_todays(text):
    contacts = Contacts()
    assert contacts.formerly(text) == "veilig_thuis" and contacts.formerly("ik bel Veilig Thuis") is None
    state, reply = State(), {"messages": [{"text": "Goed.", "contacts": []}], "urgent": False}
    for _ in range(2):  # said once
        said = Talk(None, contacts, None, None, [])
        said._say_once(reply, Turn([], "niet_herkend", [], {}), state, contacts.formerly(text))
    assert reply["messages"][0]["text"].count("is oud") == 1
    assert [card["id"] for card in reply["messages"][0]["contacts"]] == ["veilig_thuis"]


def test_an_old_name_never_stands_in_a_112_answer():
    reply = {"messages": [{"text": "Bel 112.", "contacts": []}], "urgent": True}
    Talk(None, Contacts(), None, None, [])._say_once(reply, Turn([], "acuut_gevaar", [], {}), State(), "veilig_thuis")
    assert reply["messages"] == [{"text": "Bel 112.", "contacts": []}]


def test_rasa_shell_words_an_answer_as_the_service_does(choose):
    from rasa.core.nlg.generator import NaturalLanguageGenerator
    from rasa.shared.core.domain import Domain
    from rasa.utils.endpoints import read_endpoint_config

    where = choose(DEFAULT)
    domain = Domain.from_dict({"responses": {"utter_proef": [{"text": "Hier in {regio}."}]}})
    words = NaturalLanguageGenerator.create(read_endpoint_config(str(paths.ROOT / "endpoints.yml"), "nlg"), domain)
    assert words.generate_from_slots("utter_proef", {}, "")["text"] == f"Hier in {where.name}."
