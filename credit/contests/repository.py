"""Loads automatic decisions with what was said of them, and writes down what is said."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement

from credit.contests.decided import CONTEST, Kept, Kind
from credit.overruled import OVERRULED
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import CREDIT_DECISIONS, CreditDecisionRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from scoring.kept import KeptScore
from scoring.repository import ScoreRepository
from store.session import ReadSession, WriteSession

SOURCE = "contests"


class ContestRepository:
    def __init__(self, session: ReadSession) -> None:
        self._register: RegisterRepository[CreditDecisionRow] = RegisterRepository(session, CREDIT_DECISIONS)
        self._scores = ScoreRepository(session)

    def decision(self, number: int) -> list[Kept]:
        """Every version of one automatic decision; none where there is none."""
        same = self._register.where("id", number)
        return self._register.versions(as_recorded=None, among=[same, self._automatic])

    def of_customer(self, customer_id: int) -> list[Kept]:
        mine = self._register.where("customer_id", customer_id)
        return self._register.versions(as_recorded=None, among=[mine, self._automatic])

    def said(self) -> list[Kept]:
        """All that people said of decisions, the earliest first."""
        among = [self._register.within("kind", [CONTEST, OVERRULED])]
        return self._register.versions(as_recorded=None, among=among)

    def named(self, source_id: str) -> Kept | None:
        found = self._register.versions(
            as_recorded=None, among=[self._register.where("source_id", source_id)]
        )
        return found[-1] if found else None

    def last_score(self, customer_id: int, *, until: date) -> KeptScore | None:
        return self._scores.latest(until=until, customers=[customer_id]).get(customer_id)

    def next_id(self) -> int:
        return self._register.next_id()

    @property
    def _automatic(self) -> ColumnElement[bool]:
        return self._register.within("kind", [one.value for one in Kind])


def lock(session: WriteSession) -> None:
    """Whoever decides waits for whoever does: each sees what the other said."""
    ImportRepository(session).lock()


def record(session: WriteSession, act: Act, versions: Sequence[NewVersion]) -> None:
    record_act(session, act, source=SOURCE, versions=[(CREDIT_DECISIONS, versions)])
