"""On the sample company the truth is known: the model's probabilities are held against it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ledger.facts import Facts
from ledger.usecases import import_invoices, load_facts
from simulation.usecases import write_company
from store.session import open_database
from training.lateness.backtest import Rehearsal, rehearse
from training.lateness.baselines import shrunk
from training.lateness.evaluation import of_probabilities
from training.lateness.recipe import Recipe

IMPORTED_ON = date(2026, 1, 1)
DAYS_JUDGED = 180


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Facts, pd.DataFrame, date]:
    """The facts of the sample company after a real import, its truth by invoice number, and its last day."""
    folder: Path = tmp_path_factory.mktemp("sample")
    made = write_company(folder, customers=400, months=30, seed=7)
    database = open_database(f"sqlite:///{folder}/encours.db")
    with database.transaction() as session:
        report = import_invoices(
            session,
            (folder / "invoices.csv").read_bytes(),
            name="invoices.csv",
            mapping=None,
            source=None,
            on=IMPORTED_ON,
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
            progress=None,
        )
    assert report.rejected == 0
    with database.read() as session:
        facts = load_facts(session)
    database.close()
    return facts, pd.read_csv(folder / "truth.csv").set_index("number"), made.horizon


@pytest.fixture(scope="module")
def judged(sample: tuple[Facts, pd.DataFrame, date]) -> tuple[Rehearsal, pd.DataFrame]:
    """Half a year of the sample company foretold, and the truth of the same invoices."""
    facts, truth, horizon = sample
    done = rehearse(
        facts,
        cut=horizon - timedelta(days=DAYS_JUDGED),
        until=None,
        recipe=Recipe(),
        progress=lambda part, done, total: None,
        with_closed_only=False,
    )
    number = facts.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    return done, truth.loc[number.loc[done.invoice_id]]


def test_the_model_closes_most_of_the_gap_to_what_can_be_known(
    judged: tuple[Rehearsal, pd.DataFrame],
) -> None:
    """Log-loss for "late" lies nearer to the perfect observer's than to the customer's past rate.

    Half of the gap is the promise (experiment 0002 shows 53 %); a little less is asked here, because
    LightGBM's sums may differ in their last digits from one processor to another.
    """
    done, truth = judged
    naive = shrunk(done.known["late_share"], done.known["n_paid"].to_numpy(float), done.book["late"])
    loss = {
        name: float(of_probabilities(told, done.truth, bar=0)["log_loss_late"] or np.nan)
        for name, told in {
            "naive": naive,
            "model": done.curves.late(),
            "truth": truth["p_late_given_ledger"].to_numpy(),
        }.items()
    }
    assert loss["truth"] < loss["model"] < loss["naive"]
    assert (loss["naive"] - loss["model"]) / (loss["naive"] - loss["truth"]) > 0.48


def test_probabilities_lie_near_the_true_ones(judged: tuple[Rehearsal, pd.DataFrame]) -> None:
    """Nearer than the customer's past rate, and neither too high nor too low on the whole."""
    done, truth = judged
    true = truth["p_late_given_ledger"].to_numpy()
    naive = shrunk(done.known["late_share"], done.known["n_paid"].to_numpy(float), done.book["late"])
    told = done.curves.late()
    assert np.abs(told - true).mean() < 0.75 * np.abs(naive - true).mean()
    assert abs(told.mean() - true.mean()) < 0.04
    assert np.corrcoef(told, true)[0, 1] > 0.85


def test_intervals_hold(judged: tuple[Rehearsal, pd.DataFrame]) -> None:
    """About 80 % of the outcomes fall in the middle 80 % of what was foretold."""
    done, _ = judged
    assert 0.75 < float(done.report.model["coverage_80"] or 0.0) < 0.85


def test_the_heads_that_carry_the_reasons_agree_with_the_curve(
    judged: tuple[Rehearsal, pd.DataFrame],
) -> None:
    assert judged[0].report.agreement["correlation"] > 0.95
