"""The whole house in one file, from either database, and back into either."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from serving.running.errors import BackupRefused
from serving.settings import Settings
from serving.version import installed_version
from store.copying import count_of, emptied, put_rows, revision_of, rows_of, tables_of
from store.session import Database

_FORMAT = 1
_MANIFEST = "manifest.json"
_OWNER_ONLY = 0o600
# Of the home: what a person wrote, what was made for customers, and the models.
_FOLDERS = ("models", "policy", "scenarios", "templates", "letters", "files")
_FILES = ("api-key.sha256",)
_TRACKING = "mlflow.db"
# The tables that tell whether anybody used the house yet.
_IN_USE = ("customer", "invoice", "import_run", "app_user", "audit_entry")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: rows by table, how many files of the home, and of which day it is."""

    taken_at: str
    version: str
    revision: str
    rows: Mapping[str, int]
    files: int
    size: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def back_up(database: Database, where: Settings, target: Path, *, at: datetime, progress: Progress) -> Copied:
    """Copy everything as of one instant. The file appears whole or not at all. Raises BackupRefused."""
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name a new file: copies are never overwritten.")
    draft = target.with_name(target.name + ".part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as copy:
            manifest = _written(database, where, copy, at, progress)
            copy.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        draft.replace(target)
    except OSError as error:
        raise BackupRefused(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return _copied(manifest, target)


def check(source: Path) -> Copied:
    """Read a copy through and compare it with what it says of itself. Raises BackupRefused."""
    with _opened(source) as copy:
        manifest = _manifest(copy, source)
        for name, told in {**manifest["tables"], **manifest["files"]}.items():
            digest = sha256()
            with copy.open(name) as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
            if digest.hexdigest() != told["sha256"]:
                raise BackupRefused(f"{source} is damaged: {name} is not what was copied. Take another copy.")
    return _copied(manifest, source)


def restore(database: Database, where: Settings, source: Path, *, progress: Progress) -> Copied:
    """Put a copy back into an empty house: all of it or nothing. Raises BackupRefused."""
    told = check(source)
    with _opened(source) as copy, database.transaction() as session:
        manifest = _manifest(copy, source)
        tables = tables_of(session)
        known = {one.name: one for one in tables}
        used = [name for name in _IN_USE if name in known and count_of(session, known[name])]
        if used:
            raise BackupRefused(
                f"This house is in use: {', '.join(used)} hold something. "
                "Restore into an empty database and home."
            )
        here = revision_of(session)
        if here != manifest["revision"]:
            raise BackupRefused(
                f"The copy was made at version {manifest['revision']} of the database, this program makes "
                f"version {here}. Restore it with Encours {manifest['version']}, then upgrade."
            )
        emptied(session, tables)
        names = [one.name for one in tables if f"tables/{one.name}.jsonl" in manifest["tables"]]
        for number, name in enumerate(names, start=1):
            with copy.open(f"tables/{name}.jsonl") as file:
                lines = (json.loads(line) for line in file)
                put_rows(session, known[name], next(lines), lines)
            progress(number, len(names))
        _home_back(copy, manifest, where.home)
    return told


def _written(
    database: Database, where: Settings, copy: ZipFile, at: datetime, progress: Progress
) -> dict[str, Any]:
    with database.read() as session:
        tables = tables_of(session)
        told: dict[str, Any] = {
            "format": _FORMAT,
            "version": installed_version(),
            "revision": revision_of(session),
            "taken_at": at.isoformat(),
            "tables": {},
            "files": {},
        }
        for number, table in enumerate(tables, start=1):
            name, rows = f"tables/{table.name}.jsonl", 0
            digest = sha256()
            with copy.open(name, "w", force_zip64=True) as file:
                for row in _with_names([one.name for one in table.columns], rows_of(session, table)):
                    line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                    digest.update(line)
                    file.write(line)
                    rows += 1
            told["tables"][name] = {"rows": rows - 1, "sha256": digest.hexdigest()}
            progress(number, len(tables))
    for inside, content in _of_home(where.home):
        copy.writestr(inside, content)
        told["files"][inside] = {"sha256": sha256(content).hexdigest()}
    return told


def _with_names(names: list[str], rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    yield list(names)
    yield from rows


def _of_home(home: Path) -> Iterator[tuple[str, bytes]]:
    if (home / _TRACKING).exists():
        yield f"home/{_TRACKING}", _as_it_stands(home / _TRACKING)
    found = [home / name for name in _FILES if (home / name).is_file()]
    for folder in _FOLDERS:
        if (home / folder).is_dir():
            found += [one for one in sorted((home / folder).rglob("*")) if one.is_file()]
    for path in found:
        if not path.is_symlink():
            yield f"home/{path.relative_to(home).as_posix()}", path.read_bytes()


def _as_it_stands(path: Path) -> bytes:
    """A SQLite file that others may be writing, as of one instant."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        return copy.read_bytes()


def _home_back(copy: ZipFile, manifest: Mapping[str, Any], home: Path) -> None:
    for inside in manifest["files"]:
        path = home.joinpath(*_safe(inside).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=_OWNER_ONLY)
        path.write_bytes(copy.read(inside))


def _safe(inside: str) -> PurePosixPath:
    """Below the home, wherever the copy says it belongs. Raises BackupRefused."""
    path = PurePosixPath(inside)
    if path.is_absolute() or path.parts[:1] != ("home",) or ".." in path.parts or "\\" in inside:
        raise BackupRefused(f"The copy names a file outside the home: {inside}. It was not made by Encours.")
    return PurePosixPath(*path.parts[1:])


def _opened(source: Path) -> ZipFile:
    try:
        return ZipFile(source)
    except (OSError, BadZipFile) as error:
        raise BackupRefused(f"{source} cannot be read as a copy: {error}.") from error


def _manifest(copy: ZipFile, source: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(copy.read(_MANIFEST))
        for inside in told["files"]:
            _safe(inside)
        known = told["format"] == _FORMAT
    except (KeyError, ValueError, TypeError) as error:
        if isinstance(error, BackupRefused):
            raise
        raise BackupRefused(f"{source} is no copy made by Encours: its manifest cannot be read.") from error
    if not known:
        raise BackupRefused(f"{source} has form {told['format']}, which this program does not know. Upgrade.")
    return told


def _copied(manifest: Mapping[str, Any], path: Path) -> Copied:
    rows = {
        name.removeprefix("tables/").removesuffix(".jsonl"): one["rows"]
        for name, one in manifest["tables"].items()
    }
    return Copied(
        taken_at=manifest["taken_at"],
        version=manifest["version"],
        revision=manifest["revision"],
        rows=rows,
        files=len(manifest["files"]),
        size=path.stat().st_size,
    )
