"""Loads what registers hold of an applicant, and keeps the decisions."""

from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import Any

from sqlalchemy import FromClause, select

from credit.acceptance.company import Held, together
from credit.repository import standings
from credit.standing import Standing, in_currency
from ledger.company.lookup.answers import CEASED
from ledger.company.usecases import company_on
from ledger.files.statement_words import CONSOLIDATED
from ledger.filling.items import items_of
from ledger.imports.repository import COMPANY, ImportRepository
from ledger.met import MetStatement
from ledger.registers.catalogue import (
    CREDIT_DECISIONS,
    RELATION_ACTS,
    CompanyIdentityRow,
    CreditDecisionRow,
    FinancialStatementRow,
)
from ledger.registers.register import NewVersion, Version
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from ledger.relation.disputes import disputed_cents
from ledger.reports.ageing import split
from ledger.reports.repository import OpenItemsRepository
from ledger.repository import FactsRepository
from store.base import Base
from store.session import ReadSession, WriteSession

KIND = SOURCE = "acceptance"
_AUTONOMY = "autonomie_financiere"  # equity by total assets


class AcceptanceRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session
        self._decisions: RegisterRepository[CreditDecisionRow] = RegisterRepository(session, CREDIT_DECISIONS)

    def held(self, siren: str, *, as_of: date) -> Held:
        """What the registers know of a company."""
        if not siren:
            return Held()
        company = company_on(self._session, siren, as_of=as_of)
        own = (one for one in company.statements if one.row.kind != CONSOLIDATED and not one.row.confidential)
        # Of one year told twice the fuller statement comes last: its word stands.
        statements = sorted(own, key=lambda one: (one.row.closed_on, len(one.row.lines)))
        return Held(
            statements=tuple(
                MetStatement(one.row.closed_on, one.row.months, _items(one.row)) for one in statements
            ),
            events=tuple(one.row for one in company.events if not one.row.cancelled),
            gazette_read=bool(company.events) or self._gazette_read(as_of),
            customers=tuple(one.code for one in company.customers),
            **_registered(company.identity),
        )

    def standing(self, customer_id: int, codes: Sequence[str], *, currency: str, as_of: date) -> Standing:
        """Where a company stands in one currency that has these codes with us, as the customer of that id.

        It owes nothing in a currency it never bought in.
        """
        ids = FactsRepository(self._session, as_recorded=None).customer_ids(list(codes))
        mine = {customer_id, *ids.values()}
        told = standings(self._session, as_of=as_of, customers=sorted(mine))
        first = in_currency([one for one in told if one.customer_id == customer_id], currency)
        others = [one for one in told if one.customer_id != customer_id and one.currency == currency]
        return together(first, others)

    def book_cents(self, currency: str, *, as_of: date) -> int:
        """All that customers owe in a currency, credits of one not taken off another's debt."""
        items = OpenItemsRepository(self._session, as_of=as_of, as_recorded=None).items()
        acts = RegisterRepository(self._session, RELATION_ACTS).versions(as_recorded=None)
        parts = split(items, as_of=as_of, disputed=disputed_cents(acts, as_of=as_of))
        mine = parts.loc[parts["currency"] == currency]
        return int(mine.groupby("customer_id")["exposure_cents"].sum().clip(lower=0).sum())

    def decisions(self, *, number: int | None = None) -> list[Version[CreditDecisionRow]]:
        """Decisions on applications, in the order they were taken."""
        among = [self._decisions.where("kind", KIND)]
        if number is not None:
            among.append(self._decisions.where("id", number))
        return self._decisions.versions(as_recorded=None, among=among)

    def of_kind(self, kind: str) -> list[Version[CreditDecisionRow]]:
        """Decisions of another kind, in the order they were taken."""
        return self._decisions.versions(as_recorded=None, among=[self._decisions.where("kind", kind)])

    def next_id(self) -> int:
        return self._decisions.next_id()

    def _gazette_read(self, as_of: date) -> bool:
        event = _table("legal_event").c
        rows = select(event.id).where(event.company_id == COMPANY, event.known_on <= as_of).limit(1)
        return self._session.scalar(rows) is not None


def record(session: WriteSession, act: Act, row: CreditDecisionRow) -> int:
    """Write a decision down under a number of its own, which it returns."""
    ImportRepository(session).lock()
    number = AcceptanceRepository(session).next_id()
    version = NewVersion(number, 0, f"{KIND} {number}", act.on, row)
    record_act(session, act, source=SOURCE, versions=[(CREDIT_DECISIONS, [version])])
    return number


def _registered(identity: Version[CompanyIdentityRow] | None) -> dict[str, Any]:
    """Who the company register says it is; one that ceased on no known day had when the register said so."""
    if identity is None:
        return {}
    row = identity.row
    return {
        "ceased_on": (row.ceased_on or identity.known_on) if row.state == CEASED else None,
        "founded_on": row.founded_on,
        "naf": row.naf or "",
        "legal_form": row.legal_form or "",
    }


def _items(row: FinancialStatementRow) -> dict[str, float]:
    """What a statement tells; public ratios tell that equity is negative, not by how much."""
    items = items_of(row.lines)
    autonomy = row.ratios.get(_AUTONOMY)
    if isnan(items["equity"]) and autonomy is not None and autonomy < 0:
        items["equity"] = -1.0
    return items


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
