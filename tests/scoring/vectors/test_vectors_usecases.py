"""Scores told from what was stored with them, and from features alone."""

from dataclasses import replace

import pytest

from kernel.language import Language
from ledger.errors import UnknownCustomer
from scoring.default.model import DEFAULT
from scoring.gateway import NullRegistry
from scoring.kept import HINDSIGHT
from scoring.repository import ScoreRepository, keep
from scoring.score import CustomerScore
from scoring.usecases import refresh_scores, score_customers
from scoring.vectors.errors import NotScored, VectorRefused
from scoring.vectors.repository import WholeScores
from scoring.vectors.usecases import score_features, stored_score, stored_scores
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.policies import GRADES
from tests.scoring.test_refresh import JUNE, MAY
from tests.scoring.test_usecases import OPEN
from tests.training.companies import served
from tests.training.default.companies import failing_model


def registry() -> NullRegistry:
    learnt = replace(failing_model(), label="default 1")
    return NullRegistry({**served().models, DEFAULT.name: learnt})


def bare(score: CustomerScore) -> CustomerScore:
    """Without what is not kept, and what is said of a stored score alone."""
    same = dict(score.contributions)
    return replace(score, counterfactual=None, notes=(), hindsight=False, model="", contributions=same)


def test_a_stored_score_is_told_as_it_was_given(database: Database) -> None:
    """In either language, reasons included, although neither a model nor the ledger is there."""
    deliver(database, OPEN)
    with database.transaction() as session:
        refresh_scores(session, registry(), as_of=MAY, grades=GRADES)
        refresh_scores(session, registry(), as_of=JUNE, grades=GRADES)
    for language in Language:
        with database.read() as session:
            given = score_customers(session, registry(), as_of=JUNE, grades=GRADES, language=language)
            for one in given:
                told = stored_score(session, one.customer or "", until=JUNE, language=language)
                assert bare(told) == bare(one)
                assert told.notes
            page = stored_scores(session, until=JUNE, after=0, most=1, codes=None, language=language)
            rest = stored_scores(
                session, until=JUNE, after=page.after or 0, most=9, codes=None, language=language
            )
    assert {bare(one).customer for one in (*page.scores, *rest.scores)} == {one.customer for one in given}
    assert rest.after is None
    assert any(one.adverse or one.favourable for one in given)


def test_only_ones_own_are_listed_and_whom_nobody_scored_is_said(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN)
    with sqlite_database.transaction() as session:
        refresh_scores(session, registry(), as_of=JUNE, grades=GRADES)
        every = stored_scores(session, until=JUNE, after=0, most=9, codes=None).scores
        one = every[0].customer or ""
        assert stored_scores(session, until=JUNE, after=0, most=9, codes=[one]).scores == every[:1]
        assert stored_scores(session, until=JUNE, after=0, most=9, codes=[]).scores == ()
        with pytest.raises(NotScored, match="encours score --all"):
            stored_score(session, one, until=MAY)
        with pytest.raises(UnknownCustomer):
            stored_score(session, "nobody", until=JUNE)


def test_features_give_the_score_they_gave(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN)
    models = registry()
    with sqlite_database.transaction() as session:
        refresh_scores(session, models, as_of=JUNE, grades=GRADES)
        for whole in WholeScores(session).every(JUNE):
            assert whole.features is not None
            kept = stored_score(session, whole.customer, until=JUNE)
            fresh = score_features(
                *(models, whole.features),
                model=kept.model,
                in_default=bool(kept.override),
                grades=GRADES,
            )
            assert fresh.pd_12m == pytest.approx(kept.pd_12m, rel=1e-12)
            assert fresh.contributions == pytest.approx(kept.contributions, abs=1e-12)
            assert [one.text for one in fresh.adverse] == [one.text for one in kept.adverse]
            assert (fresh.tier, fresh.source_text) == (kept.tier, kept.source_text)


@pytest.mark.parametrize(
    ("features", "why"),
    [({"late_shares": 0.5}, "late_shares.*features.md"), ({"late_share": 1e300}, "late_share")],
)
def test_features_that_cannot_be_read_are_refused(features: dict[str, float | None], why: str) -> None:
    with pytest.raises(VectorRefused, match=why):
        score_features(NullRegistry(), features, grades=GRADES)


def test_a_score_stored_without_its_features_says_so(sqlite_database: Database) -> None:
    """As all were before features were kept."""
    deliver(sqlite_database, OPEN)
    with sqlite_database.transaction() as session:
        refresh_scores(session, registry(), as_of=JUNE, grades=GRADES)
        row = ScoreRepository(session).on(JUNE)[0]
        keep(session, [replace(row, own_weight=None, model=f"default 1{HINDSIGHT}")], as_of=JUNE)
        told = stored_scores(session, until=JUNE, after=0, most=1, codes=None).scores[0]
    assert (told.adverse, told.favourable, told.source_text, told.hindsight) == ((), (), "", True)
    assert any("encours score --all" in note for note in told.notes)
    assert told.contributions
