"""The events of each account in the order they became known, with running figures beside each.

An account is one customer in one currency: amounts of two currencies are never added. Six streams carry
everything the catalogue reads: issued (invoices that became known), settled (payments that closed one), open
(what is owed), overdue (what is owed past its due day), aged (what is owed long past it) and conceded (credit
notes, and invoices closed without cash). A correction takes the old observation back on the day it became
known and adds the new one, so no figure ever moves before that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.book import Book
from features.credibility import Credibility, credibility_of, prior_of
from features.events import (
    LOG_UNIT,
    SPAN,
    Figures,
    Ints,
    Stream,
    in_order,
    known_first,
    narrow,
    signed,
    summed,
)
from features.group_steps import Pasts
from features.habits import Habits, habits_of
from features.overdue import aged_of, overdue_of
from features.settled import MEMORY_DAYS, settled_of
from features.surroundings import Surroundings
from features.walks import Paths, paths_of
from ledger.beside import Beside
from ledger.timeline import NEVER

__all__ = ["MEMORY_DAYS", "SPAN", "Stream", "Streams", "streams_of"]

_OF_THEIR_OWN = {"invoices", "issued", "settled", "open", "overdue", "aged", "conceded", "paths", "first_due"}
_EURO = "EUR"  # of a prospect nobody has said in what currency it will be invoiced


@dataclass(frozen=True)
class Streams:
    """What the accounts did, and their numbering by customer and currency; made when first asked for.

    `states` is the timeline with a column `account`. `book` is the one these accounts belong to, theirs alone
    when left out.
    """

    accounts: pd.MultiIndex
    states: pd.DataFrame
    beside: Beside = field(default_factory=Beside)
    codes: Mapping[int, str] = field(default_factory=dict)
    book: Book | None = None

    def within(self, book: Book) -> "Streams":
        """The same accounts as part of a book; what was made of theirs alone is kept."""
        twin = replace(self, book=book)
        twin.__dict__.update({name: made for name, made in self.__dict__.items() if name in _OF_THEIR_OWN})
        return twin

    @cached_property
    def invoices(self) -> pd.DataFrame:
        """The states of all but credit notes."""
        are = self.states["amount_cents"].to_numpy() > 0
        return self.states if are.all() else self.states.loc[are]

    @cached_property
    def issued(self) -> Stream:
        return _issued(self.invoices, len(self.accounts))

    @cached_property
    def settled(self) -> Stream:
        return settled_of(self.invoices, self.issued, len(self.accounts))

    @cached_property
    def open(self) -> Stream:
        return _open(self.states, len(self.accounts))

    @cached_property
    def overdue(self) -> Stream:
        return overdue_of(self.invoices, len(self.accounts))

    @cached_property
    def aged(self) -> Stream:
        return aged_of(self.invoices, len(self.accounts))

    @cached_property
    def conceded(self) -> Stream:
        return _conceded(self.states, len(self.accounts))

    @cached_property
    def paths(self) -> Paths:
        return paths_of(self.states)

    @cached_property
    def first_due(self) -> NDArray[np.int32]:
        """For each state of the timeline, the due day its invoice was first known with."""
        first = known_first(self.states)
        return self.states["due_day"].to_numpy(np.int32)[first][np.cumsum(first) - 1]

    @cached_property
    def surroundings(self) -> Surroundings:
        """What stands beside the ledger of these accounts; made when first asked for."""
        owners = self.accounts.get_level_values("customer_id").to_numpy(np.int64)
        pasts = Pasts(self.issued, self.settled, self.open, self.overdue)
        return Surroundings(self.beside, owners, self.codes, self.invoices, pasts, self.book)

    @cached_property
    def habits(self) -> Habits:
        """How each account and the whole book pay; made when first asked for, as not every caller asks."""
        book = None if self.book is None else self.book.settled
        return habits_of(self.invoices, span=int(SPAN), book=book)

    @cached_property
    def credibility(self) -> Credibility:
        """How much an account's own past counts beside the book's, evening after evening."""
        if self.book is None:
            return credibility_of(self.settled)
        return Credibility(**{name: prior_of(told) for name, told in self.book.lateness.items()})


def streams_of(
    states: pd.DataFrame, *, beside: Beside | None = None, customers: pd.DataFrame | None = None
) -> Streams:
    """Streams of a ledger's timeline (`ledger.timeline.timeline`) and of what stands beside it.

    Those of `customers` (as in `Facts`) without an invoice get an account in euros.
    """
    account, accounts = _accounts(states)
    return Streams(
        accounts=accounts if customers is None else _with_prospects(accounts, customers),
        states=states.drop(columns=["customer_id", "currency"]).assign(account=account),
        beside=Beside() if beside is None else beside,
        codes={}
        if customers is None
        else dict(zip(customers["customer_id"], customers["code"], strict=True)),
    )


def _with_prospects(accounts: pd.MultiIndex, customers: pd.DataFrame) -> pd.MultiIndex:
    """After all others, so that none of those is numbered otherwise."""
    met = accounts.get_level_values("customer_id")
    new = np.setdiff1d(customers["customer_id"].to_numpy(np.int64), met.to_numpy(np.int64))
    if len(new) == 0:
        return accounts
    theirs = pd.MultiIndex.from_arrays([new, np.full(len(new), _EURO)], names=accounts.names)
    return accounts.append(theirs)


def _accounts(states: pd.DataFrame) -> tuple[Ints, pd.MultiIndex]:
    """The account of each state, and what the numbers of the accounts stand for."""
    currencies = states["currency"].cat.categories.astype(str)
    code = states["currency"].cat.codes.to_numpy(np.int64)
    account, found = pd.factorize(states["customer_id"].to_numpy() * len(currencies) + code, sort=True)
    customer, code = np.divmod(found, max(len(currencies), 1))
    accounts = pd.MultiIndex.from_arrays([customer, currencies[code]], names=["customer_id", "currency"])
    return account.astype(np.int64), accounts


def _issued(states: pd.DataFrame, accounts: int) -> Stream:
    """Invoices as they became known; the usual amount is the geometric mean."""
    issued, due, amount = (states[name].to_numpy() for name in ("issued_day", "due_day", "amount_cents"))
    told = {
        "issued_day": issued,
        "log_amount": np.round(np.log(amount) * LOG_UNIT).astype(np.int64),
        "terms": due - issued,
        "amount_cents": amount,
    }
    observed = np.ones(len(states), dtype=bool)
    columns, key, start = in_order(signed(states, observed, states["known_day"].to_numpy(), told), accounts)
    sign = columns["sign"]
    running = {
        "n": summed(start, sign),
        "log_amount": summed(start, sign * columns["log_amount"]),
        "terms": summed(start, sign * columns["terms"]),
        "cents": summed(start, sign * columns["amount_cents"]),
        "first_day": narrow(_first_of_account(columns["day"], start)),
    }
    return Stream(key, accounts, running)


def _first_of_account(day: Ints, start: Ints) -> Ints:
    counts = np.diff(start)
    return np.repeat(day[start[:-1][counts > 0]], counts[counts > 0])


def _open(states: pd.DataFrame, accounts: int) -> Stream:
    """What is owed: open amounts, credit notes deducted; `owed_cents` leaves them out."""
    owed, begins = states["open_cents"].to_numpy(), states["known_day"].to_numpy()
    told = {"open_cents": owed, "due_day": states["due_day"].to_numpy()}
    columns, key, start = in_order(signed(states, owed != 0, begins, told), accounts)
    sign, cents = columns["sign"], columns["open_cents"]
    running: dict[str, Figures] = {
        "n": summed(start, sign * (cents > 0)),
        "cents": summed(start, sign * cents),
        "owed_cents": summed(start, sign * np.maximum(cents, 0)),
        "due_of_event": narrow(columns["due_day"]),
        "sign_of_event": (sign * (cents > 0)).astype(np.int8),
    }
    return Stream(key, accounts, running)


def _conceded(states: pd.DataFrame, accounts: int) -> Stream:
    """Credit notes by amount, and invoices closed by anything but cash: an offset, a write-off."""
    amount, known = states["amount_cents"].to_numpy(), states["known_day"].to_numpy()
    paid = states["paid_day"].to_numpy() < NEVER
    closed = (amount > 0) & (states["open_cents"].to_numpy() == 0) & ~paid & ~states["opening"].to_numpy()
    # As with payments, an invoice closed on its issue day counts from the next evening.
    begins = np.where(closed, np.maximum(known, states["issued_day"].to_numpy() + 1), known)
    observed = ((amount < 0) | closed) & (begins < states["until_day"].to_numpy())
    told = {"credit_cents": np.maximum(-amount, 0), "closed": closed.astype(np.int64)}
    columns, key, start = in_order(signed(states, observed, begins, told), accounts)
    running = {
        "credit_cents": summed(start, columns["sign"] * columns["credit_cents"]),
        "closed": summed(start, columns["sign"] * columns["closed"]),
    }
    return Stream(key, accounts, running)
