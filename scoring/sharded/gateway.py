"""Parts of an exported book at work: one after the other here, or all at once on a Dask cluster."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from distributed import Client, KilledWorker, LocalCluster, as_completed

from ledger.exported.gateway import Exported
from scoring.sharded.shard import Shard, Whole, opened, part_of, whole_of

Progress = Callable[[str, int, int], None]

# One for each core of the machine the house is built on; a cluster of one's own has as many as it has.
PROCESSES = 2
_PATIENCE = "20s"  # for a scheduler that does not answer: longer than a slow network, shorter than a coffee


class ClusterFailed(RuntimeError):
    """The cluster cannot be reached, or lost the workers that were asked."""


class Book(Protocol):
    """An exported book as known on an evening, part by part."""

    def run(self, work: Callable[..., Any], asked: Sequence[tuple[Any, ...]], *common: Any) -> list[Any]:
        """`work(shard, whole, *one, *common)` of each part, with its own of `asked`; in their order."""
        ...


class Engine(Protocol):
    """Where parts of a book are worked on."""

    def book(self, exported: Exported, *, as_of: date, progress: Progress) -> Book: ...


@dataclass(frozen=True, slots=True)
class Here:
    """One part after the other, in this process."""

    def book(self, exported: Exported, *, as_of: date, progress: Progress) -> Book:
        count, parts = exported.manifest.partitions, []
        for partition in range(count):
            parts.append(part_of(read_shard(exported, partition, as_of)))
            progress("reading", partition + 1, count)
        return _BookHere(exported, as_of, whole_of(parts), progress)


@dataclass(frozen=True, slots=True)
class _BookHere:
    """Reads each part again when it is worked on: memory is that of one part, whatever the book."""

    exported: Exported
    as_of: date
    whole: Whole
    progress: Progress

    def run(self, work: Callable[..., Any], asked: Sequence[tuple[Any, ...]], *common: Any) -> list[Any]:
        told = []
        for partition, one in enumerate(asked):
            shard = read_shard(self.exported, partition, self.as_of)
            told.append(work(shard, self.whole, *one, *common))
            self.progress("working out", len(told), len(asked))
        return told


@dataclass(frozen=True, slots=True)
class Cluster:
    """All parts at once on a cluster; its workers must find the exported folder under the same path."""

    client: Client

    def book(self, exported: Exported, *, as_of: date, progress: Progress) -> Book:
        count = exported.manifest.partitions
        shards = [
            self.client.submit(read_shard, exported, partition, as_of, pure=False)
            for partition in range(count)
        ]
        parts = self._gathered([self.client.submit(part_of, shard) for shard in shards], "reading", progress)
        whole = self.client.scatter(whole_of(parts), broadcast=True)
        return _BookThere(self, shards, whole, progress)

    def _gathered(self, futures: Sequence[Any], name: str, progress: Progress) -> list[Any]:
        try:
            for done, _future in enumerate(as_completed(futures), start=1):
                progress(name, done, len(futures))
            return list(self.client.gather(list(futures)))
        except KilledWorker as error:
            raise ClusterFailed(
                "A worker of the cluster was lost several times over one part, most likely for want of "
                "memory. Export the facts in more partitions, or give the workers more memory."
            ) from error


@dataclass(frozen=True, slots=True)
class _BookThere:
    cluster: Cluster
    shards: list[Any]
    whole: Any
    progress: Progress

    def run(self, work: Callable[..., Any], asked: Sequence[tuple[Any, ...]], *common: Any) -> list[Any]:
        client = self.cluster.client
        shared = [client.scatter(one, broadcast=True) for one in common]
        futures = [
            client.submit(work, shard, self.whole, *one, *shared, pure=False)
            for shard, one in zip(self.shards, asked, strict=True)
        ]
        return self.cluster._gathered(futures, "working out", self.progress)


def read_shard(exported: Exported, partition: int, as_of: date) -> Shard:
    """One part, read where it is worked on."""
    return opened(exported.facts(partition), as_of)


@contextmanager
def cluster(scheduler: str | None) -> Iterator[Cluster]:
    """The cluster of that scheduler, or a small one of this machine's own, closed at the end.

    Raises ClusterFailed when the scheduler does not answer.
    """
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if scheduler is None:
        with (
            LocalCluster(n_workers=PROCESSES, threads_per_worker=1, dashboard_address=None) as local,
            Client(local) as client,
        ):
            yield Cluster(client)
        return
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterFailed(
            f"No Dask scheduler answers at {scheduler}. Check the address, such as tcp://10.0.0.5:8786, and "
            "that the scheduler runs; or leave it out for a small cluster on this machine."
        ) from error
    with client:
        yield Cluster(client)
