"""What the ledger holds of accounting files: facts and shares by the names the files give them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ledger.fec.movements import Account
from ledger.fec.roles import OFFSET
from ledger.imports.changes import Knowledge, NextIds
from ledger.imports.customers import RecordedCustomer


class RecordedFact(NamedTuple):
    """An item or payment of the source as it stands; `cents` positive when it is owed, `left` unsettled."""

    id: int
    version: int
    item: bool
    kind: str
    account_class: str
    customer: str
    customer_id: int
    piece: str
    happened_on: date
    due_on: date | None
    due_on_source: str
    cents: int
    left: int
    known_on: date

    @property
    def account(self) -> Account:
        return self.account_class, self.customer


class RecordedShare(NamedTuple):
    """How much of a payment settles how much of an item, by the names of both.

    One of the two may be of another source, whose name is none of these files (`outside`).
    """

    id: int
    version: int
    payment: str
    item: str
    how: str
    cents: int


def outside(kind: str, key: int) -> str:
    """How a payment or an invoice of another source is called here; no line of a file has such a name."""
    return f"{kind} {key}"


class Receipt(NamedTuple):
    """Money that the files tell and the ledger does not hold yet; negative when it went back."""

    name: str
    customer_id: int
    cents: int
    on: date
    reference: str


class Elsewhere(NamedTuple):
    """The same money told first by another source: receipts by name, and its payments, which give way."""

    receipts: frozenset[str] = frozenset()
    payments: frozenset[int] = frozenset()


Meeting = Callable[[Sequence[Receipt]], Elsewhere]


def nothing_elsewhere(_receipts: Sequence[Receipt]) -> Elsewhere:
    """No other source tells of the same money."""
    return Elsewhere()


@dataclass(frozen=True, slots=True)
class FecState:
    """What the ledger holds of one source, by the source's own identifiers."""

    customers: dict[str, RecordedCustomer]
    facts: Mapping[str, RecordedFact]
    voided: Mapping[str, RecordedFact]  # facts taken back: they count for nothing until they are told again
    shares: Mapping[str, RecordedShare]
    knowledge: Knowledge
    ids: NextIds
    met: frozenset[str] = frozenset()  # receipts that another source told first

    def earlier(self) -> dict[date, Counter[Account]]:
        """What is recorded, by the day it was entered in the accounts and by account."""
        found: dict[date, Counter[Account]] = {}
        for source_id, fact in self.facts.items():
            if fact.kind != OFFSET:
                found.setdefault(entered_on(source_id), Counter())[fact.account] += fact.cents
        return found

    def giving_way(self, elsewhere: Elsewhere) -> "FecState":
        """As if the payments of another source that tell the same money were not there."""
        gone = {outside("payment", one) for one in elsewhere.payments}
        facts = dict(self.facts)
        for share in self.shares.values():
            if share.payment in gone and (item := facts.get(share.item)) is not None:
                facts[share.item] = item._replace(left=item.left + share.cents)
        shares = {name: share for name, share in self.shares.items() if share.payment not in gone}
        return replace(self, facts=facts, shares=shares, met=elsewhere.receipts)


def entered_on(source_id: str) -> date:
    """The day of the entry, with which the name of every fact of an accounting file begins."""
    return date.fromisoformat(source_id[:10])
