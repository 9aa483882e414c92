"""The events of each account in the order they became known, with running figures beside each.

An account is one customer in one currency: amounts of two currencies are never added. Four streams carry
everything the catalogue reads: issued (invoices that became known), settled (payments that closed one), open
(what is owed) and overdue (what is owed past its due day). A correction takes the old observation back on the
day it became known and adds the new one, so no figure ever moves before that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import kernels
from features.group_steps import Pasts
from features.habits import Habits, habits_of
from features.order import order_of
from features.surroundings import Surroundings
from ledger.beside import Beside
from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SPAN = np.int64(NEVER) * 2
_EURO = "EUR"  # of a prospect nobody has said in what currency it will be invoiced
_WEEK = 7
_LATE_BARS = (0, 7, 30)
MEMORY_DAYS = 120.0
# Logarithms of amounts are summed as millionths in integers: exact in any order.
_LOG_UNIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Stream:
    """Events sorted by account and day; `running` holds each figure as it stands after each event."""

    key: Ints
    accounts: int
    running: Mapping[str, Ints | Floats]

    def located(self, account: Ints, day: Ints) -> Ints:
        """Position of each account's last event known by `day`; -1 where there is none."""
        place = np.searchsorted(self.key, account * SPAN + day, side="right") - 1
        owner = np.where(place >= 0, self.key[place] // SPAN, -1) if len(self.key) else place
        return np.where(owner == account, place, -1)


@dataclass(frozen=True)
class Streams:
    """What the accounts did, and their numbering by customer and currency."""

    accounts: pd.MultiIndex
    invoices: pd.DataFrame
    issued: Stream
    settled: Stream
    open: Stream
    overdue: Stream
    beside: Beside = field(default_factory=Beside)
    codes: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What stands beside the ledger of these accounts; made when first asked for."""
        owners = self.accounts.get_level_values("customer_id").to_numpy(np.int64)
        pasts = Pasts(self.issued, self.settled, self.open, self.overdue)
        return Surroundings(self.beside, owners, self.codes, self.invoices, pasts)

    @cached_property
    def habits(self) -> Habits:
        """How each account and the whole book pay; made when first asked for, as not every caller asks."""
        return habits_of(self.invoices, span=int(SPAN))


def streams_of(
    states: pd.DataFrame, *, beside: Beside | None = None, customers: pd.DataFrame | None = None
) -> Streams:
    """Streams of a ledger's timeline (`ledger.timeline.timeline`) and of what stands beside it.

    Those of `customers` (as in `Facts`) without an invoice get an account in euros.
    """
    account, accounts = _accounts(states)
    accounts = accounts if customers is None else _with_prospects(accounts, customers)
    states = states.drop(columns=["customer_id", "currency"]).assign(account=account)
    invoices = states.loc[states["amount_cents"].to_numpy() > 0]
    return Streams(
        accounts=accounts,
        invoices=invoices,
        issued=_issued(invoices, len(accounts)),
        settled=_settled(invoices, len(accounts)),
        open=_open(states, len(accounts)),
        overdue=_overdue(invoices, len(accounts)),
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


def _sorted(events: Mapping[str, Ints], accounts: int) -> tuple[dict[str, Ints], Ints, Ints]:
    """Columns sorted by account, day and content, the sort key, and the first position of each account."""
    key = events["account"] * SPAN + events["day"]
    order = order_of(key, [values for name, values in events.items() if name not in ("account", "day")])
    columns, key = {name: values[order] for name, values in events.items()}, key[order]
    return columns, key, np.searchsorted(key, np.arange(accounts + 1) * SPAN).astype(np.int64)


def _signed(
    states: pd.DataFrame, observed: NDArray[np.bool_], begins: Ints, columns: Mapping[str, Ints]
) -> dict[str, Ints]:
    """Each observed state as +1 from the day it begins and -1 once a later state replaces it by another."""
    told = {"account": states["account"].to_numpy(), **columns}
    invoice, until = states["invoice_id"].to_numpy(), states["until_day"].to_numpy()
    # A state left out between two others, such as one without an amount, ends the first of them.
    unchanged = (invoice[1:] == invoice[:-1]) & (states["known_day"].to_numpy()[1:] == until[:-1])
    for values in (*told.values(), observed):
        unchanged &= values[1:] == values[:-1]
    began = np.flatnonzero(np.r_[True, ~unchanged][: len(states)] & observed)
    ended = np.flatnonzero(np.r_[~unchanged, True][: len(states)] & observed & (until < NEVER))
    rows = np.concatenate([began, ended])
    events = {name: values[rows].astype(np.int64) for name, values in told.items()}
    events["day"] = np.concatenate([begins[began], until[ended]]).astype(np.int64)
    events["sign"] = np.repeat(np.array([1, -1]), [len(began), len(ended)])
    return events


def _issued(states: pd.DataFrame, accounts: int) -> Stream:
    """Invoices as they became known; the usual amount is the geometric mean."""
    issued, due, amount = (states[name].to_numpy() for name in ("issued_day", "due_day", "amount_cents"))
    told = {
        "issued_day": issued,
        "log_amount": np.round(np.log(amount) * _LOG_UNIT).astype(np.int64),
        "terms": due - issued,
        "amount_cents": amount,
    }
    observed = np.ones(len(states), dtype=bool)
    columns, key, start = _sorted(_signed(states, observed, states["known_day"].to_numpy(), told), accounts)
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign),
        "log_amount": kernels.running_sums(start, sign * columns["log_amount"]),
        "terms": kernels.running_sums(start, sign * columns["terms"]),
        "cents": kernels.running_sums(start, sign * columns["amount_cents"]),
        "first_day": _first_of_account(columns["day"], start),
    }
    return Stream(key, accounts, running)


def _first_of_account(day: Ints, start: Ints) -> Ints:
    counts = np.diff(start)
    return np.repeat(day[start[:-1][counts > 0]], counts[counts > 0])


def _settled(states: pd.DataFrame, accounts: int) -> Stream:
    """Invoices settled: how late, when the cash came, on which weekday."""
    issued, paid = states["issued_day"].to_numpy(), states["paid_day"].to_numpy()
    # A payment on the day of issue counts from the next evening: no invoice may know its own end.
    begins = np.maximum(states["known_day"].to_numpy(), issued + 1)
    observed = (paid < NEVER) & (begins < states["until_day"].to_numpy())
    told = {
        "paid_day": paid,
        "late": paid - states["due_day"].to_numpy(),
        "amount_cents": states["amount_cents"].to_numpy(),
        "issued_day": issued,
    }
    columns, key, start = _sorted(_signed(states, observed, begins, told), accounts)
    return Stream(key, accounts, _settled_running(columns, start))


def _settled_running(columns: dict[str, Ints], start: Ints) -> dict[str, Ints | Floats]:
    sign, late, day = columns["sign"], columns["late"], columns["day"]
    weekday = (columns["paid_day"] + 3) % _WEEK  # 1970-01-01 was a Thursday
    summed = {
        "n": sign,
        "late": sign * late,
        "late_squared": sign * late * late,
        "cents": sign * columns["amount_cents"],
        "late_cents": sign * late * columns["amount_cents"],
        **{f"late_over_{bar}": sign * (late > bar) for bar in _LATE_BARS},
        **{f"weekday_{n}": sign * (weekday == n) for n in range(_WEEK)},
    }
    running: dict[str, Ints | Floats] = {name: kernels.running_sums(start, v) for name, v in summed.items()}
    quantiles = kernels.running_quantiles(start, late, sign, np.array([0.1, 0.25, 0.5, 0.75, 0.9]))
    for column, name in enumerate(("q10", "q25", "q50", "q75", "q90")):
        running[name] = quantiles[:, column]
    recent = kernels.running_recent(start, day, columns["paid_day"], late, sign, MEMORY_DAYS)
    running["recent_late"], running["recent_weight"] = recent[:, 0], recent[:, 1]
    last = kernels.running_last(start, day, late, sign)
    for column, name in enumerate(("last_1", "last_2", "last_3", "slope")):
        running[name] = last[:, column]
    running["day"] = day
    running |= {f"{name}_of_event": columns[name] for name in ("late", "sign", "paid_day")}
    return running


def _open(states: pd.DataFrame, accounts: int) -> Stream:
    """What is owed: open amounts, credit notes deducted."""
    owed, begins = states["open_cents"].to_numpy(), states["known_day"].to_numpy()
    columns, key, start = _sorted(_signed(states, owed != 0, begins, {"open_cents": owed}), accounts)
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign * (columns["open_cents"] > 0)),
        "cents": kernels.running_sums(start, sign * columns["open_cents"]),
    }
    return Stream(key, accounts, running)


def _overdue(states: pd.DataFrame, accounts: int) -> Stream:
    """What is owed past its due day: an item enters on the day after it, or when we learn of it."""
    due, owed = states["due_day"].to_numpy(), states["open_cents"].to_numpy()
    begins = np.maximum(states["known_day"].to_numpy(), due + 1)
    observed = (owed > 0) & (begins < states["until_day"].to_numpy())
    told = {"due_day": due, "open_cents": owed}
    columns, key, start = _sorted(_signed(states, observed, begins, told), accounts)
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign),
        "cents": kernels.running_sums(start, sign * columns["open_cents"]),
        "due_day": kernels.running_sums(start, sign * columns["due_day"]),
        "oldest_due": kernels.running_oldest(start, columns["due_day"], sign),
    }
    return Stream(key, accounts, running)
