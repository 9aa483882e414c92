"""Where long work is done: in this process, or by parts on a Dask cluster."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ledger.exported.gateway import Exported, open_export
from ledger.exported.usecases import export_facts
from scoring.sharded.gateway import PROCESSES, Engine, Here, cluster
from serving.cli.output import progress
from serving.version import installed_version
from store.session import ReadSession


class EngineName(StrEnum):
    LOCAL = "local"
    DASK = "dask"


EngineChoice = Annotated[
    EngineName, typer.Option("--engine", help="Work in this process, or by parts on a Dask cluster.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="The Dask scheduler, such as tcp://10.0.0.5:8786; two processes of this machine when left out.",
    ),
]
FactsFolder = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        metavar="DIR",
        help="Facts exported by `encours export facts`, where all workers find them; exported anew when left "
        "out.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a command that can work by parts."""

    engine: EngineName
    scheduler: str | None
    facts: Path | None

    def check(self) -> None:
        if self.scheduler is not None and self.engine is not EngineName.DASK:
            raise typer.BadParameter("--scheduler says where Dask is: add --engine dask.")
        if self.scheduler is not None and self.facts is None:
            raise typer.BadParameter(
                "the workers of another scheduler read exported facts: name their folder with --facts."
            )

    @property
    def in_parts(self) -> bool:
        return self.engine is EngineName.DASK or self.facts is not None

    @contextmanager
    def at_work(self) -> Iterator[Engine]:
        if self.engine is EngineName.LOCAL:
            yield Here()
            return
        with cluster(self.scheduler) as found:
            yield found


@contextmanager
def exported_for(session: ReadSession, asked: Asked) -> Iterator[Exported]:
    """The facts named, or an export of the ledger's that is gone afterwards."""
    if asked.facts is not None:
        yield open_export(asked.facts)
        return
    with tempfile.TemporaryDirectory() as folder, progress("Exporting") as step:
        place = Path(folder) / "facts"
        # Two parts a process, so that one larger than the others holds nobody up for long.
        export_facts(session, place, partitions=2 * PROCESSES, version=installed_version(), progress=step)
        yield open_export(place)
