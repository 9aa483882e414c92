"""Ledgers drawn at random and written as imports would, remembered beside to be summed by hand."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ledger.imports.changes import (
    AllocationVersion,
    Changes,
    InvoiceVersion,
    NewAllocation,
    NewCustomer,
    NewInvoice,
    NewPayment,
    PaymentVersion,
)
from ledger.imports.repository import ImportRepository, Run
from store.session import Database

START = date(2024, 1, 1)
DAYS = 60
_CLASSES = ("411", "411", "411", "413", "416", "4191")
_NOTHING = {"read": 0, "accepted": 0, "unchanged": 0, "rejected": 0, "corrected": 0, "settings": {}}


class Told(NamedTuple):
    """One version of a fact, by the import that brought it; only an allocation has invoice and payment."""

    id: int
    version: int
    known_on: date
    run: int
    cents: int
    customer: int = 0
    currency: str = "EUR"
    account_class: str = "411"
    day: date = START
    invoice: int = 0
    payment: int = 0


@dataclass(slots=True, repr=False)
class Book:
    """All that was ever told, whoever asks."""

    invoices: list[Told] = field(default_factory=list)
    payments: list[Told] = field(default_factory=list)
    allocations: list[Told] = field(default_factory=list)
    recorded: dict[int, datetime] = field(default_factory=dict)


def add_import(database: Database, book: Book, chance: random.Random) -> None:
    """One more import: new facts of new customers, and corrections of any fact told before."""
    run = len(book.recorded) + 1
    changes = Changes()
    if run == 1:
        changes.customers += [NewCustomer(n, f"C{n}", f"Customer {n}", START) for n in range(1, 6)]
    _invoices(book, changes, chance, run)
    _payments(book, changes, chance, run)
    _allocations(book, changes, chance, run)
    at = datetime(2024, 6, 1, tzinfo=UTC) + timedelta(hours=run)
    book.recorded[run] = at
    on = START + timedelta(days=DAYS)
    with database.transaction() as session:
        repository = ImportRepository(session)
        told = Run(repository.next_import_id(), "invoices", "csv", "a.csv", "", on, at, on)
        repository.save(told, _NOTHING, changes, lambda _done, _total: None)


def left_by_hand(book: Book, *, as_of: date, as_recorded: datetime | None) -> Counter[tuple[object, ...]]:
    """What is open by customer, class, currency and day, item by item, in plain loops."""

    def standing(versions: Sequence[Told]) -> dict[int, Told]:
        known = [
            one
            for one in versions
            if one.known_on <= as_of and (as_recorded is None or book.recorded[one.run] <= as_recorded)
        ]
        bases = {one.id for one in known if one.version == 0}
        last: dict[int, Told] = {}
        for one in sorted(known, key=lambda told: told.version):
            if one.id in bases:
                last[one.id] = one
        return last

    invoices, payments = standing(book.invoices), standing(book.payments)
    left = {("invoice", key): one.cents for key, one in invoices.items()}
    left |= {("payment", key): one.cents for key, one in payments.items()}
    for link in standing(book.allocations).values():
        if payments[link.payment].cents:
            left["invoice", link.invoice] -= link.cents
            left["payment", link.payment] -= link.cents
    found: Counter[tuple[object, ...]] = Counter()
    for (kind, key), cents in left.items():
        one, sign = (invoices[key], 1) if kind == "invoice" else (payments[key], -1)
        if cents:
            number = key if kind == "invoice" else 0
            found[number, one.customer, one.account_class, one.currency, one.day] += sign * cents
    return Counter({key: cents for key, cents in found.items() if cents})


def _day(chance: random.Random, *, first: date = START) -> date:
    return first + timedelta(days=chance.randrange(DAYS))


def _invoices(book: Book, changes: Changes, chance: random.Random, run: int) -> None:
    for _ in range(chance.randrange(1, 6)):
        key = 1 + max((one.id for one in book.invoices), default=0)
        issued, cents = _day(chance), chance.choice([-1, 1, 1, 1]) * chance.randrange(1, 50_000)
        one = Told(
            *(key, 0, issued, run, cents, chance.randrange(1, 6), chance.choice(["EUR", "USD"])),
            *(chance.choice(_CLASSES), issued + timedelta(days=chance.randrange(60))),
        )
        book.invoices.append(one)
        values = (one.customer, "invoice", issued, one.day, cents, one.currency, issued, "provided")
        changes.invoices.append(NewInvoice(key, f"number {key}", f"{key}", *values, one.account_class))
    for old in _some(book.invoices, chance, run):
        cents = old.cents + chance.choice([0, 500, -500])
        one = old._replace(
            version=old.version + 1,
            known_on=_day(chance),
            run=run,
            cents=cents,
            customer=chance.randrange(1, 6),
        )
        one = one._replace(day=_day(chance))
        book.invoices.append(one)
        values = (one.customer, "invoice", START, one.day, one.cents, one.currency, one.known_on)
        changes.invoice_versions.append(InvoiceVersion(one.id, one.version, *values))


def _payments(book: Book, changes: Changes, chance: random.Random, run: int) -> None:
    for _ in range(chance.randrange(1, 5)):
        key = 1 + max((one.id for one in book.payments), default=0)
        paid, cents = _day(chance), chance.choice([-1, 1, 1, 1]) * chance.randrange(1, 50_000)
        currency, account_class = chance.choice(["EUR", "USD"]), chance.choice(_CLASSES)
        one = Told(key, 0, paid, run, cents, chance.randrange(1, 6), currency, account_class, paid)
        book.payments.append(one)
        values = (one.customer, paid, cents, currency, None, None, paid, "payment", account_class)
        changes.payments.append(NewPayment(key, f"number {key}", *values))
    for old in _some(book.payments, chance, run):
        cents = chance.choice([0, 0, old.cents, 700])
        one = old._replace(version=old.version + 1, known_on=_day(chance), run=run, cents=cents)
        book.payments.append(one)
        values = (one.customer, one.day, cents, one.currency, one.known_on)
        changes.payment_versions.append(PaymentVersion(one.id, one.version, *values))


def _allocations(book: Book, changes: Changes, chance: random.Random, run: int) -> None:
    invoices = [one for one in book.invoices if one.version == 0]
    payments = [one for one in book.payments if one.version == 0]
    for _ in range(chance.randrange(5)):
        key = 1 + max((one.id for one in book.allocations), default=0)
        item, money = chance.choice(invoices), chance.choice(payments)
        cents = chance.choice([money.cents, item.cents, chance.randrange(1, 9_000)])
        known = max(item.known_on, money.known_on, _day(chance))  # as every importer sees to
        one = Told(key, 0, known, run, cents, invoice=item.id, payment=money.id)
        book.allocations.append(one)
        values = (money.id, item.id, cents, known, known)
        changes.allocations.append(NewAllocation(key, f"{key}", *values))
    for old in _some(book.allocations, chance, run):
        cents = chance.choice([0, old.cents // 2])
        one = old._replace(version=old.version + 1, known_on=_day(chance), run=run, cents=cents)
        book.allocations.append(one)
        changes.allocation_versions.append(AllocationVersion(one.id, one.version, cents, one.known_on))


def _some(versions: Sequence[Told], chance: random.Random, run: int) -> list[Told]:
    """A few facts of earlier imports, each as its last version has it."""
    last = {one.id: one for one in versions if one.run < run}
    return chance.sample(sorted(last.values()), k=min(len(last), chance.randrange(4)))
