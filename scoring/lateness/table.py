"""What the model says of many open invoices, a row each."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.interval import LAST_DAY
from features.pairs import day_number
from scoring.lateness.curve import NEVER_PAID, Curves
from scoring.lateness.open_items import HORIZONS, OpenInvoices
from scoring.lateness.promised import NOBODY

_DATES = {"q10_on": 0.1, "median_on": 0.5, "q80_on": 0.8, "q90_on": 0.9}


def table_of(items: OpenInvoices, curves: Curves, *, as_of: date) -> pd.DataFrame:
    """The figures of `scoring.score.InvoicePrediction`, by column; `curves` heed promises already.

    A date is missing where it is not reached within a year after the due day.
    """
    day, promised = day_number(as_of), items.promised
    named = promised.day != NOBODY
    columns: dict[str, object] = {
        "customer": pd.array(items.customer, dtype="str"),
        "number": pd.array(items.number, dtype="str"),
        "due_on": _days(items.pairs.due),
        "open_cents": items.pairs.open_cents,
        "currency": pd.array(items.currency, dtype="str"),
        "p_late": curves.late(),
        "p_late_30": curves.late(30),
    }
    for ahead in HORIZONS:
        columns[f"paid_within_{ahead}"] = curves.paid_by(np.full(len(curves.due), day + ahead))
    columns |= {name: _days(curves.quantile(share)) for name, share in _DATES.items()}
    columns |= {
        "p_never": curves.never(),
        "p_ended": curves.ended_by(curves.due + LAST_DAY),
        "promised_on": _days(promised.day),
        "p_kept": np.where(named, promised.chance, np.nan),
    }
    return pd.DataFrame(columns)


def in_order(tables: "list[pd.DataFrame]") -> pd.DataFrame:
    """All rows by customer and number, whichever part they came from."""
    whole = pd.concat(tables, ignore_index=True)
    keys = ["customer", "number", "due_on", "open_cents", "currency", "p_late"]
    return whole.sort_values(keys, kind="stable", ignore_index=True)


def _days(day: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Dates of day numbers; NaT for none."""
    told = day.astype("datetime64[D]").astype("datetime64[s]")
    return np.where((day == NEVER_PAID) | (day == NOBODY), np.datetime64("NaT", "s"), told)
