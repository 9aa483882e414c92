"""Loads what bank entries are matched against, and the payments that matching wrote."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, and_, select

from ledger.as_known import as_known
from ledger.facts import CASH, Facts
from ledger.imports.repository import COMPANY
from ledger.master.repository import customers_on
from ledger.matching.book import Book
from ledger.matching.money import Money
from ledger.matching.names import Names
from ledger.matching.payers import Payers
from ledger.matching.policy import MatchingPolicy
from ledger.matching.returns import Paid
from ledger.matching.run import Ledger
from ledger.matching.state import MatchState
from ledger.matching.twins import Sighting, reference_words
from ledger.matching.values import Entry, Item, WrittenPayment, WrittenShare
from ledger.registers.catalogue import BANK_ENTRIES, DOCUMENTS, LINKS, MATCH_ACTS, PROFILES, MatchActRow
from ledger.registers.register import Register, Row, Version, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.replaced.invoices import Replaced
from ledger.replaced.repository import replaced_invoices
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.base import Base
from store.session import ReadSession

_ADVANCES = "4191"  # money received before its invoice: nothing that could be paid


@dataclass(frozen=True, slots=True)
class Customers:
    """Codes and names of customers, for those who read."""

    codes: dict[int, str]
    names: dict[int, str]

    def id_of(self, code: str) -> int | None:
        return next((key for key, one in self.codes.items() if one == code), None)


class MatchingRepository:
    """Everything as known on an evening."""

    def __init__(self, session: ReadSession, *, as_of: date) -> None:
        self._session = session
        self._as_of = as_of

    @cached_property
    def _replaced(self) -> Replaced:
        return replaced_invoices(self._session, as_of=self._as_of)

    def entries(self) -> list[Entry]:
        imported = self._imported_on()
        return [
            Entry(
                one.id,
                one.source_id,
                one.row.booked_on,
                one.row.amount_cents,
                one.row.currency,
                one.row.payer_name,
                one.row.payer_iban,
                one.row.text,
                one.row.structured_reference,
                one.row.end_to_end,
                one.row.bank_reference,
                one.row.returned,
                one.known_on,
                imported[one.id],
            )
            for one in self._standing(BANK_ENTRIES)
        ]

    def acts(self) -> list[Version[MatchActRow]]:
        """Where the accounts hold an invoice now that another source told, theirs is meant."""
        acts, replaced = (
            RegisterRepository(self._session, MATCH_ACTS).versions(as_recorded=None),
            self._replaced,
        )
        return [
            replace(act, row=act.row._replace(details=_on_standing(act.row.details, replaced)))
            if replaced.by
            else act
            for act in acts
        ]

    def next_act(self) -> int:
        return RegisterRepository(self._session, MATCH_ACTS).next_id()

    def ledger(
        self, state: MatchState, *, since: date, next_payment: int, policy: MatchingPolicy
    ) -> tuple[Ledger, Customers]:
        """What is open and what was paid; invoices settled long before `since` are left out."""
        every = FactsRepository(self._session, as_recorded=None).facts(customers=None, horizon=self._as_of)
        facts = as_known(every, self._as_of)
        same = self.same_customers()
        customers = self._customers(every)
        shares = _shares(facts)
        book = self._book(facts, shares, same, oldest=since - timedelta(days=policy.settled_days))
        payments = _payments(facts)
        money = self._money(payments, shares, state, same, book)
        owners = dict(zip(payments["payment_id"].tolist(), payments["customer_id"].tolist(), strict=True))
        payers = self.payers(state, customers, policy)
        return Ledger(book, payers, money, owners, next_payment), customers

    def same_customers(self) -> dict[int, int]:
        """Customers that a person said are one of the master, by the number of both; and customers of
        documents whose invoices the accounts hold under one other.
        """
        same = {one.row.customer_id: one.row.master_id for one in self._standing(LINKS) if one.row.same}
        for key, others in self._replaced.customers.items():
            if len(others) == 1 and key not in same and key not in same.values():
                (other,) = others
                same[key] = same.get(other, other)
        return same

    def payment(self, payment_id: int) -> tuple[WrittenPayment, list[WrittenShare]]:
        """A payment and its allocations as their last versions stand."""
        base, later = _table("payment").c, _table("payment_correction").c
        values = ("customer_id", "paid_on", "currency")
        mine = (base.company_id == COMPANY, base.id == payment_id)
        first = self._session.execute(select(*(base[name] for name in values)).where(*mine)).one()
        corrected = (
            select(later.version, *(later[name] for name in values))
            .where(later.company_id == COMPANY, later.payment_id == payment_id)
            .order_by(later.version.desc())
            .limit(1)
        )
        last = self._session.execute(corrected).first()
        version, told = (last[0], tuple(last[1:])) if last is not None else (0, tuple(first))
        return WrittenPayment(payment_id, version + 1, *told), self._allocations(payment_id)

    def _allocations(self, payment_id: int) -> list[WrittenShare]:
        return self._last_versions(_table("allocation").c.payment_id == payment_id)

    def shares(self, ids: Iterable[int]) -> list[WrittenShare]:
        """Allocations by number, as their last versions stand."""
        wanted = sorted(ids)
        return self._last_versions(_table("allocation").c.id.in_(wanted)) if wanted else []

    def _last_versions(self, among: ColumnElement[bool]) -> list[WrittenShare]:
        base, later = _table("allocation").c, _table("allocation_correction").c
        rows = (
            select(base.id, later.version)
            .outerjoin(
                _table("allocation_correction"),
                and_(later.company_id == base.company_id, later.allocation_id == base.id),
            )
            .where(base.company_id == COMPANY, among)
        )
        last: dict[int, int] = {}
        for key, version in self._session.execute(rows):
            last[key] = max(last.get(key, 0), version or 0)
        return [WrittenShare(key, version + 1) for key, version in sorted(last.items())]

    def _book(
        self, facts: Facts, shares: dict[int, dict[int, int]], same: dict[int, int], *, oldest: date
    ) -> Book:
        documents = {one.row.invoice_id: one.row.payment_reference for one in self._standing(DOCUMENTS)}
        settled: dict[int, int] = defaultdict(int)
        for by_invoice in shares.values():
            for invoice_id, cents in by_invoice.items():
                settled[invoice_id] += cents
        items, left = [], {}
        for row in _rows(facts.invoices, "invoice_id", _ITEM):
            key, number, customer, cents, currency, issued, due, known, account_class, opening = row
            still = cents - settled.get(key, 0)
            if (
                key in self._replaced.by
                or account_class == _ADVANCES
                or (not still and issued.date() < oldest)
            ):
                continue
            items.append(
                Item(
                    *(key, number or "", customer, same.get(customer, customer), cents, currency),
                    *(issued.date(), due.date(), known.date(), account_class, bool(opening)),
                    documents.get(key),
                )
            )
            left[key] = still
        return Book(items, left)

    def _money(
        self,
        payments: pd.DataFrame,
        shares: dict[int, dict[int, int]],
        state: MatchState,
        same: dict[int, int],
        book: Book,
    ) -> Money:
        answered, references = state.answered(), self.references()
        words = self._words_of_entries(state)
        paid, seen = [], []
        for row in _rows(payments, "payment_id", _PAYMENT):
            key, customer, cents, currency, paid_on, known = row
            party, settles = same.get(customer, customer), shares.get(key, {})
            book.settle(tuple(settles.items()), paid_on.date())
            told = words.get(key, frozenset()) | reference_words(references.get(key))
            if key not in answered:
                seen.append(Sighting(key, party, cents, currency, paid_on.date(), told))
            if cents > 0 and all(one in book.items for one in settles):
                numbers = reference_words(*(book.items[one].number for one in settles))
                days = (paid_on.date(), known.date())
                each = tuple(settles.items())
                paid.append(Paid(key, customer, party, cents, currency, *days, each, told, numbers))
        return Money(paid, seen, taken_back=set(state.taken_back()))

    def _words_of_entries(self, state: MatchState) -> dict[int, frozenset[str]]:
        """References of entries by the payment they made or found."""
        made = {
            one.last.row.entry_id: one.last.row.payment_id
            for one in state.entries.values()
            if one.last is not None and not one.waits and one.last.row.payment_id is not None
        }
        return {
            made[one.id]: reference_words(
                one.row.end_to_end, one.row.bank_reference, one.row.structured_reference
            )
            for one in self._standing(BANK_ENTRIES)
            if one.id in made
        }

    def payers(self, state: MatchState, customers: Customers, policy: MatchingPolicy) -> Payers:
        """Who pays, by what was learned, what the master says, and names."""
        same = self.same_customers()
        profiles = self._standing(PROFILES)
        told = [(one.row.customer_id, one.row.name) for one in profiles if one.row.name]
        ibans = [(one.row.iban, one.row.customer_id) for one in profiles if one.row.iban]
        named = [(same.get(key, key), name) for key, name in (*customers.names.items(), *told)]
        accounts = [(iban, same.get(key, key)) for iban, key in ibans]
        return Payers(state.learned, Names(named, policy), ibans=accounts, same=same)

    def _customers(self, every: Facts) -> Customers:
        """Codes of all, names as they were known: a customer met later names no payer of that evening."""
        codes = every.customers["code"].tolist()
        named = {one.id: one.name for one in customers_on(self._session, self._as_of).values() if one.name}
        return Customers(dict(zip(every.customers["customer_id"].tolist(), codes, strict=True)), named)

    def _standing(self, register: Register[Row]) -> list[Version[Row]]:
        return standing_on(
            RegisterRepository(self._session, register).versions(as_recorded=None), self._as_of
        )

    def references(self) -> dict[int, str]:
        """What the source of a payment calls it, by payment."""
        payment = _table("payment").c
        rows = select(payment.id, payment.reference).where(
            payment.company_id == COMPANY, payment.reference.is_not(None)
        )
        return {row.id: row.reference for row in self._session.execute(rows)}

    def _imported_on(self) -> dict[int, date]:
        entry, run = _table("bank_entry").c, _table("import_run")
        rows = (
            select(entry.id, run.c.imported_on)
            .join(run, and_(run.c.company_id == entry.company_id, run.c.id == entry.import_id))
            .where(entry.company_id == COMPANY, entry.version == 0)
        )
        return {row.id: row.imported_on for row in self._session.execute(rows)}


_ITEM = (
    *("invoice_id", "number", "customer_id", "amount_cents", "currency", "issued_on", "due_on", "known_on"),
    *("account_class", "opening"),
)
_PAYMENT = ("payment_id", "customer_id", "amount_cents", "currency", "paid_on", "known_on")


def _rows(versions: pd.DataFrame, key: str, columns: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    """The last version of each fact, as plain values."""
    last = standing(versions, key)
    return zip(*(last[name].tolist() for name in columns), strict=True)


def _on_standing(details: dict[str, Any], replaced: Replaced) -> dict[str, Any]:
    shares = details.get("shares")
    if not shares:
        return details
    cents: dict[int, int] = defaultdict(int)
    for item, part in shares:
        cents[replaced.now(item)] += part
    return {**details, "shares": [list(one) for one in cents.items()]}


def _payments(facts: Facts) -> pd.DataFrame:
    last = standing(facts.payments, "payment_id")
    return last.loc[last["kind"].isin(CASH) & (last["amount_cents"] != 0)]


def _shares(facts: Facts) -> dict[int, dict[int, int]]:
    """Cents by payment and invoice as they stand."""
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    for row in _rows(facts.allocations, "allocation_id", ("payment_id", "invoice_id", "amount_cents")):
        payment, invoice, cents = row
        if cents:
            shares[payment][invoice] = shares[payment].get(invoice, 0) + cents
    return shares


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
