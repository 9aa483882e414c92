"""What a perfect observer believes of a firm's type and monthly states on an evening, and draws from it.

The same exact pass over months as `simulation.observer`, with the states of `simulation.failure.chain`: each
month counts by what was seen of the invoices due in it and by the silence of the gazette. Drawing goes back
over the months, so that a draw is a whole path and not a state for each month.
"""

import numpy as np
from numba import njit

from simulation.almanac import Floats, Ints
from simulation.failure.chain import Fates
from simulation.observer import Ledger, scale, seen
from simulation.payer import Payers

# Types believed less than this are dropped: together they are worth less than one draw in a million.
_NEGLIGIBLE = 1e-10


@njit(cache=True)
def seen_by_month(payers: Payers, ledger: Ledger, count: int, evening: int, months: int) -> Floats:
    """How well each type and state of payment explains the first `count` invoices [month, type, state]."""
    kinds, states = len(payers.run), payers.law.shape[2]
    found = np.ones((months, kinds, states))
    spare = np.empty((2, kinds, states))
    for i in range(count):
        seen(payers, ledger, i, evening, found[ledger.month[i]], spare)
    return found


@njit(cache=True)
def beliefs_by_month(
    fates: Fates, prior: Floats, found: Floats, told: Floats, month: int, kept: int
) -> Floats:
    """Beliefs [month, type, state] after each month's own evidence and that of all before, from `kept` on.

    `told` [month, state] is what else is known of states; `month` the last one that has passed, in which the
    gazette was silent.
    """
    months, kinds, states = len(found), found.shape[1], len(fates.first)
    belief, moved = np.empty((kinds, states)), np.empty(states)
    kept_ones = np.zeros((months - kept, kinds, states))
    for t in range(kinds):
        for s in range(states):
            belief[t, s] = prior[t] * fates.first[s]
    for m in range(months):
        for t in range(kinds):
            if m > 0:
                _move(fates, belief[t], moved)
            for s in range(states):
                silent = 1 - fates.announced[s] if m <= month else 1.0
                belief[t, s] *= found[m, t, fates.pays[s]] * told[m, s] * silent
        scale(belief)
        for t in range(kinds):
            if 0 < belief[t].sum() < _NEGLIGIBLE:
                belief[t, :] = 0.0
        if m >= kept:
            kept_ones[m - kept] = belief
    return kept_ones


@njit(cache=True)
def _move(fates: Fates, belief: Floats, moved: Floats) -> None:
    """One type's states to the next month, solidity by solidity."""
    if belief.sum() == 0:
        return
    moved[:] = 0.0
    for a in range(len(belief)):
        block = a - a % fates.stands
        for b in range(block, block + fates.stands):
            moved[b] += belief[a] * fates.step[a, b]
    belief[:] = moved


@njit(cache=True)
def place_of(cumulated: Floats, luck: float) -> int:
    """Where `luck`, of the whole, falls among cumulated shares."""
    place = np.searchsorted(cumulated, luck * cumulated[-1], side="right")
    return min(int(place), len(cumulated) - 1)


@njit(cache=True)
def draw_back(
    fates: Fates, beliefs: Floats, cumulated: Floats, chance: np.random.Generator, path: Ints
) -> int:
    """Draw a type, and fill the first months of `path` with states drawn for those of `beliefs`.

    `cumulated` adds up the last month's beliefs.
    """
    months, _, states = beliefs.shape
    place = place_of(cumulated, chance.random())
    kind, state = place // states, place % states
    path[months - 1] = state
    block = state - state % fates.stands
    weights = np.empty(fates.stands)
    for m in range(months - 2, -1, -1):
        total = 0.0
        for k in range(fates.stands):
            total += beliefs[m, kind, block + k] * fates.step[block + k, path[m + 1]]
            weights[k] = total
        path[m] = block + place_of(weights, chance.random())
    return kind


@njit(cache=True)
def walk_on(fates: Fates, path: Ints, known: int, chance: np.random.Generator) -> None:
    """Fill `path` beyond its first `known` months."""
    for m in range(known, len(path)):
        block = path[m - 1] - path[m - 1] % fates.stands
        luck, total = chance.random(), 0.0
        path[m] = path[m - 1]
        for b in range(block, block + fates.stands):
            total += fates.step[path[m - 1], b]
            if luck < total:
                path[m] = b
                break
