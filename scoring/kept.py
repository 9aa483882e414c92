"""What of a score is written down."""

from dataclasses import dataclass, field
from datetime import date

from scoring.score import CustomerScore
from scoring.vector import Told

# After the label of a model that learnt from facts known later: what it says of a past proves nothing.
HINDSIGHT = " (hindsight)"


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A score as it was given; see scoring/score.py for what its figures mean."""

    customer_id: int
    as_of: date
    model: str
    source: str
    tier: int
    pd_12m: float
    low: float
    high: float
    pd_ttc: float
    grade: str
    override: str
    natural_person: bool | None
    p_late_30: float | None = None
    days_to_cash: float | None = None
    contributions: dict[str, float] = field(default_factory=dict)
    siren: str | None = None
    own_weight: float | None = None
    late_model: str | None = None


def kept_of(scored: CustomerScore, customer_id: int) -> KeptScore:
    """What of a score is written down."""
    late = scored.next_payment
    return KeptScore(
        customer_id=customer_id,
        as_of=scored.as_of,
        model=f"{scored.model}{HINDSIGHT}" if scored.hindsight else scored.model,
        source=scored.source,
        tier=scored.tier,
        pd_12m=scored.pd_12m,
        low=scored.low,
        high=scored.high,
        pd_ttc=scored.pd_ttc,
        grade=scored.grade.value,
        override=scored.override,
        natural_person=scored.natural_person,
        p_late_30=None if late is None else late.p_late_30,
        days_to_cash=None if late is None else late.days_to_cash,
        contributions=dict(scored.contributions),
        siren=scored.siren,
        own_weight=scored.own_weight,
        late_model=None if late is None else late.model,
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """A score as it was given, and the features it was told from: None where those were not kept yet."""

    customer: str
    score: KeptScore
    features: Told | None


@dataclass(frozen=True, slots=True)
class ShadowKept:
    """What a challenger said of a customer on an evening; fields are those of KeptScore."""

    customer_id: int
    as_of: date
    model: str
    tier: int
    pd_12m: float
    low: float
    high: float
    pd_ttc: float
    grade: str
    override: str
    contributions: dict[str, float]
