"""The closed list of what may be counted, in words: nothing outside this list is ever written or shown.

Each measure has the Dutch title, the unit and the definition that stand beside its figures. ``ON`` are counted by
default; the client switches the others on one by one (``COUNT_MEASURES``). The keys of a measure are a closed list
too: fixed here, or read from the content and the contact register. A key that is on no list is counted as ``overig``,
so that words of a visitor can never end up in a count.
"""

import re
from functools import lru_cache
from typing import Callable, Dict, Iterable, List, NamedTuple, Optional

from bot import content
from bot.statistics import themes

ALL, OTHER, UNKNOWN = "all", "overig", "onbekend"
OTHER_LABEL = "Overig"
SAME_ROLE = {"vriend": "bekende", "collega": "bekende"}  # the chat tells more roles apart than are counted
CAMPAIGN_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Measure(NamedTuple):
    """One thing that is counted."""

    title: str
    unit: str  # what one count is, in the plural
    definition: str
    listed: Callable[[], Dict[str, str]]  # key -> Dutch label
    once: bool = False  # a conversation counts for at most one key, so the keys add up to the conversations at most


def _fixed(**labels: str) -> Callable[[], Dict[str, str]]:
    return lambda: labels


@lru_cache(maxsize=1)
def _contacts() -> Dict[str, str]:
    from bot.contacts import LOCAL_TEAM, Contacts

    register = Contacts().organisations
    return {**{key: entry["name"] for key, entry in register.items()}, LOCAL_TEAM: "Het lokale team van de gemeente"}


@lru_cache(maxsize=1)
def _municipalities() -> Dict[str, str]:
    from bot.contacts import Contacts

    return {name: name for name in Contacts().municipalities}


@lru_cache(maxsize=1)
def _intents() -> Dict[str, str]:
    labels = {intent: content.label(intent) for intent in sorted(content.load().intents | {"niet_herkend"})}
    twice = {label for label in labels.values() if list(labels.values()).count(label) > 1}
    return {i: f"{label} ({i.replace('_', ' ')})" if label in twice else label for i, label in labels.items()}


_TALK = _fixed(ja="Ja", misschien="Misschien", nee="Nee")

MEASURES: Dict[str, Measure] = {
    "conversation": Measure(
        "Gesprekken",
        "gesprekken",
        "Een gesprek begint met het eerste bericht en stopt als de pagina sluit, of na twee uur stilte. "
        "Alleen kijken telt niet. Wie later terugkomt, begint een nieuw gesprek.",
        _fixed(all="Gesprekken"),
    ),
    "message": Measure(
        "Berichten",
        "berichten",
        "Elk bericht van een bezoeker: getypt of gekozen met een knop.",
        _fixed(all="Berichten"),
    ),
    "not_understood": Measure(
        "Niet begrepen",
        "berichten",
        "Berichten waarop de chat moest terugvragen of geen antwoord wist.",
        _fixed(all="Niet begrepen berichten"),
    ),
    "intent": Measure(
        "Onderwerpen",
        "gesprekken",
        "Waar een gesprek over ging, zoals de chat het begreep. Een onderwerp telt één keer per gesprek. "
        "Een gesprek kan over meer onderwerpen gaan, tot acht. Het totaal van een thema telt de onderwerpen op.",
        _intents,
    ),
    "referral": Measure(
        "Doorverwijzingen",
        "gesprekken",
        "Welke hulp de chat aanraadde. Telt één keer per gesprek, als de gegevens van die hulp in beeld kwamen. "
        "Of iemand daarna belde, weten we hiermee niet.",
        _contacts,
    ),
    "role": Measure(
        "Wie er schrijft",
        "gesprekken",
        "Wat iemand zelf over zijn rol vertelde, de eerste keer. Onbekend = er kwam geen rol ter sprake.",
        _fixed(
            buur="Buur",
            familie="Familie",
            bekende="Vriend, collega of bekende",
            ouder_zelf="Ouder, over zichzelf",
            slachtoffer="Wie het zelf meemaakt",
            kind_jongere="Kind of jongere",
            pleger="Wie zelf wil stoppen",
            professional="Professional",
        ),
        once=True,
    ),
    "step": Measure(
        "Hoe ver mensen komen",
        "gesprekken",
        "De stappen van iets zien naar iets doen, afgeleid uit de onderwerpen van een gesprek. Elke stap telt één keer "
        "per gesprek. Een gesprek kan stappen overslaan.",
        _fixed(
            opmerken="Iets opmerken",
            twijfelen="Twijfelen of het klopt",
            verantwoordelijk="Zich verantwoordelijk voelen",
            kunnen="Weten wat je kunt doen",
            doen="Iets doen",
        ),
    ),
    "call": Measure(
        "Gekozen om te bellen of te chatten",
        "gesprekken",
        "De eerste druk op de bel- of chatknop bij een organisatie. Of het gesprek er kwam, weten we niet.",
        _contacts,
    ),
    "municipality": Measure(
        "Gemeenten",
        "gesprekken",
        "De gemeente die iemand zelf noemde, de eerste keer. Nooit samen met een ander gegeven.",
        _municipalities,
        once=True,
    ),
    "campaign": Measure(
        "Campagnes",
        "gesprekken",
        "Gesprekken die begonnen via een link of QR-code van de campagne.",
        dict,
        once=True,
    ),
    "practice": Measure(
        "Een gesprek oefenen",
        "gesprekken",
        "Wie met de chat oefende om iemand aan te spreken: hoe vaak begonnen en hoe vaak afgerond.",
        _fixed(begonnen="Begonnen", afgerond="Afgerond"),
    ),
    "topic_chip": Measure(
        "Onderwerp gekozen met een knop",
        "gesprekken",
        "De knop waarmee iemand begon, of die iemand koos toen de chat het niet begreep. "
        "Elke knop telt één keer per gesprek.",
        _intents,
    ),
    "talk_before": Measure(
        "Durven praten: aan het begin",
        "antwoorden",
        "De chat vraagt: ‘Zou je hier met iemand over durven praten?’ Eén tik is genoeg, en overslaan mag. Hoogstens "
        "één keer per gesprek. Nooit aan kinderen, en nooit na een teken van gevaar, zelfdoding of geweld tegen "
        "de bezoeker zelf.",
        _TALK,
        once=True,
    ),
    "talk_after": Measure(
        "Durven praten: aan het eind",
        "antwoorden",
        "Dezelfde vraag na een bedankje, een afscheid of een oefengesprek. Loting bepaalt wie hem aan het begin krijgt "
        "en wie aan het eind: het zijn andere mensen.",
        _TALK,
        once=True,
    ),
}
ON = frozenset(("conversation", "message", "intent", "not_understood", "referral"))
OPTIONAL = frozenset(MEASURES) - ON
PER_WEEK = ("message", "conversation", "not_understood")
# Within one conversation the first can only be counted when the second was.
IMPLIES = {"call": "referral", "afgerond": "begonnen"}


def labels(measure: str, campaigns: Iterable[str] = ()) -> Dict[str, str]:
    """All keys of a measure with their Dutch labels, in the order of the list."""
    keys = {code: code for code in campaigns} if measure == "campaign" else MEASURES[measure].listed()
    return keys if measure in PER_WEEK else {**keys, OTHER: OTHER_LABEL}


def clean_key(measure: str, key: str) -> str:
    """``key`` when it is on the list of its measure, else ``overig``."""
    if measure == "campaign":  # the allow-list (CAMPAIGNS) is checked where the code comes in
        return key if CAMPAIGN_CODE.fullmatch(key) else OTHER
    key = SAME_ROLE.get(key, key) if measure == "role" else key
    return key if key in MEASURES[measure].listed() else OTHER


def theme_of(intent: str) -> str:
    """The theme of an intent."""
    return themes.of_intents().get(intent, themes.REST)


def by_theme(campaigns: Iterable[str] = ()) -> Dict[str, List[str]]:
    """The intents of each theme."""
    groups: Dict[str, List[str]] = {theme: [] for theme in themes.TITLES}
    for intent in labels("intent", campaigns):
        groups[theme_of(intent)].append(intent)
    return {theme: intents for theme, intents in groups.items() if intents}


def title(measure: str) -> Optional[str]:
    """The Dutch title of a measure."""
    return MEASURES[measure].title if measure in MEASURES else None
