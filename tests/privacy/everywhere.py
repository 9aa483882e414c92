"""A row about one person in every table, all its texts telling who it is, and a sweep for what is left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
)

from ledger.files.plain import plain
from privacy.holdings import NAMED_BY_THE_BOOKS, OF_THE_HOUSE, THE_HOUSE
from store.base import Base
from store.session import ReadSession, WriteSession
from tests.ledger.masters import IBAN, SIREN, SIRET, VAT

NAME, MAIL, PHONE = "Hélène Dupont-Moreau", "helene.dupont@example.com", "+33 6 12 34 56 78"
STREET = "12 bis rue des Lilas"
SAID = f"Call Helene DUPONT MOREAU ({MAIL.upper()}, 06.12.34.56.78), {STREET}, 75011 PARIS; {IBAN}; {SIREN}"
LEFT = ("dupont", "612345678", "lilas", "75011", IBAN.casefold(), SIREN, MAIL)
_DAY = date(2024, 7, 1)
_WHO = {
    "name": NAME,
    "email": MAIL,
    "phone": PHONE,
    "street": STREET,
    "iban": IBAN,
    "siren": SIREN,
    "siret": SIRET,
    "vat": VAT,
    "postcode": "75011",
    "city": "Paris",
    "state": "sent",
    "kind": "acceptance",
    "address": STREET,
}


def fill(session: WriteSession) -> None:
    """One row a table, numbered 1, with the parents it needs."""
    for table in Base.metadata.sorted_tables:
        if table.name in THE_HOUSE or table.name == "erased_person":
            continue
        if table.name == "company" and session.scalar(select(table.c.id)) is not None:
            continue
        row = {column.name: _value(table, column) for column in table.columns}
        session.execute(insert(table), [row])


def sweep(session: ReadSession) -> Iterator[str]:
    """Where a word of the person is left, in any text, object or file of any table."""
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for name, value in row.items():
                if isinstance(value, str | bytes | dict | list) and _tells(value):
                    yield f"{table.name}.{name}: {value!r}"


def _tells(value: Any) -> bool:
    told = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    digits = "".join(c for c in told if c.isdigit())
    spelt = plain(told)
    return any(one in told.casefold() or one in spelt or (one.isdigit() and one in digits) for one in LEFT)


def _value(table: Table, column: Any) -> Any:
    kind = column.type
    if isinstance(kind, JSON):
        return (
            [SAID]
            if column.name in ("recipients", "known", "missing")
            else {"note": SAID, "in": [SAID, {NAME: 1}]}
        )
    if isinstance(kind, LargeBinary):
        return SAID.encode()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return 1
    if isinstance(kind, DateTime):
        return datetime(2024, 7, 1, tzinfo=UTC)
    if isinstance(kind, Date):
        return _DAY
    assert isinstance(kind, String), (table.name, column)
    return _text(column)


def _text(column: Any) -> str:
    named = column.table.name in NAMED_BY_THE_BOOKS and column.name in ("number", "source_id")
    if column.primary_key or column.foreign_keys or named:
        return "k"
    if column.name in _WHO:
        return _WHO[column.name]
    return "x" if column.name in OF_THE_HOUSE else SAID
