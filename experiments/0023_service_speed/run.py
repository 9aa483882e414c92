"""Asks our server and MLflow's the same in turn, and tells how fast each answers."""

import argparse
import importlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np
import pandas as pd

from experiments.common import Figures, quiet, table, told, write_result
from ledger.repository import FactsRepository
from ledger.usecases import import_invoices
from scoring.default.model import DEFAULT, DefaultModel
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from scoring.kept import kept_of
from scoring.repository import keep
from scoring.vector import Vector
from scoring.vectors.usecases import score_features
from serving.policies import policy_in_force
from serving.settings import settings_from
from simulation.failure.book import facts_of
from simulation.failure.obligor import scene_of
from store.session import open_database
from training.default.fitting import Recipe, train_default
from training.gateway import Tracking

reasons = importlib.import_module("experiments.0012_reasons.run")
rivals = importlib.import_module("experiments.0023_service_speed.rivals")

CUSTOMERS, MONTHS, SEED, ASKED = 700, 36, 43, 200
ROUNDS, SECONDS = 5, 4.0
KEY = "key-of-this-study-alone"
FLOOR_STORED, FLOOR_MLFLOW, FLOOR_EXPLAINED, FLOOR_P99_MS = 0.30, 10.0, 5.0, 15.0
COLUMNS = ("per_second", "p50_ms", "p99_ms", "loader_busy")
CONSTANT, STORED, FRESH = "constant endpoint", "stored score, reasons", "fresh score, reasons"
PLAIN, EXPLAINED = "mlflow models serve, score", "mlflow models serve, contributions"
_ROOT = Path(__file__).parents[2]
_HERE = "experiments.0023_service_speed"
_LONGEST_START = 120


@dataclass(frozen=True, slots=True)
class Question:
    """What one endpoint is asked: requests are paths with their bodies, in turn."""

    url: str
    headers: Mapping[str, str]
    requests: Sequence[tuple[str, str]]

    def as_text(self) -> str:
        return json.dumps({"url": self.url, "headers": self.headers, "requests": self.requests})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        model, rows = _learnt()
        told("writing the house and MLflow's models")
        _furnish(home, model, rows)
        models = rivals.logged(model.booster, list(model.manifest.features), home)
        with ExitStack() as running:
            ours = running.enter_context(_served(home, [f"{_HERE}.server"], "/health"))
            theirs = {
                name: running.enter_context(_served(home, _by_mlflow(uri), "/ping"))
                for name, uri in models.items()
            }
            figures = _measured(_questions(ours, theirs, model, rows), home, asked.rounds, asked.seconds)
    write_result(__file__, page(model, figures, asked.rounds, asked.seconds))


def _learnt() -> tuple[DefaultModel, pd.DataFrame]:
    """As study 0012: trained on all but the last year, asked of those active half a year after."""
    facts = facts_of(scene_of(months=MONTHS, seed=SEED, start=reasons.START), CUSTOMERS)
    cut = date(facts.horizon.year - 1, facts.horizon.month, 1)
    told(f"{len(facts.invoices):,} invoices; training up to {cut}")
    model = train_default(facts, as_of=cut, recipe=Recipe(), progress=quiet, country=reasons.COUNTRY)
    return model, reasons.asked(facts, at=cut + (facts.horizon - cut) / 2).head(ASKED)


def _furnish(home: Path, model: DefaultModel, rows: pd.DataFrame) -> None:
    """A ledger of one invoice a customer, the model in service, and the scores of all, stored."""
    Tracking(home).release(DEFAULT, model, figures={})
    lines = "".join(
        f"F-{place},C-{place},2024-01-02,2024-02-01,1200.00,EUR,2024-02-10\n" for place in range(len(rows))
    )
    text = f"number,customer,issued_on,due_on,amount,currency,paid_on\n{lines}"
    database = open_database(_environment(home)["ENCOURS_DATABASE_URL"])
    today = date(2024, 3, 1)
    with database.transaction() as session:
        import_invoices(
            *(session, text.encode()),
            name="invoices.csv",
            mapping=None,
            source=None,
            on=today,
            recorded_at=datetime(2024, 3, 1, tzinfo=UTC),
            progress=None,
        )
        numbers = FactsRepository(session, as_recorded=None).customer_ids(
            [f"C-{place}" for place in range(len(rows))]
        )
        _store(session, home, rows, numbers, today)
    database.close()


def _store(session: Any, home: Path, rows: pd.DataFrame, numbers: Mapping[str, int], today: date) -> None:
    grades = policy_in_force(settings_from(_environment(home)), "grades", GradePolicy)
    registry, names = Registry(home), tuple(str(name) for name in rows.columns)
    kept, vectors = [], {}
    for place, values in enumerate(rows.to_numpy(np.float32)):
        vector = Vector(names, values)
        told_of = score_features(registry, vector.told(), grades=grades)
        number = numbers[f"C-{place}"]
        kept.append(kept_of(replace(told_of, as_of=today), number))
        vectors[number] = vector
    keep(session, kept, as_of=today, vectors=vectors)


def _environment(home: Path) -> dict[str, str]:
    own = {
        "ENCOURS_HOME": str(home),
        "ENCOURS_DATABASE_URL": f"sqlite:///{home / 'encours.db'}",
        "ENCOURS_API_KEY": KEY,
        "ENCOURS_RATE_PER_MINUTE": "0",
        "OMP_NUM_THREADS": "1",
        "MLFLOW_TRACKING_URI": f"sqlite:///{home / 'rivals.db'}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return {**os.environ, **own}


def _by_mlflow(uri: str) -> list[str]:
    return ["mlflow", "models", "serve", "--env-manager", "local", "--workers", "1", "-m", uri, "--port"]


@contextmanager
def _served(home: Path, command: Sequence[str], sign_of_life: str) -> Iterator[str]:
    """The address of a server that answers, until it is no longer needed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (home / f"{port}.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  # this Python
            [sys.executable, "-m", *command, str(port)],
            cwd=_ROOT,
            env=_environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _await(server, f"http://127.0.0.1:{port}{sign_of_life}", home / f"{port}.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, 15)
            server.wait()


def _await(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    told(f"waiting for {address}")
    until = time.monotonic() + _LONGEST_START
    while server.poll() is None and time.monotonic() < until:
        try:
            with urlopen(address, timeout=2):  # noqa: S310  # of this machine
                return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"A server did not start: {log.read_text(encoding='utf-8')[-2_000:]}")


def _questions(
    ours: str, theirs: Mapping[str, str], model: DefaultModel, rows: pd.DataFrame
) -> dict[str, Question]:
    key = {"X-API-Key": KEY}
    vectors = [Vector(tuple(rows.columns), values).told() for values in rows.to_numpy(np.float32)]
    names = list(model.manifest.features)
    fresh = [("/v1/scores", json.dumps({"features": {name: one[name] for name in names}})) for one in vectors]
    split = [
        (
            "/invocations",
            json.dumps({"dataframe_split": {"columns": names, "data": [[one[name] for name in names]]}}),
        )
        for one in vectors
    ]
    stored = [(f"/v1/customers/C-{place}/score?stored=true", "") for place in range(len(rows))]
    return {
        CONSTANT: Question(ours, key, [("/v1/constant", "")]),
        STORED: Question(ours, key, stored),
        FRESH: Question(ours, key, fresh),
        PLAIN: Question(theirs["plain"], {}, split),
        EXPLAINED: Question(theirs["explained"], {}, split),
    }


def _measured(
    questions: Mapping[str, Question], home: Path, rounds: int, seconds: float
) -> dict[str, dict[str, float]]:
    """Medians of rounds in which all are asked in turn."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in questions}
    for number in range(rounds):
        told(f"round {number + 1} of {rounds}")
        for name, question in questions.items():
            path = home / "question.json"
            path.write_text(question.as_text(), encoding="utf-8")
            run = subprocess.run(  # noqa: S603  # this Python
                [sys.executable, "-m", f"{_HERE}.load", str(path), str(seconds)],
                cwd=_ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            if run.returncode:
                sys.exit(f"{name}: {run.stderr}")
            found[name].append(json.loads(run.stdout))
            told(f"  {name}: {run.stdout.strip()}")
    return {
        name: {column: statistics.median(one[column] for one in runs) for column in COLUMNS}
        for name, runs in found.items()
    }


def page(model: DefaultModel, figures: Mapping[str, dict[str, float]], rounds: int, seconds: float) -> str:
    booster, waiting = model.booster, os.getloadavg()[0]
    size = "" if booster is None else f"{booster.num_trees()} trees, {booster.num_feature()} features"
    rows: dict[str, Figures] = {name: dict(one) for name, one in figures.items()}
    rate = {name: one["per_second"] for name, one in figures.items()}
    verdicts = [
        _verdict("stored / constant", rate[STORED] / rate[CONSTANT], FLOOR_STORED),
        _verdict("fresh / mlflow models serve", rate[FRESH] / rate[PLAIN], FLOOR_MLFLOW),
        _verdict("fresh / the same contributions there", rate[FRESH] / rate[EXPLAINED], FLOOR_EXPLAINED),
        _verdict("p99 of fresh, ms", figures[FRESH]["p99_ms"], FLOOR_P99_MS, most=True),
    ]
    return "\n\n".join(
        (
            "# Result",
            f"A model of {model.manifest.n_defaults} defaults (own weight {model.manifest.own_weight:.2f}; "
            f"{size}), 8 connections, one worker each; medians of {rounds} rounds of {seconds:g} s.",
            table(rows, COLUMNS, digits=2),
            f"The machine had {os.cpu_count()} processors and, at the end, {waiting:.1f} processes "
            "that wanted one, those measured among them: where that is many more, latencies tell of the "
            "machine and ratios of the servers.",
            "\n".join(f"- {verdict}" for verdict in verdicts),
        )
    )


def _verdict(name: str, value: float, floor: float, *, most: bool = False) -> str:
    met = value <= floor if most else value >= floor
    bound = "at most" if most else "at least"
    return f"{name}: **{value:.2f}**, {bound} {floor:g} wanted: {'met' if met else 'MISSED'}"


if __name__ == "__main__":
    main()
