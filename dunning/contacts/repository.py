"""Outcomes of contacts, and customers handed over between collectors, as the database holds them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from dunning.contacts.contact import Outcome, Spoken
from dunning.tables import DunningCollector, DunningContact
from ledger.imports.repository import COMPANY, utc
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Handed:
    """A customer handed over to a collector, by whom and why; blank hands it back to the policy."""

    customer_id: int
    collector: str
    from_on: date
    recorded_at: datetime
    author: str
    why: str


class ContactReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def spoken(
        self, *, until: date, customers: Collection[int] | None = None
    ) -> Mapping[int, Sequence[Spoken]]:
        """What was written down up to an evening by customer, those taken back included."""
        rows = select(DunningContact).where(DunningContact.company_id == COMPANY, DunningContact.on <= until)
        if customers is not None:
            rows = rows.where(DunningContact.customer_id.in_(sorted(customers)))
        found: defaultdict[int, list[Spoken]] = defaultdict(list)
        for row in self._reading.scalars(rows.order_by(DunningContact.id)):
            found[row.customer_id].append(_spoken(row))
        return found

    def handed(self, *, until: date) -> Mapping[int, Handed]:
        """The last hand-over of each customer up to a day."""
        rows = select(DunningCollector).where(
            DunningCollector.company_id == COMPANY, DunningCollector.from_on <= until
        )
        return {
            row.customer_id: Handed(
                *(row.customer_id, row.collector, row.from_on, utc(row.recorded_at), row.author, row.why)
            )
            for row in self._reading.scalars(rows.order_by(DunningCollector.id))
        }


class ContactRepository(ContactReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def next_id(self) -> int:
        return self._next(DunningContact)

    def add(self, one: Spoken) -> None:
        row = {
            "company_id": COMPANY,
            "id": one.id,
            "customer_id": one.customer_id,
            "outcome": one.outcome.value,
            "on": one.on,
            "recorded_at": one.recorded_at,
            "author": one.author,
            "note": one.note,
            "action_id": one.action_id,
            "undoes": one.undoes,
            "details": dict(one.details),
        }
        self._session.execute(insert(DunningContact), [row])

    def hand(self, one: Handed) -> None:
        row = {
            "company_id": COMPANY,
            "id": self._next(DunningCollector),
            "customer_id": one.customer_id,
            "collector": one.collector,
            "from_on": one.from_on,
            "recorded_at": one.recorded_at,
            "author": one.author,
            "why": one.why,
        }
        self._session.execute(insert(DunningCollector), [row])

    def _next(self, table: Any) -> int:
        last = self._session.scalar(select(func.max(table.id)).where(table.company_id == COMPANY))
        return (last or 0) + 1


def _spoken(row: DunningContact) -> Spoken:
    return Spoken(
        id=row.id,
        customer_id=row.customer_id,
        outcome=Outcome(row.outcome),
        on=row.on,
        recorded_at=utc(row.recorded_at),
        author=row.author,
        note=row.note,
        action_id=row.action_id,
        undoes=row.undoes,
        details=row.details,
    )
