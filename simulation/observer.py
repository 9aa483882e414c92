"""What a perfect observer of the ledger believes of a customer, and the payment dates that follow from it.

The observer knows the laws and sees, each evening, which invoices were issued and which were paid. Hidden
type and monthly state take finitely many values and an invoice depends on the state of its due month only,
so Bayes' rule is a forward pass over months: exact, no sampling. A payment seen counts by its probability,
an open invoice by the probability of being still open.

One customer has one set of terms, so a later invoice is never due earlier: months whose invoices are all paid
are settled for good, and an evening's pass starts at the first month that still has an open one.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from simulation.almanac import Floats, Ints
from simulation.payer import QUARTERS, Payers

# Types believed less than this are left out of a payment curve, which then lacks as much.
_NEGLIGIBLE = 1e-13


class Ledger(NamedTuple):
    """One customer's invoices in the order of issue, in day numbers; `paid` is NEVER when it is so."""

    issued: Ints
    due: Ints
    month: Ints  # of the due date, counted from the customer's first
    shift: Ints  # later by what anyone can see (amount, season, trade), quarters of a day
    paid: Ints


NEVER = np.iinfo(np.int32).max


@njit(cache=True)
def paid_by(payers: Payers, ledger: Ledger, i: int, day: int, out: Floats) -> None:
    """Probability, for each type and state, that an invoice is paid by a day: the law at the last run day."""
    end = min(day, ledger.due[i] + payers.latest)
    months = min(ledger.month[i], payers.drift_months)
    out[:] = 0.0
    for t in range(len(payers.run)):
        zero = payers.origin - payers.location[t] - payers.drift[t] * months - ledger.shift[i]
        for run, share in ((payers.run[t], 1 - payers.stray), (0, payers.stray)):
            last = payers.last_run[run, end]
            if last > ledger.issued[i]:
                place = zero + QUARTERS * (last - ledger.due[i])
                for s in range(out.shape[1]):  # a slice here would allocate, and cost ten times more
                    out[t, s] += share * payers.law[payers.dispersion[t], place, s]


@njit(cache=True)
def seen(payers: Payers, ledger: Ledger, i: int, evening: int, belief: Floats, spare: Floats) -> None:
    """Multiply a belief by the probability of what is seen of an invoice: its payment day, or still open."""
    paid = ledger.paid[i] <= evening
    upper, lower = spare[0], spare[1]
    paid_by(payers, ledger, i, ledger.paid[i] - 1 if paid else evening, lower)
    if paid:
        paid_by(payers, ledger, i, ledger.paid[i], upper)
    else:
        upper[:] = 1.0
    for t in range(belief.shape[0]):
        for s in range(belief.shape[1]):
            belief[t, s] *= upper[t, s] - lower[t, s]
    scale(belief)


@njit(cache=True)
def scale(belief: Floats) -> None:
    """Bring the total to one: long histories would otherwise vanish from the floats."""
    total = belief.sum()
    for t in range(belief.shape[0]):
        for s in range(belief.shape[1]):
            belief[t, s] /= total


@njit(cache=True)
def _copy(belief: Floats, out: Floats) -> None:
    """Spelled out, as the other loops here: numba spends seconds compiling whole-array assignments."""
    for t in range(belief.shape[0]):
        for s in range(belief.shape[1]):
            out[t, s] = belief[t, s]


@njit(cache=True)
def _next_month(belief: Floats, evidence: Floats, step: Floats, spare: Floats) -> None:
    """Add what the settled invoices of a month tell, and move every type's states to the next month."""
    old = spare[0]
    for t in range(belief.shape[0]):
        for s in range(belief.shape[1]):
            old[t, s] = belief[t, s] * evidence[t, s]
            belief[t, s] = 0.0
        for a in range(step.shape[0]):
            for b in range(step.shape[1]):
                belief[t, b] += old[t, a] * step[a, b]
    scale(belief)


@njit(cache=True)
def _settle(
    payers: Payers, ledger: Ledger, opens: Ints, count: int, evening: int, settled: Floats, spare: Floats
) -> int:
    """Move what was paid by the evening from the open invoices to its month; say how many stay open."""
    kept = 0
    for i in opens[:count]:
        if ledger.paid[i] <= evening:
            seen(payers, ledger, i, evening, settled[ledger.month[i]], spare)
        else:
            opens[kept] = i
            kept += 1
    return kept


@njit(cache=True)
def _forecast(
    payers: Payers,
    ledger: Ledger,
    opens: Ints,
    evening: int,
    settled: Floats,
    step: Floats,
    belief: Floats,
    spare: Floats,
) -> None:
    """Bring a belief of the first open month to the last one, over settled and open invoices."""
    months, place = settled.shape[0], 0
    for month in range(months):
        while place < len(opens) and ledger.month[opens[place]] == ledger.month[opens[0]] + month:
            seen(payers, ledger, opens[place], evening, belief, spare)
            place += 1
        if month < months - 1:
            _next_month(belief, settled[month], step, spare)
    for t in range(belief.shape[0]):
        for s in range(belief.shape[1]):
            belief[t, s] *= settled[months - 1, t, s]
    scale(belief)


@njit(cache=True)
def beliefs(payers: Payers, ledger: Ledger, start: Floats, step: Floats, found: Floats) -> None:
    """Fill `found` [evening, type, state] with the beliefs on each evening of issue, states in the due month.

    `start` is the belief [type, state] before the first invoice. Only what was paid by an evening is used.
    """
    count = len(ledger.issued)
    settled = np.ones((ledger.month[count - 1] + 1, start.shape[0], start.shape[1]))
    spare = np.empty((2, start.shape[0], start.shape[1]))
    opens, still = np.empty(count, dtype=np.int64), 0
    base, first = start.copy(), 0
    done = 0
    for e in range(len(found)):
        evening, month = ledger.issued[done], ledger.month[done]
        still = _settle(payers, ledger, opens, still, evening, settled, spare)
        until = ledger.month[opens[0]] if still else month
        while first < until:
            _next_month(base, settled[first], step, spare)
            first += 1
        _copy(base, found[e])
        opened = opens[:still]
        _forecast(payers, ledger, opened, evening, settled[first : month + 1], step, found[e], spare)
        while done < count and ledger.issued[done] == evening:
            opens[still] = done
            still += 1
            done += 1


@njit(cache=True)
def curve(payers: Payers, ledger: Ledger, i: int, belief: Floats, out: Floats) -> None:
    """Add up the payment days of an invoice, seen from its issue, under a belief [type, state].

    `out` counts days so that its last one is the latest after due; what is missing to one is never, or later.
    """
    last = ledger.due[i] + payers.latest
    months = min(ledger.month[i], payers.drift_months)
    offset = len(out) - 1 - last
    for t in range(len(payers.run)):
        if belief[t].sum() < _NEGLIGIBLE:
            continue
        zero = payers.origin - payers.location[t] - payers.drift[t] * months - ledger.shift[i]
        law = payers.law[payers.dispersion[t]]
        for run, share in ((payers.run[t], 1 - payers.stray), (0, payers.stray)):
            before = 0.0
            day = payers.next_run[run, ledger.issued[i] + 1]
            while day <= last:
                by_then = 0.0
                for s in range(belief.shape[1]):
                    by_then += belief[t, s] * law[zero + QUARTERS * (day - ledger.due[i]), s]
                out[day + offset] += share * (by_then - before)
                before = by_then
                day = payers.next_run[run, day + 1]


@njit(cache=True)
def curves(payers: Payers, ledger: Ledger, found: Floats, evenings: Ints, result: Floats) -> None:
    """Payment curves of all invoices under the beliefs of their evenings."""
    for i in range(len(evenings)):
        curve(payers, ledger, i, found[evenings[i]], result[i])


@njit(cache=True)
def curves_knowing(payers: Payers, ledger: Ledger, kind: int, states: Ints, result: Floats) -> None:
    """Payment curves for who knows the type and each invoice's state: all but the invoice's own luck."""
    belief = np.zeros((len(payers.run), payers.law.shape[2]))
    for i in range(len(states)):
        belief[kind, states[i]] = 1.0
        curve(payers, ledger, i, belief, result[i])
        belief[kind, states[i]] = 0.0


def observed(payers: Payers, ledger: Ledger, start: Floats, step: Floats) -> tuple[Floats, Ints]:
    """Beliefs on each evening of issue, and which of these evenings is each invoice's."""
    _, evenings = np.unique(ledger.issued, return_inverse=True)
    found = np.empty((evenings[-1] + 1, *start.shape))
    beliefs(payers, ledger, start, step, found)
    return found, evenings
