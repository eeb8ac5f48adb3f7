"""A message is read with what came before it: buttons typed in other words, who writes, what was refused."""

import copy

import pytest

from bot import content, in_context, instead, meaning
from bot.conversation import Conversation
from bot.understanding.signals import DENIES, Patterns

AFTER_NEIGHBOURS = Conversation(
    {"onderwerp": "vermoeden_buren", "rol": "buur"}, None, [["u", "vermoeden_buren"], ["a", "utter_vermoeden_buren"]]
)
WHO = [{"entity": "rol", "value": "slachtoffer"}, {"entity": "gevaar", "value": "ja"}]


def read(text, intent="vraag_signalen", confidence=0.4, conversation=AFTER_NEIGHBOURS, entities=WHO, **signals):
    found = {"names": [], "sure": [], "matched": [], "scores": {}, "role_said": False, "grown_up": False, **signals}
    found.setdefault("later", {intent: 0.5})
    parsed = {
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [{"name": intent, "confidence": confidence}],
        "entities": entities,
        "signals": found,
    }
    return in_context.read(text, copy.deepcopy(parsed), conversation)


def entity(parsed, name):
    return next((e["value"] for e in parsed["entities"] if e["entity"] == name), None)


@pytest.mark.parametrize(
    "role, subject, understood, answered",
    [
        ("ouder_zelf", "ouder_verliest_controle", "geweld_door_kind_moment", "ouder_zelf_goedmaken"),
        ("familie", "mantelzorger_overbelast", "geweld_door_kind_moment", "mantelzorg_boos_geworden"),
        ("ouder_zelf", "geweld_door_kind", "geweld_door_kind_moment", "geweld_door_kind_moment"),
        ("kind_jongere", "kind_onveilig_thuis", "partnergeweld_even_alleen", "kind_zelf_bang_nu"),
        ("slachtoffer", "slachtoffer_partnergeweld", "partnergeweld_even_alleen", "partnergeweld_even_alleen"),
    ],
)
def test_the_same_question_is_answered_for_who_asks_it(role, subject, understood, answered):
    assert instead.instead(understood, Conversation({"rol": role, "onderwerp": subject})) == answered


def test_typing_a_button_is_pressing_it():
    for intent, title in meaning.offers(AFTER_NEIGHBOURS):
        assert read(title.lower() + "??", confidence=0.95)["intent"]["name"] == intent


def test_what_was_asked_last_and_the_subject_decide_between_answers_that_are_as_likely():
    buttons = [intent for intent, _ in meaning.offers(AFTER_NEIGHBOURS)]
    later = {"stalking_logboek": 0.4, buttons[0]: 0.2, "kinderen_baby": 0.4}
    assert read("en dan", confidence=0.1, later=later)["intent"]["name"] == buttons[0]
    later = {"stalking_logboek": 0.5, "buren_opnieuw_bellen": 0.1}
    assert read("en dan", confidence=0.1, later=later)["intent"]["name"] == "buren_opnieuw_bellen"


def test_something_unclear_about_the_subject_tells_more_of_it_but_only_once():
    topic = [i for i in sorted(content.load().intents) if meaning.topic_of(i) == "buren"]
    unclear = {**{intent: 0.01 for intent in topic}, "niet_herkend": 0.9}
    assert read("tja", confidence=0.0, later=unclear)["intent"]["name"] == "niet_herkend"
    unclear = {**{intent: 0.1 for intent in topic}, **{f"onbekend_{n}": 0.1 for n in range(4)}, "niet_herkend": 0.1}
    understood = read("tja", confidence=0.0, later=unclear, conversation=AFTER_NEIGHBOURS)
    assert understood["intent"]["name"] in topic


def test_an_answer_is_not_given_twice_in_a_row_when_another_fits_nearly_as_well():
    after = Conversation({"onderwerp": "vermoeden_buren"}, None, [["u", "groet"], ["a", "utter_buren_boos_worden"]])
    later = {"buren_boos_worden": 0.5, "buren_opnieuw_bellen": 0.4}
    assert read("en dan", confidence=0, later=later, conversation=after)["intent"]["name"] == "buren_opnieuw_bellen"
    later = {"buren_boos_worden": 0.9, "buren_opnieuw_bellen": 0.1}
    assert read("en dan", confidence=0, later=later, conversation=after)["intent"]["name"] == "buren_boos_worden"


def test_who_says_to_be_grown_up_is_no_longer_taken_for_a_child():
    child = Conversation({"rol": "kind_jongere", "onderwerp": "kind_onveilig_thuis"}, None, [["u", "groet"]])
    assert entity(read("ik ben 19 hoor", conversation=child, grown_up=True), "rol") not in (None, "kind_jongere")


@pytest.mark.parametrize(("score", "role"), [(0.7, None), (0.95, "kind_jongere")])
def test_a_hint_that_a_child_writes_does_not_change_who_was_telling(score, role):
    learned = {"names": ["kind_spreekt"], "scores": {"kind_spreekt": score}}
    child = [{"entity": "rol", "value": "kind_jongere"}]
    text = "hij zei laatst dat hij beter niet thuis kan zijn als zijn stiefvader er is"
    before = Conversation({"onderwerp": "vermoeden_kind"}, None, [["u", "vermoeden_kind"]])
    parsed = read(text, "kinderen_kind_vertelt", 0.9, before, child, **learned)
    assert entity(parsed, "rol") == role


def test_only_the_role_of_a_child_gives_way_to_a_grown_up():
    child = Conversation({"rol": "kind_jongere", "onderwerp": "kind_onveilig_thuis"}, None, [["u", "groet"]])
    parsed = read("ik ben 19 hoor", conversation=child, grown_up=True, role_said=True)
    assert entity(parsed, "rol") == "slachtoffer"


def test_suicidality_that_the_model_of_later_messages_does_not_hear_keeps_its_card_and_decides_nothing():
    learned = {"names": ["suicidaal"], "sure": ["suicidaal"], "scores": {"suicidaal": 0.8}}
    story = "het klopt gewoon helemaal niet wat er in dat hele dossier over ons staat"
    unheard = read(story, "suicidaliteit", 0.8, later={"melden_dossier": 0.9}, **learned)
    assert unheard["intent"]["name"] == "melden_dossier" and unheard["signals"]["sure"] == []
    assert unheard["signals"]["names"] == ["suicidaal"]
    heard = read(story, "suicidaliteit", 0.8, later={"suicidaliteit": 0.9}, **learned)
    assert heard["intent"]["name"] == "suicidaliteit" and heard["signals"]["sure"] == ["suicidaal"]


def test_who_has_the_means_at_hand_keeps_112_and_113_in_sight():
    slots = {"onderwerp": "suicidaliteit", "gevaar": "ja"}
    after = Conversation(slots, None, [["u", "suicidaliteit"], ["a", "utter_suicidaliteit_middelen"]])
    parsed = read("weet ik niet hoeveel", "ontkennen", 0.9, conversation=after)
    assert set(parsed["signals"]["sure"]) >= {"nu_gevaar", "suicidaal"} and entity(parsed, "gevaar") == "ja"
    assert "nu_gevaar" not in read("tot ziens", "afscheid", 0.9, conversation=after)["signals"]["sure"]


def test_what_is_asked_while_danger_goes_on_is_answered():
    danger = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_gevaar"], ["a", "utter_acuut_gevaar"]])
    learned = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "scores": {"nu_gevaar": 0.9}, "conversation": danger}
    called = read("ze komen er aan", "acuut_gevaar", 0.5, later={"acuut_wachten": 0.9}, **learned)
    assert called["intent"]["name"] == "acuut_wachten" and called["signals"]["sure"][0] == "nu_gevaar"
    silent = read("ik hoor opeens niks", "acuut_gevaar", 0.5, later={"acuut_daarna": 0.9}, **learned)
    assert silent["intent"]["name"] == "acuut_daarna" and silent["signals"]["names"] == ["nu_gevaar"]
    anew = read("ze slaat weer", "acuut_gevaar", 0.5, later={"acuut_gevaar": 0.9, "acuut_wachten": 0.1}, **learned)
    assert anew["intent"]["name"] == "acuut_gevaar"


def test_a_few_words_do_not_change_one_foreign_language_into_another():
    english = Conversation({"taal": "en"}, None, [["u", "andere_taal"], ["a", "utter_andere_taal"]])
    told = {"role_said": False, "grown_up": False, "names": [], "sure": [], "matched": [], "scores": {}, "later": {}}
    parsed = {
        "intent": {"name": "andere_taal", "confidence": 0.9},
        "intent_ranking": [{"name": "andere_taal", "confidence": 0.9}],
        "entities": [{"entity": "taal", "value": "tr"}],
        "signals": told,
    }
    assert entity(in_context.read("i am 16", parsed, english), "taal") == "en"


def test_danger_that_is_over_raises_no_alarm_by_a_hint():
    danger = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_gevaar"], ["a", "utter_acuut_gevaar"]])
    hint = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "scores": {"nu_gevaar": 0.7}, "conversation": danger}
    over = read("politie is geweest, moet ik nu aangifte doen", "acuut_gevaar", 0.7, matched=["ontkent"], **hint)
    assert over["signals"]["names"] == [] and over["intent"]["name"] != "acuut_gevaar"


def test_danger_that_is_sure_is_never_read_as_a_button():
    title = meaning.offers(AFTER_NEIGHBOURS)[0][1]
    parsed = read(title, "acuut_gevaar", 1.0, names=["nu_gevaar"], sure=["nu_gevaar"], matched=["nu_gevaar"])
    assert parsed["intent"]["name"] == "acuut_gevaar" and parsed["signals"]["sure"] == ["nu_gevaar"]


def test_a_short_message_does_not_change_who_writes_nor_raise_an_alarm_by_itself():
    parsed = read("dat weet ik niet zo", names=["suicidaal", "thema_geweld"])
    assert entity(parsed, "rol") is None and parsed["signals"]["names"] == ["thema_geweld"]


def test_a_few_words_need_more_than_a_hint_for_an_alarm():
    learned = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"]}
    parsed = read("qsdf wlkj mlkj", "acuut_gevaar", 0.7, scores={"nu_gevaar": 0.6}, **learned)
    assert parsed["intent"]["name"] != "acuut_gevaar" and entity(parsed, "gevaar") == "nee"
    assert parsed["signals"] == {**parsed["signals"], "names": ["nu_gevaar"], "sure": []}  # its card stays in sight
    clear = read("hij staat nu weer beneden", "acuut_gevaar", 0.7, scores={"nu_gevaar": 0.9}, **learned)
    assert clear["intent"]["name"] == "acuut_gevaar"


def test_after_danger_an_alarm_stays_an_alarm_until_something_says_otherwise():
    danger = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_gevaar"], ["a", "utter_acuut_gevaar"]])
    learned = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "scores": {"nu_gevaar": 0.6}, "conversation": danger}
    assert read("hij loopt weer op de gang", "acuut_gevaar", 0.7, **learned)["intent"]["name"] == "acuut_gevaar"
    calm = read("het is nu weer rustig", "acuut_gevaar", 0.7, **learned)
    assert calm["intent"]["name"] == "acuut_daarna" and calm["signals"]["names"] == []


def test_only_an_age_or_how_often_stays_with_the_subject():
    parsed = read("hij is 6", matched=["alleen_detail"])
    assert parsed["intent"]["name"] == "vermoeden_buren" and entity(parsed, "herhaald") == "ja"


def test_a_first_message_is_read_as_it_stands():
    parsed = read("dat weet ik niet zo", conversation=Conversation(), names=["suicidaal"])
    assert entity(parsed, "rol") == "slachtoffer" and parsed["signals"]["names"] == ["suicidaal"]


def test_a_carer_who_fears_that_somebody_is_taken_away_hears_no_word_of_children():
    carer = Conversation({"onderwerp": "mantelzorger_overbelast"}, None, [["u", "mantelzorger_overbelast"]])
    parsed = read("halen ze hem dan weg", confidence=0, later={"vraag_kind_uit_huis": 0.9}, conversation=carer)
    assert parsed["intent"]["name"] == "mantelzorg_uit_elkaar"


def test_a_grown_up_who_asks_what_children_ask_gets_an_answer_for_grown_ups():
    later = {"kind_zelf_aan_wie": 0.9}
    assert read("wie kan ik dit vertellen", later=later, confidence=0)["intent"]["name"] == "wat_doen_met_wie_delen"
    child = Conversation({"rol": "kind_jongere", "onderwerp": "kind_onveilig_thuis"}, None, [["u", "groet"]])
    said = read("wie kan ik dit vertellen", later=later, confidence=0, conversation=child)
    assert said["intent"]["name"] == "kind_zelf_aan_wie"


def test_telling_more_of_the_same_is_noticed():
    more = "gisteren hoorde ik het weer en toen bleef het de hele nacht akelig stil daar"
    assert entity(read(more, "vermoeden_buren", 0.9), "herhaald") == "ja"
    assert entity(read(more, "vermoeden_familie", 0.9), "herhaald") == "nee"


def test_practising_can_be_asked_for_in_words():
    assert read("oefenen", matched=["wil_oefenen"])["intent"]["name"] == "oefenen"


def test_refusing_to_name_a_place_is_a_no():
    asked = Conversation({}, None, [["u", "vraag_lokaal_team"], ["l", "plaats_form"], ["a", "action_listen"]])
    assert read("zeg ik niet", matched=["weigert"], conversation=asked)["intent"]["name"] == "ontkennen"
    assert read("zeg ik niet", matched=["weigert"])["intent"]["name"] != "ontkennen"


def test_a_bare_yes_keeps_the_wording_it_answers():
    assert entity(read("ja", "bevestigen", 0.9), "herhaald") is None


def test_only_buttons_of_the_wording_that_was_shown_are_on_offer():
    for response, variants in content.load().responses.items():
        for variant in variants:
            slots = {c["name"]: c["value"] for c in variant.get("condition") or []}
            if content.shown(response, slots) is variant:
                buttons = [b["payload"].lstrip("/") for b in variant.get("buttons") or []]
                after = Conversation(slots, None, [["u", "groet"], ["a", response]])
                assert [intent for intent, _ in meaning.offers(after)] == buttons


def test_a_no_that_says_more_is_not_taken_for_danger():
    asked = Conversation(
        {"onderwerp": "slachtoffer_partnergeweld", "herhaald": "ja"},
        None,
        [["u", "slachtoffer_partnergeweld"], ["a", "utter_slachtoffer_partnergeweld"]],
    )
    assert content.follow_up(asked.last_answer(), "nee", asked.slots) == "utter_acuut_gevaar"
    later = {"ontkennen": 0.98, "partnergeweld_valt_mee": 0.02}
    assert read("nee", later=later, confidence=0, conversation=asked)["intent"]["name"] == "ontkennen"
    assert (
        read("nee ik ben niet veilig", later=later, confidence=0, conversation=asked)["intent"]["name"] == "ontkennen"
    )
    more = read("nee hoor hij heeft mij niks gedaan", later=later, confidence=0, conversation=asked)
    assert more["intent"]["name"] == "partnergeweld_valt_mee"


@pytest.mark.parametrize(
    ("known", "said", "role"),
    [
        ("slachtoffer", False, None),
        ("slachtoffer", True, "pleger"),
        (None, False, "pleger"),
        ("ouder_zelf", False, "pleger"),
    ],
)
def test_danger_does_not_make_somebody_the_one_who_does_harm_unless_they_say_so(known, said, role):
    before = Conversation({"rol": known}, None, [["u", "slachtoffer_partnergeweld"]])
    danger = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "matched": ["nu_gevaar"], "role_said": said}
    text = "gisteren stond ze met een mes te zwaaien en ze komt zo weer thuis"
    doer = [{"entity": "rol", "value": "pleger"}]
    assert entity(read(text, "acuut_gevaar", 1.0, before, doer, **danger), "rol") == role


def test_what_is_asked_while_there_is_danger_is_about_112():
    danger = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_gevaar"], ["a", "utter_acuut_gevaar"]])
    understood = read("moet ik zeggen wie ik ben", "vraag_anoniem", 0.9, danger)
    assert understood["intent"]["name"] == "acuut_wie_belde" and "nu_gevaar" in understood["signals"]["names"]
    over = Conversation({"onderwerp": "acuut_gevaar"}, None, [["u", "acuut_daarna"], ["a", "utter_acuut_daarna"]])
    assert read("moet ik zeggen wie ik ben", "vraag_anoniem", 0.9, over)["intent"]["name"] == "vraag_anoniem"


def test_the_line_of_the_subject_stays_in_sight():
    subject = Conversation({"onderwerp": "seksueel_geweld"}, None, [["u", "seksueel_geweld"]])
    assert "seksueel" in read("hoor ik dan nog iets", "melden_politie", 0.9, subject)["signals"]["names"]
    assert "seksueel" not in read("dankje", "bedankt", 0.9, subject)["signals"]["names"]
    steps = [["u", "suicidaliteit"], ["u", "acuut_gevaar"]]
    after = Conversation({"onderwerp": "acuut_gevaar"}, None, steps)
    assert "suicidaal" in read("wat doe ik nu", "acuut_wachten", 0.9, after)["signals"]["names"], "also through danger"
    despair = Conversation({"onderwerp": "suicidaliteit"}, None, [["u", "suicidaliteit"]])
    danger = {"names": ["nu_gevaar"], "sure": ["nu_gevaar"], "matched": ["nu_gevaar"]}
    assert "suicidaal" in read("hij trapt de deur in", "acuut_gevaar", 0.9, despair, **danger)["signals"]["names"]


def test_a_partner_who_threatens_with_suicide_is_not_the_writer_who_wants_to_die():
    learned = {"names": ["suicidaal"], "sure": ["suicidaal"]}
    text = "elke keer als ik het wil uitmaken zegt hij dat hij voor de trein springt"
    threat = read(text, "suicidaliteit", 1.0, Conversation(), matched=["suicidaal", "ander_dreigt"], **learned)
    assert threat["intent"]["name"] == "suicidaliteit_dreigt" and "suicidaal" in threat["signals"]["sure"]
    own = read("ik wil niet meer", "suicidaliteit", 1.0, Conversation(), matched=["suicidaal"], **learned)
    assert own["intent"]["name"] == "suicidaliteit"


def test_a_place_after_the_local_team_is_a_place():
    text = "o wacht ik sta sinds de zomer op een ander adres geschreven, dat is in dalen en niet meer daar"
    place = {"entities": [{"entity": "gemeente", "value": "Coevorden"}]}
    team = Conversation({}, None, [["u", "lokaal_team_wat_doet"], ["a", "utter_lokaal_team_wat_doet"]])
    assert read(text, "ouder_overbelast", 0.5, team, **place)["intent"]["name"] == "vraag_lokaal_team"
    assert read(text, "ouder_overbelast", 0.5, **place)["intent"]["name"] != "vraag_lokaal_team"


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("politie is er nu, ik zie blauw licht", True),
        ("de politie is er nog niet", False),
        ("hij slaapt nu, mijn vrouw ligt bij hem", True),
        ("ze slaapt nu en ik krijg haar niet wakker", False),
    ],
)
def test_danger_is_over_when_help_is_there_or_somebody_sleeps_quietly(text, over):
    assert (DENIES in Patterns().find(text)) == over
