"""How the customer's group stands with us."""

from features import group
from features.feature import Block, Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        group.group_overdue_share,
        meaning="Of the group's open invoices, those past due",
        french="Part échue des factures ouvertes du groupe",
        trap="by who belonged to the group that evening",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.GROUP,
        block=Block.LEDGER,
    ),
    Feature(
        group.group_days_late_mean,
        meaning="Mean days late of the group",
        french="Retard moyen du groupe",
        trap="by who belonged to the group that evening",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.GROUP,
        block=Block.LEDGER,
    ),
    Feature(
        group.group_oldest_overdue_days,
        meaning="Days past due of the group's oldest open invoice",
        french="Ancienneté du plus vieil impayé du groupe",
        trap="by who belonged to the group that evening",
        unit="days",
        low=0,
        high=None,
        risk=Risk.UP,
        family=Family.GROUP,
        block=Block.LEDGER,
    ),
)
