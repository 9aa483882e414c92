"""Many rows at once, past the object mapper: on PostgreSQL by COPY."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from psycopg.sql import SQL, Identifier
from sqlalchemy import Date, Table

from store.engine import is_sqlite
from store.session import WriteSession


def insert_rows(
    session: WriteSession, table: Table, *, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows of plain values: numbers, text and days, in the order of the columns."""
    connection = session.connection()
    if is_sqlite(connection):
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        written = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  # our own names
        days = [place for place, name in enumerate(columns) if isinstance(table.c[name].type, Date)]
        connection.exec_driver_sql(written, list(_with_written_days(rows, days)))
    else:
        _copy(connection.connection.driver_connection, table, columns, rows)


def _with_written_days(rows: Iterable[Sequence[Any]], days: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    known: dict[date | None, str | None] = {None: None}
    for row in rows:
        values = list(row)
        for place in days:
            day = values[place]
            if day not in known:
                known[day] = day.isoformat()
            values[place] = known[day]
        yield tuple(values)


def _copy(connection: Any, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = SQL(", ").join(map(Identifier, columns))
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
