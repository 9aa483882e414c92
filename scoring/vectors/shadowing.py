"""What a challenger says of the features that the champion was asked of; it changes no answer."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scoring.default.model import DefaultModel
from scoring.grades import GradePolicy
from scoring.kept import KeptScore, ShadowKept
from scoring.reasons import by_family
from scoring.score import Grade
from scoring.vector import Vector


def shadows_of(
    model: DefaultModel,
    kept: Sequence[KeptScore],
    vectors: Mapping[int, Vector],
    *,
    grades: GradePolicy,
    before: Mapping[int, Grade],
) -> list[ShadowKept]:
    """Its answers for the customers of an evening, graded as if it had served: `before` are their grades."""
    asked = [one for one in kept if one.customer_id in vectors]
    if not asked:
        return []
    rows = [vectors[one.customer_id] for one in asked]
    frame = pd.DataFrame(np.stack([row.values for row in rows]), columns=list(rows[0].names))
    already = np.array([one.override != "" for one in asked], dtype=bool)
    told = model.assess(frame, in_default=already)
    families = by_family(told.contributions).to_dict("records")
    return [
        ShadowKept(
            customer_id=one.customer_id,
            as_of=one.as_of,
            model=model.label,
            tier=int(told.tier[place]),
            pd_12m=float(told.pd_12m[place]),
            low=float(told.low[place]),
            high=float(told.high[place]),
            pd_ttc=float(told.pd_ttc[place]),
            grade=grades.grade_of(float(told.pd_12m[place]), previous=before.get(one.customer_id)).value,
            override=told.override[place],
            contributions={str(name): float(value) for name, value in families[place].items()},
        )
        for place, one in enumerate(asked)
    ]
