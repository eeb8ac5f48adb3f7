"""The measures that the client switches on: what is asked, what is counted, and never where it could do harm."""

import random
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from bot import one_tap, settings, steps
from bot.content import load
from bot.conversation import Sealer
from bot.statistics import measures
from bot.statistics.counts_file import INCOMPLETE, CountsFile

QUESTION = "met iemand over durven praten"
HELP = "wat kan ik doen voor mijn buurvrouw"


class Service:
    """A gateway with some measures on, and what it counted."""

    def __init__(self, client, config):
        self.client, self.config = client, config

    def talk(self, *said, state=None):
        """Say or choose (``/intent``) one thing after another; all replies."""
        replies = []
        for what in said:
            body = {"choice": what[1:]} if what.startswith("/") else {"text": what}
            reply = self.client.post("/api/chat", json={**body, **({"state": state} if state else {})})
            assert reply.status_code == 200, reply.text
            replies.append(reply.json())
            state = replies[-1]["state"]
        return replies

    def counted(self, *names) -> Counter:
        """Keys counted for some measures, after writing."""
        self.client.app.state.talk._counts.flush()
        rows = CountsFile(self.config.beside_counts("counts.db")).rows()
        return Counter({(m, k): n for _, m, k, n in rows if m in names and m != INCOMPLETE})

    def told(self, reply):
        return Sealer(self.config.sealing_keys(), 7200).open(reply["state"]).told


@pytest.fixture
def service(bot, tmp_path):
    """Make a service with the given measures on; the draw asks at the beginning."""
    from bot.gateway import create_app

    opened = []

    def make(*on, first=True) -> Service:
        config = settings.Settings(COUNTS=str(tmp_path / "counts.db"), COUNT_MEASURES=list(on))
        client = TestClient(create_app(config, bot), base_url="http://localhost")
        client.__enter__()
        opened.append(client)
        client.app.state.talk._one_tap._draw = lambda: first
        return Service(client, config)

    yield make
    for client in opened:
        client.__exit__(None, None, None)


def asks(reply) -> bool:
    return any(QUESTION in message["text"] for message in reply["messages"])


def test_with_the_measure_off_nothing_is_asked_or_kept(service):
    off = service()
    replies = off.talk("/start_zorgen", "/vermoeden_buren", "/vraag_wat_kan_ik_doen", "dankjewel", "doei")
    assert not any(map(asks, replies))
    assert not any(mark.startswith((one_tap.ASKED, one_tap.NEVER)) for mark in off.told(replies[-1]))
    assert not off.counted(*measures.OPTIONAL)


def test_the_question_comes_once_after_the_first_reply_and_the_answer_counts(service):
    on = service("talk_before")
    first, second, third = on.talk("/start_zorgen", "/vermoeden_buren", "/vraag_wat_kan_ik_doen")
    assert [asks(reply) for reply in (first, second, third)] == [False, True, False]
    question = second["messages"][-1]
    assert [choice["title"] for choice in question["choices"]] == ["Ja", "Misschien", "Nee"]
    assert question["contacts"] == [] and second["messages"][-2]["contacts"]
    for answer in question["choices"]:
        (reply,) = on.talk("/" + answer["choice"], state=second["state"])
        assert reply["messages"][0]["text"] and len(reply["messages"][0]["choices"]) >= 2
        assert reply["intent"] == one_tap.INTENT and not reply["urgent"]
        assert on.talk("/vraag_signalen", state=reply["state"])[0]["messages"]  # the talk goes on
    assert on.counted("talk_before", "talk_after") == {("talk_before", key): 1 for key in ("ja", "misschien", "nee")}


def test_an_answer_counts_once_and_only_when_it_was_asked(service):
    on = service("talk_before")
    asked = on.talk("/start_zorgen", "/vermoeden_buren")[-1]
    again = on.talk("/durven.ja", "/durven.nee", state=asked["state"])[-1]
    on.talk("/durven.ja", state=again["state"])
    on.talk("/durven.ja")  # no state: nobody asked
    assert on.counted("talk_before") == {("talk_before", "ja"): 1}
    assert on.counted("intent")[("intent", one_tap.INTENT)] == 0


@pytest.mark.parametrize("choice", ["durven.", "durven.weetniet", "durven.vraag", "durven.vraag_eind", "durven"])
def test_an_answer_that_does_not_exist_is_refused(service, choice):
    assert service("talk_before").client.post("/api/chat", json={"choice": choice}).status_code == 422


@pytest.mark.parametrize(
    "typed, key",
    [("ja", "ja"), ("Ja hoor!", "ja"), ("nee", "nee"), ("misschien wel", "misschien"), ("weet ik niet", "misschien")],
)
def test_an_answer_may_be_typed_straight_after_the_question(service, typed, key):
    on = service("talk_before")
    asked = on.talk("/start_zorgen", "/vermoeden_buren")[-1]
    (reply,) = on.talk(typed, state=asked["state"])
    assert reply["intent"] == one_tap.INTENT
    assert on.counted("talk_before") == {("talk_before", key): 1}


def test_a_word_typed_later_or_more_than_a_word_is_no_answer(service):
    on = service("talk_before")
    asked = on.talk("/start_zorgen", "/vermoeden_buren")[-1]
    for said in (["/vraag_signalen", "ja"], ["nee hij slaat haar nu"], ["ja ik heb hem zien slaan"]):
        assert all(reply["intent"] != one_tap.INTENT for reply in on.talk(*said, state=asked["state"]))
    assert not on.counted("talk_before")


def test_whoever_types_on_is_not_asked_again(service):
    on = service("talk_before", "talk_after")
    replies = on.talk("/start_zorgen", "/vermoeden_buren", "hoe begin ik een gesprek met haar", "bedankt", "doei")
    assert [asks(reply) for reply in replies] == [False, True, False, False, False]
    assert not on.counted("talk_before", "talk_after")


def test_at_the_end_it_is_asked_when_somebody_says_thanks(service):
    on = service("talk_after")
    replies = on.talk("/start_zorgen", "/vermoeden_buren", "/vraag_wat_kan_ik_doen", "dankjewel")
    assert [asks(reply) for reply in replies] == [False, False, False, True]
    on.talk("/durven.misschien", state=replies[-1]["state"])
    assert on.counted("talk_before", "talk_after") == {("talk_after", "misschien"): 1}


def test_a_greeting_and_a_goodbye_alone_are_no_conversation_to_ask_about(service):
    assert not any(map(asks, service("talk_after").talk("hallo", "dankjewel", "doei")))


def test_the_draw_decides_once_between_beginning_and_end(service):
    end = service("talk_before", "talk_after", first=False)
    replies = end.talk("/start_zorgen", "/vermoeden_buren")
    end.client.app.state.talk._one_tap._draw = lambda: True
    replies += end.talk("/vraag_wat_kan_ik_doen", "bedankt", state=replies[-1]["state"])
    assert [asks(reply) for reply in replies] == [False, False, False, True]


@pytest.mark.parametrize(
    "said",
    [
        "hij heeft een mes vast en staat voor de deur",
        "ik wil niet meer leven",
        "mijn vriendin wil niet meer leven",
        "ik ben verkracht",
        "ik ben 12 en mijn vader slaat mij",
        "mijn vriend slaat mij",
        "ik sla mijn vrouw en wil stoppen",
        "mijn ex volgt mij overal",
        "mijn ouders willen dat ik ga trouwen met iemand die ik niet ken",
        "/acuut_gevaar",
        "/kind_onveilig_thuis",
        "/seksueel_geweld",
        "/suicidaliteit",
        "/loverboy_uitbuiting",
    ],
)
@pytest.mark.parametrize("early", [True, False])
def test_it_is_never_asked_in_a_conversation_with_danger_or_harm(service, said, early):
    on = service("talk_before", "talk_after")
    before = [said, "/start_vraag"] if early else ["/start_zorgen", said]
    replies = on.talk(*before, "/vermoeden_buren", "/vraag_wat_kan_ik_doen", "dankjewel", "doei")
    assert not any(map(asks, replies))


def test_it_is_not_asked_in_the_middle_of_something(service):
    on = service("talk_before", "talk_after")
    practising = on.talk("/start_vraag", "/oefenen", "/oefenen_buur", "/oefenen_a")
    assert not any(map(asks, practising))
    place = on.talk("hallo", "waar vind ik het lokale team")
    assert not any(map(asks, place))


def test_random_walks_ask_once_at_most_and_never_beside_112_113_or_the_children_line(service):
    on, dice = service(*measures.OPTIONAL), random.Random(7)
    topics = sorted(load().labels)
    for _ in range(12):
        on.client.app.state.talk._one_tap._draw = lambda: dice.random() < 0.5
        replies = on.talk(*("/" + dice.choice(topics) for _ in range(8)), "bedankt")
        assert sum(map(asks, replies)) <= 1
        for number, reply in enumerate(replies):
            shown = {
                card["id"] for earlier in replies[: number + 1] for m in earlier["messages"] for card in m["contacts"]
            }
            assert not (asks(reply) and shown & one_tap.NEVER_CARDS)


def test_steps_are_counted_when_first_reached(service):
    on = service("step")
    on.talk("/vermoeden_buren", "/buren_opschrijven", "/vraag_wat_is_geweld", "/mens_spreken", "/vermoeden_buren")
    on.talk("/slachtoffer_partnergeweld")
    assert on.counted("step") == {("step", step): 1 for step in ("opmerken", "twijfelen", "doen")}


def test_topic_chips_count_the_opening_choice_and_the_choice_after_a_miss(service):
    on = service("topic_chip")
    on.talk("/start_zorgen", "/vermoeden_buren")
    on.talk("/vermoeden_kind")  # no opening choice: an old button, say
    missed = on.talk("/niet_herkend")[-1]
    on.talk("/vermoeden_familie", "/vraag_signalen", state=missed["state"])
    assert on.counted("topic_chip") == {("topic_chip", "start_zorgen"): 1, ("topic_chip", "vermoeden_familie"): 1}


def test_a_friend_counts_as_an_acquaintance():
    for role in ("vriend", "collega", "bekende"):
        assert measures.clean_key("role", role) == "bekende"


def test_a_visitor_who_does_not_understand_is_no_message_that_was_not_understood(service):
    on = service()
    replies = on.talk("/vermoeden_buren", "/niet_begrepen", "/niet_herkend")
    assert [reply["intent"] for reply in replies] == ["vermoeden_buren", "niet_begrepen", "niet_herkend"]
    assert on.counted("message", "not_understood") == {("message", "all"): 3, ("not_understood", "all"): 1}


def test_every_topic_of_a_step_exists():
    assert list(steps.problems(load().intents)) == []
    assert set(measures.MEASURES["step"].listed()) == set(steps.STEPS)
