"""Loads the versions of a register, and appends new ones."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Generic

from sqlalchemy import JSON, ColumnElement, Table, and_, func, select

from ledger import tables
from ledger.imports.repository import COMPANY, utc
from ledger.registers import tables as register_tables
from ledger.registers.register import NewVersion, Register, Row, Version
from store.bulk import insert_rows
from store.many import listed
from store.session import ReadSession, WriteSession

_CHUNK = 10_000
_IDENTITY = ("id", "version", "source", "source_id", "known_on")


class RegisterRepository(Generic[Row]):
    """One register, as the database holds it."""

    def __init__(self, session: ReadSession, register: Register[Row]) -> None:
        self._session = session
        self._register = register
        self._table = _table(register.table)

    def versions(
        self, *, as_recorded: datetime | None, among: Sequence[ColumnElement[bool]] = ()
    ) -> list[Version[Row]]:
        """Every version, of one fact in order; as the database held them at an instant, if one is given."""
        run, columns = tables.ImportRun, self._table.c
        until = [] if as_recorded is None else [run.recorded_at <= utc(as_recorded)]
        rows = (
            select(
                *(columns[name] for name in _IDENTITY),
                run.recorded_at,
                run.author,
                *(columns[name] for name in self._fields),
            )
            .join(run, and_(run.company_id == columns.company_id, run.id == columns.import_id))
            .where(columns.company_id == COMPANY, *until, *among)
            .order_by(columns.id, columns.version)
        )
        made: Any = self._register.row
        return [Version(*row[:5], utc(row[5]), row[6], made(*row[7:])) for row in self._session.execute(rows)]

    def standing(self, *, source: str | None = None) -> dict[str, Version[Row]]:
        """The last version of each fact by the name its source gives it, of one source or of all."""
        among = [] if source is None else [self._table.c.source == source]
        return {one.source_id: one for one in self.versions(as_recorded=None, among=among)}

    def where(self, name: str, value: Any) -> ColumnElement[bool]:
        """A restriction to the facts whose column holds a value, for `versions`."""
        return self._table.c[name] == value

    def within(self, name: str, values: Sequence[Any]) -> ColumnElement[bool]:
        """A restriction to the facts whose column holds one of a few values, for `versions`."""
        numbers = all(isinstance(one, int) for one in values)
        return self._table.c[name].in_(listed(values) if numbers else values)

    def next_id(self) -> int:
        found = self._session.scalar(
            select(func.max(self._table.c.id)).where(self._table.c.company_id == COMPANY)
        )
        return (found or 0) + 1

    @property
    def _fields(self) -> tuple[str, ...]:
        fields: tuple[str, ...] = getattr(self._register.row, "_fields", ())
        return fields


def append(
    session: WriteSession,
    register: Register[Any],
    versions: Iterable[NewVersion],
    *,
    import_id: int,
    source: str,
) -> None:
    """Write versions down under an import that is already saved."""
    table = _table(register.table)
    fields: tuple[str, ...] = register.row._fields
    written = [place for place, name in enumerate(fields) if isinstance(table.c[name].type, JSON)]
    columns = ("company_id", "id", "version", "source", "source_id", "known_on", "import_id", *fields)
    for chunk in _chunks(versions):
        rows = [
            (
                *(COMPANY, one.id, one.version, source, one.source_id, one.known_on, import_id),
                *_as_stored(one.row, written),
            )
            for one in chunk
        ]
        insert_rows(session, table, columns=columns, rows=rows)


def _as_stored(row: tuple[Any, ...], written: Sequence[int]) -> tuple[Any, ...]:
    """Values as both drivers take them: JSON as its text."""
    if not written:
        return tuple(row)
    values = list(row)
    for place in written:
        values[place] = json.dumps(values[place], ensure_ascii=False)
    return tuple(values)


def _chunks(versions: Iterable[NewVersion]) -> Iterator[list[NewVersion]]:
    source = iter(versions)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk


def _table(name: str) -> Table:
    return register_tables.METADATA.tables[name]
