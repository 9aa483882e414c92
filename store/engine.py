"""Connections that behave alike on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from store.errors import DatabaseUnreachable

_WRITES = "encours_writes"
_BUSY_MS = 60_000  # an import of a million invoices holds the SQLite write lock for most of a minute
_PAGES_KIB = (
    65_536  # unique keys arrive in no order: with the default 2 MB the index would be read back from disk
)
_POSTGRES_NAMES = {"postgres", "postgresql", "postgresql+psycopg"}


def connect(url: str) -> Engine:
    """An engine whose transactions only read, unless asked for by `writing`."""
    engine = _engine(address_of(url))
    event.listen(engine, "begin", _begin)
    if is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """The same connections, for transactions that write."""
    return engine.execution_options(**{_WRITES: True})


def is_sqlite(bind: Engine | Connection) -> bool:
    return bind.dialect.name == "sqlite"


@contextmanager
def summing_in_memory(connection: Connection, *, mib: int) -> Iterator[None]:
    """Read sums of very many small groups as fast on PostgreSQL as SQLite reads them by itself.

    Groups stay in memory. Helpers would each sum a part of every group and hand nearly all rows on, so there
    are none. And right after an import PostgreSQL has not counted its rows yet: thinking them few, it would
    compare each with each, so it may not.
    """
    if is_sqlite(connection):
        yield
        return
    wanted = {"work_mem": f"{mib:d}MB", "max_parallel_workers_per_gather": "0", "enable_nestloop": "off"}
    for name, value in wanted.items():
        connection.exec_driver_sql(f"SET LOCAL {name} = '{value}'")
    yield
    for name in wanted:
        connection.exec_driver_sql(f"SET LOCAL {name} TO DEFAULT")


def address_of(url: str) -> URL:
    """The address with the driver we use. Raises DatabaseUnreachable for what is none, or of another kind."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnreachable(
            f"“{url}” is not a database address. Write sqlite:///file.db or postgresql://user@host/name."
        ) from error
    if address.drivername in _POSTGRES_NAMES:
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise DatabaseUnreachable(
            f"{address.get_backend_name()} databases are not supported: choose sqlite or postgresql."
        )
    return address


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite":
        # Python's sqlite3 opens transactions by itself, and not before DDL; ours open in `_begin`.
        return create_engine(address, connect_args={"isolation_level": None, "timeout": _BUSY_MS / 1000})
    return create_engine(address, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    if is_sqlite(connection):
        if connection.info.get(_WRITES) is not writes:
            connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
            connection.info[_WRITES] = writes
        # A deferred transaction that turns to writing fails at once when another one wrote meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        # Several selects must tell one story.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
