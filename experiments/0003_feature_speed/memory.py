"""How much memory five million invoices take, and how long, in one process that reads them by parts."""

import argparse
import multiprocessing
import resource
import tempfile
import time
from importlib import import_module
from pathlib import Path

import numpy as np

from experiments.common import told
from features.frame import frame_of
from features.pairs import pairs_of
from ledger.exported.gateway import open_export, write_facts
from scoring.sharded.gateway import Here
from scoring.sharded.shard import Shard, Whole, within

invented = import_module("experiments.0003_feature_speed.invented").invented

INVOICES, PARTITIONS = 5_000_000, 16
FLOOR_GIBIBYTES = 4.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=INVOICES)
    invoices = int(parser.parse_args().invoices)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "facts"
        # Apart, so that what it takes to invent a ledger is not counted.
        writer = multiprocessing.get_context("spawn").Process(target=write, args=(place, invoices))
        writer.start()
        writer.join()
        export = open_export(place)
        cpu, clock = time.process_time(), time.perf_counter()
        book = Here().book(export, as_of=export.manifest.horizon, progress=say)
        pairs = sum(book.run(whole_catalogue, [()] * export.manifest.partitions))
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    reached = "reached" if peak < FLOOR_GIBIBYTES else "**missed**"
    text = RESULT.format(
        invoices=f"{invoices:,}", partitions=PARTITIONS, pairs=f"{pairs:,}", peak=peak, floor=FLOOR_GIBIBYTES,
        reached=reached, cpu=cpu, clock=clock, speed=f"{pairs / cpu:,.0f}",
    )  # fmt: skip
    print(text)
    if invoices == INVOICES:
        Path(__file__).with_name("MEMORY.md").write_text(text, encoding="utf-8")


def write(folder: Path, invoices: int) -> None:
    write_facts(
        invented(invoices), folder, partitions=PARTITIONS, version="study", progress=lambda _done, _of: None
    )


def whole_catalogue(shard: Shard, whole: Whole) -> int:
    """All features of each invoice of a part on its issue evening; how many pairs there were."""
    streams, states = within(shard, whole), shard.states
    rows = np.flatnonzero(~states["invoice_id"].duplicated().to_numpy())
    as_of = states["known_day"].to_numpy(np.int64)[rows]
    pairs = pairs_of(states, streams.accounts, rows=rows, as_of=as_of, at_issue=True)
    return len(frame_of(streams, pairs, country="FR"))


def say(part: str, done: int, total: int) -> None:
    told(f"{part}: {done} of {total}")


RESULT = """<!-- written by memory.py; do not edit -->
# Memory

{invoices} invoices, exported in {partitions} parts, the whole catalogue of {pairs} pairs of an invoice and
its issue evening, in one process: peak **{peak:.2f} GiB**; the bound of {floor:.0f} GiB is {reached}.

Reading each part twice (once for what is read of the whole book, once for its own features), timelines and
streams included: {cpu:.0f} s of the processor, {clock:.0f} s on the clock, {speed} pairs a second a core.
"""


if __name__ == "__main__":
    main()
