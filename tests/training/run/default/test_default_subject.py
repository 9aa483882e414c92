"""The default model as the subject of a run."""

from dataclasses import asdict, replace
from functools import lru_cache

import numpy as np
import optuna
import pytest

from features.pairs import day_number
from ledger.as_known import as_known
from scoring.default.curve import MONTHS
from scoring.default.model import DefaultModel, files_of
from tests.features.ledgers import on
from tests.training.companies import silent
from tests.training.default.companies import DAYS, SMALL, told_facts
from training.default.snapshots import month_of
from training.lateness.fitting import TooLittleHistory
from training.run.default.segments import segments_of
from training.run.default.subject import DefaultSubject, default_subject
from training.run.subject import Incomparable

SHORT = 330
_FEWEST = 5


@lru_cache(maxsize=1)
def subject() -> DefaultSubject:
    """Half a year of a small book holds few defaults: here five are enough for a fold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.run.default.rows.FEWEST_DEFAULTS", _FEWEST)
        return default_subject(told_facts(), as_of=on(DAYS), standard=SMALL, searching=True)


@lru_cache(maxsize=1)
def rehearsal() -> DefaultModel:
    return subject().rehearse(SMALL, progress=silent)


@lru_cache(maxsize=1)
def short() -> DefaultSubject:
    """Eleven months: no month end has its twelve months told."""
    return default_subject(told_facts(), as_of=on(SHORT), standard=SMALL, searching=True)


def test_windows_leave_a_year_before_and_a_year_after() -> None:
    asked, windows = subject().asked.snapshots, subject().windows
    assert asked.pairs.as_of.min() >= day_number(windows.cut)
    assert asked.pairs.as_of.max() == day_number(windows.until)
    assert (asked.seen == MONTHS).all()
    assert day_number(windows.until) + 365 <= day_number(on(DAYS))


def test_a_rehearsal_knows_nothing_of_the_windows_and_keeps_the_embargo() -> None:
    """The same bytes from facts that end the evening before them."""
    cut = subject().windows.cut
    blind = replace(subject(), past=as_known(told_facts(), on((cut - on(0)).days - 1)))
    assert files_of(blind.rehearse(SMALL, progress=silent)) == files_of(rehearsal())


def test_all_rows_come_first_and_then_each_tier() -> None:
    whole, *tiers = subject().judge(rehearsal())
    assert len(whole) == len(subject().asked)
    assert whole.truth.any()
    assert [one.within.split()[1] for one in tiers] == ["T0", "T1", "T2"]
    assert len(tiers[0]) == len(whole)
    assert 0 < len(tiers[1]) < len(whole)
    assert {"owes"} <= set(whole.segments)
    assert not np.array_equal(tiers[0].predicted, tiers[2].predicted)


def test_a_recipe_is_read_back_and_another_version_s_is_not() -> None:
    assert subject().recipe_of(rehearsal()) == SMALL
    manifest = rehearsal().manifest
    with pytest.raises(Incomparable, match="another version"):
        subject().recipe_of(replace(rehearsal(), manifest=replace(manifest, parameters={"trees": 3})))
    with pytest.raises(Incomparable, match=r"gone_since.*encours train default"):
        subject().runnable(replace(rehearsal(), manifest=replace(manifest, features=("gone_since",))))


def test_all_checks_hold_for_an_honest_model() -> None:
    told = {check.name: check for check in subject().checks(rehearsal())}
    assert set(told) == {"signs", "parity", "latency"}
    assert told["signs"].passed, told["signs"].said.english
    assert told["parity"].passed, told["parity"].said.english


def test_folds_learn_what_had_come_a_year_before_the_windows() -> None:
    assert subject().folds > 0
    cut = int(month_of(np.array([day_number(subject().windows.cut)]))[0])
    for fold in subject().fold_lessons:
        learnt = fold.learn.snapshots
        told_until = (learnt.month + np.where(learnt.defaulted, learnt.event, learnt.seen)).max()
        assert told_until < cut - MONTHS
        assert fold.learn.n_defaults >= _FEWEST
        assert len(fold.seen) == 3


def test_a_fold_s_loss_is_finite_and_repeats_itself() -> None:
    first, second = (subject().loss(replace(SMALL, trees=4), 0) for _ in range(2))
    assert first == second
    assert 0 < first.loss < 1


def test_every_number_suggested_is_of_the_recipe() -> None:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    assert set(asdict(subject().suggested(study.ask()))) == set(asdict(SMALL))


def test_every_section_but_the_run_s_own_is_told() -> None:
    told = subject().sections(rehearsal(), rehearsal())
    assert sorted(told) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]
    assert all(text.strip() for paragraphs in told.values() for text in paragraphs)
    assert "scorecard" in told[5][0]
    assert "better than the model beyond chance" in told[5][1].lower()


def test_a_rival_that_is_better_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The truth itself, told as a rival's answer, beats any model; its opposite beats none."""
    truth = subject().judge(rehearsal())[0].truth
    clairvoyant = np.where(truth, 0.9, 0.01)
    told = {"clairvoyant": clairvoyant, "contrarian": 1 - clairvoyant}
    monkeypatch.setattr(DefaultSubject, "rivals", lambda _self, _model: told)
    (_, verdict, *_) = subject().sections(rehearsal(), rehearsal())[5]
    assert verdict.startswith("Better than the model beyond chance: clairvoyant.")
    monkeypatch.setattr(DefaultSubject, "rivals", lambda _self, _model: {"contrarian": 1 - clairvoyant})
    (_, verdict, *_) = subject().sections(rehearsal(), rehearsal())[5]
    assert verdict.startswith("None is better")


def test_the_figures_tell_the_rivals_too() -> None:
    figures = subject().figures(rehearsal())
    assert {"scorecard_log_loss", "expert_prior_log_loss", "book_rate_auc", "model_calibration_error"} <= set(
        figures
    )


def test_families_cover_the_features_read() -> None:
    told = subject().families(rehearsal())
    assert {"overdue", "accounts", "lateness"} <= set(told)
    assert max(told.values()) > 0


def test_a_short_history_judges_nothing_and_says_why() -> None:
    model = short().fit(SMALL, progress=silent)
    with pytest.raises(TooLittleHistory):
        short().rehearse(SMALL, progress=silent)
    assert short().folds == 0
    told = short().sections(model, None)
    assert "three years" in told[8][0]
    assert all(told[number] for number in (1, 2, 3, 4, 6, 7, 8, 10, 11))
    assert "too few to learn from" in short().said(model)[0].english
    assert short().about(model)["source"] == "expert prior"
    assert all(check.passed for check in short().checks(model))


def test_no_facts_no_subject() -> None:
    with pytest.raises(TooLittleHistory):
        default_subject(told_facts(), as_of=on(-50), standard=SMALL, searching=False)


def test_ways_of_cutting_nobody_is_known_by_are_left_out() -> None:
    frame = subject().asked.frame.assign(naf_division=np.nan, firm_age_years=np.nan)
    assert "sector" not in segments_of(frame)
    frame.loc[frame.index[:3], "firm_age_years"] = [1.0, 5.0, 30.0]
    frame.loc[frame.index[:2], "naf_division"] = [43.0, 47.0]
    told = segments_of(frame)
    assert told["age"][:4].tolist() == ["under 3 years", "3 to 10 years", "over 10 years", "not known"]
    assert told["sector"][:3].tolist() == ["construction", "wholesale and retail trade", "not known"]
