"""The changes that pairs are walked through, for what running figures cannot hold ready."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.calendar_days import month_of
from features.events import SPAN, Ints, signed
from features.walk_kernels import Ends, Sales
from ledger.timeline import NEVER

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Paths:
    """`paid_in_year` holds an invoice while its payment is known and no older than a year."""

    paid_in_year: Ends
    sales: Sales


def paths_of(states: pd.DataFrame) -> Paths:
    """Paths of a timeline's states; their column `account` numbers the accounts."""
    return Paths(paid_in_year=_paid_in_year(states), sales=_sales(states))


def _paid_in_year(states: pd.DataFrame) -> Ends:
    names = ("account", "known_day", "until_day", "issued_day", "due_day", "paid_day")
    paid_for = (states["amount_cents"].to_numpy() > 0) & (states["paid_day"].to_numpy() < NEVER)
    account, known, until, issued, due, paid = (states[name].to_numpy()[paid_for] for name in names)
    begins = np.maximum(known, issued + 1)  # no invoice may know its own end
    ends = np.minimum(until, paid + YEAR_DAYS)
    held = begins < ends
    account, late = account[held], (paid - due)[held]
    begin, end = _key(account, begins[held]), _key(account, ends[held])
    first, last = np.argsort(begin, kind="stable"), np.argsort(end, kind="stable")
    return Ends(begin[first], late[first], end[last], late[last])


def _sales(states: pd.DataFrame) -> Sales:
    """Invoices and credit notes by their month of issue; of an opening item that month is not known."""
    cents = states["amount_cents"].to_numpy()
    told = {"issued_day": states["issued_day"].to_numpy(), "cents": cents}
    observed = (cents != 0) & ~states["opening"].to_numpy()
    events = signed(states, observed, states["known_day"].to_numpy(), told)
    key = _key(events["account"], events["day"])
    order = np.argsort(key, kind="stable")
    day = events["issued_day"][order]
    return Sales(
        key[order],
        day.astype(np.int32),
        month_of(day).astype(np.int32),
        (events["sign"] * events["cents"])[order],
    )


def _key(account: Ints, day: NDArray[np.int32] | Ints) -> Ints:
    return account * SPAN + day
