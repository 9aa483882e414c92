"""Writing the facts of a ledger out."""

from pathlib import Path

from ledger.exported.gateway import Progress, write_facts
from ledger.exported.manifest import Manifest
from ledger.usecases import load_facts
from store.session import ReadSession


def export_facts(
    session: ReadSession, folder: Path, *, partitions: int, version: str, progress: Progress
) -> Manifest:
    """All facts of the ledger into a new folder. Raises EmptyLedger or ExportRefused."""
    return write_facts(load_facts(session), folder, partitions=partitions, version=version, progress=progress)
