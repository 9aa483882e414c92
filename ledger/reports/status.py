"""What a ledger holds, up to when, and what waits for a person: a pure function for each thing that waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from ledger.registers.catalogue import BankEntryRow
from ledger.registers.register import Version
from ledger.relation.accounts import Accounts
from ledger.relation.promises import BROKEN, PARTLY_KEPT, JudgedPromise
from ledger.reports.ageing import CUSTOMERS

_BY_DEFAULT = "default"
_ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Holding:
    """What came of one content from one source; `horizon` is the last day it told of, if any."""

    content: str
    source: str
    imports: int
    last_on: date
    last_recorded_at: datetime
    last_file: str
    horizon: date | None
    set_aside: int  # lines of the last import of it

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["last_on"] = self.last_on.isoformat()
        told["last_recorded_at"] = self.last_recorded_at.isoformat()
        told["horizon"] = self.horizon and self.horizon.isoformat()
        return told


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: how many, how much by currency, and of how many customers."""

    what: str
    count: int
    cents: Mapping[str, int]
    customers: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a thing that waits may look at, as known on the evening.

    items: what is open, as the aged balance has it. promises: judged, those whose claim is still open.
    entries: bank entries that wait. profiled: customers the master knows; None when there is no master.
    links: pairs of a customer of the accounts and one of the master that a person is asked about.
    """

    holdings: Sequence[Holding]
    items: pd.DataFrame
    promises: Sequence[JudgedPromise] = ()
    entries: Sequence[Version[BankEntryRow]] = ()
    profiled: frozenset[int] | None = None
    links: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of facts known that evening, what came from where, acts of people, and what waits."""

    as_of: date
    horizon: date | None
    counts: Mapping[str, int]
    holdings: Sequence[Holding]
    acts: int
    waiting: Sequence[Waiting] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "horizon": self.horizon and self.horizon.isoformat(),
            **self.counts,
            "acts": self.acts,
            "holds": [one.as_json() for one in self.holdings],
            "waiting": [asdict(one) for one in self.waiting],
        }


def still_owed(judged: Iterable[JudgedPromise], accounts: Accounts) -> list[JudgedPromise]:
    """Promises on items of which something is open: what was paid since needs nobody any more."""
    found = []
    for one in judged:
        word = one.case.terms
        if word is not None:
            scope = accounts.among(word.invoices) if word.invoices else accounts.of(one.case.customer_id)
            if any(item.open_cents > 0 and item.currency == word.currency for item in scope):
                found.append(one)
    return found


def waiting_on(desk: Desk) -> list[Waiting]:
    """Whatever is not empty, in the order of `WAITING`."""
    return [one for one in (look(desk) for look in WAITING) if one.count]


def set_aside_lines(desk: Desk) -> Waiting:
    """Lines that the latest import of each content and source could not use."""
    return Waiting("set_aside_lines", sum(one.set_aside for one in desk.holdings), {})


def bank_entries(desk: Desk) -> Waiting:
    """Money on the bank account that settles nothing yet."""
    cents = ((one.row.currency, one.row.amount_cents) for one in desk.entries)
    return Waiting("bank_entries", len(desk.entries), _total(cents))


def broken_promises(desk: Desk) -> Waiting:
    """Promises past their day that did not bring what was promised."""
    late = [one for one in desk.promises if one.state in (BROKEN, PARTLY_KEPT) and one.case.terms is not None]
    missing = (
        (one.case.terms.currency, one.case.terms.cents - one.received_cents) for one in late if one.case.terms
    )
    return Waiting("broken_promises", len(late), _total(missing), len({one.case.customer_id for one in late}))


def unallocated_money(desk: Desk) -> Waiting:
    """Money of customers that no invoice took, advances left out: they wait for their invoice."""
    items = desk.items
    money = items.loc[(items["account_class"] == CUSTOMERS) & (items["invoice_id"] == 0)]
    return _of_credits("unallocated_money", money.loc[money["kind"] != _ADJUSTMENT])


def adjustments(desk: Desk) -> Waiting:
    """Credits of the accounts that nobody could tell what they are."""
    return _of_credits("adjustments", desk.items.loc[desk.items["kind"] == _ADJUSTMENT])


def items_without_day(desk: Desk) -> Waiting:
    """Open items whose day of issue is not known: brought forward, moved, or not understood."""
    return _of_items("items_without_day", desk.items.loc[desk.items["opening"].astype(bool)])


def default_terms(desk: Desk) -> Waiting:
    """Open items due on a day nobody agreed: their lateness is a guess."""
    return _of_items("default_terms", desk.items.loc[desk.items["due_on_source"] == _BY_DEFAULT])


def customer_links(desk: Desk) -> Waiting:
    """Customers of the accounts who may be one of the master, which a person confirms or refuses."""
    return Waiting("customer_links", desk.links, {})


def customers_without_profile(desk: Desk) -> Waiting:
    """Customers who owe and whom the customer master does not know, by code or by a confirmed link."""
    if desk.profiled is None:
        return Waiting("customers_without_profile", 0, {})
    unknown = desk.items.loc[~desk.items["customer_id"].isin(desk.profiled)]
    found = _of_items("customers_without_profile", unknown)
    return replace(found, count=found.customers or 0)


WAITING = (
    set_aside_lines,
    bank_entries,
    broken_promises,
    unallocated_money,
    adjustments,
    items_without_day,
    customer_links,
    customers_without_profile,
    default_terms,
)


def _of_items(what: str, items: pd.DataFrame) -> Waiting:
    cents = items.groupby("currency")["left_cents"].sum()
    by_currency = {str(currency): int(total) for currency, total in cents.items()}
    return Waiting(what, len(items), by_currency, int(items["customer_id"].nunique()))


def _of_credits(what: str, items: pd.DataFrame) -> Waiting:
    """What we hold of customers, positive."""
    return _of_items(what, items.assign(left_cents=-items["left_cents"]))


def _total(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for currency, cents in amounts:
        total[currency] = total.get(currency, 0) + cents
    return total
