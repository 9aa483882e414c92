"""Which columns each booster reads: few and strong, none that could tell one large payer from the others.

A handful of accounts make half of a ledger. Given the number of invoices so far, or the days since the
first, a booster learns by heart how those few behaved, and is wrong about them as soon as they change.
"""

from features.catalogue import CATALOGUE, NAMES, Family
from features.interval import NAMES as INTERVAL_NAMES

_IDENTIFYING = {"n_issued", "n_issued_30", "n_issued_90", "days_known", "n_paid_30", "n_paid_90"}
_KNOWN_TO_HAZARD = (
    "n_paid",
    "days_late_mean_30",
    "days_late_spread",
    "days_late_recent",
    "days_late_recent_censored",
    "days_late_last_1",
    "days_since_payment",
    "late_share_30",
    "n_open",
    "overdue_share",
    "oldest_overdue_days",
    "amount_log",
    "amount_to_usual",
    "terms_days",
    "paid_fraction",
    "due_month",
)

# What stands beside the ledger: kept out until the back-test has judged it.
_BESIDE = (Family.IDENTITY, Family.ACCOUNTS, Family.LEGAL, Family.CONDUCT, Family.GROUP)
_NOT_JUDGED = {feature.name for feature in CATALOGUE if feature.family in _BESIDE}

HEAD_COLUMNS: tuple[str, ...] = tuple(name for name in NAMES if name not in _IDENTIFYING | _NOT_JUDGED)
HAZARD_COLUMNS: tuple[str, ...] = (*_KNOWN_TO_HAZARD, *INTERVAL_NAMES)
