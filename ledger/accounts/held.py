"""What the ledger holds where the accounts and the bank meet, and how much of each item is settled."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.matching.values import Entry, Shares


class Bill(NamedTuple):
    """An invoice or, when negative, a credit note; the amount 0 says that the accounts took it back."""

    customer_id: int
    account_class: str
    cents: int
    known_on: date


class Receipt(NamedTuple):
    """A payment as it stands, whoever told it."""

    id: int
    customer_id: int
    account_class: str
    kind: str
    cents: int
    currency: str
    paid_on: date
    known_on: date


class Share(NamedTuple):
    """How much of a payment settles how much of an item, and how that was found."""

    id: int
    payment_id: int
    item_id: int
    cents: int
    how: str
    confidence: int
    known_on: date


class BankPayment(NamedTuple):
    """The payment that an entry made, what its act says that it settles, and the payment it takes back.

    An entry that waits made none, but may be part of what the accounts tell in one line.
    """

    entry: Entry
    payment_id: int | None
    customer_id: int
    told: Shares
    returns: int | None
    rank: int  # of the payments the entry made so far
    known_on: date  # of its last act


@dataclass(slots=True)
class Held:
    """Items, payments and standing shares; `settled` is kept up to date while shares come and go."""

    items: Mapping[int, Bill]
    receipts: Mapping[int, Receipt]
    shares: Mapping[int, list[Share]]  # by payment
    settled: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for shares in self.shares.values():
            self.put(shares)

    def put(self, shares: Iterable[Share]) -> None:
        for one in shares:
            self.settled[one.item_id] += one.cents

    def drop(self, shares: Iterable[Share]) -> None:
        for one in shares:
            self.settled[one.item_id] -= one.cents

    def of(self, payment_id: int | None) -> list[Share]:
        """What a payment settles."""
        shares = () if payment_id is None else self.shares.get(payment_id, ())
        return [one for one in shares if one.cents]

    def beyond(self, item_id: int) -> bool:
        """Whether more is settled of an item than there is, or less than nothing."""
        lowest, highest = self.room(item_id)
        return lowest > 0 or highest < 0

    def room(self, item_id: int) -> tuple[int, int]:
        """The least and the most that may still be settled of an item."""
        cents, settled = self.items[item_id].cents, self.settled[item_id]
        return min(0, cents) - settled, max(0, cents) - settled
