"""The lateness model with something taken away: fewer columns, or features that stay those of the issue day.

The trainer reads its columns from names of its own module. They are exchanged while a variant is trained and
put back afterwards; were one of them renamed, the exchange would fail rather than measure nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
import pandas as pd

from features.catalogue import CATALOGUE
from features.feature import Family
from features.interval import OFFSET
from features.streams import Streams
from training.lateness import fitting, rows
from training.lateness.columns import HAZARD_COLUMNS, HEAD_COLUMNS
from training.lateness.landmarks import Landmarks, at_issue

_OWN_PAYMENTS = (Family.LATENESS, Family.RECENT, Family.HABIT)
# What the book does tells nothing of this payer, so it stays when its own payments go.
_BOOK = ("late_as_book", "late_30_as_book", "book_hazard")
_OWN_PAYMENT_COLUMNS = {feature.name for feature in CATALOGUE if feature.family in _OWN_PAYMENTS} - set(_BOOK)
_PAYER_COLUMNS = {
    name for name in HAZARD_COLUMNS if name.startswith("payer_") or name == "interval_from_usual"
}
_PAID_BEFORE = {"n_paid", "weekday_concentration"}
_INTERVAL_CALENDAR = {
    "interval_business_days",
    "interval_business_days_from_due",
    "interval_closed_before",
    "interval_weekday",
    "interval_day_of_month",
    "interval_to_month_end",
    "payer_hazard_weekday",
    "payer_hazard_month_day",
    "payer_weekday",
    "payer_month_day",
    "late_as_on_weekdays",
    "late_as_on_month_days",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """What the model may read; if not `refreshed`, features are those of the issue day."""

    name: str
    dropped: frozenset[str] = frozenset()
    offset: str = OFFSET
    refreshed: bool = True


VARIANTS = (
    Variant("**Encours**, whole"),
    Variant(
        "without the payer's own payments",
        dropped=frozenset(_OWN_PAYMENT_COLUMNS | _PAYER_COLUMNS | _PAID_BEFORE),
        offset="book_hazard",
    ),
    Variant("features frozen on the issue day", refreshed=False),
    Variant("without the interval's calendar", dropped=frozenset(_INTERVAL_CALENDAR)),
)


@contextmanager
def trained_as(variant: Variant) -> Iterator[None]:
    """While it lasts, the trainer makes this variant."""
    hazard = tuple(name for name in HAZARD_COLUMNS if name not in variant.dropped)
    heads = tuple(name for name in HEAD_COLUMNS if name not in variant.dropped)
    later = fitting.one_later if variant.refreshed else _none_later
    again = fitting.looked_at_again if variant.refreshed else _none_again
    with (
        patch.object(fitting, "HAZARD_COLUMNS", hazard),
        patch.object(rows, "HAZARD_COLUMNS", hazard),
        patch.object(rows, "OFFSET", variant.offset),
        patch.object(fitting, "HEAD_COLUMNS", heads),
        patch.object(fitting, "OFFSET", variant.offset),
        patch.object(fitting, "one_later", later),
        patch.object(fitting, "looked_at_again", again),
    ):
        yield


def _none_later(states: pd.DataFrame, streams: Streams, *, horizon: int, seed: int) -> Landmarks:
    return _none_again(states, streams, horizon=horizon)


def _none_again(states: pd.DataFrame, streams: Streams, *, horizon: int) -> Landmarks:
    landmarks = at_issue(states, streams, horizon=horizon)
    return landmarks.take(np.zeros(len(landmarks.paid), dtype=bool))
