"""What a default model answers, and what its files hold."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoring.calibration import Platt
from scoring.default import expert
from scoring.default.curve import log_odds
from scoring.default.model import (
    BASE,
    DEFAULT,
    DefaultModel,
    Manifest,
    TierCalibration,
    files_of,
    model_of,
    source_of,
)
from scoring.default.tiers import TIERS
from scoring.lateness.artifact import FrameMismatch
from scoring.sealed import ArtifactRefused
from tests.tables import rows
from tests.training.default.companies import failing_model

COLUMNS = ("naf", "equity_ratio", "proceeding_open", "n_paid", "late_share", "oldest_overdue_days")
BLOCKS = {
    "identity": ("naf",),
    "company": ("equity_ratio", "proceeding_open"),
    "ledger": ("n_paid", "late_share", "oldest_overdue_days"),
}


def prior_alone() -> DefaultModel:
    manifest = Manifest(
        as_of="2024-12-31",
        features=COLUMNS,
        blocks=BLOCKS,
        caps={"n_paid": 12.0},
        offsets=(-6.0,) * 12,
        country="FR",
        policy="2026-1",
        data_fingerprint="",
        n_customers=30,
        n_defaults=2,
        own_weight=0.0,
        prior_shift=0.0,
        calibrated=False,
        recent_rate=0.025,
        long_run_rate=0.025,
        anchor=0.0,
        parameters={},
        figures={},
    )
    return DefaultModel(manifest, None, {n: TierCalibration(Platt(1.0, 0.0), None) for n in TIERS}, None)


def asked(**values: float) -> pd.DataFrame:
    return pd.DataFrame([{name: values.get(name, np.nan) for name in COLUMNS}])


@rows("""
    known                 | tier
    naf                   | 0
    equity_ratio          | 1
    late_share            | 2
    proceeding_open       | 1
""")
def test_the_tier_is_what_is_known(known: str, tier: str) -> None:
    assert prior_alone().assess(asked(**{known: 0.5})).tier.tolist() == [int(tier)]


def test_counts_of_nothing_are_no_knowledge() -> None:
    assert prior_alone().assess(asked(naf=43, proceeding_open=0, n_paid=0)).tier.tolist() == [0]


def test_a_book_without_defaults_answers_by_the_prior_and_says_so() -> None:
    frame = asked(n_paid=8, late_share=0.7, oldest_overdue_days=40)
    told = prior_alone().assess(frame)
    assert told.source == "expert prior"
    assert told.own_weight == 0
    assert told.raw == pytest.approx(expert.log_odds(frame))
    assert told.low < told.pd_12m < told.high


@rows("""
    weight | label
    0      | expert prior
    0.4    | blend 40 %
    0.94   | blend 94 %
    0.95   | own model
""")
def test_the_source_is_named(weight: str, label: str) -> None:
    assert source_of(float(weight)) == label


def test_insolvency_comes_before_any_score() -> None:
    told = prior_alone().assess(asked(equity_ratio=0.6, proceeding_open=1))
    assert told.override == ("insolvency",)
    assert (told.pd_12m, told.low, told.high, told.pd_ttc) == (1, 1, 1, 1)
    assert (told.hazards == 1).all()


def test_a_default_that_stands_comes_next() -> None:
    both = pd.concat([asked(late_share=0.5)] * 2, ignore_index=True)
    told = prior_alone().assess(both, in_default=np.array([True, False]))
    assert told.override == ("in default", "")
    assert told.pd_12m[0] == 1 > told.pd_12m[1]


def test_a_company_sound_again_under_a_plan_has_a_score() -> None:
    """Its proceeding stays open until the court closes it; who is in default says when it has cured."""
    both = pd.concat([asked(equity_ratio=0.6, proceeding_open=1)] * 2, ignore_index=True)
    told = prior_alone().assess(both, in_default=np.array([True, False]))
    assert told.override == ("insolvency", "")
    assert told.pd_12m[0] == 1 > told.pd_12m[1]


def test_the_long_run_is_an_even_shift_in_log_odds() -> None:
    model = prior_alone()
    worse = replace(model, manifest=replace(model.manifest, anchor=0.5))
    told = worse.assess(asked(late_share=0.5))
    assert np.log(told.pd_ttc / (1 - told.pd_ttc)) == pytest.approx(
        np.log(told.pd_12m / (1 - told.pd_12m)) + 0.5
    )


def test_a_missing_column_is_refused_with_its_name() -> None:
    with pytest.raises(FrameMismatch, match=r"late_share.*encours train default"):
        prior_alone().assess(asked().drop(columns="late_share"))


def frame_of_chance(model: DefaultModel, count: int = 1_000) -> pd.DataFrame:
    chance = np.random.default_rng(4)
    values = chance.normal(0, 1, (count, len(model.manifest.features))) * 20
    values[chance.random(values.shape) < 0.2] = np.nan
    return pd.DataFrame(values, columns=list(model.manifest.features)).assign(
        late_share=chance.random(count), overdue_share=chance.random(count)
    )


def test_contributions_sum_to_the_raw_log_odds() -> None:
    """They do for the blend as for its two parts: one by the booster, the other by the points."""
    model = failing_model()
    frame = frame_of_chance(model)
    told = model.assess(frame)
    assert 0 < told.own_weight < 1
    assert list(told.contributions.columns) == [*model.manifest.features, BASE]
    known = model._read(frame)
    own = model.own_log_odds(known)
    prior = expert.log_odds(known) + model.manifest.prior_shift
    share = model.manifest.own_weight
    total = told.contributions.sum(axis=1).to_numpy()
    assert np.abs(total - told.raw).max() < 1e-9
    assert np.abs(total - (share * own + (1 - share) * prior)).max() < 1e-6


def test_the_blend_is_calibrated_as_one_and_keeps_its_order() -> None:
    """Log-odds of two answers that count right are, on the mean, too low: so the blend has its own map."""
    model = failing_model()
    told = model.assess(frame_of_chance(model))
    assert 0 < told.own_weight < 1
    for number, calibration in model.tiers.items():
        rows = (told.tier == number) & (np.array(told.override) == "")
        order = np.argsort(told.raw[rows], kind="stable")
        assert (np.diff(told.pd_12m[rows][order]) >= -1e-12).all()
        expected = log_odds(calibration.point.probability(told.raw[rows])) + calibration.level
        assert log_odds(told.pd_12m[rows]) == pytest.approx(expected, abs=1e-6)


def test_the_range_holds_the_answer_and_the_months_make_the_year() -> None:
    told = failing_model().assess(frame_of_chance(failing_model()))
    assert ((told.low <= told.pd_12m) & (told.pd_12m <= told.high)).all()
    assert np.abs(1 - np.prod(1 - told.hazards, axis=1) - told.pd_12m).max() < 1e-6


@pytest.mark.parametrize(
    ("feature", "sign"),
    [
        ("overdue_share", 1),
        ("oldest_overdue_days", 1),
        ("days_late_recent_censored", 1),
        ("late_share", 1),
        ("equity_ratio", -1),
    ],
)
def test_certain_signs_hold_on_a_thousand_rows(feature: str, sign: int) -> None:
    model = failing_model()
    frame = frame_of_chance(model)
    low, high = (0, 1) if feature.endswith("share") else (0, 200)
    said = [model.assess(frame.assign(**{feature: value})) for value in np.linspace(low, high, 12)]
    raw = np.stack([one.raw for one in said])
    answered = np.stack([one.pd_12m for one in said])
    assert (sign * np.diff(raw, axis=0) >= -1e-9).all()
    assert (sign * np.diff(answered, axis=0) >= -1e-9).all()


def test_files_give_the_same_answers_back() -> None:
    model = failing_model()
    again = model_of(files_of(model), "default 3")
    frame = frame_of_chance(model, 50)
    first, second = model.assess(frame), again.assess(frame)
    assert again.label == "default 3"
    assert again.manifest == replace(model.manifest, blocks=again.manifest.blocks)
    assert (first.pd_12m == second.pd_12m).all()
    assert (first.contributions.to_numpy() == second.contributions.to_numpy()).all()
    assert model.scorecard is not None
    assert again.scorecard is not None
    assert (model.scorecard.probability(frame) == again.scorecard.probability(frame)).all()


@pytest.mark.parametrize("name", ["booster.txt", "calibration.json", "scorecard.json"])
def test_an_altered_file_is_refused(name: str) -> None:
    files = DEFAULT.files(prior_alone())
    with pytest.raises(ArtifactRefused, match=name):
        DEFAULT.read(files | {name: files[name] + " "}, "default 1")
    assert DEFAULT.read(files, "default 1").booster is None
