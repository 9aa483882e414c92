"""What an expert would say before the book has taught anything: points in log-odds, each with its reason.

The points are judgement, written down before any default of a book is counted. They start from a usual rate
of default and move it by what the financial scores, the gazette and the customer's own payments say. What is
not known adds nothing. Zones of Altman's Z'' and bands of Conan and Holder are their authors'; the chances
those bands print are of samples where failures were over-drawn, so only their order and rough distance are
kept.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import isnan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Of a hundred customers who buy on account, two or three are in default within a year as we define it: some
# one or two firms in a hundred open a proceeding in a year, and unpaid invoices above the bar come on top.
BASE_RATE = 0.025
# How far the truth may lie from the points, either way: a band of Conan and Holder spans a factor of three.
HALF_WIDTH = float(np.log(3.0))


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one feature by band: those of `points[i]` reach from `edges[i - 1]` to below `edges[i]`."""

    feature: str
    edges: tuple[float, ...]
    points: tuple[float, ...]
    why: str

    def of(self, values: Floats) -> Floats:
        found = np.array(self.points)[np.searchsorted(self.edges, values, side="right")]
        return np.where(np.isnan(values), 0.0, found)

    def at(self, value: float) -> float:
        """The same of one value, without the cost of an array."""
        return 0.0 if isnan(value) else self.points[bisect_right(self.edges, value)]


EXPERT: tuple[Points, ...] = (
    Points(
        "altman_z_double_prime",
        (1.1, 2.6),
        (1.0, 0.2, -0.5),
        "Altman's zones: distress below 1.1, grey to 2.6, safe above. Distress nearly triples the odds.",
    ),
    Points(
        "conan_holder",
        (4.0, 9.0, 16.0),
        (1.0, 0.5, 0.0, -0.5),
        "Bands of 1979: over 65 % below 4, 30 to 65 % to 9, 10 to 30 % to 16, under 10 % above; "
        "drawn in, since Z'' reads the same accounts.",
    ),
    Points(
        "legal_incidents_12m",
        (0.5, 1.5),
        (0.0, 0.8, 1.2),
        "A judgment or a privileged creditor's registration within a year is what comes before a proceeding.",
    ),
    Points(
        "proceeding_open",
        (0.5,),
        (0.0, 5.0),
        "A collective proceeding is a default; the points only keep the sum honest, the override decides.",
    ),
    Points(
        "oldest_overdue_days",
        (1.0, 31.0, 61.0, 90.0),
        (-0.4, 0.0, 0.7, 1.6, 2.6),
        "Nothing overdue is a good sign; each column of the aged balance more is worse, and from the "
        "third on most of the way to ninety days is done.",
    ),
    Points(
        "overdue_share",
        (0.5, 0.9),
        (0.0, 0.3, 0.6),
        "Who leaves most invoices unpaid lacks cash; who leaves one may dispute it.",
    ),
    Points(
        "late_share",
        (0.2, 0.6),
        (-0.3, 0.0, 0.4),
        "Two invoices in five are late in trade; habitual lateness is a weak sign of failure beside it.",
    ),
    Points(
        "days_late_recent_censored",
        (15.0, 45.0),
        (0.0, 0.4, 0.9),
        "Lateness of the last months, open invoices counted: over 45 days is beyond any habit we know.",
    ),
    Points(
        "returned_payments_12m",
        (0.5, 1.5),
        (0.0, 0.9, 1.4),
        "A debit the bank sent back says that the account was empty: the strongest sign in the short term.",
    ),
    Points(
        "n_paid",
        (3.0,),
        (0.3, 0.0),
        "Fewer than three invoices paid show nothing yet, and new customers fail more often.",
    ),
    Points(
        "firm_age_years",
        (3.0, 10.0),
        (0.4, 0.0, -0.3),
        "Firms fail most in their first years.",
    ),
)


def contributions(frame: pd.DataFrame) -> pd.DataFrame:
    """Points of each row by feature the frame holds; under `base`, what everyone starts from."""
    told = {
        line.feature: line.of(frame[line.feature].to_numpy(np.float64))
        for line in EXPERT
        if line.feature in frame
    }
    base = np.full(len(frame), float(np.log(BASE_RATE / (1.0 - BASE_RATE))))
    return pd.DataFrame({**told, "base": base}, index=frame.index)


def log_odds(frame: pd.DataFrame) -> Floats:
    """Of default within twelve months."""
    return contributions(frame).to_numpy(np.float64).sum(axis=1)
