"""Searches in the database of the ledger, through Optuna, and what surrounds a run on this machine."""

import hashlib
import json
import logging
import platform
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import optuna
from optuna.storages import RDBStorage, RetryHeartbeatStaleTrialCallback
from optuna.trial import FrozenTrial, TrialState
from sqlalchemy import Connection, event

from store.engine import address_of
from training.run.search import DONE, Seeded, pruner

# A worker that says nothing for the grace period is taken for dead, and its trial is given to another.
HEARTBEAT_SECONDS = 20
GRACE_SECONDS = 90
_RETRIES = 3
_BUSY_SECONDS = 60

_CODE, _BUDGET, _RELEASED = "code", "budget", "released"
_PACKAGES = ("kernel", "ledger", "features", "scoring", "training")
_LIBRARIES = (
    "lightgbm",
    "matplotlib",
    "mlflow",
    "numba",
    "numpy",
    "optuna",
    "pandas",
    "scikit-learn",
    "sqlalchemy",
)


class SearchRefused(ValueError):
    """A search cannot be begun, joined or resumed as asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search by what it is about: the same subject, evening, facts and code."""

    name: str
    code: str
    budget: int | None
    resume: bool


class Searches:
    """The studies in the ledger's database.

    Optuna makes its own tables there (studies, trials and their kin) and would like a version table to itself
    under the name our migrations use. The house's stands there first, so Optuna's check of it is left out and
    its own record of the library's version is checked instead.
    """

    def __init__(self, url: str) -> None:
        logging.getLogger("alembic").setLevel(logging.WARNING)
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        address = address_of(url)
        sqlite = address.get_backend_name() == "sqlite"
        patience: dict[str, Any] = {"timeout": _BUSY_SECONDS, "isolation_level": None}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            self._storage = RDBStorage(
                address.render_as_string(hide_password=False),
                engine_kwargs={"connect_args": patience} if sqlite else {"pool_pre_ping": True},
                skip_compatibility_check=True,
                heartbeat_interval=HEARTBEAT_SECONDS,
                grace_period=GRACE_SECONDS,
                heartbeat_stale_trial_callback=RetryHeartbeatStaleTrialCallback(max_retry=_RETRIES),
            )
        if sqlite:
            event.listen(self._storage.engine, "begin", _alone)
        self._refuse_other_library()

    def _refuse_other_library(self) -> None:
        with self._storage.engine.connect() as connection:
            wrote = connection.exec_driver_sql("SELECT library_version FROM version_info").scalar_one()
        if str(wrote).split(".")[0] != version("optuna").split(".")[0]:
            raise SearchRefused(
                f"The searches in this database were written by Optuna {wrote}, and this is "
                f"{version('optuna')}. Train without --trials, or search on a copy of the database."
            )

    def open(self, wanted: Wanted, *, first: dict[str, Any]) -> "Search":
        """A new search, or with `resume` the last one of its name where it stopped.

        Raises SearchRefused when there is none to resume, or it is finished, or of other code.
        """
        past = self._named(wanted.name)
        if wanted.resume:
            return self._resumed(wanted, past)
        name = f"{wanted.name} #{len(past) + 1}"
        study = optuna.create_study(study_name=name, storage=self._storage, sampler=Seeded(), pruner=pruner())
        study.set_user_attr(_CODE, wanted.code)
        study.set_user_attr(_BUDGET, wanted.budget)
        study.enqueue_trial(first)
        return Search(study, self._storage, unfinished=self._unfinished(past))

    def _resumed(self, wanted: Wanted, past: Sequence[str]) -> "Search":
        if not past:
            raise SearchRefused(
                f"There is no search “{wanted.name}” to resume: the facts or the day may have changed since. "
                "Leave --resume out to begin one."
            )
        study = optuna.load_study(
            study_name=past[-1], storage=self._storage, sampler=Seeded(), pruner=pruner()
        )
        released = study.user_attrs.get(_RELEASED)
        if released:
            raise SearchRefused(
                f"The search “{past[-1]}” is finished and gave {released}. Leave --resume out to begin "
                "another."
            )
        if study.user_attrs[_CODE] != wanted.code:
            raise SearchRefused(
                f"The search “{past[-1]}” was begun by another version of the program, whose losses "
                "cannot be "
                "compared with those of this one. Leave --resume out to begin another."
            )
        if wanted.budget is not None:
            study.set_user_attr(_BUDGET, wanted.budget)
        return Search(study, self._storage, unfinished=None)

    def _named(self, name: str) -> list[str]:
        names = [one for one in optuna.get_all_study_names(self._storage) if one.startswith(f"{name} #")]
        return sorted(names, key=lambda one: int(one.rsplit("#", 1)[1]))

    def _unfinished(self, past: Sequence[str]) -> str | None:
        if not past:
            return None
        last = optuna.load_study(study_name=past[-1], storage=self._storage)
        return None if last.user_attrs.get(_RELEASED) else past[-1]

    def close(self) -> None:
        self._storage.remove_session()
        self._storage.engine.dispose()


class Search:
    """One study, whoever works on it."""

    def __init__(self, study: optuna.Study, storage: RDBStorage, *, unfinished: str | None) -> None:
        self._study = study
        self._storage = storage
        self.name = study.study_name
        self.budget = int(study.user_attrs[_BUDGET])
        self.unfinished = unfinished
        self.begun_with = self._done()

    def run(
        self, objective: Callable[[optuna.Trial], float], *, jobs: int, told: Callable[[int, int], None]
    ) -> None:
        """Work until the search holds as many finished trials as its budget, beside whoever else does."""
        told(self._done(), self.budget)

        def after(study: optuna.Study, _trial: FrozenTrial) -> None:
            done = self._done()
            told(min(done, self.budget), self.budget)
            if done >= self.budget:
                study.stop()

        def work() -> None:
            study = optuna.load_study(
                study_name=self.name, storage=self._storage, sampler=Seeded(), pruner=pruner()
            )
            if self._done() < self.budget:
                study.optimize(objective, callbacks=[after])

        if jobs == 1:
            work()
            return
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            for worker in [pool.submit(work) for _ in range(jobs)]:
                worker.result()

    def trials(self) -> list[FrozenTrial]:
        return self._study.get_trials(deepcopy=False)

    def release(self, label: str) -> None:
        """Write down which model came of it, so that nobody resumes it."""
        self._study.set_user_attr(_RELEASED, label)

    def _done(self) -> int:
        return len(self._study.get_trials(deepcopy=False, states=DONE))


def _alone(connection: Connection) -> None:
    """SQLite has no row locks, by which Optuna keeps two workers off one trial: it locks as a whole."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def finished(trials: Sequence[FrozenTrial]) -> bool:
    return any(trial.state is TrialState.COMPLETE for trial in trials)


def code_mark() -> str:
    """SHA-256 over the sources that make a model: a change of one letter gives another mark."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def environment() -> dict[str, str]:
    """Python, the machine's kind, and the versions of the libraries that touch a model."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
    } | {name: _version(name) for name in _LIBRARIES}


def requirements(told: dict[str, str]) -> str:
    """The libraries of an environment as pip reads them."""
    return "".join(f"{name}=={told[name]}\n" for name in _LIBRARIES)


def as_text(values: object) -> str:
    return json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
