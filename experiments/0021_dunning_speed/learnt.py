"""A lateness model of full size into a folder, apart: what learning takes is not what the day takes."""

import importlib
import sys
from pathlib import Path

from experiments.common import quiet
from scoring.lateness.artifact import LATENESS
from training.lateness.fitting import train
from training.lateness.recipe import Recipe

payers = importlib.import_module("experiments.0003_feature_speed.invented")


def main(folder: Path, invoices: int) -> None:
    """From a ledger whose customers have habits, which those of the large book lack."""
    facts = payers.invented(invoices)
    model = train(facts, as_of=facts.horizon, recipe=Recipe(), progress=quiet, country="FR")
    for name, text in LATENESS.files(model).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
