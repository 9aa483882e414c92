"""Whether a customer pays later than it used to: a change point, found by ranks, with its evidence."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from credit.alerts.base import Habit
from credit.alerts.policy import HabitRule

Days = NDArray[np.int64]


def habit_of(paid: Days, late: Days, rule: HabitRule) -> Habit | None:
    """The sharpest split of a customer's payments into earlier and later ones, None with too few of them.

    `paid` are days (ordinals) in rising order and `late` the days late of each invoice paid then. Invoices
    paid on one day are one observation, their median: they were one decision.

    The statistic is the greatest, over all splits, of the two-sample rank statistic: how often a payment
    after the split was later than one before it, less how often it was earlier, over the standard deviation
    of that in a steady past. Ranks make it deaf to single extreme delays.
    """
    days, starts = np.unique(paid, return_index=True)
    if len(days) > rule.payments:
        cut = starts[len(days) - rule.payments]
        paid, late = paid[cut:], late[cut:]
        days, starts = np.unique(paid, return_index=True)
    count = len(days)
    if count < rule.before + rule.after:
        return None
    split, z = _sharpest(_medians(paid, late, starts), rule)
    before, after = late[: starts[split]], late[starts[split] :]
    return Habit(
        since=date.fromordinal(int(days[split])),
        before=float(np.median(before)),
        after=float(np.median(after)),
        invoices_before=len(before),
        invoices_after=len(after),
        payments=count,
        z=round(z, 2),
    )


def _medians(paid: Days, late: Days, starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """The median of each run of equal days; all at once, since customers are many."""
    ordered = late[np.lexsort((late, paid))]
    ends = np.append(starts[1:], len(late))
    lower, upper = (starts + ends - 1) // 2, (starts + ends) // 2
    return (ordered[lower] + ordered[upper]) / 2


def _sharpest(values: NDArray[np.float64], rule: HabitRule) -> tuple[int, float]:
    """The place from which values are higher, and the statistic there."""
    count = len(values)
    above = np.sign(values[None, :] - values[:, None]).sum(axis=1)
    earlier = np.arange(rule.before, count - rule.after + 1)
    spread = np.sqrt(earlier * (count - earlier) * (count + 1) / 3)
    z = np.cumsum(above)[rule.before - 1 : count - rule.after] / spread
    place = int(np.argmax(z))
    return place + rule.before, float(z[place])


def delays_of(late: Days) -> tuple[int, ...]:
    """Equally likely days of lateness: the middles of ten equal parts of those of some invoices."""
    return tuple(int(one) for one in np.round(np.quantile(late, _MIDDLES)))


_MIDDLES: Sequence[float] = tuple((2 * part + 1) / 20 for part in range(10))
