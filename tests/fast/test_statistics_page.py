"""The page: who may see it, what a form may do, and what it shows when something is wrong."""
# ruff: noqa: F401, F811 - `few` is a fixture

import re
from datetime import date
from functools import partial

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import settings
from bot.counts import Counts
from bot.statistics import page, periods
from bot.statistics.counts_file import CountsFile
from bot.statistics.publication import publish_due
from bot.statistics.published import Published
from bot.statistics.session import LASTS, Sessions
from bot.statistics.staff import Account, Staff
from tests.fast.statistics_samples import conversations, few

NAME, PASSWORD = "anke", "een lange zin hier"
PAGES = ("", "/afdruk", "/cijfers.csv", "/cijfers.json")
SECRET = re.compile(r"Gesprekken per week|Zorgen om een ander|\d+ gesprekken")


@pytest.fixture
def config(tmp_path):
    return settings.Settings(COUNTS=str(tmp_path / "counts.db"), COUNT_MEASURES=["role"])


@pytest.fixture
def filled(few, config):
    store, file = CountsFile(config.beside_counts("counts.db")), Published(config.beside_counts(config.STATISTICS))
    store.add([(*cell, n) for cell, n in conversations(4, periods.weeks_in("2026-Q1"), 40).items()], "test", [])
    publish_due(store, file, ["role"], [], periods.due_on("2026-Q1"))
    return file


@pytest.fixture
def staff(config):
    staff = Staff(config.beside_counts(config.STAFF))
    staff.add(NAME, PASSWORD)
    return staff


@pytest.fixture
def client(config):
    return make(config)


def make(config, demo=False, base_url="https://chat.example.nl") -> TestClient:
    app = FastAPI()
    app.include_router(page.router(config, Counts(config.beside_counts("counts.db"), config.COUNT_MEASURES), demo))
    return TestClient(app, base_url=base_url, follow_redirects=False)


def token(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.text)[1]


def log_in(client, password=PASSWORD, name=NAME, **headers):
    form = {"naam": name, "wachtwoord": password, "token": token(client.get("/statistiek"))}
    return client.post("/statistiek/inloggen", data=form, headers=headers)


def test_without_an_account_the_page_says_how_to_make_one_and_shows_nothing(client, filled):
    for path in PAGES:
        response = client.get(f"/statistiek{path}")
        assert "volgende-stap staff add" in response.text and not SECRET.search(response.text)


@pytest.mark.parametrize("path", [*PAGES, "/wachtwoord"])
def test_without_logging_in_nothing_is_shown(client, filled, staff, path):
    response = client.get(f"/statistiek{path}")
    assert response.status_code == 303 or "Inloggen" in response.text
    assert not SECRET.search(response.text)


def test_after_logging_in_the_figures_are_shown(client, filled, staff):
    assert log_in(client).status_code == 303
    response = client.get("/statistiek")
    assert "1e kwartaal 2026" in response.text and "Wordt de chat gebruikt?" in response.text
    assert client.get("/statistiek/afdruk").status_code == 200
    assert client.get("/statistiek/cijfers.csv").headers["content-disposition"].endswith('statistiek-2026-Q1.csv"')
    assert client.get("/statistiek/cijfers.json").json()["rijen"]


def test_the_cookie_is_for_this_page_only_and_cannot_be_read_by_a_script(client, staff):
    cookie = log_in(client).headers["set-cookie"]
    for part in (
        "__Secure-statistiek=",
        "HttpOnly",
        "Secure",
        "SameSite=strict",
        "Path=/statistiek",
        f"Max-Age={LASTS}",
    ):
        assert part in cookie


def test_over_plain_http_it_can_be_tried_when_the_client_says_so(config, staff):
    client = make(config.copy(update={"COOKIE_SECURE": False}), base_url="http://chat.example.nl")
    assert "Secure" not in log_in(client).headers["set-cookie"]


def test_every_answer_is_private_and_runs_no_script(client, filled, staff):
    log_in(client)
    for path in (*PAGES, "/wachtwoord"):
        headers = client.get(f"/statistiek{path}").headers
        assert headers["cache-control"] == "no-store"
        assert (
            "default-src 'none'" in headers["content-security-policy"]
            and "script-src" not in headers["content-security-policy"]
        )
    html = client.get("/statistiek").text
    assert "<script" not in html and "style=" not in html and not re.search(r'(src|href|action)="(https?:)?//', html)


@pytest.mark.parametrize("name, password", [(NAME, "een verkeerde zin"), ("bert", PASSWORD), ("", ""), ("'; --", "x")])
def test_a_wrong_login_says_no_more_than_that(client, staff, name, password):
    response = log_in(client, password, name)
    assert response.status_code == 403 and "set-cookie" not in response.headers
    assert "horen niet bij elkaar" in response.text and "bert" not in response.text


def test_many_wrong_logins_must_wait(config, staff, monkeypatch):
    monkeypatch.setattr("bot.statistics.login.Staff", partial(Staff, clock=lambda: 0.0))  # a slow machine waits no less
    client = make(config)
    for _ in range(5):
        response = log_in(client, "een verkeerde zin")
    assert "Wacht" in response.text
    assert log_in(client).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.nl"},
        {"origin": "null"},
    ],
)
def test_a_form_from_another_site_does_nothing(client, filled, staff, headers):
    assert log_in(client, **headers).status_code == 400
    log_in(client)
    form = {"token": token(client.get("/statistiek")), "week": this_week(), "tekst": "radiospot"}
    client.post("/statistiek/notitie", data=form, headers=headers)
    client.post("/statistiek/uitloggen", data=form, headers=headers)
    assert filled.notes() == []
    assert "Uitloggen" in client.get("/statistiek").text


@pytest.mark.parametrize("kind", ["none", "broken", "of the login page", "of another account"])
def test_a_form_without_the_token_of_this_session_does_nothing(client, config, filled, staff, kind):
    login_token = token(client.get("/statistiek"))
    log_in(client)
    other = Sessions(config.sealing_keys(), True).token(Account("bert", 1))
    value = {"none": "", "broken": "x.y.z", "of the login page": login_token, "of another account": other}[kind]
    client.post("/statistiek/notitie", data={"token": value, "week": this_week(), "tekst": "radiospot"})
    client.post("/statistiek/wachtwoord", data={"token": value, "oud": PASSWORD, "nieuw": "een heel andere zin"})
    assert filled.notes() == []
    assert staff.log_in(NAME, PASSWORD)


def test_a_session_signed_with_another_key_is_nobody(client, config, staff):
    other = Sessions([b"0" * 32], True)
    client.cookies.set(other.cookie, other._cookies.dumps(Account(NAME, 1)), path="/statistiek")
    assert "Inloggen" in client.get("/statistiek").text


def test_a_session_survives_a_change_of_key_and_ends_after_a_day(config, staff, monkeypatch):
    old, new = settings.new_key(), settings.new_key()
    before = make(config.copy(update={"SEALING_KEY": old}))
    log_in(before)
    after = make(config.copy(update={"SEALING_KEY": new, "SEALING_KEY_PREVIOUS": old}))
    after.cookies = before.cookies
    assert "Uitloggen" in after.get("/statistiek").text
    import itsdangerous.timed as timed

    now = timed.time.time
    monkeypatch.setattr(timed.time, "time", lambda: now() + LASTS + 10)
    assert "Inloggen" in after.get("/statistiek").text


def test_logging_out_ends_a_copied_cookie_too(client, config, staff):
    log_in(client)
    copy = make(config)
    copy.cookies.update(dict(client.cookies))
    client.post("/statistiek/uitloggen", data={"token": token(client.get("/statistiek"))})
    assert "Inloggen" in client.get("/statistiek").text
    assert "Inloggen" in copy.get("/statistiek").text


def test_a_new_password_needs_the_old_one_and_ends_all_sessions(client, staff):
    log_in(client)
    form = {
        "token": token(client.get("/statistiek/wachtwoord")),
        "oud": "een verkeerde zin",
        "nieuw": "een heel andere zin",
    }
    assert client.post("/statistiek/wachtwoord", data=form).status_code == 403
    assert client.post("/statistiek/wachtwoord", data={**form, "oud": PASSWORD, "nieuw": "kort"}).status_code == 403
    assert client.post("/statistiek/wachtwoord", data={**form, "oud": PASSWORD}).status_code == 303
    assert "Inloggen" in client.get("/statistiek").text
    assert log_in(client, "een heel andere zin").status_code == 303


def this_week() -> str:
    return periods.week_of(date.today())


def test_a_note_is_kept_shown_as_text_and_removed(client, filled, staff):
    log_in(client)
    form = {"token": token(client.get("/statistiek")), "week": this_week(), "tekst": "<b>radio</b> & poster"}
    assert client.post("/statistiek/notitie", data=form).status_code == 303
    html = client.get("/statistiek").text
    assert "&lt;b&gt;radio&lt;/b&gt; &amp; poster" in html and "<b>radio" not in html
    number = re.search(r'name="id" value="(\d+)"', html)[1]
    client.post("/statistiek/notitie/weg", data={"token": token(client.get("/statistiek")), "id": number})
    assert filled.notes() == []


@pytest.mark.parametrize(
    "week, text", [("2026-W99", "x"), ("1999-W01", "x"), ("", "x"), ("now", ""), ("now", "  \n "), ("now", "a\x00b")]
)
def test_a_note_on_no_week_or_without_words_is_not_kept(client, filled, staff, week, text):
    log_in(client)
    form = {"token": token(client.get("/statistiek")), "week": this_week() if week == "now" else week, "tekst": text}
    assert client.post("/statistiek/notitie", data=form).status_code == 303
    assert filled.notes() == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a" * 5000, b"&" * 400, b"token=%", b"{}"])
@pytest.mark.parametrize("path", ["inloggen", "uitloggen", "wachtwoord", "notitie", "notitie/weg"])
def test_a_form_that_is_none_breaks_nothing(client, filled, staff, path, body):
    log_in(client)
    response = client.post(
        f"/statistiek/{path}", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert response.status_code in (303, 400)


@pytest.mark.parametrize("period", ["", "2099-Q1", "<script>", "x" * 3000, "2026-W05"])
def test_an_unknown_period_shows_the_latest_quarter(client, filled, staff, period):
    log_in(client)
    response = client.get("/statistiek", params={"periode": period})
    assert response.status_code == 200 and "1e kwartaal 2026" in response.text and "<script" not in response.text


def test_before_anything_was_published_the_page_says_when_it_will_be(client, staff):
    log_in(client)
    html = client.get("/statistiek").text
    assert "De eerste weken" in html and "Er is nog geen week voorbij" in html


def test_when_counting_is_off_the_page_says_so(config, staff):
    app = FastAPI()
    app.include_router(page.router(config, Counts(None)))
    assert "telt nu niets" in TestClient(app).get("/statistiek").text


def test_a_broken_file_is_said_in_a_sentence(client, config, staff, caplog):
    config.beside_counts(config.STATISTICS).write_bytes(b"no database" * 500)
    log_in(client)
    response = client.get("/statistiek")
    assert response.status_code == 503 and "even niet te lezen" in response.text


def test_demo_figures_never_show_on_the_real_page_and_are_marked_on_their_own(client, config, staff):
    Published(config.beside_counts(config.STATISTICS), demo=True)
    log_in(client)
    assert client.get("/statistiek").status_code == 503
    assert "verzonnen" in make(config, demo=True).get("/statistiek").text


def test_trouble_with_counting_is_shown_to_staff(client, config, filled, staff):
    config.beside_counts("counts.db.beschadigd-2026-11-21-1").write_bytes(b"")
    log_in(client)
    assert "beschadigd" in client.get("/statistiek").text


def test_the_page_explains_every_term_and_which_measures_are_on(client, filled, staff):
    log_in(client)
    html = client.get("/statistiek").text
    for words in (
        "Getallen zijn afgerond op 5. Minder dan 10 tonen we niet, zodat niemand te herkennen is.",
        "Tien gesprekken zijn niet tien mensen",
        "proberen de chat ook gewoon uit",
        "Nu staat aan: gesprekken, berichten, niet begrepen, onderwerpen, doorverwijzingen, wie er schrijft.",
        "<dt>Begrepen</dt>",
    ):
        assert words in html
