"""Facts as Parquet files, a folder a frame and a file a partition, beside a manifest.

The layout is `<frame>/partition=<number>/facts.parquet`, which DuckDB, Spark and Dask read as it stands.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from ledger.beside import Beside
from ledger.exported.manifest import FORMAT, NAME, Manifest, manifest_from
from ledger.exported.partition import cut, partition_of
from ledger.facts import Facts

Progress = Callable[[int, int], None]

_LEDGER = ("customers", "invoices", "payments", "allocations")
_BESIDE = tuple(item.name for item in fields(Beside))


class ExportRefused(ValueError):
    """Facts cannot be written there, or what is there is no export that can be read."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A folder of exported facts, read a partition at a time."""

    folder: Path
    manifest: Manifest

    def facts(self, partition: int) -> Facts:
        """The facts of one partition. Raises ExportRefused for a file that is missing or was altered."""
        told = {name: self._frame(name, partition) for name in (*_LEDGER, *_BESIDE)}
        beside = Beside(**{name: told[name] for name in _BESIDE})
        return Facts(**{name: told[name] for name in _LEDGER}, horizon=self.manifest.horizon, beside=beside)

    def _frame(self, name: str, partition: int) -> pd.DataFrame:
        place = _place(name, partition)
        path = self.folder / place
        if not path.exists() or _digest(path) != self.manifest.files.get(place):
            raise ExportRefused(
                f"{path} is missing or is not what was exported. Export the facts again: "
                "encours export facts."
            )
        kinds: Mapping[str, Any] = self.manifest.kinds[name]
        return pd.read_parquet(path).astype(kinds)


def write_facts(facts: Facts, folder: Path, *, partitions: int, version: str, progress: Progress) -> Manifest:
    """Write facts into a new folder, whole or not at all. Raises ExportRefused where something is there."""
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise ExportRefused(f"{folder} already holds something. Name a new folder, or empty that one first.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that moving it there is one step of the file system.
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        manifest = _written(facts, unfinished, partitions=partitions, version=version, progress=progress)
        unfinished.chmod(0o755)
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def open_export(folder: Path) -> Exported:
    """An export to read from. Raises ExportRefused where there is none, or one of another version."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = manifest_from(told)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExportRefused(
            f"{folder} holds no export of facts: its {NAME} is missing or cannot be read. "
            "Write one: encours export facts --out DIR."
        ) from error
    if manifest.format != FORMAT:
        raise ExportRefused(
            f"{folder} was exported in format {manifest.format}; this version reads {FORMAT}. "
            "Export the facts again: encours export facts."
        )
    return Exported(folder, manifest)


def _written(facts: Facts, folder: Path, *, partitions: int, version: str, progress: Progress) -> Manifest:
    place = partition_of(facts, partitions)
    files: dict[str, str] = {}
    for partition in range(partitions):
        shard = cut(facts, place.index[place == partition])
        for name, frame in _frames(shard).items():
            path = folder / _place(name, partition)
            path.parent.mkdir(parents=True)
            parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), path)
            files[_place(name, partition)] = _digest(path)
        progress(partition + 1, partitions)
    whole = _frames(facts)
    manifest = Manifest(
        horizon=facts.horizon,
        partitions=partitions,
        counts={name: len(frame) for name, frame in whole.items()},
        kinds={
            name: {str(column): str(kind) for column, kind in frame.dtypes.items()}
            for name, frame in whole.items()
        },
        files=files,
        fingerprint=hashlib.sha256("".join(files[name] for name in sorted(files)).encode()).hexdigest(),
        version=version,
    )
    (folder / NAME).write_text(json.dumps(manifest.as_json(), indent=1), encoding="utf-8")
    return manifest


def _frames(facts: Facts) -> dict[str, pd.DataFrame]:
    told = {name: getattr(facts, name) for name in _LEDGER}
    return told | {name: getattr(facts.beside, name) for name in _BESIDE}


def _place(name: str, partition: int) -> str:
    return f"{name}/partition={partition:05d}/facts.parquet"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
