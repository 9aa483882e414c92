"""Short ways to write acts of the relation in tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ledger.registers.catalogue import RelationActRow
from ledger.registers.register import Version
from ledger.relation.cases import RelationAct

START = date(2024, 1, 1)  # days count from it


def on(day: int) -> date:
    return START + timedelta(days=day)


def said(
    number: int,
    what: str,
    details: Any,
    *,
    day: int,
    case: int | None = None,
    happened: int | None = None,
    customer: int = 1,
) -> RelationAct:
    """An act, `what` being its matter and its name; it happened on the day it was known, unless told."""
    matter, act = what.split(" ")
    at = datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)
    row = RelationActRow(
        number if case is None else case,
        matter,
        act,
        customer,
        on(day if happened is None else happened),
        details,
    )
    return Version(number, 0, "relation", f"act {number}", on(day), at, "Ana", row)
