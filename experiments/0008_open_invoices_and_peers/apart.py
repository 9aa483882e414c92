"""Peers that live in an environment of their own, made for the run and thrown away after it."""

import subprocess
import sys
import tempfile
import venv
from importlib import import_module
from pathlib import Path

import numpy as np

from training.lateness.snapshots import HORIZONS, Forecast

Lesson = import_module("experiments.0008_open_invoices_and_peers.lesson").Lesson

NAMES = {
    "survival_boost": "hazardous SurvivalBoost",
    "survival_forest": "scikit-survival RandomSurvivalForest",
}
PACKAGES = ("hazardous==0.2.0", "scikit-survival==0.28.0", "pandas<3")
# SurvivalBoost takes three seconds an iteration already here, and the forest grows faster than its rows.
ROWS = 1_500
SEED = 20


def apart(lesson: Lesson) -> dict[str, Forecast] | str:
    """Their forecasts, learnt from ROWS landmarks drawn at random; a sentence where they cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "env", "bin", "python")
        venv.create(Path(folder, "env"), with_pip=True)
        installed = subprocess.run(  # noqa: S603 - the new environment's own pip
            [python, "-m", "pip", "install", "--quiet", *PACKAGES], capture_output=True, check=False
        )
        if installed.returncode != 0:
            return f"{' and '.join(PACKAGES[:2])} could not be installed here, so they were left out."
        _write(lesson, Path(folder, "lesson.npz"))
        worker = Path(__file__).with_name("apart_worker.py")
        done = subprocess.run(  # noqa: S603 - our own script
            [python, worker, Path(folder, "lesson.npz"), Path(folder, "told.npz")],
            stdout=sys.stderr,
            check=False,
        )
        if done.returncode != 0:
            return f"{' and '.join(PACKAGES[:2])} installed, but did not finish, so they were left out."
        with np.load(Path(folder, "told.npz")) as told:
            return {NAMES[name]: _forecast(told[name]) for name in told.files}


def _write(lesson: Lesson, path: Path) -> None:
    drawn = np.random.default_rng(SEED).permutation(len(lesson.known))[:ROWS]
    # Both want every number: a gap becomes the median of what was learnt from.
    middle = lesson.known.median()
    np.savez(
        path,
        known=lesson.known.fillna(middle).to_numpy(np.float64)[drawn],
        paid=lesson.closed[drawn],
        remaining=lesson.remaining[drawn],
        asked=lesson.asked.fillna(middle).to_numpy(np.float64),
        days=np.array(HORIZONS, dtype=np.float64),
    )


def _forecast(told: np.ndarray) -> Forecast:
    return Forecast({days: told[:, place].astype(np.float64) for place, days in enumerate(HORIZONS)})
