"""How long and how much the customer has been buying."""

from features import relation
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        relation.n_issued,
        meaning="Invoices so far",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.n_issued_30,
        meaning="Invoices in 30 days",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.n_issued_90,
        meaning="Invoices in 90 days",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.days_known,
        meaning="Days since the first invoice",
        unit="days",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.volume_growth,
        meaning="Volume, quarter against year",
        unit="ratio",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
)
