"""A promise or an instalment in its place: the customer's word moves the curve as far as its word is worth.

With the chance that the word is kept, the cash comes around the promised day; otherwise as the model says.
A word binds the curve only where it covers what is owed: part of an invoice, well kept, settles nothing.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number
from ledger.beside import Beside
from scoring.lateness.curve import Curves

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# What a word is worth in a book where nobody ever gave one: a little better than a coin, as nothing is known.
PRIOR_KEPT = 0.6
# The book's rate counts for as much as a customer's own once it has given that many words; the prior for as
# much as the book's once the book has.
_PRIOR_WORDS = 4.0
# Cash that keeps a word comes on the day named, or within three days: transfers take one, weekends two.
ARRIVES = (0.55, 0.2, 0.15, 0.1)
# The same margin as for an invoice to count as paid (ledger/timeline.py).
_MISSING_CENTS, _MISSING_SHARE = 100, 0.005

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Words:
    """How many words of a book were judged, and how many of them were kept."""

    kept: int
    judged: int

    @property
    def rate(self) -> float:
        """The book's share of kept words, drawn to the prior."""
        return (self.kept + _PRIOR_WORDS * PRIOR_KEPT) / (self.judged + _PRIOR_WORDS)


@dataclass(frozen=True, slots=True)
class Promised:
    """The last day named for each invoice, NOBODY where no word covers it, and the chance that it is kept."""

    day: Ints
    chance: Floats

    def take(self, rows: Ints | NDArray[np.bool_]) -> "Promised":
        return Promised(self.day[rows], self.chance[rows])


def promised_of(
    beside: Beside,
    *,
    invoices: Ints,
    customers: Ints,
    open_cents: Ints,
    as_of: date,
    book_words: Words | None = None,
) -> Promised:
    """What was promised of invoices, as known on the evening of `as_of`; customers and cents one an invoice.

    Instalments count one by one: several to come are all kept with the product of their chances. `book_words`
    are those of the whole book, these customers' alone when left out.
    """
    words = _standing(beside.known(as_of))
    once = _once(words)
    book = (_counted(once) if book_words is None else book_words).rate
    rate = _kept_rates(once, book)
    still = words.loc[words["state"] == "open"]
    grouped = still.groupby("invoice_id").agg(
        day=("day", "max"), cents=("cents", "sum"), words=("day", "nunique")
    )
    told = grouped.reindex(invoices)
    missing = open_cents - told["cents"].fillna(0.0).to_numpy(np.float64)
    covered = missing <= np.maximum(_MISSING_CENTS, open_cents * _MISSING_SHARE)
    day = told["day"].fillna(NOBODY).to_numpy(np.int64)
    ahead = day + len(ARRIVES) - 1 > day_number(as_of)
    own = rate.reindex(customers).fillna(book).to_numpy(np.float64)
    chance = own ** told["words"].fillna(1.0).to_numpy(np.float64)
    binds = (day != NOBODY) & covered & ahead
    return Promised(np.where(binds, day, NOBODY), np.where(binds, chance, 0.0))


def with_promises(curves: Curves, promised: Promised) -> Curves:
    """Curves moved towards the days named, by the chance that the word is kept.

    Once the day named is past, what is left of that chance is told by the days of grace still to come.
    """
    rows = np.flatnonzero(promised.day != NOBODY)
    if len(rows) == 0:
        return curves
    named, first = promised.day[rows], curves.from_day[rows]
    day = first[:, None] + np.arange(curves.cdf.shape[1])
    arrived = np.r_[0.0, np.cumsum(ARRIVES)]
    before = arrived[np.clip(first - named, 0, len(ARRIVES))]
    by_then = arrived[np.clip(day - named[:, None] + 1, 0, len(ARRIVES))]
    left = promised.chance[rows] * (1.0 - before)
    share = (left / np.maximum(left + 1.0 - promised.chance[rows], 1e-12))[:, None]
    kept = (by_then - before[:, None]) / np.maximum(1.0 - before, 1e-12)[:, None]
    cdf = curves.cdf.copy()
    cdf[rows] = share * kept + (1.0 - share) * curves.cdf[rows]
    if curves.ended is None:
        return Curves(curves.from_day, curves.due, cdf)
    ended = curves.ended.copy()
    ended[rows] = (1.0 - share) * curves.ended[rows]
    return Curves(curves.from_day, curves.due, cdf, ended)


def _standing(beside: Beside) -> pd.DataFrame:
    """The last thing known of each word about each invoice: customer, day named, state and cents."""
    promises = beside.promises.rename(columns={"promised_on": "named_on"}).assign(what="promise")
    plans = beside.plans.rename(columns={"due_on": "named_on"}).assign(what="instalment")
    columns = ["customer_id", "known_on", "what", "case_id", "invoice_id", "named_on", "state", "cents"]
    words = pd.concat([promises[columns], plans[columns]], ignore_index=True)
    words = words.loc[words["named_on"].notna()].sort_values("known_on", kind="stable")
    words = words.drop_duplicates(["what", "case_id", "invoice_id", "named_on"], keep="last")
    return words.assign(day=words["named_on"].to_numpy().astype("datetime64[D]").astype(np.int64))


def words_of(beside: Beside, *, as_of: date) -> Words:
    """The words judged by the evening of `as_of`: those of several parts of a book add up to the book's."""
    return _counted(_once(_standing(beside.known(as_of))))


def _counted(once: "pd.Series[float]") -> Words:
    return Words(kept=int(once.sum()), judged=len(once))


def _once(words: pd.DataFrame) -> "pd.Series[float]":
    """Words judged, by customer first, and whether each was kept.

    One word about several invoices counts once, and is kept when all its invoices were.
    """
    judged = words.loc[words["state"].isin(["kept", "broken"])]
    kept = (judged["state"] == "kept").groupby(
        [judged["customer_id"], judged["what"], judged["case_id"], judged["named_on"]]
    )
    return kept.min().astype(np.float64)


def _kept_rates(once: "pd.Series[float]", book: float) -> pd.Series:
    """Each customer's share of kept words among those judged, drawn to the book's."""
    by_customer = once.groupby(level=0).agg(["sum", "size"])
    return (by_customer["sum"] + _PRIOR_WORDS * book) / (by_customer["size"] + _PRIOR_WORDS)
