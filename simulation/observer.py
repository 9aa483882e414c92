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
def _evidence(payers: Payers, ledger: Ledger, i: int, evening: int, out: Floats, spare: Floats) -> None:
    """Probability of what is seen of an invoice that evening: paid on its day, or still open."""
    if ledger.paid[i] <= evening:
        paid_by(payers, ledger, i, ledger.paid[i], out)
        paid_by(payers, ledger, i, ledger.paid[i] - 1, spare)
        out -= spare
    else:
        paid_by(payers, ledger, i, evening, out)
        out[:] = 1 - out


@njit(cache=True)
def _absorb(belief: Floats, evidence: Floats) -> None:
    """Multiply, and keep the largest at one: long histories would otherwise vanish from the floats."""
    belief *= evidence
    belief /= belief.max()


@njit(cache=True)
def _next_month(belief: Floats, step: Floats) -> Floats:
    """Move every type's states one month on."""
    moved = np.zeros_like(belief)
    for t in range(belief.shape[0]):
        for a in range(step.shape[0]):
            for b in range(step.shape[1]):
                moved[t, b] += belief[t, a] * step[a, b]
    return moved


@njit(cache=True)
def _settle(payers: Payers, ledger: Ledger, opens: Ints, evening: int, settled: Floats) -> Ints:
    """Move what was paid by the evening from the open invoices to the evidence of its month."""
    evidence, spare = np.empty_like(settled[0]), np.empty_like(settled[0])
    kept = opens.copy()
    count = 0
    for i in opens:
        if ledger.paid[i] <= evening:
            _evidence(payers, ledger, i, evening, evidence, spare)
            _absorb(settled[ledger.month[i]], evidence)
        else:
            kept[count] = i
            count += 1
    return kept[:count]


@njit(cache=True)
def _forecast(
    payers: Payers, ledger: Ledger, opens: Ints, evening: int, settled: Floats, step: Floats, belief: Floats
) -> Floats:
    """Belief of the last month from that of the first open one, over settled and open invoices."""
    evidence, spare = np.empty_like(belief), np.empty_like(belief)
    months = settled.shape[0]
    place = 0
    for month in range(months):
        belief = belief.copy()
        _absorb(belief, settled[month])
        while place < len(opens) and ledger.month[opens[place]] == ledger.month[opens[0]] + month:
            _evidence(payers, ledger, opens[place], evening, evidence, spare)
            _absorb(belief, evidence)
            place += 1
        if month < months - 1:
            belief = _next_month(belief, step)
    return belief / belief.sum()


@njit(cache=True)
def beliefs(payers: Payers, ledger: Ledger, start: Floats, step: Floats) -> tuple[Floats, Ints]:
    """Beliefs [evening, type, state] on each evening of issue, and which of the evenings is each invoice's.

    States are those of the due month; `start` is the belief [type, state] before the first invoice. Only what
    was paid by an evening is used.
    """
    count = len(ledger.issued)
    evenings = np.zeros(count, dtype=np.int64)
    evenings[1:] = np.cumsum(ledger.issued[1:] != ledger.issued[:-1])
    found = np.empty((evenings[-1] + 1, start.shape[0], start.shape[1]))
    settled = np.ones((ledger.month[-1] + 1, start.shape[0], start.shape[1]))
    opens = np.empty(0, dtype=np.int64)
    base, first = start, 0
    done = 0
    for e in range(evenings[-1] + 1):
        evening, month = int(ledger.issued[done]), int(ledger.month[done])
        opens = _settle(payers, ledger, opens, evening, settled)
        until = int(ledger.month[opens[0]]) if len(opens) else month
        while first < until:
            base = base * settled[first]
            base = _next_month(base / base.max(), step)
            first += 1
        found[e] = _forecast(payers, ledger, opens, evening, settled[first : month + 1], step, base)
        new = int(np.searchsorted(evenings, e, side="right"))
        opens = np.concatenate((opens, np.arange(done, new)))
        done = new
    return found, evenings


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
def curves(payers: Payers, ledger: Ledger, found: Floats, evenings: Ints, width: int) -> Floats:
    """Payment curves of all invoices under the beliefs of their evenings."""
    result = np.zeros((len(evenings), width))
    for i in range(len(evenings)):
        curve(payers, ledger, i, found[evenings[i]], result[i])
    return result


@njit(cache=True)
def curves_knowing(payers: Payers, ledger: Ledger, kind: int, states: Ints, width: int) -> Floats:
    """Payment curves for who knows the type and each invoice's state: all but the invoice's own luck."""
    result = np.zeros((len(states), width))
    belief = np.zeros((len(payers.run), payers.law.shape[2]))
    for i in range(len(states)):
        belief[kind, states[i]] = 1.0
        curve(payers, ledger, i, belief, result[i])
        belief[kind, states[i]] = 0.0
    return result
