"""What other customers of the same sector did, month by month: how late they pay, how many fail.

Everything counts from the first of the month after it was known, so that no evening reads its own news; a
pair reads the sums of its sector less those of its own customer.
"""

from typing import NamedTuple

import numpy as np

from features.event_steps import Told, within_a_year
from features.steps import NOBODY, NOTHING, SPAN, Floats, Ints, Past, Step, counted_of
from ledger.timeline import NEVER

_NAMES = ("n_paid", "late", "failed", "members")


class Sectors(NamedTuple):
    """Sums by sector (the NAF division), by customer and of the whole book, and each customer's sector.

    A customer counts in the first sector it was known in, from when it was.
    """

    sector: Step
    own: Step
    book: Step
    division: Floats


def sectors_of(settled: Past, customer: Ints, profile: Step, openings: Told, customers: int) -> Sectors:
    """`customer` is that of each account."""
    division, since = _first_sector(profile, customers)
    if np.isnan(division).all():
        return Sectors(NOTHING, NOTHING, NOTHING, division)
    paid = _paid(settled, customer, since)
    failed = _failed(openings, since)
    known = np.flatnonzero(since < NEVER)
    owner = np.concatenate([paid[0], failed[0], known])
    begin = np.concatenate([paid[1], failed[1], since[known]])
    until = np.concatenate(
        [np.full(len(paid[0]), np.int64(NEVER)), failed[2], np.full(len(known), np.int64(NEVER))]
    )
    sizes = len(paid[0]), len(failed[0]), len(known)
    nothing = [np.zeros(size) for size in sizes]
    one = [np.ones(size) for size in sizes]
    amounts = {
        "n_paid": np.concatenate([paid[2], nothing[1], nothing[2]]),
        "late": np.concatenate([paid[3], nothing[1], nothing[2]]),
        "failed": np.concatenate([nothing[0], one[1], nothing[2]]),
        "members": np.concatenate([nothing[0], nothing[1], one[2]]),
    }
    begin, until = next_month(begin), np.where(until < NEVER, until, NEVER)
    return Sectors(
        sector=counted_of(division[owner].astype(np.int64), begin, until, amounts),
        own=counted_of(owner, begin, until, amounts),
        book=counted_of(np.zeros(len(owner), dtype=np.int64), begin, until, amounts),
        division=division,
    )


def next_month(day: Ints) -> Ints:
    """The first day of the month after that of `day`."""
    month = day.astype("datetime64[D]").astype("datetime64[M]") + 1
    return month.astype("datetime64[D]").astype(np.int64)


def _first_sector(profile: Step, customers: int) -> tuple[Floats, Ints]:
    division = np.full(customers, np.nan)
    since = np.full(customers, np.int64(NEVER))
    told = (
        np.flatnonzero(~np.isnan(profile.values["division"])) if len(profile.key) else np.empty(0, np.int64)
    )
    owner, day = np.divmod(profile.key[told], SPAN) if len(told) else (told, told)
    found, first = np.unique(owner, return_index=True)
    if len(found):
        division[found] = profile.values["division"][told[first]]
        since[found] = day[first]
    return division, since


def _paid(settled: Past, customer: Ints, since: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """What each account paid in each month: its customer, a day of the month, invoices and days late."""
    account, day = np.divmod(settled.key, SPAN)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    ends = np.flatnonzero(
        np.r_[(account[1:] != account[:-1]) | (month[1:] != month[:-1]), True][: len(account)]
    )
    account, day = account[ends], day[ends]
    first = np.r_[True, account[1:] != account[:-1]][: len(account)]
    added = []
    for name in ("n", "late"):
        total = settled.running[name][ends].astype(np.float64)
        added.append(total - np.where(first, 0.0, np.r_[0.0, total[:-1]][: len(total)]))
    owner = customer[account] if len(account) else account
    known = (since[owner] < NEVER) if len(owner) else np.empty(0, dtype=bool)
    owner, day = owner[known], day[known]
    return owner, np.maximum(day, since[owner]), added[0][known], added[1][known]


def _failed(openings: Told, since: Ints) -> tuple[Ints, Ints, Ints]:
    """Each customer's proceedings opened within a year, overlapping ones told once."""
    begin, until = within_a_year(openings)
    found: dict[int, list[list[int]]] = {}
    rows = np.lexsort((until, begin, openings.owner)) if len(begin) else begin
    for owner, first, last in zip(
        openings.owner[rows].tolist(), begin[rows].tolist(), until[rows].tolist(), strict=True
    ):
        if owner == NOBODY or since[owner] >= NEVER:
            continue
        first = max(first, int(since[owner]))
        spells = found.setdefault(owner, [])
        if spells and first <= spells[-1][1]:
            spells[-1][1] = max(spells[-1][1], last)
        elif last > first:
            spells.append([first, last])
    told = [(owner, first, last) for owner, spells in found.items() for first, last in spells]
    columns = np.array(told, dtype=np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]
