"""Which features the default model reads, where each comes from, and which signs are certain."""

from collections.abc import Mapping

from features.catalogue import CATALOGUE
from features.feature import Block

# They count the blocks that are known, which leaving blocks out at training changes by itself.
_ABOUT_BLOCKS = frozenset({"tier", "known_blocks", "n_known_blocks", "blocks_known"})
# They tell the month of the ledger more than the customer: at its start every customer looks new, and a model
# that learnt from its first years would ask of later ones what it never saw.
_TELL_THE_DATE = frozenset({"n_issued", "days_known", "months_known", "months_history"})
_READ = tuple(
    feature
    for feature in CATALOGUE
    if feature.block is not Block.INVOICE and feature.name not in _ABOUT_BLOCKS | _TELL_THE_DATE
)
FEATURES: tuple[str, ...] = tuple(feature.name for feature in _READ)
BLOCKS: Mapping[str, tuple[str, ...]] = {
    block.value: tuple(feature.name for feature in _READ if feature.block is block)
    for block in (Block.IDENTITY, Block.COMPANY, Block.LEDGER)
}

# A dozen invoices paid show a customer as well as a hundred; counted on, they too would tell the date.
CAPS: Mapping[str, float] = {"n_paid": 12.0}

# The few signs nobody would argue with; every further one costs accuracy. The age of a firm is not among
# them: the first three years go the other way.
_CERTAIN: Mapping[str, int] = {
    "overdue_share": 1,
    "overdue_amount_share": 1,
    "oldest_overdue_days": 1,
    "days_late_recent_censored": 1,
    "late_share": 1,
    "returned_payments_12m": 1,
    "legal_incidents_12m": 1,
    "equity_ratio": -1,
    "interest_cover": -1,
    "cash_ratio": -1,
    "months_since_incident": -1,
}
SIGNS: Mapping[str, int] = {name: sign for name, sign in _CERTAIN.items() if name in FEATURES}

# A card a person can read has a page of lines; the classics of each subject, where this version computes
# them.
_CARD = (
    *_CERTAIN,
    "altman_z_double_prime",
    "conan_holder",
    "firm_age_years",
    "accounts_age_months",
    "n_paid",
    "days_since_payment",
    "overdue_to_usual",
    "volume_growth",
)
SCORECARD: tuple[str, ...] = tuple(name for name in _CARD if name in FEATURES)
