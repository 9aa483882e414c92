"""Lateness of all that was paid."""

from features import payment_history
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        payment_history.n_paid,
        meaning="Invoices paid so far",
        french="Factures payées à ce jour",
        trap="A payment counts from the evening it was known, not from its value date.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        payment_history.n_paid_30,
        meaning="Invoices paid in 30 days",
        french="Factures payées en 30 jours",
        trap="The window is of days on which payments became known, so late news moves no past evening.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.n_paid_90,
        meaning="Invoices paid in 90 days",
        french="Factures payées en 90 jours",
        trap="The window is of days on which payments became known, so late news moves no past evening.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        payment_history.days_late_mean,
        meaning="Mean lateness",
        french="Retard moyen",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "days_late_mean_censored."
        ),
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_mean_30,
        meaning="Mean lateness, 30 days",
        french="Retard moyen, 30 jours",
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
        payment_history.days_late_mean_90,
        meaning="Mean lateness, 90 days",
        french="Retard moyen, 90 jours",
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
        payment_history.days_late_mean_365,
        meaning="Mean lateness, 365 days",
        french="Retard moyen, 365 jours",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "days_late_mean_censored."
        ),
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_median,
        meaning="Median lateness",
        french="Retard médian",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "days_late_mean_censored."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_q10,
        meaning="Lateness, lowest tenth",
        french="Retard, premier décile",
        trap=(
            "Taken over what the customer itself had paid by then; shuffled rows would let later payments in."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_q25,
        meaning="Lateness, lowest quarter",
        french="Retard, premier quartile",
        trap=(
            "Taken over what the customer itself had paid by then; shuffled rows would let later payments in."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_q75,
        meaning="Lateness, highest quarter",
        french="Retard, troisième quartile",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "late_share_30_censored."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_q90,
        meaning="Lateness, highest tenth",
        french="Retard, neuvième décile",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "late_share_30_censored."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_spread,
        meaning="Spread of lateness",
        french="Dispersion du retard",
        trap="NaN below two payments, where spread means nothing.",
        unit="days",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.days_late_weighted,
        meaning="Mean lateness of a euro",
        french="Retard moyen d'un euro",
        trap="One huge invoice decides it: days_late_weighted_capped bounds what any one weighs.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.late_share,
        meaning="Share paid late",
        french="Part payée en retard",
        trap=(
            "Counts what was known to be paid that evening, never the invoice asked about. Its censored "
            "twin is late_share_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.late_share_7,
        meaning="Share over 7 days late",
        french="Part à plus de 7 jours de retard",
        trap=(
            "Counts what was known to be paid that evening, never the invoice asked about. What is still "
            "owed shows in late_share_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.late_share_30,
        meaning="Share over 30 days late",
        french="Part à plus de 30 jours de retard",
        trap=(
            "Counts what was known to be paid that evening, never the invoice asked about. Its censored "
            "twin is late_share_30_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        payment_history.late_share_within_90,
        meaning="Share late, 90 days",
        french="Part en retard, 90 jours",
        trap="NaN, not zero, where nothing was paid in the window: silence is no punctuality.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.RECENT,
    ),
)
