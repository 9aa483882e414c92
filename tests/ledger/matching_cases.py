"""Short ways to make entries and open invoices in tests of matching."""

from collections.abc import Iterable
from datetime import date, timedelta

from ledger.matching.book import Book
from ledger.matching.money import Money
from ledger.matching.names import Names
from ledger.matching.payers import Learned, Payers
from ledger.matching.policy import POLICY
from ledger.matching.propose import Proposer
from ledger.matching.run import Ledger, Run, decide
from ledger.matching.values import Entry, Item

DAY = date(2024, 6, 3)
CUSTOMERS = {1: "Acier Moderne SARL", 2: "Boulangerie Dupont", 3: "Transports Lefèvre et Fils"}


def item(
    key: int,
    number: str,
    euros: str,
    *,
    customer: int = 1,
    currency: str = "EUR",
    due: date = date(2024, 5, 31),
    issued: date | None = None,
    reference: str | None = None,
) -> Item:
    cents = round(float(euros) * 100)
    return Item(
        *(key, number, customer, customer, cents, currency, issued or due - timedelta(days=30), due),
        *(issued or due - timedelta(days=30), "411", False, reference),
    )


def entry(
    euros: str,
    text: str = "",
    *,
    key: int = 1,
    payer: str | None = None,
    iban: str | None = None,
    on: date = DAY,
    currency: str = "EUR",
    structured: str | None = None,
    end_to_end: str | None = None,
    returned: bool = False,
) -> Entry:
    cents = round(float(euros) * 100)
    return Entry(
        *(key, f"e{key}", on, cents, currency, payer, iban, text, structured, end_to_end, None, returned),
        *(on, on),
    )


def book_of(items: Iterable[Item]) -> Book:
    items = list(items)
    return Book(items, {one.id: one.amount_cents for one in items})


def payers_of(learned: Learned | None = None, names: dict[int, str] | None = None) -> Payers:
    named = (CUSTOMERS if names is None else names).items()
    return Payers(learned or Learned(), Names(named, POLICY), ibans=(), same={})


def proposer(items: Iterable[Item], learned: Learned | None = None) -> Proposer:
    return Proposer(book_of(items), payers_of(learned), POLICY)


def run(
    entries: Iterable[Entry],
    items: Iterable[Item],
    *,
    learned: Learned | None = None,
    money: Money | None = None,
    names: dict[int, str] | None = None,
    held: frozenset[int] = frozenset(),
    owners: dict[int, int] | None = None,
) -> tuple[Run, Book]:
    book = book_of(items)
    held_money = money or Money((), (), taken_back=set())
    ledger = Ledger(book, payers_of(learned, names), held_money, owners or {}, 1)
    return decide(entries, ledger, held=held, on=DAY, policy=POLICY), book
