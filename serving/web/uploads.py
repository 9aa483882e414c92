"""Files that somebody sent: kept under their own SHA-256 until they are imported, or a day."""

import json
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from serving.web.errors import UploadRefused

_STEP = 1 << 20
_KEPT_FOR = timedelta(days=1)
_LONGEST_NAME = 100
_NAME = re.compile(r"[^\w.() -]")
_MARK = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TOLD = "told.json"
_OURS = frozenset({_TOLD, "said.json", "mapping.toml"})


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, by whom and when; `mark` is the SHA-256 of its bytes."""

    mark: str
    kind: str
    name: str
    size: int
    by: str
    at: str
    path: Path


def keep(home: Path, sent: BinaryIO, *, kind: str, name: str, by: str, at: datetime) -> Upload:
    """Raises UploadRefused for an empty file."""
    folder = home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    held, digest, size = folder / f"{at:%Y%m%dT%H%M%S%f}.part", sha256(), 0
    with held.open("wb") as file:
        while piece := sent.read(_STEP):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if not size:
        held.unlink()
        raise UploadRefused("The file is empty, or none was chosen. Choose one, and send it again.")
    mark = digest.hexdigest()
    own = folder / mark
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    named = own / safe_name(name)
    held.replace(named)
    made = Upload(mark, kind, named.name, size, by, at.isoformat(), named)
    (own / _TOLD).write_text(json.dumps({**asdict(made), "path": ""}), encoding="utf-8")
    return made


def kept(home: Path, mark: str) -> Upload | None:
    """By its SHA-256 and nothing else: no part of an address is a path."""
    if not _MARK.fullmatch(mark):
        return None
    folder = home / "uploads" / mark
    try:
        told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Upload(**{**told, "path": folder / told["name"]})


def forget(home: Path, mark: str) -> None:
    if _MARK.fullmatch(mark):
        shutil.rmtree(home / "uploads" / mark, ignore_errors=True)


def forget_old(home: Path, *, now: datetime) -> None:
    """What nobody imported within a day, and what was left half sent."""
    for one in (home / "uploads").glob("*"):
        old = now.timestamp() - one.stat().st_mtime > _KEPT_FOR.total_seconds()
        if old and one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        elif old:
            one.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of a name, of harmless letters only, that no program takes for an option or a path."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _NAME.sub("_", last).strip(" .-")[-_LONGEST_NAME:].strip(" .-")
    return plain if plain and plain not in _OURS else "file"
