"""The least that a few plain features can cost: one compiled pass over the sorted events of each customer.

It relies on what the invented ledger has not: corrections, credit notes, several currencies, news that come
late.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ledger.facts import Facts

NAMES = (
    "n_issued", "n_paid", "days_late_mean", "late_share", "late_share_30", "n_open", "n_overdue",
    "days_since_payment", "terms_days", "days_past_due",
)  # fmt: skip

Ints = NDArray[np.int64]

_NEVER, _SPAN = 2_000_000, 4_000_000
_ISSUED, _OVERDUE, _CLOSED, _SETTLED = range(4)
_LATE = 30  # the bar of late_share_30


def features(facts: Facts) -> NDArray[np.float32]:
    """Columns NAMES, a row an invoice in their order, on the evening of its issue day."""
    invoices, cash = facts.invoices, facts.allocations
    issued, due = (_days(invoices[name].to_numpy()) for name in ("issued_on", "due_on"))
    cents = invoices["amount_cents"].to_numpy(np.int64)
    told = (cash["invoice_id"].to_numpy(np.int64) - 1, _days(cash["paid_on"].to_numpy()))
    paid = _paid(*told, cash["amount_cents"].to_numpy(np.int64), cents)
    key, event = _events(invoices["customer_id"].to_numpy(np.int64), issued, due, paid)
    order = np.argsort(key)
    return _walk(key[order], event[order], issued, due, paid)


def _days(column: NDArray[np.datetime64]) -> Ints:
    return column.astype("datetime64[D]").astype(np.int64)


@njit(cache=True)
def _paid(invoice: Ints, day: Ints, cents: Ints, owed: Ints) -> Ints:
    """The day on which each invoice was paid in full; the cash comes in the order of days."""
    left, paid = owed.copy(), np.full(len(owed), _NEVER)
    for row in range(len(invoice)):
        left[invoice[row]] -= cents[row]
        if left[invoice[row]] <= max(100, owed[invoice[row]] // 200):
            paid[invoice[row]] = min(paid[invoice[row]], day[row])
    return paid


@njit(cache=True)
def _events(customer: Ints, issued: Ints, due: Ints, paid: Ints) -> tuple[Ints, Ints]:
    """Up to four events an invoice, by customer and day; each is invoice x 4 + kind."""
    key, event = np.empty(4 * len(issued), np.int64), np.empty(4 * len(issued), np.int64)
    count = 0
    for one in range(len(issued)):
        base = customer[one] * _SPAN
        days = (issued[one], max(issued[one], due[one] + 1), paid[one], max(paid[one], issued[one] + 1))
        for kind in range(4):
            late = kind != _OVERDUE or paid[one] > days[kind]
            if days[kind] < _NEVER and late:
                key[count], event[count] = base + days[kind], one * 4 + kind
                count += 1
    return key[:count], event[:count]


@njit(cache=True)
def _walk(key: Ints, event: Ints, issued: Ints, due: Ints, paid: Ints) -> NDArray[np.float32]:
    out = np.empty((len(issued), 10), dtype=np.float32)
    sums, owner, first = np.zeros(8), -1, 0
    while first < len(key):
        if key[first] // _SPAN != owner:
            owner = key[first] // _SPAN
            sums[:] = 0.0
        stop = first
        while stop < len(key) and key[stop] == key[first]:
            _count(sums, event[stop] // 4, event[stop] % 4, issued, due, paid, key[first] % _SPAN)
            stop += 1
        for place in range(first, stop):
            if event[place] % 4 == _ISSUED:
                _tell(out, sums, event[place] // 4, key[first] % _SPAN, issued, due, paid)
        first = stop
    return out


@njit(cache=True)
def _count(sums, one, kind, issued, due, paid, day):  # type: ignore[no-untyped-def]
    """Sums: issued, paid, days late, late, 30 days late, open, overdue, the day of the last payment."""
    if kind == _ISSUED:
        sums[0] += 1
        sums[5] += 1
    elif kind == _OVERDUE:
        sums[6] += 1
    elif kind == _CLOSED:
        sums[5] -= 1
        if paid[one] > max(issued[one], due[one] + 1):
            sums[6] -= 1
    else:
        late = paid[one] - due[one]
        sums[1] += 1
        sums[2] += late
        sums[3] += late > 0
        sums[4] += late > _LATE
        sums[7] = day


@njit(cache=True)
def _tell(out, sums, one, day, issued, due, paid):  # type: ignore[no-untyped-def]
    out[one, 0], out[one, 1] = sums[0], sums[1]
    for place in range(2, 5):
        out[one, place] = sums[place] / sums[1] if sums[1] > 0 else np.nan
    out[one, 5] = sums[5] - (paid[one] > day)
    out[one, 6] = sums[6] - (paid[one] > day and due[one] < day)
    out[one, 7] = day - sums[7] if sums[1] > 0 else np.nan
    out[one, 8], out[one, 9] = due[one] - issued[one], day - due[one]
