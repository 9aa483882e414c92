"""A random sample of customers at month ends, with what became of them and how likely it truly was."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from simulation.failure.book import Known
from simulation.failure.obligor import Obligor
from simulation.failure.truth import Evening, Oracle, evenings

_SAMPLE_STREAM = 36


class Snapshot(NamedTuple):
    """A customer on an evening: what a clerk sees of it, what followed, and its true chances of default.

    `late_share` is that of the invoices paid so far, NaN before the first; `days_past_due` of the oldest open
    one. The columns ending in `_halves` are the two halves of the draws.
    """

    customer_id: int
    as_of: pd.Timestamp
    until: pd.Timestamp
    defaulted: bool
    late_share: float
    paid_count: int
    days_past_due: int
    given_ledger: float
    given_accounts: float
    given_everything: float
    given_ledger_halves: tuple[float, float]


def sample(oracle: Oracle, known: Known, *, share: float, since: int = 0) -> Iterator[Snapshot]:
    """Each month end of the customer with the chance `share`: a snapshot stands for 1 / `share` of them.

    Only month ends on which it is active and not in default, a year or more before the horizon, from the day
    `since` of the world on.
    """
    for on in evenings(oracle.scene, known.obligor):
        if on.evening < since:
            continue
        key = (oracle.scene.seed, _SAMPLE_STREAM)
        own = np.random.SeedSequence(key, spawn_key=(on.number, on.evening))
        if np.random.default_rng(own).random() < share:
            yield _snapshot(oracle, known, on)


def frame_of(snapshots: list[Snapshot]) -> pd.DataFrame:
    return pd.DataFrame(snapshots, columns=list(Snapshot._fields))


def _snapshot(oracle: Oracle, known: Known, on: Evening) -> Snapshot:
    one, days = known.obligor, oracle.scene.days
    ledger = oracle.given_ledger(one, on)
    return Snapshot(
        on.number,
        pd.Timestamp(days.day(on.evening)),
        pd.Timestamp(days.day(on.until)),
        on.defaulted,
        *_seen(one, on),
        ledger.value,
        oracle.given_accounts(one, on, known.public).value,
        oracle.given_everything(one, on).value,
        ledger.halves,
    )


def _seen(one: Obligor, on: Evening) -> tuple[float, int, int]:
    """Share of late payments, number of payments, and days past due of the oldest open invoice."""
    seen = one.ledger.issued <= on.evening
    paid = seen & (one.ledger.paid <= on.evening)
    count = int(paid.sum())
    late = float((one.ledger.paid > one.ledger.due)[paid].mean()) if count else float("nan")
    due = one.ledger.due[seen & ~paid]
    return late, count, max(on.evening - int(due.min()), 0) if len(due) else 0
