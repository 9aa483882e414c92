"""Time our features and DuckDB's on one invented ledger, after checking that they are the same."""

import argparse
import re
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pandas as pd

from experiments.common import Figures, table, told, write_result
from features.catalogue import CATALOGUE, NAMES
from features.frame import frame
from features.pairs import Pairs, pairs_of
from features.streams import streams_of
from ledger.facts import Facts
from ledger.timeline import timeline

# The folder's name begins with a digit, which an import statement cannot say.
invented = import_module("experiments.0003_feature_speed.invented").invented
bare = import_module("experiments.0003_feature_speed.bare")

INVOICES, CHECKED, TRIAL, ROUNDS = 1_000_000, 20_000, 100_000, 3
FLOOR_PAIRS_A_SECOND, FLOOR_TIMES, MOST_OF_BARE = 60_000, 6, 2
FORMULATIONS = {
    "DuckDB, ASOF joins": ("items", "events", "asof", "features"),
    "DuckDB, windows": ("items", "events", "windows", "features"),
    "DuckDB, joins with the past": ("items", "events", "joins", "features"),
}
COUNTRY = "FR"
SQL = Path(__file__).with_name("sql")
# Compared: the features that the formulations end with; the others are not written in SQL.
TOLD = set(re.findall(r"\bAS (\w+)", (SQL / "features.sql").read_text(encoding="utf-8")))
SHARED = tuple(feature for feature in CATALOGUE if feature.name in TOLD)
LEFT_OUT = tuple(feature.name for feature in CATALOGUE if feature not in SHARED)
COLUMNS = ("cpu_s", "clock_s", "pairs_a_second", "times_ours_cpu", "times_ours_clock")
OURS, WHOLE = "Encours, shared features", "Encours, whole catalogue"
FEW, BARE = f"Encours, {len(bare.NAMES)} features", f"bare kernel, the same {len(bare.NAMES)}"
SIMPLE = tuple(feature for feature in CATALOGUE if feature.name in bare.NAMES)
Work = TypeVar("Work")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the processor, all threads together, and seconds on the clock."""

    cpu: float
    clock: float


def main() -> None:
    invoices = _asked()
    check_all(CHECKED)
    facts = invented(invoices)
    pairs, paired = _timed(lambda: issue_pairs(facts))
    before = _peak_gigabytes()
    told(f"ours, {invoices:,} invoices, once to begin with")
    features = whole(facts, pairs)
    memory = (before, _peak_gigabytes())
    trial = trial_of(min(invoices, TRIAL))
    opponent = min(trial, key=lambda name: trial[name].cpu)
    con = loaded(facts, threads=1)
    spent = rounds(facts, pairs, con, opponent)
    check(features, con, opponent)
    con.close()
    told(f"{opponent}, two threads")
    con = loaded(facts, threads=2)
    _, courtesy = _timed(lambda: run_sql(con, opponent))
    text = result_of(invoices, spent, courtesy, trial, opponent, memory=memory, paired=paired)
    write_result(__file__, text) if invoices == INVOICES else print(text)


def _asked() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=INVOICES)
    return int(parser.parse_args().invoices)


def issue_pairs(facts: Facts) -> Pairs:
    """Every invoice on its issue day, when it became known."""
    states = timeline(facts)
    rows = np.flatnonzero(~states["invoice_id"].duplicated().to_numpy())
    as_of = states["known_day"].to_numpy(np.int64)[rows]
    return pairs_of(states, streams_of(states).accounts, rows=rows, as_of=as_of, at_issue=True)


def whole(facts: Facts, pairs: Pairs) -> pd.DataFrame:
    return frame(facts, pairs, country=COUNTRY)


def shared(facts: Facts, pairs: Pairs) -> pd.DataFrame:
    """Without the features that SQL lacks, nor what only they need."""
    return frame(facts, pairs, country=COUNTRY, catalogue=SHARED)


def simple(facts: Facts, pairs: Pairs) -> pd.DataFrame:
    """The few features that the bare kernel works out."""
    return frame(facts, pairs, country=COUNTRY, catalogue=SIMPLE)


def loaded(facts: Facts, *, threads: int) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the frames as tables of its own."""
    con = duckdb.connect(config={"threads": threads})
    con.execute("SET enable_progress_bar = false")
    con.register("invoices", facts.invoices)
    con.register("allocations", facts.allocations)
    con.execute("CREATE TYPE currency AS ENUM (SELECT DISTINCT currency FROM invoices)")
    con.execute(
        """CREATE TABLE invoice AS
        SELECT invoice_id, customer_id, currency::currency AS currency, amount_cents,
            issued_on::DATE AS issued_on, due_on::DATE AS due_on, known_on::DATE AS known_on
        FROM invoices"""
    )
    con.execute(
        """CREATE TABLE allocation AS
        SELECT allocation_id, invoice_id, amount_cents,
            paid_on::DATE AS paid_on, known_on::DATE AS known_on
        FROM allocations"""
    )
    return con


def run_sql(con: duckdb.DuckDBPyConnection, formulation: str) -> None:
    """Leave the features in the table `feature`."""
    for name in FORMULATIONS[formulation]:
        con.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def check_all(invoices: int) -> None:
    """Leaves with a sentence when a formulation disagrees with ours. Compiles our kernels on its way."""
    facts = invented(invoices)
    pairs = issue_pairs(facts)
    features = whole(facts, pairs)
    pd.testing.assert_frame_equal(features[[feature.name for feature in SHARED]], shared(facts, pairs))
    check_bare(features, facts)
    con = loaded(facts, threads=1)
    for formulation in FORMULATIONS:
        run_sql(con, formulation)
        check(features, con, formulation)
    con.close()


def check_bare(features: pd.DataFrame, facts: Facts) -> None:
    theirs = bare.features(facts)
    for column, name in enumerate(bare.NAMES):
        if not np.allclose(features[name].to_numpy(), theirs[:, column], rtol=1e-5, equal_nan=True):
            raise SystemExit(f"The bare kernel's {name} differs from ours.")
    told(f"bare kernel: {len(bare.NAMES)} features agree on {len(features):,} pairs")


def check(features: pd.DataFrame, con: duckdb.DuckDBPyConnection, formulation: str) -> None:
    for name in (feature.name for feature in SHARED):
        theirs = con.execute(f"SELECT {name} FROM feature ORDER BY invoice_id").fetchnumpy()[name]
        ours = features[name].to_numpy()
        same = np.isclose(ours, np.ma.filled(theirs, np.nan), rtol=1e-4, atol=1e-6, equal_nan=True)
        if not same.all():
            where = int(np.argmin(same))
            raise SystemExit(
                f"{formulation}: {name} differs on {(~same).sum():,} of {len(same):,} pairs, first on pair "
                f"{where}, where ours is {ours[where]} and theirs {theirs[where]}."
            )
    told(f"{formulation}: {len(SHARED)} features agree on {len(features):,} pairs")


def trial_of(invoices: int) -> dict[str, Spent]:
    con = loaded(invented(invoices), threads=1)
    spent = {name: _timed(lambda name=name: run_sql(con, name))[1] for name in FORMULATIONS}
    con.close()
    told(", ".join(f"{name} {one.cpu:.1f} s" for name, one in spent.items()))
    return spent


def rounds(
    facts: Facts, pairs: Pairs, con: duckdb.DuckDBPyConnection, opponent: str
) -> dict[str, list[Spent]]:
    works = {
        OURS: lambda: shared(facts, pairs),
        WHOLE: lambda: whole(facts, pairs),
        opponent: lambda: run_sql(con, opponent),
        FEW: lambda: simple(facts, pairs),
        BARE: lambda: bare.features(facts),
    }
    spent: dict[str, list[Spent]] = {name: [] for name in works}
    for number in range(ROUNDS):
        for name, work in works.items():
            spent[name].append(_timed(work)[1])
        seconds = ", ".join(f"{name} {several[-1].cpu:.1f} s" for name, several in spent.items())
        told(f"round {number + 1} of {ROUNDS}: {seconds}")
    return spent


def _timed(work: Callable[[], Work]) -> tuple[Work, Spent]:
    cpu, clock = time.process_time(), time.perf_counter()
    done = work()
    return done, Spent(time.process_time() - cpu, time.perf_counter() - clock)


def result_of(
    invoices: int,
    spent: Mapping[str, list[Spent]],
    courtesy: Spent,
    trial: Mapping[str, Spent],
    opponent: str,
    *,
    memory: tuple[float, float],
    paired: Spent,
) -> str:
    middle = {name: _median(several) for name, several in spent.items()}
    middle[f"{opponent}, two threads, once"] = courtesy
    own = middle[OURS]
    rows: dict[str, Figures] = {name: _row(invoices, one, own) for name, one in middle.items()}
    trials: dict[str, Figures] = {
        name: {"cpu_s": one.cpu, "clock_s": one.clock} for name, one in trial.items()
    }
    speed, times = invoices / middle[WHOLE].cpu, middle[opponent].cpu / own.cpu
    return RESULT.format(
        invoices=f"{invoices:,}", whole=len(NAMES), shared=len(SHARED), rounds=ROUNDS, checked=f"{CHECKED:,}",
        main=table(rows, COLUMNS, digits=2), few=len(bare.NAMES),
        bare=_at_most(middle[FEW].cpu / middle[BARE].cpu, MOST_OF_BARE),
        trials=table(trials, ("cpu_s", "clock_s"), digits=2),
        trial=f"{min(invoices, TRIAL):,}",
        speed=_verdict(f"{speed:,.0f} pairs a second a core", speed, FLOOR_PAIRS_A_SECOND),
        own_speed=f"{invoices / own.cpu:,.0f}",
        times=_verdict(f"{times:.2f} times as fast as DuckDB", times, FLOOR_TIMES),
        spread=", ".join(f"{b.cpu / a.cpu:.1f}" for a, b in zip(spent[OURS], spent[opponent], strict=True)),
        left_out=", ".join(LEFT_OUT) or "none",
        before=memory[0], peak=memory[1], paired=paired.cpu,
    )  # fmt: skip


RESULT = """
# Result

- The whole catalogue, {whole} features: {speed}.
- The {shared} features that SQL expresses as well: {own_speed} pairs a second a core.
  {times}; round by round {spread}.
- Against a bare single-pass kernel, {few} features without corrections, currencies or late news: {bare}.

{invoices} invoices, each on the evening of its issue day, medians of {rounds} rounds. `pairs_a_second` is
by processor time, and `times_ours` compares with our shared features.

{main}

All {shared} shared features of all pairs agree: the three formulations on {checked} invoices, the opponent
on {invoices}. Left out of the comparison:
{left_out}.

Peak memory of the process with our whole catalogue: {peak:.1f} GB, of which {before:.1f} GB were reached
before, by the ledger in memory and by making the pairs. Making the pairs takes {paired:.1f} s of the
processor, of which timeline and streams are made again inside the table's seconds; DuckDB makes its pairs
inside.

The trial that chose the opponent, {trial} invoices, once:

{trials}
"""


def _median(rounds: list[Spent]) -> Spent:
    return Spent(statistics.median(one.cpu for one in rounds), statistics.median(one.clock for one in rounds))


def _row(invoices: int, spent: Spent, own: Spent) -> Figures:
    return {
        "cpu_s": spent.cpu,
        "clock_s": spent.clock,
        "pairs_a_second": round(invoices / spent.cpu),
        "times_ours_cpu": spent.cpu / own.cpu,
        "times_ours_clock": spent.clock / own.clock,
    }


def _verdict(said: str, measured: float, floor: int) -> str:
    return f"{said}: the floor of {floor:,} is {'reached' if measured >= floor else '**missed**'}"


def _at_most(times: float, bound: int) -> str:
    reached = "kept" if times <= bound else "**missed**"
    return f"{times:.2f} times its seconds; the bound of {bound} is {reached}"


def _peak_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
