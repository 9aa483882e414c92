"""A trained lateness model as plain text: LightGBM's own format and a manifest. Nothing is ever unpickled."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

FORMAT = 1
HAZARD, LATE, LATE_30 = "hazard", "late", "late_30"
BOOSTERS = (HAZARD, LATE, LATE_30)
MANIFEST = "manifest.json"
_FILES = {MANIFEST, *(f"{name}.txt" for name in BOOSTERS)}

Floats = NDArray[np.float64]


class ArtifactRefused(ValueError):
    """A model's files are not what its manifest says, or not what this version reads."""


class FrameMismatch(ValueError):
    """A frame does not hold the columns the model was trained on."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is: its columns in order, what it learnt from, and up to which evening."""

    as_of: str
    features: tuple[str, ...]
    intervals: tuple[str, ...]
    country: str
    data_fingerprint: str
    n_invoices: int
    parameters: Mapping[str, object]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class LatenessModel:
    """Three boosters on the same landmarks: the hazard of each interval, and two direct answers."""

    manifest: Manifest
    boosters: Mapping[str, lightgbm.Booster]
    label: str = "unreleased"

    def hazard(self, frame: pd.DataFrame) -> Floats:
        """Probability of payment in each interval, given that it opens unpaid."""
        return self._predict(HAZARD, frame, (*self.manifest.features, *self.manifest.intervals))

    def head(self, name: str, frame: pd.DataFrame) -> Floats:
        """Probability told directly by one of the heads, LATE or LATE_30."""
        return self._predict(name, frame, self.manifest.features)

    def contributions(self, name: str, frame: pd.DataFrame) -> Floats:
        """SHAP values in log-odds, a column a feature, the base value last; each row sums to its log-odds."""
        columns = _matching(frame, self.manifest.features)
        return np.asarray(self.boosters[name].predict(columns, pred_contrib=True), dtype=np.float64)

    def _predict(self, name: str, frame: pd.DataFrame, columns: tuple[str, ...]) -> Floats:
        return np.asarray(self.boosters[name].predict(_matching(frame, columns)), dtype=np.float64)


def _matching(frame: pd.DataFrame, columns: tuple[str, ...]) -> NDArray[np.float32]:
    if tuple(frame.columns) != columns:
        odd = sorted(set(map(str, frame.columns)) ^ set(columns)) or ["their order"]
        raise FrameMismatch(
            f"The model was trained on other columns; they differ in {', '.join(odd)}. "
            "Train it again with this version: encours train lateness."
        )
    return frame.to_numpy(np.float32)


def files_of(model: LatenessModel) -> dict[str, str]:
    """The model as text files by name, each booster's SHA-256 in the manifest."""
    files = {f"{name}.txt": booster.model_to_string() for name, booster in model.boosters.items()}
    manifest = asdict(model.manifest) | {"sha256": {name: _digest(text) for name, text in files.items()}}
    return files | {MANIFEST: json.dumps(manifest, indent=2, sort_keys=True) + "\n"}


def model_of(files: Mapping[str, str], *, label: str) -> LatenessModel:
    """The model those files hold. Raises ArtifactRefused when a file is missing, extra or altered."""
    if set(files) != _FILES:
        odd = ", ".join(sorted(set(files) ^ _FILES))
        raise ArtifactRefused(f"The model {label} lacks or adds files: {odd}. Train and release it again.")
    manifest = json.loads(files[MANIFEST])
    for name, digest in manifest.pop("sha256").items():
        if _digest(files[name]) != digest:
            raise ArtifactRefused(f"The file {name} of the model {label} was altered since its release.")
    if manifest["format"] != FORMAT:
        raise ArtifactRefused(
            f"The model {label} has format {manifest['format']}, this version reads {FORMAT}. Train it again."
        )
    manifest |= {name: tuple(manifest[name]) for name in ("features", "intervals")}
    boosters = {name: lightgbm.Booster(model_str=files[f"{name}.txt"]) for name in BOOSTERS}
    return LatenessModel(Manifest(**manifest), boosters, label)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
