"""What the members of a group owe and how they paid, all of them together, from day to day."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from features.steps import NOBODY, NOTHING, SPAN, Floats, Ints, Past, Step
from ledger.timeline import NEVER


class Pasts(NamedTuple):
    """The streams of all accounts."""

    issued: Past
    settled: Past
    open: Past
    overdue: Past


class _Member(NamedTuple):
    """An account that belongs to a group between two days."""

    account: int
    customer: int
    since: int
    until: int


_SUMS = ("n_open", "n_overdue", "n_paid", "late")


def group_step(pasts: Pasts, customer: Ints, profile: Step, own: Ints) -> Step:
    """By group. `customer` is that of each account, `own` the group that each customer heads itself."""
    if len(profile.key) == 0 or np.isnan(profile.values["group"]).all():
        return NOTHING
    members = _members(customer, profile, own)
    keys: list[Ints] = []
    told: dict[str, list[Floats]] = {name: [] for name in ("members", "oldest_due", *_SUMS)}
    for group in sorted(members):
        theirs = members[group]
        if len({one.customer for one in theirs}) > 1:
            days = _days(pasts, theirs)
            keys.append(group * SPAN + days)
            for name, column in _figures(pasts, theirs, days).items():
                told[name].append(column)
    if not keys:
        return NOTHING
    return Step(np.concatenate(keys), {name: np.concatenate(columns) for name, columns in told.items()})


def _members(customer: Ints, profile: Step, own: Ints) -> dict[int, list[_Member]]:
    """A customer is of the group it was last known to belong to, else of the one it heads itself."""
    spells: dict[int, list[tuple[int, int, int]]] = {
        one: [(0, NOBODY, int(head))] for one, head in enumerate(own)
    }
    for key, group in zip(profile.key.tolist(), profile.values["group"].tolist(), strict=True):
        owner, day = divmod(key, int(SPAN))
        head = int(own[owner]) if group != group else int(group)
        before = spells[owner][-1]
        spells[owner][-1] = (before[0], day, before[2])
        spells[owner].append((day, NOBODY, head))
    found: dict[int, list[_Member]] = defaultdict(list)
    for account, owner in enumerate(customer.tolist()):
        for since, until, group in spells[owner]:
            end = int(NEVER) if until == NOBODY else until
            if group != NOBODY and end > since:
                found[group].append(_Member(account, owner, since, end))
    return found


def _days(pasts: Pasts, members: list[_Member]) -> Ints:
    """Every day on which anything of a member changes."""
    days = [np.array([day for one in members for day in (one.since, one.until)], dtype=np.int64)]
    for past in pasts:
        for one in members:
            first, last = np.searchsorted(past.key, [one.account * SPAN, (one.account + 1) * SPAN])
            days.append(past.key[first:last] - one.account * SPAN)
    found = np.unique(np.concatenate(days))
    return found[found < NEVER]


def _figures(pasts: Pasts, members: list[_Member], days: Ints) -> dict[str, Floats]:
    told = {name: np.zeros(len(days)) for name in _SUMS}
    oldest = np.full(len(days), np.nan)
    present: dict[int, Floats] = {}
    for one in members:
        inside = (days >= one.since) & (days < one.until)
        account = np.full(len(days), one.account, dtype=np.int64)
        for name, past, column in (
            ("n_open", pasts.open, "n"),
            ("n_overdue", pasts.overdue, "n"),
            ("n_paid", pasts.settled, "n"),
            ("late", pasts.settled, "late"),
        ):
            told[name] += np.where(inside, _read(past, column, account, days), 0.0)
        met = inside & (pasts.issued.located(account, days) >= 0)
        present[one.customer] = np.maximum(present.get(one.customer, np.zeros(len(days))), met)
        owing = inside & (_read(pasts.overdue, "n", account, days) > 0)
        due = np.where(owing, _read(pasts.overdue, "oldest_due", account, days), np.nan)
        oldest = np.fmin(oldest, due)
    told["members"] = np.sum(list(present.values()), axis=0)
    told["oldest_due"] = oldest
    return told


def _read(past: Past, name: str, account: Ints, days: Ints) -> Floats:
    place = past.located(account, days)
    values = past.running[name]
    if len(values) == 0:
        return np.zeros(len(days))
    return np.where(place >= 0, values[place], 0.0).astype(np.float64)
