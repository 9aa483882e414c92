"""What the ledger holds of accounting files: facts and shares by the names the files give them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
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
    """How much of a payment settles how much of an item, by the names of both."""

    id: int
    version: int
    payment: str
    item: str
    how: str
    cents: int


@dataclass(frozen=True, slots=True)
class FecState:
    """What the ledger holds of one source, by the source's own identifiers."""

    customers: dict[str, RecordedCustomer]
    facts: Mapping[str, RecordedFact]
    voided: Mapping[str, RecordedFact]  # facts taken back: they count for nothing until they are told again
    shares: Mapping[str, RecordedShare]
    knowledge: Knowledge
    ids: NextIds

    def earlier(self) -> dict[date, Counter[Account]]:
        """What is recorded, by the day it was entered in the accounts and by account."""
        found: dict[date, Counter[Account]] = {}
        for source_id, fact in self.facts.items():
            if fact.kind != OFFSET:
                found.setdefault(entered_on(source_id), Counter())[fact.account] += fact.cents
        return found


def entered_on(source_id: str) -> date:
    """The day of the entry, with which the name of every fact of an accounting file begins."""
    return date.fromisoformat(source_id[:10])
