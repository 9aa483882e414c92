"""Every stored score can be reckoned again, and a challenger beside it changes nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from scoring.default.model import DEFAULT, DefaultModel
from scoring.gateway import NullRegistry
from scoring.kept import KeptScore
from scoring.lateness.artifact import LATENESS
from scoring.repository import ScoreRepository
from scoring.tables import StoredScore
from scoring.usecases import Refreshed, refresh_scores
from scoring.vectors.repository import ShadowScores
from scoring.vectors.usecases import replay
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.policies import GRADES
from tests.scoring.test_refresh import JUNE, MAY
from tests.scoring.test_usecases import OPEN
from tests.training.companies import small_model
from tests.training.default.companies import failing_model


def labelled(label: str, *, shift: float = 0.0) -> DefaultModel:
    model = failing_model()
    manifest = replace(model.manifest, prior_shift=model.manifest.prior_shift + shift)
    return replace(model, manifest=manifest, label=label)


def registry(champion: DefaultModel, **challengers: DefaultModel) -> NullRegistry:
    return NullRegistry({LATENESS.name: small_model(), DEFAULT.name: champion}, challengers)


def score(database: Database, models: NullRegistry) -> tuple[Refreshed, list[KeptScore]]:
    with database.transaction() as session:
        told = refresh_scores(session, models, as_of=JUNE, grades=GRADES)
    with database.read() as session:
        return told, ScoreRepository(session).on(JUNE)


def test_every_score_comes_out_the_same_by_the_version_that_gave_it(database: Database) -> None:
    """Of the prior before any training, of a champion, and of the next champion, whoever serves now."""
    deliver(database, OPEN)
    first, second = labelled("default 1"), labelled("default 2", shift=0.3)
    with database.transaction() as session:
        refresh_scores(session, NullRegistry(), as_of=MAY, grades=GRADES)
    _, kept = score(database, registry(first))
    with database.read() as session:
        told = replay(session, registry(second, old=first), as_of=None)
        assert (told.differing, told.without_model) == ((), {})
        assert told.same == len(ScoreRepository(session).on(MAY)) + len(kept) > len(kept)
        gone = replay(session, registry(second), as_of=JUNE)
    assert (gone.same, gone.without_model) == (0, {"default 1": len(kept)})


@pytest.mark.parametrize(
    ("field", "value"), [("pd_12m", 0.4), ("tier", 0), ("override", "in default"), ("contributions", {})]
)
def test_a_score_that_was_touched_is_named(sqlite_database: Database, field: str, value: object) -> None:
    deliver(sqlite_database, OPEN)
    models = registry(labelled("default 1"))
    _, kept = score(sqlite_database, models)
    with sqlite_database.transaction() as session:
        mine = (StoredScore.as_of == JUNE, StoredScore.customer_id == kept[0].customer_id)
        session.execute(update(StoredScore).where(*mine).values({field: value}))
        told = replay(session, models, as_of=JUNE)
    assert told.same == len(kept) - 1
    assert len(told.differing) == 1
    assert told.differing[0].stored != told.differing[0].again


def test_a_challenger_is_asked_of_the_same_and_changes_nothing(database: Database) -> None:
    deliver(database, OPEN)
    champion, challenger = labelled("default 1"), labelled("default 2", shift=0.7)
    alone, before = score(database, registry(champion))
    told, after = score(database, registry(champion, default=challenger))
    assert (alone.shadow, told.shadow) == (None, "default 2")
    assert after == before
    with database.read() as session:
        shadows = ShadowScores(session).on(JUNE, "default 2")
    _, served = score(database, registry(challenger))
    for shadow, one in zip(shadows, served, strict=True):
        assert shadow.pd_12m == pytest.approx(one.pd_12m, rel=1e-9)
        assert (shadow.grade, shadow.tier, shadow.override) == (one.grade, one.tier, one.override)
        assert shadow.contributions == pytest.approx(one.contributions, abs=1e-9)


def test_a_challenger_that_cannot_be_run_stops_nothing(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN)
    champion = labelled("default 1")
    strange = replace(champion, manifest=replace(champion.manifest, features=("of_another_version",)))
    told, kept = score(sqlite_database, registry(champion, default=strange))
    assert told.shadow is None
    assert len(kept) == told.customers
