"""What a session may do, and what a database becomes when opened."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.errors import DatabaseTooNew, DatabaseUnreachable
from store.session import Database, open_database

_ADD = text("INSERT INTO company (id, name) VALUES (2, 'ACME')")
_COUNT = text("SELECT count(*) FROM company")


def _companies(database: Database) -> int:
    with database.read() as session:
        return int(session.execute(_COUNT).scalar_one())


def test_a_transaction_is_kept_when_it_ends_well(database: Database) -> None:
    with database.transaction() as session:
        session.execute(_ADD)
    assert _companies(database) == 2


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            session.execute(_ADD)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _companies(database) == 1


def test_a_read_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.execute(_ADD)
    assert _companies(database) == 1


def test_a_read_session_sees_one_moment(database: Database) -> None:
    """What another process commits meanwhile stays unseen."""
    with database.read() as session:
        before = session.execute(_COUNT).scalar_one()
        with database.transaction() as other:
            other.execute(_ADD)
        assert session.execute(_COUNT).scalar_one() == before


def test_opening_twice_changes_nothing(database: Database, database_url: str) -> None:
    again = open_database(database_url)
    assert _companies(again) == 1
    again.close()


def test_a_database_of_a_later_program_is_refused(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match=r"later program.*Install that later version"):
        open_database(database_url)


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite:////nowhere/at/all.db"])
def test_an_address_that_leads_nowhere_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(DatabaseUnreachable, match=r"\.$"):
        open_database(url)
