"""The content checks find nothing wrong here, and find what is wrong elsewhere: file and line first."""

import pytest

from bot import checks, content, paths, pattern_checks, register
from bot.contacts import Contacts
from bot.yaml_lines import read

GOOD = '    custom: {contacts: [veilig_thuis]}\n    metadata: {label: "Een label", source: [], sourced: "2026-11-21"}\n'


def topic(text="Goed dat je dit vraagt.", extra="", key="utter_vraag"):
    return f'version: "3.1"\nintents:\n- vraag\nresponses:\n  {key}:\n  - text: "{text}"\n{extra}{GOOD}'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("domain", "rules", "nlu"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(paths, "DOMAIN", tmp_path / "domain")
    monkeypatch.setattr(paths, "RULES", tmp_path / "rules")
    monkeypatch.setattr(paths, "NLU", tmp_path / "nlu")
    (tmp_path / "rules" / "onderwerp.yml").write_text(
        'version: "3.1"\nrules:\n- rule: een vraag krijgt antwoord\n  steps:\n  - intent: vraag\n  - action: utter_vraag\n'
    )
    return tmp_path


def problems(folder, text):
    (folder / "domain" / "onderwerp.yml").write_text(text, "utf-8")
    return " | ".join(p for p in checks.content() if "onderwerp.yml" in p)


def test_all_content_here_is_right():
    assert checks.content() == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (topic(extra='    buttons:\n    - {title: "Verder", payload: /vrag}\n'), "Bedoel je /vraag?"),
        (topic(text="woord " * 91), "91 woorden"),
        (topic(), "intent vraag heeft geen voorbeelden in data/nlu/later/"),
        (topic(text="Bel 0800-1234 nu."), "telefoonnummer"),
        (topic(text="Jij bent het slachtoffer."), "slachtoffer"),
        (topic().replace("veilig_thuis", "onbekend"), "niet in het register"),
        (topic().replace("sourced", "gelezen"), "metadata.sourced"),
        (topic() + topic(key="utter_los").split("responses:\n")[1], "nergens gebruikt"),
        ("version: [", "geen geldige YAML"),
        (topic() + '  utter_vraag:\n  - text: "Nog een keer."\n' + GOOD, "staat er twee keer"),
    ],
)
def test_each_mistake_is_named_with_file_and_line(folder, text, complaint):
    found = problems(folder, text)
    assert complaint in found and "onderwerp.yml:" in found


def test_a_pattern_that_could_never_find_danger_is_named_with_file_and_line(tmp_path):
    (tmp_path / "words.yml").write_text('nu: ["nu", "net"]\ngeluid: ["gil{letters}"]\nonnodig: ["iets"]\n', "utf-8")
    (tmp_path / "nu_gevaar.yml").write_text(
        """patterns:\n  - '\\b{nu}\\b.{0,20}{geluid}'\n  - '{wapens}'\n  - 'slaat(' \n""", "utf-8"
    )
    (tmp_path / "let_op.yml").write_text("keel:\n  patterns:\n  - '{keel}'\n  exceptions:\n  - 'vroeger'\n", "utf-8")
    assert pattern_checks.problems(tmp_path) == [
        "let_op.yml:3: de woordenlijst {keel} staat niet in words.yml.",
        "nu_gevaar.yml:3: de woordenlijst {wapens} staat niet in words.yml.",
        "nu_gevaar.yml:4: dit patroon is geen goede reguliere expressie (missing ), unterminated subpattern at position 7).",
        "words.yml:2: de woordenlijst {letters} staat niet in words.yml.",
        "words.yml: geen patroon gebruikt de lijst onnodig.",
    ]


def test_all_problems_come_at_once(folder):
    found = problems(folder, topic(text="Bel 0800-1234, jij slachtoffer. " + "woord " * 90))
    assert all(part in found for part in ("telefoonnummer", "slachtoffer", "woorden"))


def test_numbers_never_to_be_shown_are_found(folder):
    assert "0900 1 26 26 26" in problems(folder, topic(text="Bel 09001262626."))


def test_go_live_fails_until_every_number_was_phoned():
    assert any("112" in p for p in register.go_live())


def test_the_register_prints_as_a_table():
    table = register.register_table()
    assert "0800-2000" in table and len(table.splitlines()) > 35


def test_every_topic_has_a_dutch_label():
    loaded = content.load()
    from tests.fast.test_training_data import SITUATIONS

    assert all(loaded.labels[i] and "_" not in loaded.labels[i] for i in SITUATIONS)


def test_no_number_stands_outside_the_register():
    import re

    allowed = {re.sub(r"\D", "", o["phone"]) for o in Contacts().organisations.values() if o["phone"]}
    for path in [
        *paths.ROOT.glob("bot/**/*.py"),
        *paths.ROOT.glob("actions/*.py"),
        *paths.ROOT.glob("web-widget/*.js"),
    ]:
        for number in re.findall(r"\b0[89]00[- ]?\d{4}\b|\b0\d{1,3}-\d{6,7}\b", path.read_text("utf-8")):
            assert re.sub(r"\D", "", number) in allowed, f"{path.name}: {number}"


def test_yaml_problems_name_the_line(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("a: 1\nb: 2\na: 3\n")
    assert "x.yml:3" in read(path)[2][0]


def test_every_answer_reads_at_b1_or_easier():
    assert checks.reading() == []


def test_a_text_that_reads_too_hard_is_named(folder):
    hard = (
        "Voorafgaand aan besluitvorming inzake uithuisplaatsing organiseert de gecertificeerde instelling "
        "multidisciplinair veiligheidsoverleg, waarbij risicotaxatie-instrumenten, voorgeschiedenis en "
        "maatschappelijke omstandigheden gezamenlijk zorgvuldig beoordeeld worden."
    )
    (folder / "domain" / "onderwerp.yml").write_text(topic(text=hard), "utf-8")
    assert "onderwerp.yml:5: utter_vraag: leest te moeilijk" in checks.reading()[0]
