"""Coming in by password and by key, on a real database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from access import usecases
from access.audit import Done
from access.errors import PasswordRefused, UnknownKey, UserRefused
from access.gateway import Argon2Hasher
from access.policy import LOCKED_FOR, SESSION_IDLES, SESSION_LASTS
from access.rights import Right, Role
from access.usecases import NewUser
from store.session import Database

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
WORD = "quatre mots sans lien"
HASHER = Argon2Hasher(memory_kib=64)
ANA = NewUser("Ana", "Ana@Example.com", frozenset({Role.CREDIT_MANAGER, Role.ADMINISTRATOR}))


@pytest.fixture
def peopled(database: Database) -> Iterator[Database]:
    with database.transaction() as session:
        usecases.add_user(session, HASHER, ANA, WORD, at=AT)
    return database


def _enter(database: Database, word: str = WORD, *, at: datetime = AT, email: str = "ana@example.com") -> str:
    with database.transaction() as session:
        done = usecases.sign_in(session, HASHER, email=email, password=word, at=at)
    return done.token if done else ""


def _who(database: Database, token: str, at: datetime) -> str:
    with database.read() as session:
        found = usecases.seen(session, token, at=at)
    return found.person.name if found else ""


def test_the_right_password_opens_and_the_session_ends_in_time(peopled: Database) -> None:
    token = _enter(peopled)
    assert _who(peopled, token, AT) == "Ana"
    assert _who(peopled, token, AT + SESSION_IDLES) == ""
    later = AT + SESSION_IDLES - timedelta(minutes=1)
    with peopled.transaction() as session:
        usecases.see(session, token, at=later)
    assert _who(peopled, token, AT + SESSION_IDLES) == "Ana"
    assert _who(peopled, token, AT + SESSION_LASTS) == ""
    assert _who(peopled, "made up", AT) == ""


def test_signing_out_and_leaving_end_it(peopled: Database) -> None:
    token, other = _enter(peopled), _enter(peopled)
    with peopled.transaction() as session:
        usecases.sign_out(session, token)
    assert (_who(peopled, token, AT), _who(peopled, other, AT)) == ("", "Ana")
    with peopled.transaction() as session:
        usecases.add_user(
            session, HASHER, NewUser("Zoé", "zoe@example.com", frozenset({Role.ADMINISTRATOR})), WORD, at=AT
        )
        usecases.let_go(session, "ana@example.com", at=AT)
    assert _who(peopled, other, AT) == ""
    assert _enter(peopled) == ""


def test_five_wrong_passwords_lock_for_a_while(peopled: Database) -> None:
    assert [_enter(peopled, "wrong", at=AT) for _ in range(5)] == [""] * 5
    assert _enter(peopled) == ""
    assert _enter(peopled, at=AT + LOCKED_FOR) != ""
    assert _enter(peopled, email="nobody@example.com") == ""


@pytest.mark.parametrize("word", ["short", "aaaaaaaaaaaaaaaa", "ana@example.com", "x" * 201])
def test_a_password_that_could_be_guessed_is_refused(peopled: Database, word: str) -> None:
    with pytest.raises(PasswordRefused), peopled.transaction() as session:
        usecases.set_password(session, HASHER, "ana@example.com", word)
    assert _enter(peopled)


def test_a_new_password_ends_every_session(peopled: Database) -> None:
    token = _enter(peopled)
    with peopled.transaction() as session:
        usecases.set_password(session, HASHER, "ana@example.com", "encore autre chose ici")
    assert _who(peopled, token, AT) == ""
    assert _enter(peopled) == ""
    assert _enter(peopled, "encore autre chose ici")


def test_users_are_refused_in_sentences(peopled: Database) -> None:
    refused = [
        (ANA, "already"),
        (NewUser("X", "x", frozenset({Role.AUDITOR})), "mail address"),
        (NewUser("X", "x@example.com", frozenset()), "role"),
        (NewUser("X", "x@example.com", frozenset({Role.SALES})), "customer master"),
    ]
    for new, why in refused:
        with pytest.raises(UserRefused, match=why), peopled.transaction() as session:
            usecases.add_user(session, HASHER, new, WORD, at=AT)
    with pytest.raises(UserRefused, match="last administrator"), peopled.transaction() as session:
        usecases.let_go(session, "ana@example.com", at=AT)
    with pytest.raises(UserRefused, match="last administrator"), peopled.transaction() as session:
        usecases.change_user(session, "ana@example.com", roles=["auditor"])


def test_a_change_of_roles_ends_sessions(peopled: Database) -> None:
    token = _enter(peopled)
    with peopled.transaction() as session:
        usecases.change_user(session, "ana@example.com", language="fr")
    assert _who(peopled, token, AT) == "Ana"
    with peopled.transaction() as session:
        usecases.change_user(session, "ana@example.com", roles=["administrator", "auditor"])
    assert _who(peopled, token, AT) == ""


def test_keys_are_scoped_expire_rotate_and_are_revoked(peopled: Database) -> None:
    hour = timedelta(hours=1)
    with peopled.transaction() as session:
        first = usecases.make_key(
            session, "erp", role=Role.SERVICE, at=AT, scopes=[Right.CHECK_ORDER], lasts=hour
        )
    with peopled.transaction() as session:
        with pytest.raises(UserRefused, match="Rotate"):
            usecases.make_key(session, "erp", role=Role.SERVICE, at=AT)
        second = usecases.rotate_key(session, "erp", at=AT, overlap=timedelta(minutes=5))
    with peopled.read() as session:
        held = usecases.holder(session, second, at=AT)
        assert held is not None
        assert held.may(Right.CHECK_ORDER)
        assert not held.may(Right.READ_QUEUE)
        assert usecases.holder(session, first, at=AT) is not None
        assert usecases.holder(session, first, at=AT + timedelta(minutes=5)) is None
        assert usecases.holder(session, second, at=AT + hour) is None
        assert usecases.holder(session, "encours_none", at=AT) is None
    with peopled.transaction() as session:
        usecases.revoke_key(session, "erp", at=AT)
    with peopled.read() as session:
        assert usecases.holder(session, second, at=AT) is None
        assert first not in str(usecases.keys(session))
        assert second not in str(usecases.keys(session))
    with pytest.raises(UnknownKey), peopled.transaction() as session:
        usecases.revoke_key(session, "erp", at=AT)


def test_the_trail_is_one_chain_however_many_write(peopled: Database) -> None:
    start = Barrier(4)

    def write(name: str) -> None:
        start.wait()
        for number in range(5):
            with peopled.transaction() as session:
                usecases.write_down(session, Done(name, "api", "act", str(number)), at=AT)

    threads = [Thread(target=write, args=(f"w{n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with peopled.read() as session:
        told = usecases.verify(session)
        assert (told.entries, told.breaks) == (20, ())
        assert [one.number for one in usecases.trail(session, limit=3)] == [20, 19, 18]
    with peopled.transaction() as session:
        session.execute(text("UPDATE audit_entry SET actor = 'somebody' WHERE number = 7"))
    with peopled.read() as session:
        assert [one.number for one in usecases.verify(session).breaks] == [7]
