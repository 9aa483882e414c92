"""Every feature, in one flat list: what computes it, what it means, and which way it points to risk."""

from features.feature import Block, Family, Feature, Risk
from features.listed import behaviour, exposure, invoice, relation

__all__ = ["CATALOGUE", "NAMES", "Block", "Family", "Feature", "Risk"]

CATALOGUE: tuple[Feature, ...] = (
    *behaviour.ENTRIES,
    *exposure.ENTRIES,
    *relation.ENTRIES,
    *invoice.ENTRIES,
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUE)
