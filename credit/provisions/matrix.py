"""The provision matrix: how much of each age is lost, from how much rolled from one age to the next.

A step runs from one age to the next older one, the last to a year after due. The loss rate of an age is the
product of the steps still ahead, times what is lost for good of what a year did not bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from credit.provisions.policy import BUCKETS, Bucket, ProvisionPolicy

# Days after due on whose evening an amount enters each age but the first, and on which it counts as unpaid.
ENTERS_AFTER = (1, 31, 61, 91)
UNPAID_AFTER = 366
EVERYBODY = "all"


class Source(StrEnum):
    """What a rate rests on."""

    SEGMENT = "segment"
    CURRENCY = "currency"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Rolled:
    """Over the window: invoices that stood in an age, their cents then, and what was unpaid at the next."""

    currency: str
    segment: str
    bucket: Bucket
    invoices: int
    from_cents: int
    to_cents: int


@dataclass(frozen=True, slots=True)
class Rate:
    """The loss rate of an age; `invoices` are those of its own step."""

    bucket: Bucket
    rate: float
    source: Source
    invoices: int


def bucket_at(days_late: int) -> Bucket:
    """The age of an amount so many days after its due day; 0 and less is not due."""
    return BUCKETS[sum(days_late >= first for first in ENTERS_AFTER)]


def loss_rates(
    rolled: Sequence[Rolled], *, currency: str, segment: str, policy: ProvisionPolicy
) -> dict[Bucket, Rate]:
    """The rate of each age, the future counted in.

    Where a step ahead has too few invoices in the segment, those of the whole currency answer; where these
    are too few as well, the floor rate does, which never exceeds the rate of an older age.
    """
    own = [one for one in rolled if one.currency == currency]
    found: dict[Bucket, Rate] = {}
    unpaid, source = policy.lost.unsecured, Source.SEGMENT
    older = 1.0
    for bucket in reversed(BUCKETS):
        step, spoken = _step([one for one in own if one.bucket is bucket], segment, policy)
        source = max(source, spoken, key=tuple(Source).index)
        unpaid *= step.to_cents / step.from_cents if step.from_cents else 0.0
        bare = min(policy.floor_rates.of(bucket), older) if source is Source.FLOOR else unpaid
        older = bare
        found[bucket] = Rate(bucket, min(bare * policy.factor, 1.0), source, step.invoices)
    return {bucket: found[bucket] for bucket in BUCKETS}


def _step(own: Sequence[Rolled], segment: str, policy: ProvisionPolicy) -> tuple[Rolled, Source]:
    """What was seen of one step, and of whom."""
    narrow = _sum([one for one in own if one.segment == segment])
    if narrow.invoices >= policy.at_least_invoices and narrow.from_cents:
        return narrow, Source.SEGMENT
    whole = _sum(own)
    if whole.invoices >= policy.at_least_invoices and whole.from_cents:
        return whole, Source.CURRENCY
    return whole, Source.FLOOR


def _sum(rows: Sequence[Rolled]) -> Rolled:
    if not rows:
        return Rolled("", "", Bucket.NOT_DUE, 0, 0, 0)
    return replace(
        rows[0],
        invoices=sum(one.invoices for one in rows),
        from_cents=sum(one.from_cents for one in rows),
        to_cents=sum(one.to_cents for one in rows),
    )
