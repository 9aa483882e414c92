"""Connections that behave alike on SQLite and PostgreSQL."""

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
    engine = _engine(_address(url))
    event.listen(engine, "begin", _begin)
    if is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """The same connections, for transactions that write."""
    return engine.execution_options(**{_WRITES: True})


def is_sqlite(bind: Engine | Connection) -> bool:
    return bind.dialect.name == "sqlite"


def sum_in_memory(connection: Connection, *, mib: int) -> None:
    """Let the rest of this transaction sum many small groups in memory, as SQLite does by itself.

    Helpers would each sum a part of every group and hand nearly all rows on: one process is faster.
    """
    if not is_sqlite(connection):
        connection.exec_driver_sql(f"SET LOCAL work_mem = '{mib:d}MB'")
        connection.exec_driver_sql("SET LOCAL max_parallel_workers_per_gather = 0")


def _address(url: str) -> URL:
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
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        # A deferred transaction that turns to writing fails at once when another one wrote meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        # Several selects must tell one story.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
