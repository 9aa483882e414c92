"""The whole database as plain rows, the same from SQLite and PostgreSQL, and back into either."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import Session

from store.session import ReadSession, WriteSession

# What the migrations write by themselves.
_OF_MIGRATIONS = frozenset({"alembic_version"})
_PIECE = 2_000


def tables_of(session: Session) -> list[Table]:
    """Every table that is there, those referred to before those that refer."""
    connection = session.connection()
    found = MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return [one for one in found.sorted_tables if one.name not in _OF_MIGRATIONS]


def revision_of(session: Session) -> str:
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def count_of(session: ReadSession, table: Table) -> int:
    return int(session.scalar(select(func.count()).select_from(table)) or 0)


def rows_of(session: ReadSession, table: Table) -> Iterator[list[Any]]:
    """Rows ready for JSON, in the order of the table's columns and of its key."""
    columns = list(table.columns)
    writers = [_writer(one.type) for one in columns]
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in session.execute(ordered, execution_options={"yield_per": _PIECE}):
        yield [None if value is None else write(value) for write, value in zip(writers, row, strict=True)]


def emptied(session: WriteSession, tables: Iterable[Table]) -> None:
    """Take out what the migrations put in."""
    for table in reversed(list(tables)):
        session.execute(delete(table))


def put_rows(session: WriteSession, table: Table, names: list[str], rows: Iterable[list[Any]]) -> int:
    """Write rows back; columns that the table has no more are refused. Raises KeyError."""
    readers = [_reader(table.c[name].type) for name in names]
    count, source = 0, iter(rows)
    while piece := list(islice(source, _PIECE)):
        values: list[Mapping[str, Any]] = [
            {
                name: None if value is None else read(value)
                for name, read, value in zip(names, readers, row, strict=True)
            }
            for row in piece
        ]
        session.execute(insert(table), values)
        count += len(piece)
    return count


def _writer(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, DateTime):
        return _instant_text
    if isinstance(kind, Date):
        return date.isoformat
    if isinstance(kind, LargeBinary):
        return lambda value: b64encode(bytes(value)).decode("ascii")
    return lambda value: value


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, LargeBinary):
        return lambda value: b64decode(value, validate=True)
    return lambda value: value


def _instant_text(at: datetime) -> str:
    """SQLite forgets the zone: all instants are written in UTC."""
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).isoformat()
