"""Loads what customers owe and what insures it."""

import json
from collections.abc import Sequence
from datetime import date

import pandas as pd

from credit.cover.book import Book, Credit, Told
from credit.cover.claim import ClaimFacts, Invoice, Payment, Step
from credit.cover.cover import Contract, CoverVersion, contracts_for, contracts_of
from credit.cover.insured import Delivery
from credit.cover.told import told_of
from ledger.as_known import as_known
from ledger.company.usecases import company_on
from ledger.errors import UnknownCustomer
from ledger.facts import Facts
from ledger.registers.catalogue import (
    COVERS,
    DOCUMENTS,
    INSURANCE_POLICIES,
    PROFILES,
    RELATION_ACTS,
    CoverRow,
    InsurancePolicyRow,
)
from ledger.registers.register import Version, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import disputed_cents
from ledger.reports.positions import open_positions
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession


class CoverRepository:
    """Policies, covers, and the books of the customers they are about, as known on an evening."""

    def __init__(self, session: ReadSession, *, as_of: date) -> None:
        self._session = session
        self._as_of = as_of
        self._covers: RegisterRepository[CoverRow] = RegisterRepository(session, COVERS)
        self._policies: RegisterRepository[InsurancePolicyRow] = RegisterRepository(
            session, INSURANCE_POLICIES
        )

    def customer_id(self, code: str) -> int:
        """Raises UnknownCustomer."""
        found = self.customer_ids([code])
        if code not in found:
            raise UnknownCustomer(
                f"No customer has the code “{code}”. Check it, or import their invoices first."
            )
        return found[code]

    def customer_ids(self, codes: Sequence[str]) -> dict[str, int]:
        return FactsRepository(self._session, as_recorded=None).customer_ids(codes)

    def policies(self) -> list[Version[InsurancePolicyRow]]:
        """Every version."""
        return self._policies.versions(as_recorded=None)

    def covers(self, customer_id: int | None = None) -> list[CoverVersion]:
        """Every version, of one customer or of all."""
        mine = [] if customer_id is None else [self._covers.where("customer_id", customer_id)]
        return self._covers.versions(as_recorded=None, among=mine)

    def next_cover_id(self) -> int:
        return self._covers.next_id()

    def next_policy_id(self) -> int:
        return self._policies.next_id()

    def books(self, customers: Sequence[int] | None) -> list[Book]:
        """Of some customers, or of all who owe something, with nothing of anybody else read."""
        facts = FactsRepository(self._session, as_recorded=None)
        covers = self.covers(customers[0] if customers is not None and len(customers) == 1 else None)
        contracts = contracts_of(self.policies(), covers, as_of=self._as_of)
        found = as_known(
            facts.facts(customers=customers, horizon=facts.horizon() or self._as_of), self._as_of
        )
        positions = open_positions(found).merge(
            found.invoices.drop_duplicates("invoice_id", keep="last")[["invoice_id", "number", "issued_on"]],
            on="invoice_id",
            how="left",
        )
        owned = {int(str(key)): frame for key, frame in positions.groupby("customer_id")}
        named = dict(
            zip(found.customers["customer_id"], found.customers[["code", "name"]].values, strict=True)
        )
        wanted = sorted(owned) if customers is None else list(customers)
        disputed, sirens = self._disputed(customers), self._sirens(customers)
        told = told_of(covers, as_of=self._as_of)
        return [
            self._book(
                *(one, named.get(one, ("", "")), sirens.get(one, ""), owned.get(one)),
                disputed,
                contracts_for(one, contracts),
                told.get(one, ()),
            )
            for one in wanted
        ]

    def _book(
        self,
        customer_id: int,
        named: Sequence[str],
        siren: str,
        positions: pd.DataFrame | None,
        disputed: dict[int, int],
        contracts: tuple[Contract, ...],
        told: tuple[Told, ...],
    ) -> Book:
        deliveries, lowering = self._items(positions, disputed)
        code, name = named
        return Book(
            *(customer_id, str(code), "" if pd.isna(name) else str(name), siren),
            *(deliveries, lowering, contracts),
            insolvent_since=self._insolvent_since(siren),
            told=told,
        )

    def _items(
        self, positions: pd.DataFrame | None, disputed: dict[int, int]
    ) -> tuple[tuple[Delivery, ...], tuple[Credit, ...]]:
        if positions is None:
            return (), ()
        columns = ("invoice_id", "number", "issued_on", "due_on", "left_cents", "currency")
        rows = list(zip(*(positions[name] for name in columns), strict=True))
        delivered = self._delivered([int(row[0]) for row in rows if row[4] > 0 and row[0]])
        deliveries: list[Delivery] = []
        lowering: list[Credit] = []
        for invoice_id, number, issued_on, due_on, left, currency in rows:
            if left <= 0 or not invoice_id:
                lowering.append(Credit(-int(left), str(currency)))
                continue
            key = int(invoice_id)
            deliveries.append(
                Delivery(
                    invoice_id=key,
                    number="" if pd.isna(number) else str(number),
                    delivered_on=delivered.get(key, issued_on.date()),
                    due_on=due_on.date(),
                    open_cents=int(left),
                    disputed_cents=min(disputed.get(key, 0), int(left)),
                    currency=str(currency),
                )
            )
        return tuple(sorted(deliveries, key=lambda one: (one.due_on, one.invoice_id))), tuple(lowering)

    def _delivered(self, invoices: Sequence[int]) -> dict[int, date]:
        """The delivery days that documents tell."""
        documents = RegisterRepository(self._session, DOCUMENTS)
        told = documents.versions(as_recorded=None, among=[documents.within("invoice_id", invoices)])
        known = (one.row for one in standing_on(told, self._as_of))
        return {row.invoice_id: row.delivered_on for row in known if row.delivered_on is not None}

    def _disputed(self, customers: Sequence[int] | None) -> dict[int, int]:
        acts = RegisterRepository(self._session, RELATION_ACTS)
        among = [] if customers is None else [acts.within("customer_id", customers)]
        return disputed_cents(acts.versions(as_recorded=None, among=among), as_of=self._as_of)

    def _sirens(self, customers: Sequence[int] | None) -> dict[int, str]:
        profiles = RegisterRepository(self._session, PROFILES)
        among = [] if customers is None else [profiles.within("customer_id", customers)]
        known = standing_on(profiles.versions(as_recorded=None, among=among), self._as_of)
        return {one.row.customer_id: one.row.siren for one in known if one.row.siren}

    def _insolvent_since(self, siren: str) -> date | None:
        if not siren:
            return None
        found = company_on(self._session, siren, as_of=self._as_of).proceeding
        return None if found is None or not found.open else found.opened_on or found.since

    def claim(self, customer_id: int, *, on: date) -> ClaimFacts:
        """All that the file of a claim tells of one customer."""
        (book,) = self.books([customer_id])
        facts = FactsRepository(self._session, as_recorded=None)
        known = as_known(
            facts.facts(customers=[customer_id], horizon=facts.horizon() or self._as_of), self._as_of
        )
        return ClaimFacts(
            book=book,
            identity=self._identity(book),
            invoices=self._invoices(known, customer_id),
            payments=_payments(known, customer_id),
            steps=self._steps(customer_id),
            covers=tuple(standing_on(self.covers(customer_id), self._as_of)),
            events=tuple(one.row for one in company_on(self._session, book.siren, as_of=on).events)
            if book.siren
            else (),
        )

    def _identity(self, book: Book) -> dict[str, str]:
        profiles = RegisterRepository(self._session, PROFILES)
        told = profiles.versions(as_recorded=None, among=[profiles.where("customer_id", book.customer_id)])
        known = standing_on(told, self._as_of)
        said = known[-1].row._asdict() if known else {}
        said = {name: str(value) for name, value in said.items() if value is not None}
        return {**said, "code": book.code, "name": said.get("name", book.name)}

    def _invoices(self, known: Facts, customer_id: int) -> tuple[Invoice, ...]:
        invoices = standing(known.invoices, "invoice_id")
        mine = invoices.loc[(invoices["customer_id"] == customer_id) & (invoices["amount_cents"] != 0)]
        paid = standing(known.allocations, "allocation_id").groupby("invoice_id")["amount_cents"].sum()
        delivered = self._delivered([int(one) for one in mine["invoice_id"]])
        columns = ("invoice_id", "number", "kind", "issued_on", "due_on", "amount_cents", "currency")
        found = [
            Invoice(
                number="" if pd.isna(number) else str(number),
                kind=str(kind),
                issued_on=issued_on.date(),
                delivered_on=delivered.get(int(key), issued_on.date()),
                due_on=due_on.date(),
                amount_cents=int(cents),
                paid_cents=int(paid.get(key, 0)),
                currency=str(currency),
            )
            for key, number, kind, issued_on, due_on, cents, currency in zip(
                *(mine[name] for name in columns), strict=True
            )
        ]
        return tuple(sorted(found, key=lambda one: (one.issued_on, one.number)))

    def _steps(self, customer_id: int) -> tuple[Step, ...]:
        acts = RegisterRepository(self._session, RELATION_ACTS)
        mine = acts.versions(as_recorded=None, among=[acts.where("customer_id", customer_id)])
        return tuple(
            Step(
                one.row.happened_on,
                one.known_on,
                one.author,
                one.row.matter,
                one.row.act,
                json.dumps(one.row.details, ensure_ascii=False, sort_keys=True),
            )
            for one in standing_on(mine, self._as_of)
        )


def _payments(known: Facts, customer_id: int) -> tuple[Payment, ...]:
    payments = standing(known.payments, "payment_id")
    mine = payments.loc[(payments["customer_id"] == customer_id) & (payments["amount_cents"] != 0)]
    used = standing(known.allocations, "allocation_id").groupby("payment_id")["amount_cents"].sum()
    columns = ("payment_id", "paid_on", "kind", "amount_cents", "currency")
    found = [
        Payment(paid_on.date(), str(kind), int(cents), int(cents) - int(used.get(key, 0)), str(currency))
        for key, paid_on, kind, cents, currency in zip(*(mine[name] for name in columns), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.paid_on, one.amount_cents)))
