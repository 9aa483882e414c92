"""The default model of a house that has trained none: the expert prior, answering under its own name."""

from features.catalogue import CATALOGUE
from features.feature import Block
from scoring.default import expert
from scoring.default.curve import MONTHS
from scoring.default.model import DefaultModel, Manifest
from scoring.default.policy import POLICY

PRIOR_LABEL = "expert prior"
_BLOCKS = (Block.IDENTITY, Block.COMPANY, Block.LEDGER)
# Nothing was learnt, from no day on.
_NO_DAY = "0001-01-01"


def expert_model(*, country: str) -> DefaultModel:
    """It reads all that is known of a customer, to say how much that is; business days are `country`'s."""
    blocks = {
        block.value: tuple(feature.name for feature in CATALOGUE if feature.block is block)
        for block in _BLOCKS
    }
    features = tuple(feature.name for feature in CATALOGUE if feature.block in _BLOCKS)
    manifest = Manifest(
        as_of=_NO_DAY,
        features=features,
        blocks=blocks,
        caps={},
        offsets=(0.0,) * MONTHS,
        country=country,
        policy=POLICY.version,
        data_fingerprint="",
        n_customers=0,
        n_defaults=0,
        own_weight=0.0,
        prior_shift=0.0,
        calibrated=False,
        recent_rate=expert.BASE_RATE,
        long_run_rate=expert.BASE_RATE,
        anchor=0.0,
        parameters={},
        figures={},
    )
    return DefaultModel(manifest, None, {}, None, PRIOR_LABEL)
