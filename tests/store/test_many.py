"""A statement about more facts than a database takes values for."""

import pytest
from sqlalchemy import select

from ledger import tables
from store.many import in_parts, listed
from store.session import Database
from tests.ledger.deliveries import deliver

_MORE = 70_000  # PostgreSQL takes 65,535 values beside a statement


def test_more_numbers_than_values_a_statement_takes(database: Database) -> None:
    head = "number,customer,issued_on,due_on,amount,currency,paid_on"
    deliver(database, f"{head}\nA-1,ACME,2024-04-01,2024-05-31,1000.00,EUR,\n")
    ids = select(tables.Invoice.id).where(tables.Invoice.id.in_(listed(range(_MORE))))
    with database.read() as session:
        assert len(session.execute(ids).all()) == 1


def test_only_numbers_are_written_into_a_statement() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        listed(["1); DROP TABLE invoice"])


def test_parts_are_the_whole_in_order() -> None:
    parts = list(in_parts(range(25_000)))
    assert [one for part in parts for one in part] == list(range(25_000))
    assert max(len(part) for part in parts) <= 10_000
    assert list(in_parts([])) == []
