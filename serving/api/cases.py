"""What the routes of disputes, promises, plans and blocks share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from ledger.errors import UnknownCase
from ledger.registers.usecases import Act
from ledger.relation import usecases
from ledger.relation.standing import CaseOnEvening
from serving import clock
from serving.api.allowed import Own, Who
from serving.api.deps import Read, Today, Write
from serving.api.paging import part
from serving.api.schemas.cases import CaseAnswer, Happened
from serving.api.schemas.common import Page
from serving.opening import evening
from store.session import ReadSession, WriteSession

Standing = Annotated[bool, Query(description="Leave out what is over.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """The session in which whoever holds the key acts, and on which day.

    `act` is on the last day of a ledger that ended long ago; `real` is today, as what is imported is known.
    """

    session: WriteSession
    act: Act
    real: Act

    def happened(self, asked: Happened) -> date:
        return asked.happened_on or self.act.on


def desk(session: Write, who: Who, today: Today) -> Desk:
    now = clock.now()
    day = evening(session, asked=None, today=today).day
    return Desk(session, Act(who.name, day, now), Act(who.name, today, now))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases that whoever asks may see."""

    session: ReadSession
    own: Own
    day: date

    def part(
        self, matter: str, customer: str | None, *, standing: bool, after: int, limit: int
    ) -> Page[CaseAnswer]:
        if customer is not None:
            self.own.check(customer)
        found = usecases.list_cases(
            self.session, matter=matter, customer=customer, as_of=self.day, as_recorded=None
        )
        seen = [one for one in found if self.own.sees(one.customer) and (one.stands or not standing)]
        return part(seen, lambda one: one.case, told, after=after, limit=limit)

    def one(self, number: int, matter: str) -> CaseAnswer:
        """Raises UnknownCase."""
        case = usecases.case_of(self.session, number, matter=matter, as_of=self.day, as_recorded=None)
        if not self.own.sees(case.customer):
            raise UnknownCase(f"No {matter} has the number {number}.")
        return told(case)


def shelf(session: Read, who: Who, today: Today) -> Shelf:
    return Shelf(session, Own(who, session, today), evening(session, asked=None, today=today).day)


def told(case: CaseOnEvening) -> CaseAnswer:
    return CaseAnswer.model_validate(case.as_json())


OnDesk = Annotated[Desk, Depends(desk, scope="function")]
OnShelf = Annotated[Shelf, Depends(shelf, scope="function")]
