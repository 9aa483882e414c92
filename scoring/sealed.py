"""A model as plain text files under one manifest that holds the digest of each. Nothing is ever unpickled."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

MANIFEST = "manifest.json"

M = TypeVar("M")


class ArtifactRefused(ValueError):
    """A model's files are not what its manifest says, or not what this version reads."""


@dataclass(frozen=True, slots=True)
class ModelKind(Generic[M]):
    """A kind of model as the registry knows it: its name, and how it is told in files and read from them.

    `read` takes the files and a label, and raises ArtifactRefused.
    """

    name: str
    files: Callable[[M], dict[str, str]]
    read: Callable[[Mapping[str, str], str], M]


def sealed(files: Mapping[str, str], manifest: Mapping[str, Any]) -> dict[str, str]:
    """The files beside their manifest, which must hold the `format` they are written in."""
    told = dict(manifest) | {"sha256": {name: _digest(text) for name, text in files.items()}}
    return dict(files) | {MANIFEST: json.dumps(told, indent=2, sort_keys=True) + "\n"}


def unsealed(
    files: Mapping[str, str], *, names: Collection[str], written_in: int, label: str
) -> dict[str, Any]:
    """The manifest of files that are exactly `names` and unaltered. Raises ArtifactRefused."""
    odd = sorted(set(files) ^ {*names, MANIFEST})
    if odd:
        raise ArtifactRefused(
            f"The model {label} lacks or adds files: {', '.join(odd)}. Train and release it again."
        )
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    if manifest["format"] != written_in:
        raise ArtifactRefused(
            f"The model {label} has format {manifest['format']}, this version reads {written_in}. "
            "Train it again."
        )
    digests = manifest.pop("sha256")
    for name in sorted(names):
        if digests.get(name) != _digest(files[name]):
            raise ArtifactRefused(f"The file {name} of the model {label} was altered since its release.")
    return manifest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
