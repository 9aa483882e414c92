"""What is answered to an application."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.acceptance.application import Cause, Chance
from credit.acceptance.chance import Adjustment, Missing
from credit.acceptance.policy import Means, Outcome
from kernel.days import MonthEnd


class Rule(StrEnum):
    """What may decide, in the order of the policy: of the gravest that apply the first decides."""

    PROCEEDING = "proceeding"
    STRUCK_OFF = "struck_off"
    IN_DEFAULT = "in_default"
    GRADE_REFUSED = "grade_refused"
    NEGATIVE_EQUITY = "negative_equity"
    NO_ROOM = "no_room"
    SECOND_PERSON = "second_person"
    TOO_UNCERTAIN = "too_uncertain"
    REFERENCE_INCIDENT = "reference_incident"
    ABOVE_LIMIT = "above_limit"
    TERMS_ABOVE_LAW = "terms_above_law"
    TERMS_ABOVE_GRADE = "terms_above_grade"
    NO_ACCOUNTS = "no_accounts"
    YOUNG_FIRM = "young_firm"
    GRADE_CONDITIONS = "grade_conditions"
    WITHIN_POLICY = "within_policy"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing to be agreed; `share_bp` and `cents` of a deposit or prepayment, `days` of shorter terms."""

    means: Means
    share_bp: int = 0
    cents: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that applies, what it asks for on its own, and its conditions."""

    rule: Rule
    outcome: Outcome
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantedTerms:
    """The terms offered, those the law allows at most, and its article; 0 days is payment before delivery."""

    days: int
    month_end: MonthEnd
    legal_days: int
    legal_month_end: MonthEnd
    within_law: bool
    counted_from: str
    article: str
    source: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The answer. Amounts are cents of `currency`.

    `outcome` is decided by `rule`, the first of the gravest in `applied`; `person` says that a refusal became
    a referral because no machine refuses a natural person alone. On a refusal or a referral `conditions` say
    what could take the place of credit. `offered_cents` is what may be owed at once.
    """

    outcome: Outcome
    rule: Rule
    person: bool
    applied: tuple[Applied, ...]
    conditions: tuple[Condition, ...]
    requested_cents: int
    offered_cents: int
    currency: str
    binding: str
    terms: GrantedTerms
    chance: Chance
    model_chance: Chance
    score: float
    grade: str
    tier: int
    model: str
    override: str
    break_even: float
    pd_over_terms: float | None
    adjustments: tuple[Adjustment, ...]
    missing: tuple[Missing, ...]
    adverse: tuple[Cause, ...]
    favourable: tuple[Cause, ...]
    notes: tuple[str, ...]
    customers: tuple[str, ...]
    decided_on: date
    policy: str
    limit_policy: str
    grade_policy: str
