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
# In the catalogue, and read by no head until a back-test has asked for them.
_LATER = {
    "months_history", "days_since_issue", "due_moved_days", "days_late_weighted_capped",
    "days_late_weighted_censored", "late_amount_share", "late_amount_share_7", "late_amount_share_30",
    "late_amount_share_censored", "days_late_mean_censored", "late_share_censored", "late_share_30_censored",
    "days_late_mean_shrunk", "late_share_shrunk", "late_share_30_shrunk", "n_paid_365",
    "days_late_median_365", "days_late_range_365", "days_late_q90_365", "gap_to_usual",
    "month_day_concentration", "month_end_share", "days_to_pay_recent", "days_to_pay_against_terms",
    "siblings_paid_7", "siblings_paid_14", "siblings_same_due", "part_payment_share", "short_payment_share",
    "credit_note_share", "closed_without_cash_share", "overdue_amount_share", "open_not_due_share",
    "open_1_30_share", "open_31_60_share", "open_61_90_share", "open_over_90_share", "overdue_days_weighted",
    "others_oldest_overdue_days", "roll_rate_30_60", "exposure_log", "exposure_growth_3m",
    "exposure_growth_12m", "order_acceleration", "dso_count_back", "dso_best_possible",
    "average_days_delinquent",
}  # fmt: skip

# What stands beside the ledger: kept out until the back-test has judged it.
_BESIDE = (Family.IDENTITY, Family.ACCOUNTS, Family.LEGAL, Family.CONDUCT, Family.GROUP)
_NOT_JUDGED = {feature.name for feature in CATALOGUE if feature.family in _BESIDE}

HEAD_COLUMNS: tuple[str, ...] = tuple(
    name for name in NAMES if name not in _IDENTIFYING | _LATER | _NOT_JUDGED
)
HAZARD_COLUMNS: tuple[str, ...] = (*_KNOWN_TO_HAZARD, *INTERVAL_NAMES)
