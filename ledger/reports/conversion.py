"""Open items in one currency, at rates of their evening; never without one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from ledger.errors import RateMissing
from ledger.files.rates import Rate

# A company that closes its months has a rate at the end of each; an older one is of another time.
_DAYS_A_RATE_HOLDS = 31


def rate_on(day: date, rates: Iterable[Rate], *, of: str, to: str) -> Fraction:
    """The latest rate known by a day, told either way round. Raises RateMissing without one of its month."""
    if of == to:
        return Fraction(1)
    told = [
        (rate.day, rate.value if rate.of == of else 1 / rate.value)
        for rate in rates
        if {rate.of, rate.to} == {of, to} and 0 <= (day - rate.day).days <= _DAYS_A_RATE_HOLDS
    ]
    if not told:
        raise RateMissing(
            f"No rate from {of} to {to} is given for {day} or the {_DAYS_A_RATE_HOLDS} days before. "
            "Add a line to the file of rates, or ask without one currency: each then has rows of its own."
        )
    return max(told, key=lambda one: one[0])[1]


def converted(
    items: pd.DataFrame, disputed: Mapping[int, int], *, rates: Sequence[Rate], to: str, as_of: date
) -> tuple[pd.DataFrame, dict[int, int]]:
    """Items and what is disputed of them in one currency, each item rounded to the cent once."""
    factors = {of: rate_on(as_of, rates, of=of, to=to) for of in sorted(set(items["currency"]))}
    pairs = zip(items["left_cents"].tolist(), items["currency"].tolist(), strict=True)
    cents = [round(left * factors[of]) for left, of in pairs]
    of_invoice = dict(zip(items["invoice_id"].tolist(), items["currency"].tolist(), strict=True))
    argued = {
        key: round(cents * factors[of_invoice[key]]) for key, cents in disputed.items() if key in of_invoice
    }
    return items.assign(left_cents=pd.array(cents, dtype="int64"), currency=to), argued
