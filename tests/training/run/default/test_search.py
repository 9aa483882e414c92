"""A search of the default model on a book large enough for one, end to end."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scoring.default.model import DEFAULT
from scoring.gateway import Registry
from simulation.failure.book import facts_of
from simulation.failure.obligor import scene_of
from tests.training.companies import silent
from training import usecases
from training.run.usecases import Order

CUSTOMERS, MONTHS = 2_500, 60


@pytest.mark.slow
def test_a_search_finds_a_default_model_and_puts_it_in_service(tmp_path: Path) -> None:
    """What `encours train default --trials 2` does: folds of a year's embargo, trials, release."""
    facts = facts_of(scene_of(months=MONTHS, seed=7, start=date(2023, 1, 1)), CUSTOMERS)
    order = Order(
        home=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'encours.db'}",
        author="Ana",
        on=facts.horizon,
        at=datetime(2028, 1, 1, tzinfo=UTC),
        trials=2,
    )
    report = usecases.train_default(facts, order, as_of=facts.horizon, progress=silent)
    assert report.choice is not None
    assert report.search is not None
    assert report.promoted
    assert Registry(tmp_path).champion(DEFAULT).label == report.model
