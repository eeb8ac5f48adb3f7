"""Places: every village of the region, misspelt too, and no everyday word taken for one."""

import csv
import random

import pytest
import yaml

from bot import region
from bot.understanding.places import PlaceFinder

FOLDER = region.load("drenthe").folder
NAMES = yaml.safe_load((FOLDER / "place_names.yml").read_text("utf-8"))
ROWS = list(csv.DictReader((FOLDER / "places.csv").open(encoding="utf-8")))
VOCABULARY = [
    "weten",
    "westen",
    "geven",
    "gaan",
    "mijn",
    "vader",
    "moeder",
    "altijd",
    "rollen",
    "buiten",
    "weer",
    "keren",
    "woning",
    "eerder",
    "buurt",
]


@pytest.fixture(scope="module")
def finder():
    return PlaceFinder(VOCABULARY, FOLDER)


def known(name):
    return tuple(sorted({r["municipality"] for r in ROWS if r["place"] == name}))


def test_every_place_is_found_after_in(finder):
    for name in sorted({r["place"] for r in ROWS} - set(NAMES["never"])):
        found = finder.find(f"ik woon in {name}")
        assert found and set(found.municipalities) & set(known(name)), name


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("ik woon in klazienaveen", "Emmen"),
        ("bij Emmen", "Emmen"),
        ("7811 AB", "Emmen"),
        ("postcode 9401", "Assen"),
        ("Nieuw Amsterdam", "Emmen"),
        ("aa & hunze", "Aa en Hunze"),
        ("gemeente midden drenthe", "Midden-Drenthe"),
        ("wij zit in Möppel", "Meppel"),
        ("mijn zoon zit in Veenhuizen", "Noordenveld"),
        ("welk loket voor eksloo", "Borger-Odoorn"),
        ("zij woont in Rolde en ik in Groningen", "Aa en Hunze"),
    ],
)
def test_places_are_found_the_way_people_write_them(finder, text, municipality):
    assert finder.find(text).municipalities == (municipality,)


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("Meppel. of nee wacht, Hoogeveen", "Hoogeveen"),
        ("wij wonen in Emmen, ik bedoel Coevorden", "Coevorden"),
        ("niet in Assen maar in Beilen", "Midden-Drenthe"),
        ("o fout van mij, niet Assen, daar zaten ze eerst. nu wonen ze al een jaar in Beilen", "Midden-Drenthe"),
        ("in Assen is dit niet bekend, en ook niet in Beilen", "Assen"),
        ("vroeger Assen, tegenwoordig zitten ze in Beilen", "Midden-Drenthe"),
        ("Roden, sorry, Peize. nee toch Eelde", "Tynaarlo"),
        ("ik zit in Assen en mijn moeder in Meppel", "Assen"),
        ("het is in Emmen, maar ik woon in Assen", "Emmen"),
        ("niet mijn buurman maar mijn zwager. ik woon in Assen, hun wonen in Beilen", "Midden-Drenthe"),
    ],
)
def test_who_corrects_a_place_is_followed(finder, text, municipality):
    assert finder.find(text).municipalities == (municipality,)


def test_typing_errors_in_long_names_are_forgiven(finder):
    generator = random.Random(7)
    names = sorted(
        {r["place"] for r in ROWS if len(r["place"]) >= 7 and r["confidence"] == "high" and " " not in r["place"]}
    )
    names = [n for n in names if n not in NAMES["needs_capital"] + NAMES["needs_context"]]
    right = 0
    for name in names:
        place = generator.randrange(1, len(name) - 1)
        wrong = (
            name[:place] + name[place + 1] + name[place] + name[place + 2 :]
            if name[place] != name[place + 1]
            else name[:place] + name[place + 1 :]
        )
        found = finder.find(f"ik woon in {wrong}")
        right += bool(found and set(found.municipalities) & set(known(name)))
    assert right / len(names) >= 0.98


@pytest.mark.parametrize(
    "text",
    [
        "wat kan ik doen in de wijk",
        "hij sloeg me in een winkel",
        "mijn vriendin Erica huilt",
        "ze rolde van de trap",
        "bij anderen gaat het ook zo",
        "mijn dochter wordt in Marokko gehouden",
        "ik geef het op, het geweld gaat door",
        "meneer de Vries van hiernaast",
        "in 1987 begon het",
        "hij is 7811 keer gewaarschuwd door iedereen hier thuis",
    ],
)
def test_everyday_words_are_not_places(finder, text):
    assert finder.find(text) is None


def test_a_name_in_several_municipalities_gives_all_of_them(finder):
    assert finder.find("in Alteveer").municipalities == ("De Wolden", "Hoogeveen", "Noordenveld")


@pytest.mark.parametrize(
    "text", ["ik ben echt bang", "heel erg", "hij gooide me neer in heel veel woede", "mijn helden"]
)
def test_everyday_words_are_not_places_in_another_region(text):
    assert PlaceFinder(VOCABULARY, region.load("noord-en-midden-limburg").folder).find(text) is None
