"""Lateness by amount, with what is still owed in it, and drawn to the book's."""

from features import by_amount, censored, shrunk, year
from features.feature import Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        by_amount.days_late_weighted_capped,
        meaning="Mean lateness of a euro, capped",
        french="Retard moyen d'un euro, plafonné",
        trap="No invoice weighs more than five usual ones, as the usual was known when it was paid.",
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        by_amount.days_late_weighted_censored,
        meaning="Mean lateness of a euro, overdue counted",
        french="Retard moyen d'un euro, échu compris",
        trap="Counts what others owe as late as it is today, a lower bound.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        by_amount.late_amount_share,
        meaning="Share of money paid late",
        french="Part du montant payé en retard",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "late_amount_share_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        by_amount.late_amount_share_7,
        meaning="Share of money over 7 days late",
        french="Part du montant à plus de 7 jours de retard",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "late_amount_share_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        by_amount.late_amount_share_30,
        meaning="Share of money over 30 days late",
        french="Part du montant à plus de 30 jours de retard",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "late_share_30_censored."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        by_amount.late_amount_share_censored,
        meaning="Share of money late, overdue counted",
        french="Part du montant en retard, échu compris",
        trap="The invoice asked about is left out: its own state would be told twice.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        censored.days_late_mean_censored,
        meaning="Mean lateness, overdue counted",
        french="Retard moyen, échu compris",
        trap=(
            "The invoice asked about is left out: its own state would be told twice. Overdue invoices "
            "count as late as they are today."
        ),
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        censored.late_share_censored,
        meaning="Share late, overdue counted",
        french="Part en retard, échu compris",
        trap=(
            "The invoice asked about is left out: its own state would be told twice. Invoices not yet due"
            " count neither way."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        censored.late_share_30_censored,
        meaning="Share over 30 late, overdue counted",
        french="Part à plus de 30 jours, échu compris",
        trap="What is overdue for less than 30 days counts neither way: it would pass for punctual.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        shrunk.days_late_mean_shrunk,
        meaning="Mean lateness, drawn to the book's",
        french="Retard moyen, ramené vers le portefeuille",
        trap="The book's mean and the strength of the pull are of that evening, not of all the data.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        shrunk.late_share_shrunk,
        meaning="Share late, drawn to the book's",
        french="Part en retard, ramenée vers le portefeuille",
        trap="After one late payment a plain share is 100 %; this one waits for more of them.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        shrunk.late_share_30_shrunk,
        meaning="Share over 30 late, drawn to the book's",
        french="Part à plus de 30 jours, ramenée vers le portefeuille",
        trap="The book's share and the strength of the pull are of that evening, not of all the data.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        year.n_paid_365,
        meaning="Invoices paid in 365 days",
        french="Factures payées en 365 jours",
        trap="By the day cash was received, among what was known that evening.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        year.days_late_median_365,
        meaning="Median lateness, 365 days",
        french="Retard médian, 365 jours",
        trap=(
            "Counts paid invoices only, so it flatters whoever stops paying: read it beside "
            "days_late_recent_censored."
        ),
        unit="days",
        low=-200,
        high=823,
        risk=Risk.UP,
        family=Family.LATENESS,
    ),
    Feature(
        year.days_late_range_365,
        meaning="Middle half of lateness, 365 days",
        french="Écart interquartile du retard, 365 jours",
        trap="Robust where one long delay makes the spread of all lateness meaningless.",
        unit="days",
        low=0,
        high=1023,
        risk=Risk.OPEN,
        family=Family.LATENESS,
    ),
    Feature(
        year.days_late_q90_365,
        meaning="Lateness, highest tenth, 365 days",
        french="Retard, neuvième décile, 365 jours",
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
)
