"""How the customer has paid of late."""

from features import payment_history
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        payment_history.days_late_recent,
        meaning="Lateness, recent first",
        french="Retard, le récent d'abord",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "days_late_recent_censored."
        ),
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_recent_censored,
        meaning="Lateness, recent first, overdue counted",
        french="Retard, le récent d'abord, échu compris",
        trap=(
            "Counts what others owe as late as it is today; without it a customer who stops paying looks "
            "better."
        ),
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_last_1,
        meaning="Lateness of the last payment day",
        french="Retard au dernier jour de paiement",
        trap="Ordered by the day payments became known: by day of issue it would use payments not yet known.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_last_2,
        meaning="Lateness of the last day but one",
        french="Retard à l'avant-dernier jour de paiement",
        trap="One run of payments counts once, whatever the number of invoices in it.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_last_3,
        meaning="Lateness of the last day but two",
        french="Retard à l'antépénultième jour de paiement",
        trap="One run of payments counts once, whatever the number of invoices in it.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_trend,
        meaning="Lateness gained a payment day",
        french="Retard gagné par jour de paiement",
        trap="Six last payment days by the day they were known; NaN below three, where a slope is noise.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_drift,
        meaning="Lateness, quarter against year",
        french="Retard, trimestre contre année",
        trap="NaN where nothing was paid in the quarter: no news is no improvement.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_since_payment,
        meaning="Days since the last payment",
        french="Jours depuis le dernier paiement",
        trap="Long for a seasonal buyer too: gap_to_usual compares it with the customer's own gaps.",
        unit="days",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.weekday_concentration,
        meaning="Payments on one weekday",
        french="Paiements le même jour de semaine",
        trap="By the day cash was received: posting days show the accountant's week, and leak the clearing.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.CALENDAR,
    ),
)
