"""How much is known of the customer: who it is, what its company filed and suffered, how it dealt with us."""

import numpy as np
from numpy.typing import NDArray

from features.evening import Evening, Floats

Truths = NDArray[np.bool_]


def tier(evening: Evening) -> Floats:
    """Two with other invoices than the one asked about, one with statements or announcements, else zero."""
    identity, company, ledger = _known(evening)
    told = np.where(ledger, 2.0, np.where(company, 1.0, 0.0))
    return np.where(identity | company | ledger, told, np.nan)


def n_known_blocks(evening: Evening) -> Floats:
    blocks = np.sum(_known(evening), axis=0).astype(np.float64)
    return np.where(blocks > 0, blocks, np.nan)


def _known(evening: Evening) -> tuple[Truths, Truths, Truths]:
    known = evening.known
    company = (known.statement_place >= 0) | known.has_event
    own = (evening.pairs.state >= 0).astype(np.float64)
    ledger = evening.issued.total("n") - own > 0
    identity = known.has_profile | (evening.issued.now >= 0)
    return identity, company, ledger
