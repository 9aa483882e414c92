"""A model is its text files, and refuses what is not."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shap

from features.catalogue import NAMES
from features.interval import LAST_DAY, intervals_of
from features.pairs import day_number
from features.streams import streams_of
from ledger.as_known import as_known
from ledger.timeline import timeline
from scoring.lateness.artifact import (
    BOOSTERS,
    FORMAT,
    LATE,
    LATE_30,
    FrameMismatch,
    files_of,
    model_of,
)
from scoring.lateness.ends import BANDS, Ends
from scoring.lateness.next_invoice import next_invoices
from scoring.lateness.predict import curves, curves_in_pieces, hazard_frame
from scoring.lateness.recalibration import Knots
from scoring.sealed import MANIFEST, ArtifactRefused
from tests.features.ledgers import figures_of, on
from tests.training.companies import company_facts, small_model


def _evening():
    states = timeline(as_known(company_facts(), on(400)))
    streams = streams_of(states)
    _, pairs = next_invoices(states, streams, as_of=day_number(on(400)))
    return streams, pairs, figures_of(streams, pairs)


def test_files_give_the_same_model_bit_for_bit() -> None:
    streams, pairs, known = _evening()
    model = small_model()
    read = model_of(files_of(model), label="lateness 1")
    assert read.label == "lateness 1"
    assert read.manifest.features == NAMES
    for head in (LATE, LATE_30):
        np.testing.assert_array_equal(read.head(head, known), model.head(head, known))
        np.testing.assert_array_equal(read.contributions(head, known), model.contributions(head, known))
    rows = intervals_of(pairs, pairs.due + LAST_DAY)
    wide = hazard_frame(known, streams, pairs, rows, country="FR")
    np.testing.assert_array_equal(read.hazard(wide), model.hazard(wide))
    assert files_of(read) == files_of(model)
    assert read.manifest == replace(model.manifest, columns=read.manifest.columns)
    assert len(np.unique(model.head(LATE_30, known))) > 3, "a model that says the same of all shows nothing"


def test_ends_and_recalibration_are_read_as_they_were_written() -> None:
    model = small_model()
    knots = (Knots(7, (-1.5, 0.0, 2.0), (-1.0, 0.25, 1.5)), Knots(30, (0.5,), (0.0,)))
    ends = Ends(tuple(n / 10_000 for n in range(len(BANDS) - 1)))
    told = replace(model, manifest=replace(model.manifest, ends=ends, knots=knots))
    read = model_of(files_of(told), label="lateness 1")
    assert (read.manifest.ends, read.manifest.knots) == (ends, knots)
    assert files_of(read) == files_of(told)
    streams, pairs, _ = _evening()
    plain, moved = curves(model, streams, pairs), curves(read, streams, pairs)
    assert moved.ended is not None
    assert np.abs(moved.cdf - plain.cdf).max() > 0.01


def test_curves_in_pieces_are_the_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    streams, pairs, _ = _evening()
    whole = curves(small_model(), streams, pairs)
    monkeypatch.setattr("scoring.lateness.predict._PIECE", 4)
    places = []
    for rows, piece in curves_in_pieces(small_model(), streams, pairs):
        places += rows.tolist()
        np.testing.assert_allclose(piece.late(), whole.late()[rows], atol=1e-6)
        np.testing.assert_array_equal(piece.quantile(0.5), whole.quantile(0.5)[rows])
    assert places == list(range(len(pairs)))


@pytest.mark.parametrize("name", [f"{name}.txt" for name in BOOSTERS])
def test_an_altered_booster_is_refused(name: str) -> None:
    files = files_of(small_model())
    files[name] = files[name].replace("leaf_value=", "leaf_value=0.1 ", 1)
    with pytest.raises(ArtifactRefused, match=f"{name} .* was altered"):
        model_of(files, label="lateness 1")


def test_a_booster_without_its_mark_is_refused() -> None:
    files = files_of(small_model())
    manifest = json.loads(files[MANIFEST])
    del manifest["sha256"]["late.txt"]
    with pytest.raises(ArtifactRefused, match=r"late\.txt"):
        model_of(files | {MANIFEST: json.dumps(manifest)}, label="lateness 1")


def test_boosters_exchanged_are_refused() -> None:
    files = files_of(small_model())
    files["late.txt"], files["late_30.txt"] = files["late_30.txt"], files["late.txt"]
    with pytest.raises(ArtifactRefused, match="was altered"):
        model_of(files, label="lateness 1")


@pytest.mark.parametrize("name", [MANIFEST, *(f"{name}.txt" for name in BOOSTERS)])
def test_a_missing_file_is_named(name: str) -> None:
    files = files_of(small_model())
    del files[name]
    with pytest.raises(ArtifactRefused, match=name):
        model_of(files, label="lateness 1")


def test_an_extra_file_is_named() -> None:
    with pytest.raises(ArtifactRefused, match=r"model\.pkl"):
        model_of(files_of(small_model()) | {"model.pkl": ""}, label="lateness 1")


@pytest.mark.parametrize("version", [0, FORMAT + 1])
def test_another_format_is_refused(version: int) -> None:
    files = files_of(small_model())
    manifest = json.loads(files[MANIFEST]) | {"format": version}
    with pytest.raises(ArtifactRefused, match=f"format {version}"):
        model_of(files | {MANIFEST: json.dumps(manifest)}, label="lateness 1")


def _reordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[*frame.columns[1:], frame.columns[0]]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop(columns="n_paid"), "n_paid"),
        (lambda frame: frame.assign(tomorrow=1.0), "tomorrow"),
        (_reordered, "their order"),
    ],
)
def test_other_columns_are_refused(change, said: str) -> None:
    _, _, known = _evening()
    for ask in (small_model().head, small_model().contributions):
        with pytest.raises(FrameMismatch, match=said):
            ask(LATE_30, change(known))


def test_a_hazard_asked_without_its_intervals_is_refused() -> None:
    _, _, known = _evening()
    with pytest.raises(FrameMismatch, match="payer_hazard"):
        small_model().hazard(known)


@pytest.mark.parametrize("head", [LATE, LATE_30])
def test_contributions_are_shap_s(head: str) -> None:
    """Each to the feature it belongs to; what a head does not read contributes nothing."""
    _, _, known = _evening()
    model = small_model()
    told = model.contributions(head, known)
    assert told.shape == (len(known), len(NAMES) + 1)
    read = list(model.manifest.columns[head])
    explainer = shap.TreeExplainer(model.boosters[head])
    expected = pd.DataFrame(explainer.shap_values(known[read].to_numpy(np.float32)), columns=read)
    expected = expected.reindex(columns=list(NAMES), fill_value=0.0)
    np.testing.assert_allclose(told[:, :-1], expected.to_numpy(), atol=1e-6)
    np.testing.assert_allclose(told[:, -1], explainer.expected_value, atol=1e-6)
    assert np.abs(told[:, :-1]).max() > 0.01
