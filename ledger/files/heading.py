"""The heading of a file as it stands, read or not: for somebody who says which column is which."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import FileUnreadable, MappingWrong
from ledger.files.allocations import NEEDED as _ALLOCATION_NEEDS
from ledger.files.allocations import open_allocations
from ledger.files.contacts import NEEDED as _CONTACT_NEEDS
from ledger.files.contacts import open_contacts
from ledger.files.customers import NEEDED as _CUSTOMER_NEEDS
from ledger.files.customers import open_customers
from ledger.files.headers import (
    ALLOCATION_WORDS,
    CONTACT_WORDS,
    CUSTOMER_WORDS,
    INVOICE_WORDS,
    ORDER_WORDS,
    PAYMENT_WORDS,
    recognised,
)
from ledger.files.invoices import NEEDED as _INVOICE_NEEDS
from ledger.files.invoices import open_invoices
from ledger.files.orders import NEEDED as _ORDER_NEEDS
from ledger.files.orders import open_orders
from ledger.files.payments import NEEDED as _PAYMENT_NEEDS
from ledger.files.payments import open_payments
from ledger.files.records import records, sniff_delimiter, split_lines
from ledger.files.table import Table
from ledger.files.text import decoded, expanded


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table: who opens it, our words for its columns, and those it cannot be read without."""

    open: Callable[[bytes, Mapping[str, object] | None], Table]
    words: Mapping[str, str]
    needed: tuple[str, ...]


TABLES: Mapping[str, TableKind] = {
    "customers": TableKind(open_customers, CUSTOMER_WORDS, _CUSTOMER_NEEDS),
    "contacts": TableKind(open_contacts, CONTACT_WORDS, _CONTACT_NEEDS),
    "invoices": TableKind(open_invoices, INVOICE_WORDS, _INVOICE_NEEDS),
    "payments": TableKind(open_payments, PAYMENT_WORDS, _PAYMENT_NEEDS),
    "allocations": TableKind(open_allocations, ALLOCATION_WORDS, _ALLOCATION_NEEDS),
    "orders": TableKind(open_orders, ORDER_WORDS, _ORDER_NEEDS),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, the first lines below them, and which column we take for which word."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    guess: Mapping[str, str]


def heading_of(content: bytes, kind: TableKind, *, most: int) -> Heading:
    """Without asking whether the file can be read as it is. Raises FileUnreadable where it is no table."""
    lines = split_lines(decoded(expanded(content))[0])
    delimiter = sniff_delimiter(lines)
    found = list(records(lines, delimiter=delimiter))[: most + 1]
    if not found:
        raise FileUnreadable("The file is empty: it has not even a header. Export it again.")
    names = tuple(name.strip() for name in found[0].fields)
    rows = tuple(tuple(one.fields) for one in found[1:])
    return Heading(names, rows, delimiter, _guessed(names, kind.words))


def _guessed(names: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """Of two columns that claim a word, the first; a name that stands twice tells no column from another."""
    guess: dict[str, str] = {}
    for name in names:
        if name and names.count(name) == 1:
            try:
                guess = recognised([*guess.values(), name], words)
            except MappingWrong:
                continue
    return guess
