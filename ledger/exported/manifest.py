"""What an export of facts says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

# Raised whenever a frame's columns or the layout change, so that no older export is read as what it is not.
FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`counts` are rows by frame, `kinds` the type of each of its columns, `files` a SHA-256 by path.

    `fingerprint` is over the files' own. `version` is that of Encours.
    """

    horizon: date
    partitions: int
    counts: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str]
    fingerprint: str
    version: str
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"horizon": self.horizon.isoformat()}


def manifest_from(told: Mapping[str, Any]) -> Manifest:
    """The manifest that was written as JSON. Raises KeyError or ValueError where it is not one."""
    return Manifest(
        horizon=date.fromisoformat(told["horizon"]),
        partitions=int(told["partitions"]),
        counts=dict(told["counts"]),
        kinds={name: dict(kinds) for name, kinds in told["kinds"].items()},
        files=dict(told["files"]),
        fingerprint=str(told["fingerprint"]),
        version=str(told["version"]),
        format=int(told["format"]),
    )
