"""By what the judged customers are told apart: trade, size, age, and how long they have bought."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.reports.groups import sector_title

Texts = NDArray[np.str_]

_UNKNOWN = "not known"
# Bands of the catalogue's headcount_band.
_STAFF = ("no staff", "1 to 9", "10 to 49", "50 to 249", "250 or more")
# Firms fail most in their first years; after ten they have seen a cycle.
_AGES = (3.0, 10.0)
_AGE_NAMES = ("under 3 years", "3 to 10 years", "over 10 years")


def segments_of(frame: pd.DataFrame) -> Mapping[str, Texts]:
    """Labels by way of cutting, one a row; a way nobody is known by is left out."""
    ways = {
        "sector": _sectors(_column(frame, "naf_division")),
        "staff": _named(_column(frame, "headcount_band"), _STAFF),
        "age": _named(_band(_column(frame, "firm_age_years"), _AGES), _AGE_NAMES),
        "owes": _thirds(_column(frame, "exposure_log")),
    }
    return {way: labels for way, labels in ways.items() if (labels != _UNKNOWN).any()}


def _column(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    return frame[name].to_numpy(np.float64)


def _sectors(division: NDArray[np.float64]) -> Texts:
    titles = {
        float(one): sector_title(f"{int(one):02d}") or _UNKNOWN
        for one in np.unique(division[~np.isnan(division)])
    }
    return np.array([titles.get(float(one), _UNKNOWN) for one in division], dtype=np.str_)


def _band(values: NDArray[np.float64], edges: tuple[float, ...]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), np.nan, np.searchsorted(edges, values, side="right"))


def _named(band: NDArray[np.float64], names: tuple[str, ...]) -> Texts:
    place = np.where(np.isnan(band), len(names), np.clip(np.nan_to_num(band), 0, len(names) - 1))
    return np.array([*names, _UNKNOWN], dtype=np.str_)[place.astype(np.int64)]


def _thirds(values: NDArray[np.float64]) -> Texts:
    """By the thirds of those who owe anything."""
    owing = values[np.nan_to_num(values) > 0]
    if len(owing) == 0:
        return np.full(len(values), _UNKNOWN, dtype=np.str_)
    low, high = np.quantile(owing, (1 / 3, 2 / 3))
    told = np.where(values <= low, "least", np.where(values <= high, "middle", "most"))
    return np.where(np.nan_to_num(values) > 0, told, "nothing").astype(np.str_)
