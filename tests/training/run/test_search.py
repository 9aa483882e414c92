"""A search on the ledger's own database: it resumes, shares its work, and hands on what the dead left."""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import optuna
import pytest
from sqlalchemy import create_engine, text

from store.engine import address_of
from store.session import open_database
from tests.training.run.subjects import BowlSubject, Dish
from training.run.gateway import Search, Searches, SearchRefused, Wanted, code_mark
from training.run.search import LOSS, chosen, objective, penalised, recipe_of, standard_parameters
from training.run.size import LARGEST
from training.run.subject import Tried

_ROOT = Path(__file__).parents[3]


_POSTGRESQL_TAKES_LONGER = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)


class Stopped(Exception):
    """Somebody pulled the plug."""


class Fragile(BowlSubject):
    """Stops in the middle of its `at`-th trial."""

    at = 4

    def loss(self, recipe: Dish, fold: int) -> Tried:
        if len({depth for depth, _ in self.losses} | {recipe.depth}) > self.at:
            raise Stopped
        return super().loss(recipe, fold)


def _silent(_done: int, _of: int) -> None:
    """Nobody listens."""


def _open(
    url: str, subject: BowlSubject, *, trials: int | None, resume: bool = False, code: str = "c"
) -> Search:
    open_database(url).close()
    wanted = Wanted("bowl as of a day", code, trials, resume)
    return Searches(url).open(wanted, first=standard_parameters(subject))


def _finished(search: Search) -> list[dict[str, Any]]:
    done = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
    return [trial.params for trial in search.trials() if trial.state in done]


def test_the_house_s_own_schema_is_left_in_peace(database_url: str) -> None:
    """Optuna would like the version table our migrations use; both go on opening the database."""
    _open(database_url, BowlSubject(), trials=1).run(objective(BowlSubject()), jobs=1, told=_silent)
    open_database(database_url).close()
    engine = create_engine(address_of(database_url))
    with engine.connect() as connection:
        revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        assert connection.execute(text("SELECT count(*) FROM trials")).scalar_one() == 1
    engine.dispose()
    assert len(revisions) == 1
    assert revisions[0].isdigit()


def test_searches_written_by_another_library_are_refused(sqlite_url: str) -> None:
    _open(sqlite_url, BowlSubject(), trials=1)
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE version_info SET library_version = '3.6.1'"))
    engine.dispose()
    with pytest.raises(SearchRefused, match=r"Optuna 3\.6\.1"):
        Searches(sqlite_url)


@pytest.fixture
def sqlite_url(servers: Any) -> str:
    return str(servers.new("sqlite"))


def test_a_search_begins_at_the_standard_recipe_and_improves_on_it(sqlite_url: str) -> None:
    subject = BowlSubject()
    search = _open(sqlite_url, subject, trials=16)
    search.run(objective(subject), jobs=1, told=_silent)
    choice = chosen(search.trials())
    assert search.trials()[0].params == asdict(subject.standard)
    assert choice.standard_loss is not None
    assert choice.loss < choice.standard_loss
    assert abs(recipe_of(subject, search.trials()[choice.trial]).depth - 0.3) < 0.25
    assert choice.finished + choice.pruned == 16
    assert choice.pruned > 0


def test_a_stopped_search_goes_on_as_if_it_had_never_stopped(sqlite_url: str, servers: Any) -> None:
    """Each trial draws from its own number, past the random ones too."""
    whole = _open(servers.new("sqlite"), BowlSubject(), trials=11)
    whole.run(objective(BowlSubject()), jobs=1, told=_silent)
    first = _open(sqlite_url, BowlSubject(), trials=11)
    with pytest.raises(Stopped):
        first.run(objective(BowlSubject()), jobs=1, told=_stop_after(3))
    resumed = _open(sqlite_url, BowlSubject(), trials=None, resume=True)
    assert (resumed.begun_with, resumed.budget) == (3, 11)
    resumed.run(objective(BowlSubject()), jobs=1, told=_silent)
    assert _finished(resumed) == _finished(whole)


def _stop_after(trials: int) -> Callable[[int, int], None]:
    """Stops the worker, as Ctrl-C would between two trials."""

    def told(done: int, _of: int) -> None:
        if done >= trials:
            raise Stopped

    return told


def test_a_trial_that_fails_does_not_end_in_the_choice(sqlite_url: str) -> None:
    search = _open(sqlite_url, BowlSubject(), trials=8)
    with pytest.raises(Stopped):
        search.run(objective(Fragile()), jobs=1, told=_silent)
    resumed = _open(sqlite_url, BowlSubject(), trials=8, resume=True)
    resumed.run(objective(BowlSubject()), jobs=1, told=_silent)
    choice = chosen(resumed.trials())
    assert choice.finished + choice.pruned == 8
    assert resumed.trials()[choice.trial].state is optuna.trial.TrialState.COMPLETE


def test_without_resume_an_unfinished_search_is_left_alone(sqlite_url: str) -> None:
    first = _open(sqlite_url, BowlSubject(), trials=2)
    first.run(objective(BowlSubject()), jobs=1, told=_silent)
    second = _open(sqlite_url, BowlSubject(), trials=2)
    assert second.name != first.name
    assert second.unfinished == first.name
    assert second.trials() != first.trials()


@pytest.mark.parametrize(
    ("prepare", "code", "word"),
    [
        ("nothing", "c", "There is no search"),
        ("released", "c", "is finished and gave bowl 1"),
        ("begun", "another", "another version of the program"),
    ],
)
def test_what_cannot_be_resumed_is_refused(sqlite_url: str, prepare: str, code: str, word: str) -> None:
    if prepare != "nothing":
        search = _open(sqlite_url, BowlSubject(), trials=1)
        if prepare == "released":
            search.release("bowl 1")
    with pytest.raises(SearchRefused, match=word):
        _open(sqlite_url, BowlSubject(), trials=1, resume=True, code=code)


@_POSTGRESQL_TAKES_LONGER
def test_workers_side_by_side_share_one_budget(database_url: str) -> None:
    """Two processes' worth of workers on one study; each trial is run once."""
    first = _open(database_url, BowlSubject(), trials=8)
    second = _open(database_url, BowlSubject(), trials=None, resume=True)
    helper = threading.Thread(
        target=second.run, args=(objective(BowlSubject()),), kwargs={"jobs": 2, "told": _silent}
    )
    helper.start()
    first.run(objective(BowlSubject()), jobs=2, told=_silent)
    helper.join()
    done = _finished(first)
    # Workers in the middle of a trial when the budget is reached finish it.
    assert 8 <= len(done) <= 8 + 3
    assert len({trial["depth"] for trial in done}) == len(done)


_KILLED = """
import os, sys
from tests.training.run.subjects import BowlSubject
from training.run.gateway import Searches, Wanted
from training.run.search import objective, standard_parameters

class Killed(BowlSubject):
    def loss(self, recipe, fold):
        if fold == 1:
            os.kill(os.getpid(), 9)
        return super().loss(recipe, fold)

wanted = Wanted("bowl as of a day", "c", 4, False)
search = Searches(sys.argv[1]).open(wanted, first=standard_parameters(BowlSubject()))
search.run(objective(Killed()), jobs=1, told=lambda done, of: None)
"""


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_what_a_killed_worker_held_is_given_to_the_next(database_url: str) -> None:
    """Its heart stops; past the grace period its trial waits for another worker, with the same numbers."""
    open_database(database_url).close()
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, database_url], cwd=_ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    engine = create_engine(address_of(database_url))
    with engine.begin() as connection:
        held = connection.execute(text("SELECT count(*) FROM trials WHERE state = 'RUNNING'")).scalar_one()
        connection.execute(text("UPDATE trial_heartbeats SET heartbeat = '2020-01-01 00:00:00'"))
    engine.dispose()
    assert held == 1
    resumed = _open(database_url, BowlSubject(), trials=None, resume=True)
    resumed.run(objective(BowlSubject()), jobs=1, told=_silent)
    assert resumed.trials()[0].state is optuna.trial.TrialState.FAIL
    assert asdict(BowlSubject().standard) in _finished(resumed)
    assert len(_finished(resumed)) == 4


def test_twice_the_size_must_earn_one_per_cent() -> None:
    assert penalised(0.5, LARGEST) == 0.5
    assert penalised(0.5, 2 * LARGEST) == pytest.approx(0.505)
    assert penalised(0.5, LARGEST / 2) == pytest.approx(0.5 * 0.999)
    assert penalised(0.495, 2 * LARGEST) < penalised(0.5, LARGEST)


def test_what_the_smaller_model_gives_up_is_told() -> None:
    trials = [
        optuna.trial.create_trial(value=value, user_attrs={LOSS: loss, "size": size})
        for value, loss, size in ((0.52, 0.50, 900_000.0), (0.505, 0.504, 90_000.0))
    ]
    for number, trial in enumerate(trials):
        trial.number = number
    choice = chosen(trials)
    assert (choice.trial, choice.best_size) == (1, 900_000.0)
    assert choice.given_up == pytest.approx(0.008)


def test_the_mark_of_the_code_is_steady() -> None:
    assert code_mark() == code_mark()
    assert len(code_mark()) == 64
