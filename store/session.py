"""Sessions: one kind that reads, one kind that writes, one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from store.engine import connect, writing
from store.errors import DatabaseUnreachable
from store.memory import Memory, lend
from store.schema import bring_up_to_date


class ReadSession(Session):
    """Sees the database as it was when first asked, and cannot change it."""


class WriteSession(ReadSession):
    """Its changes become real together, when `Database.transaction` ends well."""


Witness = Callable[[WriteSession], None]


class Database:
    """`witness`, where one is set, adds what it has to tell to every transaction that ends well.

    `memory`, where one is set, is lent to sessions that read.
    """

    def __init__(self, engine: Engine) -> None:
        self._reading = engine
        self._writing = writing(engine)
        self.witness: Witness | None = None
        self.memory: Memory | None = None

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        with ReadSession(self._reading) as session:
            lend(session, self.memory)
            yield session

    @contextmanager
    def transaction(self) -> Iterator[WriteSession]:
        """Commit when the block ends, undo everything when it raises. The only commit in the house."""
        with WriteSession(self._writing) as session:
            yield session
            if self.witness is not None:
                self.witness(session)
            session.commit()

    def close(self) -> None:
        self._reading.dispose()


def open_database(url: str) -> Database:
    """Open a database, and create or migrate its schema first.

    Raises DatabaseUnreachable without a database there, DatabaseTooNew when a later program wrote it.
    """
    engine = connect(url)
    try:
        bring_up_to_date(engine)
    except DatabaseError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise DatabaseUnreachable(
            f"The database {where} cannot be opened: {_in_a_line(error)}. "
            "Check that it exists, is a database, and may be written."
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _in_a_line(error: DatabaseError) -> str:
    """The driver's own words, without their line breaks and last full stop."""
    return " ".join(str(error.orig).split()).rstrip(".?")
