"""SHAP contributions summed by family, so that correlated features share one sentence and none is lost."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import CATALOGUE, Family
from kernel.language import Language
from scoring.score import Reason
from scoring.wording import BASE, sentence

_FAMILY_OF = {feature.name: feature.family for feature in CATALOGUE}


def reasons_of(
    contributions: NDArray[np.float64], known: pd.DataFrame, *, language: Language
) -> list[tuple[Reason, ...]]:
    """Reasons of each row of `known`, the strongest first, the starting point last.

    `contributions` are log-odds, a column a feature of `known` and the base value last; the reasons of a row
    sum to the same log-odds.
    """
    families = [_FAMILY_OF[str(name)] for name in known.columns]
    summed = {
        family: contributions[:, [place for place, own in enumerate(families) if own is family]].sum(axis=1)
        for family in Family
    }
    rows: list[tuple[Reason, ...]] = []
    names = [str(name) for name in known.columns]
    for place, values in enumerate(known.to_numpy(np.float64)):
        figures = dict(zip(names, values.tolist(), strict=True))
        told = [
            Reason(family.value, sentence(family, figures, language), float(summed[family][place]))
            for family in Family
        ]
        told.sort(key=lambda reason: -abs(reason.contribution))
        base = Reason(BASE, sentence(BASE, figures, language), float(contributions[place, -1]))
        rows.append((*told, base))
    return rows
