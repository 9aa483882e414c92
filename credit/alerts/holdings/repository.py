"""Limits, covers and grades of every customer on a day: their dates count, so that they are never kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import and_, func, select

from credit.alerts.base import Fact
from credit.alerts.judging import Account, Holding, cuts_of
from credit.cover.cover import Contract, contracts_for, contracts_of
from credit.granted import limits_in_force
from credit.standing import Granted
from ledger.imports.repository import COMPANY
from ledger.registers.catalogue import COVERS, INSURANCE_POLICIES, LIMITS
from ledger.registers.register import Register, Row, Version
from ledger.registers.repository import RegisterRepository
from scoring.tables import StoredScore
from store.base import Base
from store.session import ReadSession

_UNSAID = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Holdings:
    limits: Mapping[tuple[int, str], Granted] = field(default_factory=dict)
    contracts: Mapping[int, tuple[Contract, ...]] = field(default_factory=dict)
    cuts: Mapping[int, tuple[Fact, ...]] = field(default_factory=dict)
    grades: Mapping[int, str] = field(default_factory=dict)
    before: Mapping[int, str] = field(default_factory=dict)

    def of(self, account: Account) -> Holding:
        key = account.customer_id
        return Holding(
            limit=self.limits.get((key, account.currency)),
            contracts=self._contracts(key),
            cuts=self._cuts(account),
            grade=self.grades.get(key, ""),
            grade_before=self.before.get(key, ""),
        )

    def _cuts(self, account: Account) -> tuple[Fact, ...]:
        """Those of policies in the currency of the account."""
        cuts = self.cuts.get(account.customer_id, ())
        if not cuts:
            return ()
        policies = [one.policy for one in contracts_for(account.customer_id, self.contracts)]
        mine = {one.number for one in policies if one.currency == account.currency}
        return tuple(one for one in cuts if one.word in mine)

    def _contracts(self, customer: int) -> tuple[Contract, ...]:
        """None of a customer whom no policy names or covers unnamed."""
        mine = contracts_for(customer, self.contracts)
        return tuple(one for one in mine if one.acts or one.policy.unnamed_cents)


class HoldingsRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def holdings(self, *, on: date, since: date) -> Holdings:
        """`since` opens the time of which cuts of cover are news, and tells which grade was before."""
        policies = RegisterRepository(self._session, INSURANCE_POLICIES).versions(as_recorded=None)
        covers = self._bare(COVERS, without="details") if policies else []
        return Holdings(
            limits=limits_in_force(self._bare(LIMITS, without="inputs"), on=on),
            contracts=contracts_of(policies, covers, as_of=on) if policies else {},
            cuts=cuts_of(covers, since=since, on=on),
            grades=self._grades(on),
            before=self._grades(since),
        )

    def _bare(self, register: Register[Row], *, without: str) -> list[Version[Row]]:
        """Every version of a register, without who wrote it when and without a column that holds JSON."""
        columns, made = Base.metadata.tables[register.table].c, register.row
        fields: tuple[str, ...] = getattr(made, "_fields", ())
        place = fields.index(without)
        names = (
            "id",
            "version",
            "source",
            "source_id",
            "known_on",
            *(one for one in fields if one != without),
        )
        rows = (
            select(*(columns[name] for name in names))
            .where(columns.company_id == COMPANY)
            .order_by(columns.id, columns.version)
        )
        make: Any = made
        made_version: Any = Version
        cut = 5 + place
        return [
            made_version(*row[:5], _UNSAID, "", make(*row[5:cut], {}, *row[cut:]))
            for row in map(_plain, self._session.execute(rows))
        ]

    def _grades(self, until: date) -> dict[int, str]:
        """The last grade given of each customer up to an evening."""
        mine = (StoredScore.company_id == COMPANY, StoredScore.as_of <= until)
        last = (
            select(StoredScore.customer_id, func.max(StoredScore.as_of).label("as_of"))
            .where(*mine)
            .group_by(StoredScore.customer_id)
            .subquery()
        )
        same = and_(StoredScore.customer_id == last.c.customer_id, StoredScore.as_of == last.c.as_of)
        rows = select(StoredScore.customer_id, StoredScore.grade).join(last, same).where(*mine)
        return {row.customer_id: row.grade for row in self._session.execute(rows)}


def _plain(row: Any) -> Any:
    return tuple(row)
