"""Every feature, in one flat list: what computes it, what it means, and which way it points to risk."""

from features.feature import Block, Family, Feature, Risk
from features.listed import (
    behaviour,
    company,
    conduct,
    earnings,
    exposure,
    group,
    identity,
    invoice,
    legal,
    relation,
)

__all__ = ["CATALOGUE", "NAMES", "Block", "Family", "Feature", "Risk"]

CATALOGUE: tuple[Feature, ...] = (
    *behaviour.ENTRIES,
    *exposure.ENTRIES,
    *relation.ENTRIES,
    *invoice.ENTRIES,
    *identity.ENTRIES,
    *company.ENTRIES,
    *earnings.ENTRIES,
    *legal.ENTRIES,
    *conduct.ENTRIES,
    *group.ENTRIES,
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUE)
