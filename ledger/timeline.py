"""What each invoice looked like on every evening: one row per change of what we knew of it.

A state holds from `known_day`, included, to `until_day`, excluded. Days are counted from 1970-01-01,
so that everything above works on integers; NEVER stands for a day that has not come.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.facts import CASH, Facts

NEVER = np.int32(2_000_000)
# An invoice counts as paid when no more than a euro or half a per cent of it is missing:
# bank fees and rounding are not lateness.
_TOLERANCE_CENTS = 100
_TOLERANCE_SHARE = 0.005

Days = NDArray[np.int32]


def days_of(column: pd.Series) -> Days:
    """Days since 1970-01-01; NEVER where the date is missing."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64)).astype(np.int32)


def timeline(facts: Facts) -> pd.DataFrame:
    """Every state of every invoice, sorted by invoice and day.

    Columns: invoice_id, customer_id, currency, known_day, until_day, issued_day, due_day,
    amount_cents, open_cents (after allocations, not below zero beyond it), paid_day (the day the cash
    that settled it arrived), ended_day (the day something else settled it: a credit note, a write-off, a
    correction to nothing), short (settled although a little is missing), opening. Of the two days at most one
    is told; neither while the invoice is open, nor where its own day is not known.
    """
    versions = _versions(facts)
    allocations = _allocations(facts)
    states = _changes(versions, allocations)
    states = _with_terms(states, versions)
    return _with_payments(states, allocations)


def _versions(facts: Facts) -> pd.DataFrame:
    frame = facts.invoices
    versions = pd.DataFrame(
        {
            "invoice_id": frame["invoice_id"].to_numpy(np.int64),
            "version": frame["version"].to_numpy(np.int32),
            "known_day": days_of(frame["known_on"]),
            "issued_day": days_of(frame["issued_on"]),
            "due_day": days_of(frame["due_on"]),
            "amount_cents": frame["amount_cents"].to_numpy(np.int64),
            "customer_id": frame["customer_id"].to_numpy(np.int64),
            "currency": frame["currency"].astype("category"),
            "opening": frame["opening"].to_numpy(bool),
        }
    )
    return _standing(versions, "invoice_id")


def _allocations(facts: Facts) -> pd.DataFrame:
    """Allocation versions with the day from which, and until which, each was what we knew."""
    frame = facts.allocations
    allocations = pd.DataFrame(
        {
            "allocation_id": frame["allocation_id"].to_numpy(np.int64),
            "version": frame["version"].to_numpy(np.int32),
            "invoice_id": frame["invoice_id"].to_numpy(np.int64),
            "known_day": days_of(frame["known_on"]),
            "paid_day": days_of(frame["paid_on"]),
            # A write-off settles an invoice and says nothing of when its customer pays.
            "is_cash": frame["paid_by"].isin(CASH).to_numpy(),
            "amount_cents": frame["amount_cents"].to_numpy(np.int64),
        }
    )
    allocations = _standing(allocations, "allocation_id")
    allocations["until_day"] = _next_within(allocations["allocation_id"], allocations["known_day"])
    return allocations


def _standing(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    """Versions that were ever what we knew, in order, each with the evening on which it took over.

    A correction never shows before the fact it corrects, and never gives way to an earlier version that
    became known after it.
    """
    if not _in_order(versions[key].to_numpy(), versions["version"].to_numpy()):
        order = np.lexsort((versions["version"], versions[key]))
        versions = versions.iloc[order].reset_index(drop=True)
    facts, known = versions[key].to_numpy(), versions["known_day"].to_numpy()
    same = facts[1:] == facts[:-1]
    if not (same & (known[1:] < known[:-1])).any():
        return versions
    first = versions.groupby(key)["known_day"].transform("first")
    versions["known_day"] = np.maximum(versions["known_day"], first).astype(np.int32)
    backwards = versions.iloc[::-1]
    earliest = backwards.groupby(key)["known_day"].cummin()
    by_later = earliest.groupby(backwards[key]).shift(1, fill_value=NEVER).sort_index()
    return versions.loc[versions["known_day"] < by_later].reset_index(drop=True)


def _in_order(fact: NDArray[np.int64], version: NDArray[np.int32]) -> bool:
    """Whether versions come sorted, as most sources tell them: then sorting would only take time."""
    later = (fact[1:] == fact[:-1]) & (version[1:] >= version[:-1])
    return bool((later | (fact[1:] > fact[:-1])).all())


def _next_within(group: pd.Series, day: pd.Series) -> Days:
    """The day of the next row of the same group, NEVER for the last one."""
    groups, days = group.to_numpy(), day.to_numpy()
    following = np.full(len(days), NEVER, dtype=np.int32)
    if len(days) > 1:
        same = groups[1:] == groups[:-1]
        following[:-1][same] = days[1:][same]
    return following


def _changes(versions: pd.DataFrame, allocations: pd.DataFrame) -> pd.DataFrame:
    """The distinct evenings on which something new was known of an invoice that was known."""
    invoice = np.concatenate([versions["invoice_id"], allocations["invoice_id"]])
    known = np.concatenate([versions["known_day"], allocations["known_day"]])
    # Of equal ones only the first is kept, so that their order means nothing.
    order = np.argsort(invoice * np.int64(NEVER + 1) + known)
    invoice, known = invoice[order], known[order]
    fresh = np.ones(len(invoice), dtype=bool)
    fresh[1:] = (invoice[1:] != invoice[:-1]) | (known[1:] != known[:-1])
    states = pd.DataFrame({"invoice_id": invoice[fresh], "known_day": known[fresh]})
    first = versions.drop_duplicates("invoice_id").set_index("invoice_id")["known_day"]
    # An allocation may be known before its invoice, which then has no state yet.
    born = first.reindex(states["invoice_id"]).fillna(NEVER).to_numpy()
    return states.loc[states["known_day"].to_numpy() >= born].reset_index(drop=True)


def _with_terms(states: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Each state with the version of its invoice known that evening."""
    state_key = _key(states["invoice_id"], states["known_day"])
    version_key = _key(versions["invoice_id"], versions["known_day"])
    place = np.searchsorted(version_key, state_key, side="right") - 1
    columns = ["customer_id", "currency", "issued_day", "due_day", "amount_cents", "opening"]
    known = versions[columns].iloc[place].reset_index(drop=True)
    states = pd.concat([states, known], axis=1)
    states["until_day"] = _next_within(states["invoice_id"], states["known_day"])
    return states


def _key(invoice: pd.Series, day: pd.Series) -> NDArray[np.int64]:
    return invoice.to_numpy(np.int64) * np.int64(NEVER + 1) + day.to_numpy(np.int64)


def _with_payments(states: pd.DataFrame, allocations: pd.DataFrame) -> pd.DataFrame:
    """Each state with what was paid, and the day the settling cash, or whatever else ended it, arrived."""
    state, allocation = _valid_pairs(states, allocations)
    cash = allocations["amount_cents"].to_numpy()[allocation]
    paid_day = allocations["paid_day"].to_numpy()[allocation]
    is_cash = allocations["is_cash"].to_numpy()[allocation]
    amount = states["amount_cents"].to_numpy()
    several = _beside_its_like(state)
    # What comes in stands before what goes out again on the same day, so that only whole days count.
    order = several[
        np.lexsort((-np.sign(amount[state[several]]) * cash[several], paid_day[several], state[several]))
    ]
    cash[several], paid_day[several], is_cash[several] = cash[order], paid_day[order], is_cash[order]
    paid_so_far = _running(state, cash)
    paid = np.zeros(len(states), dtype=np.int64)
    last = np.r_[state[1:] != state[:-1], True][: len(state)]
    paid[state[last]] = paid_so_far[last]
    settles = _settled(amount[state], paid_so_far)
    begins = settles.copy()
    begins[1:] &= ~(settles[:-1] & (state[1:] == state[:-1]))
    # Cash that was sent back settled nothing: the last time it became settled is the one that stays.
    settling = np.full(len(states), -1)
    settling[state[begins]] = np.flatnonzero(begins)
    settled = _settled(amount, paid)
    states["open_cents"] = np.where(settled, 0, amount - paid)
    states["short"] = settled & (np.sign(amount) * (amount - paid) > 0)
    dated = settled & ~states["opening"].to_numpy()
    by_cash = np.r_[is_cash, False][settling] & dated
    day = np.r_[paid_day, NEVER][settling]
    states["paid_day"] = np.where(by_cash, day, NEVER).astype(np.int32)
    ended = np.where(settling >= 0, day, _first_of_run(states, settling < 0))
    states["ended_day"] = np.where(dated & ~by_cash, ended, NEVER).astype(np.int32)
    return states


def _first_of_run(states: pd.DataFrame, alike: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The day known of the first of the states, one after the other and of one invoice, that are `alike`."""
    invoice = states["invoice_id"].to_numpy()
    settled = states["open_cents"].to_numpy() == 0
    alike = alike & settled
    begins = np.r_[True, (invoice[1:] != invoice[:-1]) | ~alike[:-1]][: len(alike)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(alike)), 0)) if len(alike) else begins
    return states["known_day"].to_numpy(np.int64)[first]


def _valid_pairs(
    states: pd.DataFrame, allocations: pd.DataFrame
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions (state, allocation) such that the allocation was what we knew that evening."""
    by_invoice = np.argsort(allocations["invoice_id"].to_numpy(), kind="stable")
    owner = allocations["invoice_id"].to_numpy()[by_invoice]
    invoice = states["invoice_id"].to_numpy()
    first = np.r_[True, invoice[1:] != invoice[:-1]][: len(invoice)]
    which = np.cumsum(first) - 1
    start = np.searchsorted(owner, invoice[first], side="left")[which]
    stop = np.searchsorted(owner, invoice[first], side="right")[which]
    counts = stop - start
    state = np.repeat(np.arange(len(states)), counts)
    offset = np.arange(len(state)) - np.repeat(np.cumsum(counts) - counts, counts)
    allocation = by_invoice[np.repeat(start, counts) + offset]
    day = states["known_day"].to_numpy()[state]
    known = allocations["known_day"].to_numpy()[allocation] <= day
    current = day < allocations["until_day"].to_numpy()[allocation]
    return state[known & current], allocation[known & current]


def _beside_its_like(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions in sorted `group` of those that are not alone in their group."""
    same = np.zeros(len(group) + 1, dtype=bool)
    same[1:-1] = group[1:] == group[:-1]
    return np.flatnonzero(same[1:] | same[:-1])


def _running(group: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cumulated values within runs of equal `group`."""
    if len(values) == 0:
        return values
    cumulated = np.cumsum(values)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    before = np.where(starts > 0, cumulated[starts - 1], 0)
    return cumulated - np.repeat(before, np.diff(np.r_[starts, len(values)]))


def _settled(amount: NDArray[np.int64], paid: NDArray[np.int64]) -> NDArray[np.bool_]:
    missing = np.sign(amount) * (amount - paid)
    tolerance = np.maximum(_TOLERANCE_CENTS, np.abs(amount) * _TOLERANCE_SHARE)
    # A one-euro invoice is not paid before anything came in.
    return (missing <= tolerance) & ((paid != 0) | (amount == 0))
