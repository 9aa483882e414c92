"""Every feature, in one flat list: what computes it, what it means, and which way it points to risk."""

from features.feature import Block, Family, Feature, Risk
from features.listed import (
    ageing,
    by_amount,
    company,
    conduct,
    earnings,
    exposure,
    group,
    identity,
    invoice,
    lateness,
    legal,
    outlook,
    recent,
    relation,
    rhythm,
    sales,
)

__all__ = ["CATALOGUE", "NAMES", "Block", "Family", "Feature", "Risk"]

CATALOGUE: tuple[Feature, ...] = (
    *lateness.ENTRIES,
    *recent.ENTRIES,
    *outlook.ENTRIES,
    *exposure.ENTRIES,
    *relation.ENTRIES,
    *invoice.ENTRIES,
    *by_amount.ENTRIES,
    *rhythm.ENTRIES,
    *ageing.ENTRIES,
    *sales.ENTRIES,
    *identity.ENTRIES,
    *company.ENTRIES,
    *earnings.ENTRIES,
    *legal.ENTRIES,
    *conduct.ENTRIES,
    *group.ENTRIES,
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUE)
