"""Accounts: how passwords are kept, and how guessing is slowed."""

import pytest

from bot.statistics import staff as module
from bot.statistics.staff import Account, Refused, Staff

PASSWORD = "een lange zin hier"


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def staff(tmp_path, clock):
    staff = Staff(tmp_path / "staff.db", clock=lambda: clock[0])
    staff.add("Anke", PASSWORD)
    return staff


def test_a_password_is_kept_as_an_argon2_hash_only(staff):
    content = staff.path.read_bytes()
    assert b"$argon2id$" in content and PASSWORD.encode() not in content
    assert staff.path.stat().st_mode & 0o777 == 0o600


def test_the_right_password_logs_in(staff):
    assert staff.log_in(" ANKE ", PASSWORD).name == "anke"


@pytest.mark.parametrize(
    "name, password", [("anke", "een andere lange zin"), ("anke", ""), ("bert", PASSWORD), ("", "")]
)
def test_anything_else_is_refused_in_the_same_words(staff, name, password):
    with pytest.raises(Refused, match="^Deze naam en dit wachtwoord horen niet bij elkaar.$"):
        staff.log_in(name, password)


@pytest.mark.parametrize("password", ["kort", "anke en nog wat", "aaaaaaaaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused(staff, password):
    with pytest.raises(Refused):
        staff.set_password("anke", password)


def test_an_account_is_made_once(staff):
    with pytest.raises(Refused, match="al een account"):
        staff.add("anke", PASSWORD)


def test_guessing_becomes_slower_and_slower(staff, clock):
    waits = []
    for _ in range(12):
        with pytest.raises(Refused, match="horen niet"):
            staff.log_in("anke", "een verkeerde zin")
        start = clock[0]
        while True:  # until the next guess is looked at
            try:
                staff.log_in("anke", PASSWORD)
            except Refused as refusal:
                assert "Wacht" in str(refusal)
                clock[0] += 0.5
                continue
            break
        waits.append(clock[0] - start)
        staff._misses[staff._bucket("anke")] = len(waits)  # a success starts afresh; here the guesses go on
    assert waits[:2] == [0, 0]
    assert waits == sorted(waits) and waits[-1] == module.LONGEST_WAIT


def test_guessing_at_names_that_do_not_exist_fills_no_memory_and_keeps_no_name(staff, monkeypatch):
    monkeypatch.setattr(staff, "_matches", lambda digest, password: False)  # hashing is slow
    for number in range(4 * module.BUCKETS):
        with pytest.raises(Refused):
            staff.log_in(f"name{number}", "x")
    assert len(staff._misses) <= module.BUCKETS
    assert "name" not in repr(staff._misses)


def test_waiting_does_not_tell_which_names_exist(staff):
    """Whoever has used up the tries on made-up names is answered alike on a name that exists and one that does not."""

    def answer(name):
        with pytest.raises(Refused) as refusal:
            staff.log_in(name, "een verkeerde zin")
        return "Wacht" in str(refusal.value)

    for name in ("carl", "dora", "emma", "finn", "guus"):
        answer(name)
    assert [answer("bert") for _ in range(5)] == [answer("anke") for _ in range(5)]


def test_an_account_made_again_under_the_same_name_does_not_revive_old_sessions(staff):
    gone = staff.log_in("anke", PASSWORD)
    staff.remove("anke")
    staff.add("anke", PASSWORD)
    assert not staff.current(gone)


def test_guessing_at_one_name_does_not_close_another(staff):
    staff.add("bert", PASSWORD)
    for _ in range(6):
        with pytest.raises(Refused):
            staff.log_in("anke", "een verkeerde zin")
    assert staff.log_in("bert", PASSWORD)


def test_logging_out_and_a_new_password_end_all_sessions(staff):
    first = staff.log_in("anke", PASSWORD)
    staff.log_out(first)
    assert not staff.current(first)
    second = staff.log_in("anke", PASSWORD)
    staff.set_password("anke", "een heel andere zin")
    assert not staff.current(second)
    assert staff.remove("anke") and not staff.remove("anke")
    assert not staff.current(staff_again := Account("anke", 3)) and staff_again
