"""What the customer owes."""

from features import exposure
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        exposure.n_open,
        meaning="Other open invoices",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.open_to_usual,
        meaning="Open, in usual invoices",
        unit="invoices",
        low=None,
        high=None,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.n_overdue,
        meaning="Other overdue invoices",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.overdue_to_usual,
        meaning="Overdue, in usual invoices",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.overdue_share,
        meaning="Share of open that is overdue",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.oldest_overdue_days,
        meaning="Oldest overdue",
        unit="days",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        exposure.overdue_days_mean,
        meaning="Mean days overdue",
        unit="days",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
)
