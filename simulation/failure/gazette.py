"""What the official gazette prints about an invented company: its end, its accounts, changes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from simulation.failure.laws import Proceeding
from simulation.failure.statements import Statement

COLLECTIVE, ACCOUNTS, CHANGE = "collective", "accounts_filed", "modification"
_A_YEAR = 365.25


class Announcement(NamedTuple):
    """`happened_on` is the day of a judgment, None for anything else; `kind` in the words of the house."""

    published_on: date
    happened_on: date | None
    family: str
    kind: str
    closed_on: date | None = None  # of the accounts filed


class End(NamedTuple):
    """The announcement of a proceeding: days of its publication and of the judgment."""

    published_on: date
    judged_on: date


def announcements(
    law: Proceeding,
    *,
    end: End | None,
    statements: Sequence[Statement],
    first_on: date,
    last_on: date,
    chance: np.random.Generator,
) -> list[Announcement]:
    """Everything printed from the first day to the last, in order; after its end nothing else is."""
    which = float(chance.random())
    count = int(chance.poisson(law.changes * (last_on - first_on).days / _A_YEAR))
    days = chance.integers((last_on - first_on).days + 1, size=count).tolist()
    found = [Announcement(first_on + timedelta(days=day), None, CHANGE, CHANGE) for day in days]
    found += [Announcement(one.filed_on, None, ACCOUNTS, ACCOUNTS, one.closed_on) for one in statements]
    if end is not None:
        found = [one for one in found if one.published_on < end.published_on]
        found.append(Announcement(end.published_on, end.judged_on, COLLECTIVE, _nature(law, which)))
    seen = [one for one in found if first_on <= one.published_on <= last_on]
    return sorted(seen, key=lambda one: (one.published_on, one.family))


def _nature(law: Proceeding, which: float) -> str:
    shares = np.cumsum([share for _, share in law.natures])
    return law.natures[int(np.searchsorted(shares[:-1], which * shares[-1], side="right"))][0]
