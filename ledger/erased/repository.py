"""Which customers were erased."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from ledger.erased.tables import ErasedPerson
from ledger.files.rejection import Doubt
from store.session import ReadSession, WriteSession

COMPANY = 1  # the only one until groups of companies are served


class Erasure(NamedTuple):
    """`kept_until` is the last day for which the law keeps what is left; None where nothing is."""

    customer_id: int
    erased_on: date
    recorded_at: datetime
    author: str
    why: str
    kept_until: date | None
    counts: dict[str, Any]


def erasures(session: ReadSession) -> Sequence[Erasure]:
    """The earliest first."""
    columns = (getattr(ErasedPerson, name) for name in Erasure._fields)
    rows = select(*columns).where(ErasedPerson.company_id == COMPANY)
    return [Erasure(*row) for row in session.execute(rows.order_by(ErasedPerson.recorded_at))]


def erased_customers(session: ReadSession) -> dict[int, date]:
    """When each was erased."""
    rows = select(ErasedPerson.customer_id, ErasedPerson.erased_on).where(ErasedPerson.company_id == COMPANY)
    return {row[0]: row[1] for row in session.execute(rows)}


def keep_erasure(session: WriteSession, one: Erasure) -> None:
    session.execute(insert(ErasedPerson), [{"company_id": COMPANY, **one._asdict()}])


def doubt_of_erased(customer_id: int, erased_on: date) -> Doubt:
    return Doubt(
        0,
        f"The person behind customer number {customer_id} was erased on {erased_on}: what the file tells of "
        "who it is was not taken. Take it out of the program that wrote the file too.",
        f"erased {customer_id}",
    )
