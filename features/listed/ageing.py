"""The aged balance of the customer's other invoices."""

from features import ageing
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        ageing.overdue_amount_share,
        meaning="Share of the open amount overdue",
        french="Part échue de l'encours",
        trap="Credit notes and cash lower it only from the day they were known and allocated.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.open_not_due_share,
        meaning="Open amount not due",
        french="Encours non échu",
        trap=(
            "Recomputed from what was open that evening; an aged balance printed today misses what was paid."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.DOWN,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.open_1_30_share,
        meaning="Open amount 1 to 30 days late",
        french="Encours échu de 1 à 30 jours",
        trap=(
            "Recomputed from what was open that evening; an aged balance printed today misses what was paid."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.open_31_60_share,
        meaning="Open amount 31 to 60 days late",
        french="Encours échu de 31 à 60 jours",
        trap=(
            "Recomputed from what was open that evening; an aged balance printed today misses what was paid."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.open_61_90_share,
        meaning="Open amount 61 to 90 days late",
        french="Encours échu de 61 à 90 jours",
        trap=(
            "Recomputed from what was open that evening; an aged balance printed today misses what was paid."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.open_over_90_share,
        meaning="Open amount over 90 days late",
        french="Encours échu de plus de 90 jours",
        trap=(
            "Recomputed from what was open that evening; an aged balance printed today misses what was paid."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.overdue_days_weighted,
        meaning="Days past due of an overdue euro",
        french="Jours échus d'un euro échu",
        trap=(
            "Disputed invoices count here: their share stands apart. The invoice asked about is left out:"
            " its own state would be told twice."
        ),
        unit="days",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.others_oldest_overdue_days,
        meaning="Oldest other overdue",
        french="Plus vieil échu des autres factures",
        trap="The invoice asked about is left out: its own state would be told twice.",
        unit="days",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
    Feature(
        ageing.roll_rate_30_60,
        meaning="Rolls from 30 to 60 days late",
        french="Passage de 30 à 60 jours de retard",
        trap="Only amounts that have had their thirty days by the evening: a fresher one has not rolled yet.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.OVERDUE,
    ),
)
