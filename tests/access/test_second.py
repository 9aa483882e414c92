"""A second proof beside the password: each code and each word good once, and guessed by nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP

from access import usecases
from access.errors import PasswordRefused, SecondRefused
from access.gateway import Argon2Hasher, new_secret
from access.person import SignedIn
from access.policy import LOCKED_FOR, PROOF_WITHIN, WRONG_BEFORE_LOCK
from access.rights import Role
from access.second import usecases as second
from access.second.codes import step_of
from access.usecases import NewUser
from store.session import Database

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
WORD, EMAIL = "quatre mots sans lien", "ana@example.com"
HASHER = Argon2Hasher(memory_kib=64)
HALF = timedelta(seconds=30)


class _House:
    """One user, with a telephone."""

    def __init__(self, database: Database) -> None:
        self.database = database
        new = NewUser("Ana", EMAIL, frozenset({Role.ADMINISTRATOR}))
        with database.transaction() as session:
            self.user = usecases.add_user(session, HASHER, new, WORD, at=AT)
        self.secret = ""
        self.words: tuple[str, ...] = ()

    def set_up(self, at: datetime = AT) -> None:
        with self.database.transaction() as session:
            self.secret = second.begin(session, self.user.id)
        with self.database.transaction() as session:
            self.words = second.confirm(session, self.user.id, self.code(at), at=at)

    def code(self, at: datetime) -> str:
        return TOTP(self.secret).at(at)

    def enter(self, at: datetime, word: str = WORD) -> SignedIn | None:
        with self.database.transaction() as session:
            return usecases.sign_in(session, HASHER, email=EMAIL, password=word, at=at)

    def prove(self, code: str, at: datetime, *, token: str | None = None) -> str:
        if token is None:
            began = self.enter(at)
            token = began.token if began else ""
        with self.database.transaction() as session:
            done = second.prove(session, token, code, at=at)
        return done.token if done else ""

    def who(self, token: str, at: datetime) -> str:
        with self.database.read() as session:
            found = usecases.seen(session, token, at=at)
        return found.person.name if found else ""


@pytest.fixture
def house(database: Database) -> _House:
    return _House(database)


def test_a_right_password_alone_opens_nothing_any_more(house: _House) -> None:
    before = house.enter(AT)
    assert before is not None
    assert not before.waits
    house.set_up()
    at = AT + HALF
    waiting = house.enter(at)
    assert waiting is not None
    assert waiting.waits
    assert house.who(waiting.token, at) == ""
    opened = house.prove(house.code(at), at, token=waiting.token)
    assert house.who(opened, at) == "Ana"
    assert opened != waiting.token
    assert house.prove(house.code(at + HALF), at + HALF, token=waiting.token) == ""


def test_a_code_counts_once_and_so_does_a_word(house: _House) -> None:
    house.set_up()
    assert house.prove(house.code(AT), AT) == ""  # it was told when setting up
    at = AT + HALF
    assert house.prove(house.code(at), at)
    assert house.prove(house.code(at), at) == ""
    typed = house.words[3].upper().replace("-", " ")
    assert house.prove(typed, at)
    assert house.prove(typed, at) == ""
    assert house.prove(house.words[4], at)


def test_a_right_password_buys_no_more_guesses_at_the_code(house: _House) -> None:
    house.set_up()
    for _ in range(WRONG_BEFORE_LOCK):
        assert house.prove("000000", AT) == ""
    at = AT + HALF
    assert house.prove(house.code(at), at) == ""
    later = AT + LOCKED_FOR
    assert house.prove(house.code(later), later)


def test_a_browser_does_not_wait_for_ever(house: _House) -> None:
    house.set_up()
    waiting = house.enter(AT)
    assert waiting is not None
    late = AT + PROOF_WITHIN
    assert house.prove(house.code(late), late, token=waiting.token) == ""
    assert house.prove(house.code(late), late, token="made up") == ""


def test_it_is_set_up_by_a_code_and_ended_by_the_password_or_an_administrator(house: _House) -> None:
    with house.database.transaction() as session:
        second.begin(session, house.user.id)
    entered = house.enter(AT)
    assert entered is not None
    assert not entered.waits  # nothing is asked for before it works
    with house.database.transaction() as session, pytest.raises(SecondRefused, match="clock"):
        second.confirm(session, house.user.id, "000000", at=AT)
    house.set_up()
    with house.database.transaction() as session, pytest.raises(SecondRefused, match="already"):
        second.begin(session, house.user.id)
    with house.database.transaction() as session, pytest.raises(PasswordRefused):
        second.end(session, HASHER, house.user.id, "wrong")
    with house.database.transaction() as session:
        assert second.with_second(session) == {house.user.id}
        second.reset(session, house.user)
    with house.database.transaction() as session, pytest.raises(SecondRefused, match="password is enough"):
        second.reset(session, house.user)
    house.set_up()
    with house.database.transaction() as session:
        second.end(session, HASHER, house.user.id, WORD)
    assert house.who(house.enter(AT).token, AT) == "Ana"  # type: ignore[union-attr]


@given(st.integers(-90, 90), st.integers(0, 2))
def test_a_code_is_good_for_its_half_minute_and_the_one_beside_it(apart: int, used: int) -> None:
    """Whatever the telephone's clock says, within half a minute; and never again once used."""
    secret = new_secret()
    shown = AT + timedelta(seconds=apart)
    step = TOTP(secret).timecode(shown)
    after = step - 1 + used
    found = step_of(secret, TOTP(secret).at(shown), at=AT, after=after)
    near = abs(step - TOTP(secret).timecode(AT)) <= 1
    assert found == (step if near and used == 0 else None)
