"""The monthly states of firms that may fail: what they are made of, and how they stand.

A state here is a solidity and a stand; failing has two stands, for the firms that end before a court and for
those that vanish. How an invoice is paid depends on the stand alone: `pays` gives the state of
`simulation.payer`.
"""

from typing import NamedTuple

import numpy as np

from simulation.almanac import Floats, Ints
from simulation.failure.laws import FailureLaws
from simulation.payer import step_of


class Fates(NamedTuple):
    """The law of one kind of firm; a named tuple, because numba reads those."""

    first: Floats  # [state] in the month of the first due date
    step: Floats  # [state, next state]; none leads from one solidity to another
    pays: Ints  # [state] of the laws of payment
    announced: Floats  # [state] chance of being announced in the month
    stands: int  # states of one solidity


def fates(laws: FailureLaws, *, sector: int, in_court: bool) -> Fates:
    """`in_court` is False for firms that no French court liquidates, and no gazette tells of."""
    states = laws.payment.states
    share = laws.proceeding.announced if in_court else 0.0
    fragility = laws.payment.sectors[sector].fragility
    blocks = [_split(step_of(laws.payment, fragility * one.fragility), share) for one in laws.solidities]
    stands = len(states) + 1
    step = np.zeros((len(blocks) * stands, len(blocks) * stands))
    for place, block in enumerate(blocks):
        step[place * stands : (place + 1) * stands, place * stands : (place + 1) * stands] = block
    pays = [*range(len(states)), len(states) - 1]
    hazard = np.zeros(stands)
    hazard[len(states) - 1] = laws.proceeding.monthly
    first = [*laws.payment.first_month, 0.0]
    return Fates(
        first=np.concatenate([one.share * np.array(first) for one in laws.solidities]),
        step=step,
        pays=np.array(pays * len(blocks)),
        announced=np.tile(hazard, len(blocks)),
        stands=stands,
    )


def _split(step: Floats, share: float) -> Floats:
    """The last state, failing, in two: told by a court or not."""
    last = len(step) - 1
    wide = np.zeros((last + 2, last + 2))
    wide[:last, :last] = step[:last, :last]
    wide[:last, last], wide[:last, last + 1] = step[:last, last] * share, step[:last, last] * (1 - share)
    wide[last, last] = wide[last + 1, last + 1] = 1.0
    return wide


def path_of(law: Fates, *, months: int, chance: np.random.Generator) -> Ints:
    """A state for each month, from that of the first due date on."""
    luck = chance.random(months)
    first, steps = np.cumsum(law.first), np.cumsum(law.step, axis=1)
    path = np.empty(months, dtype=np.int64)
    path[0] = np.searchsorted(first[:-1], luck[0] * first[-1], side="right")
    for month in range(1, months):
        path[month] = np.searchsorted(steps[path[month - 1]][:-1], luck[month], side="right")
    return path
