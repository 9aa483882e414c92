"""Reads one customer, and nobody else, as a dossier tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd

from dunning.actions import Action
from dunning.dossier.facts import (
    Account,
    Clauses,
    Credit,
    DossierFacts,
    OpenItem,
    Proof,
    Reminded,
    Settled,
)
from dunning.dossier.repository import PaperReader
from dunning.receivable.held import used
from dunning.receivable.receivable import NOTHING_KEPT, Kept, Receivable, receivables
from dunning.receivable.repository import PenaltyReader
from dunning.repository import DunningReader
from ledger.as_known import as_known
from ledger.company.company import Company
from ledger.company.usecases import company_on
from ledger.filling.profiles import siren_of
from ledger.master.contacts import contacts_on
from ledger.master.repository import profiles_on
from ledger.registers.catalogue import CONTACTS, DOCUMENTS, REMINDERS, ContactRow, CustomerProfileRow
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.accounts import Accounts
from ledger.relation.repository import RelationRepository
from ledger.relation.usecases import relation_of
from ledger.reports.positions import open_positions
from ledger.repository import FactsRepository
from ledger.summary import standing
from messaging.repository import OutboxReader
from store.session import ReadSession

_CHUNK = 2_000  # customers read at a time
_CLAUSES = ("gts_accepted_on", "retention_of_title", "penalty_clause", "acceleration", "jurisdiction")


def dossier_facts(session: ReadSession, customer: str, *, as_of: date, zone: ZoneInfo) -> DossierFacts:
    """All about the customer with this code; instants count by their day in `zone`.

    Raises UnknownCustomer.
    """
    return _Gathering(session, customer, as_of, zone).facts()


def accounts_of(
    session: ReadSession, named: Mapping[int, tuple[str, str]], *, as_of: date
) -> dict[int, Account]:
    """What customers owe and hold on an evening, by their numbers; `named` are their codes and names."""
    found: dict[int, Account] = {}
    kept = PenaltyReader(session).kept(named, on=as_of) if named else {}
    for first in range(0, len(named), _CHUNK):
        some = sorted(named)[first : first + _CHUNK]
        items = _open_items(session, some, as_of)
        for key, rows in items.groupby("customer_id"):
            customer = int(str(key))
            open_items, held = _split(rows)
            beside = kept.get(customer, NOTHING_KEPT)
            found[customer] = Account(
                *(*named[customer], as_of, open_items, _less_used(held, beside)), penalties=_left(beside)
            )
    return found


class _Gathering:
    def __init__(self, session: ReadSession, customer: str, as_of: date, zone: ZoneInfo) -> None:
        self._session, self._customer, self._as_of, self._zone = session, customer, as_of, zone
        relation = RelationRepository(session, as_recorded=None)
        self._id = relation.customer_id(customer)
        self._accounts = relation.of_customer(self._id, as_of=as_of).accounts
        self._profile = profiles_on(session, as_of, customers=[self._id]).get(self._id)

    def facts(self) -> DossierFacts:
        account = self._account()
        company = self._company()
        papers = tuple(PaperReader(self._session).of_customer(self._id, as_of=self._as_of))
        counting = [one.id for one in papers if not one.withdrawn]
        return DossierFacts(
            customer_id=self._id,
            account=account,
            identity=self._identity(account.name),
            clauses=_clauses(self._profile),
            relation=relation_of(self._session, self._customer, as_of=self._as_of, as_recorded=None),
            contacts=self._contacts(),
            reminders=self._reminders(),
            proofs=self._proofs(),
            events=() if company is None else tuple(one.row for one in company.events),
            proceeding=None if company is None else company.proceeding,
            documents=self._documents([one.invoice_id for one in account.items]),
            papers=papers,
            numbers={
                one.invoice_id: self._accounts.number_of(one.invoice_id) for one in papers if one.invoice_id
            },
            contents=PaperReader(self._session).contents(self._id, counting),
        )

    def _company(self) -> Company | None:
        siren = "" if self._profile is None else siren_of(self._profile)
        return company_on(self._session, siren, as_of=self._as_of) if siren else None

    def _identity(self, name: str) -> dict[str, str]:
        said = {} if self._profile is None else self._profile._asdict()
        left_out = {"customer_id", *_CLAUSES}
        told = {key: str(value) for key, value in said.items() if value is not None and key not in left_out}
        return {**told, "code": self._customer, "name": told.get("name") or name}

    def _account(self) -> Account:
        open_items, held = _split(_open_items(self._session, [self._id], self._as_of))
        name = self._accounts.names.get(self._id, "") or (
            "" if self._profile is None else self._profile.name or ""
        )
        settled = _settled(open_items, self._accounts)
        kept = PenaltyReader(self._session).kept([self._id], on=self._as_of).get(self._id, NOTHING_KEPT)
        held = _less_used(held, kept)
        return Account(self._customer, name, self._as_of, open_items, held, settled, _left(kept))

    def _contacts(self) -> tuple[ContactRow, ...]:
        master = self._id if self._profile is None else self._profile.customer_id
        register = RegisterRepository(self._session, CONTACTS)
        among = [register.within("customer_id", sorted({self._id, master}))]
        found = contacts_on(register.versions(as_recorded=None, among=among), self._as_of)
        return tuple(one.row for key in sorted(found) for one in found[key])

    def _reminders(self) -> tuple[Reminded, ...]:
        register = RegisterRepository(self._session, REMINDERS)
        told = register.versions(as_recorded=None, among=[register.where("customer_id", self._id)])
        found = [
            Reminded(
                number=self._accounts.number_of(one.row.invoice_id),
                item=one.row.item,
                level=one.row.level,
                through=one.row.through,
                way=one.row.way,
                tone=one.row.tone,
                passed_on=one.row.passed_on,
                deadline_on=one.row.deadline_on,
                action_id=one.row.action_id,
                known_on=one.known_on,
                author=one.author,
            )
            for one in standing_on(told, self._as_of)
        ]
        return tuple(sorted(found, key=lambda one: (one.passed_on, one.number, one.item, one.level)))

    def _proofs(self) -> tuple[Proof, ...]:
        actions = [self._known(one) for one in DunningReader(self._session).actions(customers=[self._id])]
        outbox = OutboxReader(self._session)
        carried = outbox.states([one.key for one in actions if one is not None])
        return tuple(self._proof(one, outbox, one.key in carried) for one in actions if one is not None)

    def _known(self, action: Action) -> Action | None:
        """The action as it was that evening; None before it was decided."""
        events = tuple(one for one in action.events if one.on <= self._as_of)
        return replace(action, events=events) if events and action.decided_on <= self._as_of else None

    def _proof(self, action: Action, outbox: OutboxReader, carried: bool) -> Proof:
        if not carried:
            return Proof(action)
        message = outbox.of(action.key)
        late = message.created_at.astimezone(self._zone).date() > self._as_of
        if late or message.message.customer_id != self._id:
            return Proof(action)
        steps = [
            one for one in outbox.history(action.key) if one.at.astimezone(self._zone).date() <= self._as_of
        ]
        return Proof(action, message, tuple(steps))

    def _documents(self, invoices: Sequence[int]) -> dict[int, str]:
        register = RegisterRepository(self._session, DOCUMENTS)
        told = register.versions(as_recorded=None, among=[register.within("invoice_id", invoices)])
        return {one.row.invoice_id: one.row.form for one in standing_on(told, self._as_of)}


def _open_items(session: ReadSession, customers: Sequence[int], as_of: date) -> pd.DataFrame:
    """What is open of some customers, and of nobody else, with what their invoices say."""
    repository = FactsRepository(session, as_recorded=None)
    known = as_known(repository.facts(customers=customers, horizon=repository.horizon() or as_of), as_of)
    items = open_positions(known)
    told = standing(known.invoices, "invoice_id")
    told = told[["invoice_id", "number", "issued_on", "opening", "amount_cents"]]
    return items.loc[items["customer_id"].isin(customers)].merge(told, on="invoice_id", how="left")


def _split(rows: pd.DataFrame) -> tuple[tuple[OpenItem, ...], tuple[Credit, ...]]:
    items: list[OpenItem] = []
    held: list[Credit] = []
    columns = (
        "invoice_id",
        "number",
        "issued_on",
        "opening",
        "due_on",
        "amount_cents",
        "left_cents",
        "currency",
    )
    for key, number, issued, opening, due, amount, left, currency in zip(
        *(rows[name] for name in columns), strict=True
    ):
        told = "" if pd.isna(number) else str(number)
        if left < 0 or not key:  # money given back without an invoice is owed again: a credit below nothing
            day = due if pd.isna(issued) else issued
            held.append(Credit(told, day.date(), -int(left), str(currency)))
        else:
            issued_on = None if pd.isna(issued) or opening is True else issued.date()
            items.append(
                OpenItem(int(key), told, issued_on, due.date(), int(amount), int(left), str(currency))
            )
    return (
        tuple(sorted(items, key=lambda one: (one.currency, one.due_on, one.number, one.invoice_id))),
        tuple(sorted(held, key=lambda one: (one.currency, one.day, one.number, one.cents))),
    )


def _left(kept: Kept) -> tuple[Receivable, ...]:
    return tuple(one for one in receivables(kept.told, kept.acts) if one.open_cents)


def _less_used(held: Sequence[Credit], kept: Kept) -> tuple[Credit, ...]:
    """Without the money that settled penalties: it is none of the customer's any more."""
    left, found = used({0: kept.acts}).get(0, {}), []
    for one in held:
        taken = 0 if one.number else min(max(one.cents, 0), left.get(one.currency, 0))
        left = {**left, one.currency: left.get(one.currency, 0) - taken}
        if one.cents != taken:
            found.append(replace(one, cents=one.cents - taken))
    return tuple(found)


def _settled(items: Sequence[OpenItem], accounts: Accounts) -> tuple[Settled, ...]:
    found = [
        Settled(item.number, one.paid_on, one.cents, item.currency, one.cash)
        for item in items
        for one in accounts.receipts.get(item.invoice_id, ())
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.number, one.cents)))


def _clauses(profile: CustomerProfileRow | None) -> Clauses:
    return Clauses() if profile is None else Clauses(*(getattr(profile, name) for name in _CLAUSES))
