"""One row is answered as a whole frame is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.default.model import DefaultModel
from scoring.default.prior import expert_model
from scoring.default.single import single
from tests.scoring.default.test_model import prior_alone
from tests.training.default.companies import failing_model


def models() -> list[DefaultModel]:
    """A booster under tiers, the prior under caps, the prior of a house without a model, and an anchor."""
    learnt, capped = failing_model(), prior_alone()
    anchored = replace(learnt, manifest=replace(learnt.manifest, anchor=0.4))
    return [learnt, capped, expert_model(country="FR"), anchored]


def rows_of_chance(model: DefaultModel, seed: int, known: float) -> pd.DataFrame:
    """Features of which some, or whole blocks, are not known or nought."""
    chance = np.random.default_rng(seed)
    names = list(model.manifest.features)
    values = chance.normal(0, 1, (8, len(names))) * chance.choice([0.5, 20.0, 300.0], (8, 1))
    values[chance.random(values.shape) > known] = np.nan
    frame = pd.DataFrame(values.astype(np.float32), columns=names)
    for place, block in enumerate(model.manifest.blocks.values()):
        frame.loc[place, list(block)] = np.nan
        frame.loc[place + 4, list(block)] = 0.0
    return frame


@given(
    seed=st.integers(0, 2**32 - 1),
    known=st.sampled_from([0.0, 0.05, 0.6, 1.0]),
    said=st.sampled_from([None, False, True]),
    which=st.integers(0, 3),
)
def test_one_row_is_answered_as_a_frame_is(seed: int, known: float, said: bool | None, which: int) -> None:
    model = models()[which]
    frame = rows_of_chance(model, seed, known)
    told = model.assess(frame, in_default=None if said is None else np.full(len(frame), said))
    ready = single(model)
    for place, row in enumerate(frame.to_numpy(np.float32)):
        one = ready.assess(row, in_default=said)
        assert (one.tier, one.override) == (told.tier[place], told.override[place])
        for name in ("pd_12m", "low", "high", "pd_ttc", "raw"):
            assert getattr(one, name) == pytest.approx(getattr(told, name)[place], rel=1e-9, abs=1e-12)
        gap = one.contributions - told.contributions.to_numpy(np.float64)[place]
        assert np.abs(gap).max() < 1e-9


def test_values_are_found_by_name_and_what_is_left_out_is_not_known() -> None:
    ready = single(prior_alone())
    values = ready.values({"late_share": 0.5, "n_paid": None, "naf": 43.0})
    assert np.isnan(values[list(ready.names).index("n_paid")])
    assert np.isnan(values[list(ready.names).index("equity_ratio")])
    assert values[list(ready.names).index("late_share")] == 0.5
