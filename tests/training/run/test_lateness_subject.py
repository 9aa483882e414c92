"""The lateness model as the subject of a run."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import lru_cache

import numpy as np
import optuna
import pytest

from features.pairs import day_number
from ledger.as_known import as_known
from ledger.timeline import NEVER
from scoring.lateness.artifact import LATE, LATE_30, LatenessModel, files_of
from scoring.lateness.curve import Curves
from tests.features.ledgers import on
from tests.training.companies import HORIZON, SMALL, company_facts, silent
from training.lateness.fitting import TooLittleHistory
from training.run.lateness import telling
from training.run.lateness.subject import LatenessSubject, lateness_subject
from training.run.subject import Incomparable


@lru_cache(maxsize=1)
def subject() -> LatenessSubject:
    return lateness_subject(company_facts(), as_of=on(HORIZON), standard=SMALL, searching=True)


@lru_cache(maxsize=1)
def rehearsal() -> LatenessModel:
    return subject().rehearse(SMALL, progress=silent)


def test_a_rehearsal_knows_nothing_of_the_windows() -> None:
    """The same bytes from facts that end the evening before them."""
    before = subject().windows.cut - timedelta(days=1)
    blind = lateness_subject(as_known(company_facts(), before), as_of=before, standard=SMALL, searching=False)
    assert files_of(blind.fit(SMALL, progress=silent)) == files_of(rehearsal())


def test_judges_are_invoices_of_the_windows_whose_answer_is_known() -> None:
    late, late_30 = subject().judge(rehearsal())
    issued = subject().asked.landmarks.pairs.issued
    assert issued.min() >= day_number(subject().windows.cut)
    assert len(late) > len(late_30) > 0
    for one in (late, late_30):
        assert set(one.segments) == {"history", "amount"}
        assert all(len(labels) == len(one) for labels in one.segments.values())
        assert ((one.predicted >= 0) & (one.predicted <= 1)).all()


def test_a_recipe_is_read_back_from_its_model() -> None:
    assert subject().recipe_of(rehearsal()) == SMALL
    older = replace(rehearsal(), manifest=replace(rehearsal().manifest, parameters={"trees": 3}))
    with pytest.raises(Incomparable):
        subject().recipe_of(older)


@pytest.mark.parametrize(
    ("features", "word"), [(("gone_since",), "gone_since"), (("n_paid",), "before features were added")]
)
def test_a_model_of_other_features_cannot_be_run(features: tuple[str, ...], word: str) -> None:
    older = replace(rehearsal(), manifest=replace(rehearsal().manifest, features=features))
    with pytest.raises(Incomparable, match=word):
        subject().runnable(older)


def test_all_checks_hold_for_an_honest_model() -> None:
    told = {check.name: check for check in subject().checks(rehearsal())}
    assert set(told) == {"signs", "parity", "latency"}
    assert told["signs"].passed
    assert told["parity"].passed
    assert " ms" in told["latency"].said.english


def test_the_size_is_that_of_the_larger_head() -> None:
    model = rehearsal()
    swapped = replace(model, boosters={**model.boosters, LATE: model.boosters[LATE_30]})
    assert subject().size(model) >= subject().size(swapped) > 0


def test_a_fold_s_loss_is_finite_and_repeats_itself() -> None:
    first, second = (subject().loss(SMALL, 0) for _ in range(2))
    assert first == second
    assert 0 < first.loss < 2


def test_every_number_suggested_is_of_the_recipe() -> None:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    suggested = subject().suggested(study.ask())
    assert set(asdict(suggested)) == set(asdict(SMALL))


def test_every_section_but_the_run_s_own_is_told() -> None:
    told = subject().sections(rehearsal(), rehearsal())
    assert sorted(told) == [1, 2, 3, 4, 6, 7, 8, 10, 11]
    assert all(text.strip() for paragraphs in told.values() for text in paragraphs)
    assert "within" in told[7][0]


def test_families_cover_the_catalogue() -> None:
    told = subject().families(rehearsal())
    assert set(told) >= {"lateness", "habit", "invoice"}
    assert max(told.values()) > 0


def test_no_facts_no_subject() -> None:
    with pytest.raises(TooLittleHistory):
        lateness_subject(company_facts(), as_of=on(-50), standard=SMALL, searching=False)


def test_cash_foretold_to_the_day_is_no_error() -> None:
    """And all of it a week late counts twice: missing where it came, received where it did not."""
    asked = subject().asked
    pairs, paid = asked.landmarks.pairs, asked.landmarks.paid
    width = int((np.where(paid < NEVER, paid, 0) - pairs.from_day).max()) + 40
    days = pairs.from_day[:, None] + np.arange(width)[None, :]

    def certain(shift: int) -> Curves:
        return Curves(pairs.from_day, pairs.due, (days >= (paid + shift)[:, None]).astype(np.float32))

    assert telling.cash_error(asked, certain(0)) == pytest.approx(0.0, abs=1e-6)
    assert (telling.cash_error(asked, certain(7)) or 0.0) > 0.2
