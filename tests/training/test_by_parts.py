"""A training run whose features are worked out by parts makes the same model."""

from pathlib import Path

import pandas as pd
import pytest

from features.frame import frame_of
from features.pairs import Pairs, day_number
from features.streams import Streams, streams_of
from ledger.exported.gateway import Exported, ExportRefused, open_export, write_facts
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.default.customers import customers_on
from scoring.default.model import DEFAULT
from scoring.lateness.artifact import files_of
from scoring.sharded.gateway import Here
from tests.features.ledgers import facts_of, on
from tests.training.companies import SMALL, company, company_facts, silent, small_model
from training.by_parts import ByParts
from training.default.fitting import Recipe as DefaultRecipe
from training.default.fitting import train_default
from training.lateness.fitting import train
from training.lateness.landmarks import looked_at_again

_EVENING = on(330)


def _exported(facts: Facts, folder: Path) -> Exported:
    write_facts(facts, folder, partitions=3, version="test", progress=lambda _done, _of: None)
    return open_export(folder)


def _by_parts(exported: Exported) -> ByParts:
    return ByParts(exported, Here().book(exported, as_of=_EVENING, progress=silent))


@pytest.mark.slow
def test_the_model_is_the_same(tmp_path: Path) -> None:
    frames = _by_parts(_exported(company_facts(), tmp_path / "facts")).frame
    model = train(company_facts(), as_of=_EVENING, country="FR", recipe=SMALL, progress=silent, frames=frames)
    assert files_of(model) == files_of(small_model())


def _asked(facts: Facts) -> tuple[pd.DataFrame, Streams, Pairs]:
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    return states, streams, looked_at_again(states, streams, horizon=20_000).pairs


def test_features_are_the_same(tmp_path: Path) -> None:
    facts = company_facts()
    exported = _exported(facts, tmp_path / "facts")
    parts = ByParts(exported, Here().book(exported, as_of=facts.horizon, progress=silent))
    states, streams, pairs = _asked(facts)
    told = parts.frame(states, streams, pairs, country="FR")
    pd.testing.assert_frame_equal(told, frame_of(streams, pairs, country="FR"), check_exact=True)


def test_features_of_supposed_invoices_are_the_same(tmp_path: Path) -> None:
    """What the default model asks about: a customer's next invoice, which no timeline holds."""
    facts = company_facts()
    exported = _exported(facts, tmp_path / "facts")
    parts = ByParts(exported, Here().book(exported, as_of=facts.horizon, progress=silent))
    states, streams, _ = _asked(facts)
    _, pairs = customers_on(streams, day_number(on(300)))
    told = parts.frame(states, streams, pairs, country="FR")
    pd.testing.assert_frame_equal(told, frame_of(streams, pairs, country="FR"), check_exact=True)


@pytest.mark.slow
def test_the_default_model_is_the_same(tmp_path: Path) -> None:
    frames = _by_parts(_exported(company_facts(), tmp_path / "facts")).frame
    whole, by_parts = (
        train_default(
            company_facts(),
            as_of=_EVENING,
            country="FR",
            recipe=DefaultRecipe(),
            progress=silent,
            frames=one,
        )
        for one in (None, frames)
    )
    assert DEFAULT.files(whole) == DEFAULT.files(by_parts)


def test_an_export_of_another_ledger_is_refused(tmp_path: Path) -> None:
    bills, cash = company()
    exported = _exported(facts_of(bills[: len(bills) // 2], cash[:10], horizon=420), tmp_path / "facts")
    parts = _by_parts(exported)
    with pytest.raises(ExportRefused, match="not those of this ledger"):
        parts.frame(*_asked(company_facts()), country="FR")
