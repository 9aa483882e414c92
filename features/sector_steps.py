"""What other customers of the same sector did, month by month: how late they pay, how many fail.

Everything counts from the first of the month after it was known, so that no evening reads its own news; a
pair reads the sums of its sector less those of its own customer.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from features.event_steps import Told, within_a_year
from features.steps import NOBODY, SPAN, Floats, Ints, Past, Step, counted_of, summed_of
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


class Changes(NamedTuple):
    """What a sector gains and loses on a day: whole numbers, `amounts` a column each of _NAMES."""

    sector: Ints
    day: Ints
    amounts: Floats


class Rows(NamedTuple):
    """What counts for a customer from one day to another, `amounts` a column each of _NAMES."""

    owner: Ints
    begin: Ints
    until: Ints
    amounts: Floats


def rows_of(
    settled: Past, customer: Ints, profile: Step, openings: Told, customers: int
) -> tuple[Rows, Floats]:
    """What the customers did, and the sector of each; `customer` is that of each account."""
    division, since = _first_sector(profile, customers)
    if np.isnan(division).all():
        nobody = np.empty(0, dtype=np.int64)
        return Rows(nobody, nobody, nobody, np.empty((0, len(_NAMES)))), division
    paid = _paid(settled, customer, since)
    failed = _failed(openings, since)
    known = np.flatnonzero(since < NEVER)
    sizes = len(paid[0]), len(failed[0]), len(known)
    amounts = np.zeros((sum(sizes), len(_NAMES)))
    begins = np.cumsum([0, *sizes])
    amounts[: begins[1], 0], amounts[: begins[1], 1] = paid[2], paid[3]
    amounts[begins[1] : begins[2], 2] = 1.0
    amounts[begins[2] :, 3] = 1.0
    begin = np.concatenate([paid[1], failed[1], since[known]])
    until = np.full(len(begin), np.int64(NEVER))
    until[begins[1] : begins[2]] = np.minimum(failed[2], NEVER)
    owner = np.concatenate([paid[0], failed[0], known])
    return Rows(owner, next_month(begin), until, amounts), division


def changes_of(rows: Rows, division: Floats) -> Changes:
    """The same by sector alone."""
    real = rows.until > rows.begin
    ends = real & (rows.until < NEVER)
    sector = division[rows.owner].astype(np.int64) if len(rows.owner) else rows.owner
    return together(
        [
            Changes(sector[real], rows.begin[real], rows.amounts[real]),
            Changes(sector[ends], rows.until[ends], -rows.amounts[ends]),
        ]
    )


def together(parts: Sequence[Changes]) -> Changes:
    """The changes of several parts of a book, each sector's of a day as one."""
    key = np.concatenate([part.sector * SPAN + part.day for part in parts])
    amounts = np.concatenate([part.amounts for part in parts])
    found, place = np.unique(key, return_inverse=True)
    summed = [np.bincount(place, weights=column, minlength=len(found)) for column in amounts.T]
    return Changes(*np.divmod(found, SPAN), np.stack(summed, axis=1) if len(found) else amounts[:0])


def sectors_of(rows: Rows, division: Floats, book: Changes) -> Sectors:
    """`rows` and `division` are of some customers of the book."""
    sums = dict(zip(_NAMES, book.amounts.T, strict=True))
    return Sectors(
        sector=summed_of(book.sector, book.day, sums),
        own=counted_of(rows.owner, rows.begin, rows.until, dict(zip(_NAMES, rows.amounts.T, strict=True))),
        book=summed_of(np.zeros(len(book.day), dtype=np.int64), book.day, sums),
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
