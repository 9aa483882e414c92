"""How long and how much the customer has been buying."""

from features import relation
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        relation.n_issued,
        meaning="Invoices so far",
        french="Factures à ce jour",
        trap="Counts from the day an invoice was known: history brought in at once appears in one day.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.n_issued_30,
        meaning="Invoices in 30 days",
        french="Factures en 30 jours",
        trap="Counts from the day an invoice was known, not the day it bears.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.n_issued_90,
        meaning="Invoices in 90 days",
        french="Factures en 90 jours",
        trap="Tells a seasonal buyer from one that left, beside the days since the last payment.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.days_known,
        meaning="Days since the first invoice",
        french="Jours depuis la première facture",
        trap=(
            "From the day the first invoice was known: by its own date, an imported history would look long."
        ),
        unit="days",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.volume_growth,
        meaning="Volume, quarter against year",
        french="Volume, trimestre contre année",
        trap="NaN in the first 90 days, when quarter and year are the same invoices.",
        unit="ratio",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        relation.months_history,
        meaning="Months of history",
        french="Mois d'historique",
        trap="By the day things were known: an imported history of years appears in one day.",
        unit="months",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
)
