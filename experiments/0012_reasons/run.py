"""Whether reasons add up, hold still under small changes, and what they cost."""

import argparse
import time
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.common import Figures, quiet, table, told, write_result
from features.catalogue import CATALOGUE
from features.feature import Block
from features.frame import frame_of
from features.pairs import day_number
from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default.customers import customers_on, streams_for
from scoring.default.model import DefaultModel
from scoring.default.prior import expert_model
from scoring.reasons import by_family
from simulation.failure.book import facts_of
from simulation.failure.obligor import scene_of
from training.default.fitting import Recipe, train_default

START = date(2019, 1, 1)
COUNTRY = "FR"
READ = tuple(feature for feature in CATALOGUE if feature.block is not Block.INVOICE)
TOP, DRAWS, MOVED = 3, 10, 0.01
COLUMNS = ("top_3_kept", "all_3_kept", "first_kept")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=43)
    options.add_argument("--customers", type=int, default=700)
    options.add_argument("--months", type=int, default=36)
    chosen = options.parse_args()
    scene = scene_of(months=chosen.months, seed=chosen.seed, start=START)
    facts = facts_of(scene, chosen.customers)
    cut = date(facts.horizon.year - 1, facts.horizon.month, 1)
    told(f"{len(facts.invoices):,} invoices; trained up to {cut}")
    model = train_default(facts, as_of=cut, recipe=Recipe(), progress=quiet, country=COUNTRY)
    rows = asked(facts, at=cut + (facts.horizon - cut) / 2)
    own = DefaultModel(
        replace(model.manifest, own_weight=1.0), model.booster, model.tiers, model.scorecard, model.label
    )
    models = {"own model": own, "served model": model, "expert prior": expert_model(country=COUNTRY)}
    lines: dict[str, Figures] = {}
    for name, one in models.items():
        lines[f"{name}, by family"] = stability(one, rows, families=True, seed=chosen.seed)
        lines[f"{name}, by feature"] = stability(one, rows, families=False, seed=chosen.seed)
    write_result(__file__, page(model, own, rows, lines))


def asked(facts: Facts, *, at: date) -> pd.DataFrame:
    """What is read of every active customer on an evening."""
    known = as_known(facts, at)
    _, streams = streams_for(known)
    _, pairs = customers_on(streams, day_number(at))
    return frame_of(streams, pairs, country=COUNTRY, catalogue=READ)


def page(model: DefaultModel, own: DefaultModel, rows: pd.DataFrame, lines: dict[str, Figures]) -> str:
    manifest = model.manifest
    with_reasons, without = seconds(own, rows, explain=True), seconds(own, rows, explain=False)
    summed = own.assess(rows).contributions.to_numpy(np.float64).sum(axis=1)
    plain = own.assess(rows, explain=False).contributions.to_numpy(np.float64).sum(axis=1)
    error = float(np.abs(summed - plain).max())
    return "\n\n".join(
        (
            "# Result",
            f"{len(rows):,} customers scored by a model of {manifest.n_defaults} defaults "
            f"(own weight {manifest.own_weight:.2f}).",
            f"**Additivity**: largest error {error:.1e} log-odds.",
            f"**Stability** when each figure is moved by 1 %, {DRAWS} draws a customer; shares:",
            table(lines, COLUMNS),
            f"**Cost**: {1000 * with_reasons / len(rows):.3f} ms a row with contributions, "
            f"{1000 * without / len(rows):.3f} ms without: {with_reasons / without:.0f} times.",
        )
    )


def stability(model: DefaultModel, rows: pd.DataFrame, *, families: bool, seed: int) -> Figures:
    """How often the strongest stay the strongest, in means over customers and draws."""
    chance = np.random.default_rng(seed)
    before = strongest(model, rows, families=families)
    kept, every, first = [], [], []
    for _ in range(DRAWS):
        after = strongest(model, rows * (1 + MOVED * chance.standard_normal(rows.shape)), families=families)
        same = (before[:, :, None] == after[:, None, :]).any(axis=2)
        kept.append(same.mean())
        every.append(same.all(axis=1).mean())
        first.append((before[:, 0] == after[:, 0]).mean())
    return dict(zip(COLUMNS, (float(np.mean(one)) for one in (kept, every, first)), strict=True))


def strongest(model: DefaultModel, rows: pd.DataFrame, *, families: bool) -> npt.NDArray[np.int64]:
    """The places of the strongest contributions of each row, the starting point left out."""
    told_of = model.assess(rows).contributions
    values = (by_family(told_of) if families else told_of).to_numpy(np.float64)[:, :-1]
    return np.argsort(-np.abs(values), axis=1, kind="stable")[:, :TOP]


def seconds(model: DefaultModel, rows: pd.DataFrame, *, explain: bool) -> float:
    """The fastest of five, in seconds of processor time."""
    spent = []
    for _ in range(5):
        started = time.process_time()
        model.assess(rows, explain=explain)
        spent.append(time.process_time() - started)
    return min(spent)


if __name__ == "__main__":
    main()
