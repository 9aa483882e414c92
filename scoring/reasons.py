"""SHAP contributions summed by family, so that correlated features share one sentence and none is lost."""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import CATALOGUE, Family
from kernel.language import Language
from scoring.score import Reason
from scoring.wording.phrases import Figures
from scoring.wording.sentences import BASE, sentence

_FAMILY_OF = {feature.name: feature.family for feature in CATALOGUE}
MOST_ADVERSE, MOST_FAVOURABLE = 5, 2
# One point of score, ten of which halve the odds: less than that no reader would act on.
MATTERS = log(2.0) / 10.0


class Told(NamedTuple):
    """The reasons worth telling, the strongest first."""

    adverse: tuple[Reason, ...]
    favourable: tuple[Reason, ...]


def by_family(contributions: pd.DataFrame) -> pd.DataFrame:
    """Log-odds by family, a column each, the starting point last.

    `contributions` has a column a feature and the starting point last; each row sums to the same as before.
    """
    families = [_FAMILY_OF[str(name)] for name in contributions.columns[:-1]]
    values = contributions.to_numpy(np.float64)
    summed: dict[str, NDArray[np.float64]] = {
        family.value: values[:, [place for place, own in enumerate(families) if own is family]].sum(axis=1)
        for family in Family
        if family in families
    }
    return pd.DataFrame({**summed, BASE: values[:, -1]}, index=contributions.index)


def family_of(feature: str) -> Family:
    return _FAMILY_OF[feature]


def reasons_of(summed: Mapping[str, float], figures: Figures, *, language: Language) -> Told:
    """What raises the risk of one customer and what lowers it, as far as it matters.

    `summed` holds its contributions by family, `figures` the features it was judged by.
    """
    moved = [(family, value) for family, value in summed.items() if family != BASE and abs(value) >= MATTERS]
    adverse = sorted((one for one in moved if one[1] > 0), key=lambda one: -one[1])[:MOST_ADVERSE]
    favourable = sorted((one for one in moved if one[1] < 0), key=lambda one: one[1])[:MOST_FAVOURABLE]
    return Told(_in_words(adverse, figures, language), _in_words(favourable, figures, language))


def _in_words(found: Sequence[tuple[str, float]], figures: Figures, language: Language) -> tuple[Reason, ...]:
    return tuple(Reason(family, sentence(family, figures, language), value) for family, value in found)
