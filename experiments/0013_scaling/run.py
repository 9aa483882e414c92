"""What each step of working by parts costs, and the plan for a hundred million invoices made of it."""

import argparse
import pickle
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from experiments.common import Figures, quiet, table, told, write_result
from features.frame import frame_of
from features.pairs import pairs_of
from ledger.exported.gateway import Exported, open_export, write_facts
from ledger.facts import Facts
from scoring.sharded.gateway import PROCESSES, Here, cluster
from scoring.sharded.shard import Shard, Whole, opened, part_of, within

invented = import_module("experiments.0003_feature_speed.invented").invented

INVOICES, PARTITIONS = 200_000, 2
PLANNED = (1_000_000, 10_000_000, 100_000_000)
WORKER_GIBIBYTES = 4.0
# What Python, pandas and the compiled kernels hold before any invoice, and room for what a scheduler keeps.
_SPARE = 0.75
# One invoice in forty is open in the invented ledger; books with long terms have more.
_OPEN_SHARE = 0.05
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of the processor an invoice, bytes an invoice, and the bytes of the sum over parts."""

    export: float
    disk: float
    read: float
    streams: float
    features: float
    memory: float
    whole: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=INVOICES)
    invoices = int(parser.parse_args().invoices)
    warmed_up()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "facts"
        export_s = written(invented(invoices), place)
        # Apart, so that its peak of memory is that of a worker.
        with get_context("spawn").Pool(1) as worker:
            costs = worker.apply(measured, (place, invoices, export_s))
        both = on_two_processes(open_export(place))
    text = result_of(invoices, costs, both)
    write_result(__file__, text) if invoices == INVOICES else print(text)


def warmed_up() -> None:
    """Kernels are compiled before the clock starts."""
    shard = opened(invented(2_000), invented(10).horizon)
    figures(shard, part_of(shard))


def written(facts: Facts, place: Path) -> float:
    """Seconds of the processor to export them."""
    start = time.process_time()
    write_facts(facts, place, partitions=PARTITIONS, version="study", progress=lambda _done, _of: None)
    return time.process_time() - start


def measured(place: Path, invoices: int, export_s: float) -> Costs:
    """The costs of one part, told by invoice of it."""
    warmed_up()
    export, before = open_export(place), held_bytes()
    facts, read_s = timed(lambda: export.facts(0))
    shard, opened_s = timed(lambda: opened(facts, export.manifest.horizon))
    count = int(shard.states["invoice_id"].nunique())
    whole, part_s = timed(lambda: part_of(shard))
    told(f"a part of {count:,} invoices: read in {read_s:.1f} s")
    _, features_s = timed(lambda: figures(shard, whole))
    size = sum(path.stat().st_size for path in export.folder.rglob("*.parquet"))
    return Costs(
        export=export_s / invoices,
        disk=size / invoices,
        read=read_s / count,
        streams=(opened_s + part_s) / count,
        features=features_s / count,
        memory=max(peak_bytes() - before, 1) / count,
        whole=len(pickle.dumps(whole)),
    )


def figures(shard: Shard, whole: Whole) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """The whole catalogue of each invoice on its issue evening."""
    states, streams = shard.states, within(shard, whole)
    rows = np.flatnonzero(~states["invoice_id"].duplicated().to_numpy())
    as_of = states["known_day"].to_numpy(np.int64)[rows]
    pairs = pairs_of(states, streams.accounts, rows=rows, as_of=as_of, at_issue=True)
    return frame_of(streams, pairs, country="FR").to_numpy(np.float32)


def digest(shard: Shard, whole: Whole) -> bytes:
    """The features of a part as bytes that tell them from any others."""
    matrix = figures(shard, whole)
    return bytes(np.frombuffer(np.nan_to_num(matrix, nan=-1e30).tobytes(), np.uint8)[::97]) + bytes(
        str(matrix.shape), "ascii"
    )


def on_two_processes(export: Exported) -> Figures:
    """Seconds on the clock of both passes, here and on a cluster of two processes; the figures must agree."""
    asked: list[tuple[Any, ...]] = [()] * export.manifest.partitions
    day = export.manifest.horizon
    here, here_s = clocked(lambda: Here().book(export, as_of=day, progress=quiet).run(digest, asked))
    with cluster(None) as two:
        two.client.wait_for_workers(PROCESSES)
        for _ in range(2):  # the first time its processes load and compile
            there, there_s = clocked(lambda: two.book(export, as_of=day, progress=quiet).run(digest, asked))
    if here != there:
        raise SystemExit("The cluster's features differ from those of one process.")
    return {"here_s": here_s, "two_s": there_s, "times": here_s / there_s}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


def clocked(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


def held_bytes() -> int:
    """What the process holds now, as Linux tells it: its peak so far would make what follows look small."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def plan(costs: Costs, invoices: int) -> dict[str, float | int | None]:
    """What a book of that many invoices needs, each step in proportion to them."""
    room = (WORKER_GIBIBYTES - _SPARE) * 2**30
    part = int(room / costs.memory)
    first_pass = invoices * (costs.read + costs.streams)
    every = first_pass + invoices * (costs.read + costs.streams + costs.features)
    daily = first_pass + invoices * (costs.read + costs.streams + costs.features * _OPEN_SHARE)
    return {
        "export_h": invoices * costs.export / _HOUR,
        "disk_gb": invoices * costs.disk / 1e9,
        "parts": ceil(invoices / part),
        "core_h_all": every / _HOUR,
        "core_h_open": daily / _HOUR,
        "cores_for_1_h": ceil(every / _HOUR),
    }


def result_of(invoices: int, costs: Costs, both: Figures) -> str:
    unit: Figures = {
        "export_us": costs.export * 1e6,
        "read_us": costs.read * 1e6,
        "streams_us": costs.streams * 1e6,
        "features_us": costs.features * 1e6,
        "disk_bytes": costs.disk,
        "memory_bytes": costs.memory,
    }
    plans = {f"{one:,} invoices": plan(costs, one) for one in PLANNED}
    here_s, two_s, times = (float(both[name] or 0.0) for name in ("here_s", "two_s", "times"))
    return RESULT.format(
        invoices=f"{invoices:,}", parts=PARTITIONS, unit=table({"an invoice": unit}, tuple(unit), digits=1),
        plan=table(plans, tuple(plan(costs, PLANNED[0])), digits=2), speed=f"{1 / costs.features:,.0f}",
        whole=costs.whole / 1e6, here=here_s, two=two_s, times=times,
        size=f"{int((WORKER_GIBIBYTES - _SPARE) * 2**30 / costs.memory):,}", worker=WORKER_GIBIBYTES,
        share=round(_OPEN_SHARE * 100),
    )  # fmt: skip


RESULT = """
# Result

Measured on one core, {invoices} invoices in {parts} parts, seconds of the processor and bytes an invoice:

{unit}

`streams` is the timeline, the streams and what a part adds to the book; `features` the whole catalogue of
one pair an invoice, {speed} pairs a second. What travels between driver and workers for the whole book is
{whole:.1f} MB a part.

Both passes over all parts: {here:.1f} s on the clock in one process, {two:.1f} s on two ({times:.2f} times as
fast); the features are the same. The machine may be shared: the ratio says less than the seconds of the
processor above.

## The plan

From these costs alone, each in proportion to the invoices. A worker of {worker:.0f} GiB holds a part of
{size} invoices. `core_h_all`: hours of one core for the features of every invoice on one evening, both
passes; `core_h_open`: for the {share} % of invoices that are open; `cores_for_1_h`: cores that are done with
all within an hour.

{plan}
"""


if __name__ == "__main__":
    main()
