"""What matching looks at, and what it comes to."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Item(NamedTuple):
    """An invoice or credit note. `party` is its customer, or the one a person said is the same."""

    id: int
    number: str
    customer_id: int
    party: int
    amount_cents: int
    currency: str
    issued_on: date
    due_on: date
    known_on: date
    account_class: str
    opening: bool  # the day it was issued is not known
    payment_reference: str | None


class Left(NamedTuple):
    """An open invoice in the order of due days; cents negative on a credit note."""

    id: int
    cents: int
    issued_on: date
    due_on: date


class Entry(NamedTuple):
    """A movement of a bank account as matching sees it; positive when money came in."""

    id: int
    name: str
    booked_on: date
    cents: int
    currency: str
    payer_name: str | None
    payer_iban: str | None
    text: str
    structured_reference: str | None
    end_to_end: str | None
    bank_reference: str | None
    returned: bool
    known_on: date
    imported_on: date


Shares = tuple[tuple[int, int], ...]


def known_from(entry: Entry, on: date) -> date:
    """From when a first decision about an entry counts as known: with the entry when it is taken on the day
    the entry was imported, as everything that file tells; else from the day of the decision.
    """
    return entry.known_on if entry.imported_on >= on else max(on, entry.known_on)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an entry would settle: cents by invoice, how it was found, how sure, and why in a sentence.

    `returns` is the payment that a returned entry takes back; its shares are then negative.
    """

    customer_id: int
    shares: Shares
    how: str
    confidence: int
    why: str
    returns: int | None = None

    @property
    def settled_cents(self) -> int:
        return sum(cents for _, cents in self.shares)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best explanation of an entry, the next best ones, and why it waits if it does.

    `parties` are the customers on whose invoices the verdict depends.
    """

    best: Proposal | None
    alternatives: tuple[Proposal, ...]
    why: str
    parties: frozenset[int] = frozenset()


STRUCTURED, REFERENCE, AMOUNT, SEVERAL, PART, PAYER, TOLD = (
    *("structured", "reference", "amount", "several", "part", "payer", "told"),
)


def money(cents: int, currency: str) -> str:
    """An amount as sentences say it."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d} {currency}"


class WrittenPayment(NamedTuple):
    """A payment as its last version stands, and the number of the version to come."""

    id: int
    next_version: int
    customer_id: int
    paid_on: date
    currency: str


class WrittenShare(NamedTuple):
    """An allocation, and the number of the version to come."""

    id: int
    next_version: int
