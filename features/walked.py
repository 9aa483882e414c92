"""What is worked out for pairs together, when a feature first asks for it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features import walk_kernels as kernels
from features.calendar_days import first_of, month_of
from features.events import SPAN, Ints
from features.pairs import Pairs
from features.streams import Streams
from features.walk_kernels import Asked, Items, Months, Owed

_SPAN = int(SPAN)
_MONTHS_BACK = 12


@dataclass(frozen=True)
class Walked:
    """Some pairs, and what their accounts owe on each evening, in cents, credit notes deducted."""

    streams: Streams
    pairs: Pairs
    owed: Ints

    @cached_property
    def year(self) -> NDArray[np.float32]:
        """Columns: payments of the last 365 days, and of their lateness the quartiles and ninth decile."""
        return kernels.year_quantiles(self.streams.paths.paid_in_year, self._asked, _SPAN)

    @cached_property
    def same_due(self) -> NDArray[np.float32]:
        """Open invoices of the account with the pair's own due day, its own included."""
        stream = self.streams.open
        items = Items(stream.key, stream.running["due_of_event"], stream.running["sign_of_event"])
        return kernels.same_due(items, self._asked, self.pairs.due, _SPAN)

    @cached_property
    def sales_days(self) -> NDArray[np.float64]:
        """Columns: count-back days, sales of twelve months in cents, days of these months."""
        sales, month = self.streams.paths.sales, month_of(self.pairs.as_of)
        if len(month) == 0 or len(sales.key) == 0:
            return np.full((len(month), 3), np.nan)
        base = int(min(sales.month.min(), month.min() - _MONTHS_BACK))
        calendar = Months(base, first_of(np.arange(base, int(month.max()) + 2)))
        return kernels.sales_days(sales, self._asked, Owed(month, self.owed), calendar, _SPAN)

    @cached_property
    def _asked(self) -> Asked:
        key = self.pairs.account * SPAN + self.pairs.as_of
        return Asked(key, np.argsort(key, kind="stable"))
