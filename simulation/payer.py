"""Everything a customer can be: the grid of hidden types, the monthly states, the law of the willing day."""

from itertools import product
from typing import NamedTuple

import numpy as np

from simulation.almanac import Almanac, Floats, Ints
from simulation.laws import Laws

# Willing days are told in quarters of a day, so that their law is a table and not a formula.
QUARTERS = 4

# The table's range in days, beyond which the law is flat: the earliest payment of the latest payer (about
# 75 days before due, against a habit 60 after it) and a year after due for the earliest one.
_TABLE_FROM = -200
_TABLE_TO = 460


class Payers(NamedTuple):
    """The hidden world as arrays; a named tuple, because numba reads those.

    A type is a habit, a dispersion, a drift and a run; `law[dispersion, place, state]` is the probability of
    being willing by a day, at the place the other arrays add up to.
    """

    run: Ints  # [type]
    dispersion: Ints  # [type]
    location: Ints  # [type], quarters of a day
    drift: Ints  # [type], quarters of a day per month
    law: Floats
    origin: int  # place of day 0 in the law
    last_run: Ints
    next_run: Ints
    stray: float
    drift_months: int
    latest: int


class Chains(NamedTuple):
    """Population laws by sector: what is believed of a customer before its first invoice."""

    prior: Floats  # [sector, type]
    first: Floats  # [state]
    step: Floats  # [sector, state, next state]


def payers(laws: Laws, days: Almanac, *, latest: int) -> Payers:
    types = _types(laws)
    quarters = [(laws.habits[h].days - laws.runs[r].lead) for h, _, _, r in types]
    return Payers(
        run=np.array([r for *_, r in types]),
        dispersion=np.array([d for _, d, _, _ in types]),
        location=in_quarters(np.array(quarters)),
        drift=in_quarters(np.array([laws.drifts[g].days_per_month for _, _, g, _ in types])),
        law=np.stack([_law(laws, d.scale) for d in laws.dispersions]),
        origin=-_TABLE_FROM * QUARTERS,
        last_run=days.last_run,
        next_run=days.next_run,
        stray=laws.stray,
        drift_months=laws.drift_months,
        latest=latest,
    )


def chains(laws: Laws) -> Chains:
    return Chains(
        prior=np.stack([_prior(laws, sector.tilt) for sector in laws.sectors]),
        first=np.array(laws.first_month),
        step=np.stack([step_of(laws, sector.fragility) for sector in laws.sectors]),
    )


def type_names(laws: Laws) -> list[tuple[float, float, float, str]]:
    """Habit, dispersion, drift and run of each type, in the order of the grid."""
    return [
        (
            laws.habits[h].days,
            laws.dispersions[d].scale,
            laws.drifts[g].days_per_month,
            laws.runs[r].name,
        )
        for h, d, g, r in _types(laws)
    ]


def in_quarters(days: Floats) -> Ints:
    return np.asarray(np.round(days * QUARTERS), dtype=np.int64)


def willing_by(days: Floats, scale: float) -> Floats:
    """Gumbel law, skewed to the right: an invoice waits more easily than it hurries."""
    return np.asarray(np.exp(-np.exp(-days / scale)))


def _types(laws: Laws) -> list[tuple[int, int, int, int]]:
    sizes = (len(laws.habits), len(laws.dispersions), len(laws.drifts), len(laws.runs))
    habits, dispersions, drifts, runs = map(range, sizes)
    return list(product(habits, dispersions, drifts, runs))


def _law(laws: Laws, scale: float) -> Floats:
    """Probability of being willing by a day [place, state], disputes mixed in, the never-payers left out."""
    days = np.arange(_TABLE_FROM * QUARTERS, _TABLE_TO * QUARTERS + 1) / QUARTERS
    columns = []
    for state in laws.states:
        shift = np.round(state.shift * QUARTERS) / QUARTERS
        plain = willing_by(days - shift, scale * state.stretch)
        disputed = willing_by(days - shift - laws.dispute.shift, laws.dispute.scale * state.stretch)
        mixed = (1 - laws.dispute.share) * plain + laws.dispute.share * disputed
        columns.append((1 - state.never) * mixed)
    return np.stack(columns, axis=1)


def _prior(laws: Laws, tilt: float) -> Floats:
    """Shares of the types in a sector; `tilt` multiplies late habits, e-fold for each ten days."""
    days = np.array([habit.days for habit in laws.habits])
    habits = np.array([habit.share for habit in laws.habits]) * np.exp(tilt * days / 10)
    shares = np.ones(1)
    for part in (habits, *([p.share for p in ps] for ps in (laws.dispersions, laws.drifts, laws.runs))):
        shares = np.multiply.outer(shares, np.asarray(part)).ravel()
    return np.asarray(shares / shares.sum())


def step_of(laws: Laws, fragility: float) -> Floats:
    """Chances of each next state; fragility multiplies those of getting worse."""
    step = np.array(laws.next_month)
    worse = np.triu(step, 1) * fragility
    better = np.tril(step, -1)
    stay = 1 - worse.sum(axis=1) - better.sum(axis=1)
    return worse + better + np.diag(stay)
