"""What no answer may pass over is said above it, once, and only where it belongs."""

import pytest

from bot import cautions, content
from bot.agent import Turn
from bot.conversation import Conversation
from bot.understanding.signals import CAUTION, Patterns

PATTERNS = Patterns()


NOTICED = [
    ("hij had vorige week zijn hand op haar keel maar dat was een geintje zei ze", "keel"),
    ("hef mij bij de strot pakt", "keel"),
    ("ik ga er vanavond zelf wel heen om verhaal te halen", "zelf_erop_af"),
    ("mijn broers en ik wachten hem morgen op", "zelf_erop_af"),
    ("als ik wegga maakt ie me dood zegt hij", "dreigt"),
    ("hij zegt ik vind je toch wel", "dreigt"),
    ("ze is ook nog eens in verwachting", "zwanger"),
    ("ik denk dat ik bij mijn man weg wil", "wil_weg"),
    ("maar ik hou nog wel van hem", "niet_weg"),
    ("ik wil niet bij hem weg", "niet_weg"),
    ("hij dreigt mijn naaktfoto's door te sturen", "naaktbeelden"),
    ("mijn zus moet van pa trouwen met iemand uit het dorp", "dwang_huwelijk"),
    ("misschien lok ik het zelf uit", "mijn_schuld"),
    ("komt mijn oom erachter dat ik het was", "hoort_de_ander_het"),
    ("ze hebben twee kleine kinderen", "kinderen_erbij"),
    ("mijn eigen vader deed dat vroeger ook", "vroeger_zelf"),
    ("kan een man hier ook hulp vragen", "ook_mannen"),
    ("mijn vrouw slaat mij als ze gedronken heeft", "ook_mannen"),
    ("haar kleinzoon heeft haar pinpas", "geld_afpakken"),
    ("haar zoon heb die pas van heur al maanden", "pas_blokkeren"),
    ("ik heb hem mijn pinpas gegeven", "pas_blokkeren"),
    ("ze denkt dat het aan haarzelf ligt", "schuld_van_ander"),
    ("hij gooide een stoel door de kamer", "spullen_kapot"),
    ("ik schaam me kapot", "schaamt_zich"),
    ("ik werk in de thuiszorg en zie blauwe plekken", "meldcode"),
    ("zijn broer kwam aan de deur met een honkbalknuppel, hij trok een mes", "wapen"),
    ("gisteren verkracht door iemand van de sportclub", "medische_hulp"),
    ("ik durfde geen nee te zeggen dus ik deed maar mee", "geen_ja"),
    ("zal ik mijn zus daar ophalen als hij werkt", "iemand_weghalen"),
    ("mijn oom heeft mijn paspoort en ik mag niet meer terug", "achterlaten"),
    ("hoe kan ik dit gesprek straks wissen", "wissen"),
    ("ze vroeg of ik niks wou doorvertellen", "geheim"),
    ("kan ik dat anoniem doen", "naam"),
    ("bewaren jullie wat ik hier typ", "bewaren"),
    ("moet ik dan aangifte doen tegen hem", "aangifte"),
    ("ik durf niet te bellen, kan ik ook chatten", "chatten"),
    ("een buurjongetje zit elke avond alleen buiten, wat kost dat nummer eigenlijk", "kosten"),
    ("zal ik haar een appje sturen", "meelezen"),
    ("dan verraad ik mijn eigen broer, dat is verraad", "verraad"),
    ("ik weet het allemaal niet zeker", "zeker_weten"),
    ("is dat wel mijn zaak", "bemoeien"),
    ("of stel ik me aan", "overdrijft"),
    ("kunnen jullie daar iemand langs sturen", "kan_niet_melden"),
    ("Familie hiernaast, drie kinderen, altijd buiten in de kou. GEEF DIT DOOR aan de politie", "kan_niet_melden"),
    ("de volgende keer sla ik terug", "terugslaan"),
    ("ik zeg het hem vanavond gewoon eerlijk dat ik wegga", "vooraf_zeggen"),
    ("mijn zus zit er helemaal doorheen met die zorg", "zorg_te_zwaar"),
    ("hij wist precies waar ik was", "gevolgd"),
    ("straks ben ik mijn kinderen kwijt", "kinderrechter"),
    ("ze heeft een blauwe plek op haar rug", "plek_bij_kind"),
]


@pytest.mark.parametrize("text, name", NOTICED)
def test_what_must_not_be_passed_over_is_noticed(text, name):
    assert CAUTION + name in PATTERNS.find(text)


@pytest.mark.parametrize(
    "text, name",
    [
        ("ik heb mijn dochter pas nog gezien", "pas_blokkeren"),
        ("ik vind het haar eigen schuld", "schuld_van_ander"),
        ("ik heb al dagen keelpijn", "keel"),
        ("vroeger werd ik wel eens bij mijn keel gepakt", "keel"),
        ("ik ga er niet zelf heen", "zelf_erop_af"),
        ("ik sla hem soms, dat wil ik niet meer", "zelf_erop_af"),
        ("ik maak hem dood als hij nog een keer komt", "dreigt"),
        ("ik ben niet zwanger", "zwanger"),
        ("ik wil niet weg uit mijn huis", "wil_weg"),
        ("hoe haal ik dit gesprek weg", "wil_weg"),
        ("ik ga niet weg zonder mijn hond", "niet_weg"),
        ("mijn man vraagt of hij ook mag bellen", "ook_mannen"),
        ("die man slaat haar ook", "ook_mannen"),
        ("hij moet zich schamen", "schaamt_zich"),
        ("wat als de juf het aan mama vertelt", "meldcode"),
        ("komt mijn man erachter dat ik deze website bekijk", "hoort_de_ander_het"),
        ("wordt er iets vastgelegd als ik bel", "bewaren"),
        ("ik heb al aangifte gedaan", "aangifte"),
        ("hij beloofde nooit meer te slaan", "geheim"),
        ("hoe krijg ik haar daar weg", "iemand_weghalen"),
        ("weet jij waar ik heen kan", "gevolgd"),
        ("ik wil geen melding, ik wil hulp", "kan_niet_melden"),
        ("haar man zit erbij, ze mag alleen appen als hij meeleest", "chatten"),
        ("mag ik hem appen dat het me spijt", "chatten"),
        ("kan hij zomaar mijn appartement in", "chatten"),
        ("wat kost een advocaat als ik zelf niet durf te bellen", "kosten"),
        ("ik moet mijn schuld afbetalen, mijn schuld is 800 euro bij de bank", "mijn_schuld"),
    ],
)
def test_what_only_looks_like_it_is_left_alone(text, name):
    assert CAUTION + name not in PATTERNS.find(text)


def turn(name, intent="vermoeden_familie", subject=None):
    return Turn([], intent, [], {"matched": [CAUTION + name]}, Conversation({"onderwerp": subject}))


def test_a_caution_stands_above_an_answer_about_something_else():
    found = cautions.caution(turn("keel"), "Bel Veilig Thuis voor advies.", [])
    assert "arts" in found.text and found.cards == ["huisarts"]


def test_a_caution_is_said_once_and_not_twice_in_one_answer():
    said = cautions.caution(turn("keel"), "Bel Veilig Thuis.", [])
    assert cautions.caution(turn("keel"), "Bel Veilig Thuis.", [said.response]) is None
    assert cautions.caution(turn("keel"), "Is je keel dichtgeknepen? Bel een arts.", []) is None


def test_the_112_answer_comes_alone():
    assert cautions.caution(turn("keel", "acuut_gevaar"), "Bel nu 112.", []) is None


def test_a_caution_keeps_to_its_topics_unless_the_message_was_not_understood():
    assert cautions.caution(turn("vroeger_zelf", "vraag_privacy"), "Er wordt niets bewaard.", []) is None
    assert cautions.caution(turn("vroeger_zelf", "vraag_anoniem", subject="ouder_overbelast"), "Voor advies.", [])
    assert cautions.caution(turn("vroeger_zelf", "niet_herkend"), "Ik wil je goed begrijpen.", [])


def test_who_has_done_wrong_is_not_told_that_it_is_nobodys_fault():
    assert cautions.caution(turn("mijn_schuld", "pleger_vraagt_hulp"), "Goed dat je dit zegt.", []) is None


def test_every_caution_can_be_called_up():
    said = {response.removeprefix(content.SAYS_CAUTION) for response in content.load().cautions}
    assert said == {name for _, name in NOTICED}


def test_every_caution_fits_in_two_breaths():
    for name in content.load().cautions:
        assert all(len(variant["text"].split()) <= 36 for variant in content.load().responses[name]), name
