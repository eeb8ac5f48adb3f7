"""Requests: everything that can be wrong has its own code, and good text survives untouched."""

import json

import pytest

from bot.requests import SENTENCES, BadRequest, clean, read_chat

JSON = "application/json"


def body(**fields):
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("raw", "content_type", "code"),
    [
        (body(text=""), JSON, "leeg"),
        (body(text=" \n\t "), JSON, "leeg"),
        (body(text="\x00\x07"), JSON, "leeg"),
        (body(text="x" * 1001), JSON, "te_lang"),
        (body(text=5), JSON, "ongeldig"),
        (body(text=["hoi"]), JSON, "ongeldig"),
        (body(text="hoi", choice="groet"), JSON, "ongeldig"),
        (body(), JSON, "ongeldig"),
        (body(text="hoi", naam="x"), JSON, "ongeldig"),
        (body(text="hoi", state=1), JSON, "ongeldig"),
        (b"[]", JSON, "ongeldig"),
        (b"{", JSON, "geen_json"),
        (b"\xff\xfe", JSON, "geen_json"),
        (b"[" * 9000, JSON, "geen_json"),
        (body(text="hoi"), "text/plain", "verkeerd_type"),
        (body(text="hoi"), "", "verkeerd_type"),
        (b'{"text": "' + b"x" * 20_000 + b'"}', JSON, "te_groot"),
    ],
)
def test_each_kind_of_bad_input_has_its_own_answer(raw, content_type, code):
    with pytest.raises(BadRequest) as error:
        read_chat(raw, content_type)
    assert error.value.code == code and code in SENTENCES


@pytest.mark.parametrize(
    "text", ["hij slaat me", "🙏", "שלום ‏", "<b>help</b>", "/restart", "x" * 1000, 'ik zei: "nee"']
)
def test_good_text_arrives_as_it_is(text):
    assert read_chat(body(text=text), JSON + "; charset=utf-8").text == text.strip()


def test_control_characters_and_lone_surrogates_are_taken_out():
    assert clean("a\x00b\ud800c\nd") == "abc d"
