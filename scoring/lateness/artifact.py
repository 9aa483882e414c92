"""A trained lateness model as plain text: LightGBM's own format and a manifest."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.lateness.ends import Ends
from scoring.lateness.odds import log_odds
from scoring.lateness.recalibration import Knots
from scoring.sealed import ModelKind, sealed, unsealed

FORMAT = 3
NO_ENDS = Ends()
HAZARD, LATE, LATE_30 = "hazard", "late", "late_30"
BOOSTERS = (HAZARD, LATE, LATE_30)
_FILES = tuple(f"{name}.txt" for name in BOOSTERS)

Floats = NDArray[np.float64]


class FrameMismatch(ValueError):
    """A frame does not hold the columns the model was trained on."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is: the frames it takes, what it learnt from, and up to which evening.

    `columns` names, for each booster, those of the frame's columns it reads. The hazard's log-odds are those
    of the column `offset` plus what its booster adds; `head_share` is how far curves are moved towards the
    heads. `ends` are hazards of ending without cash; `knots` recalibrate, none where that did not help.
    """

    as_of: str
    features: tuple[str, ...]
    intervals: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]
    offset: str
    head_share: float
    country: str
    data_fingerprint: str
    n_invoices: int
    parameters: Mapping[str, object]
    ends: Ends = NO_ENDS
    knots: tuple[Knots, ...] = ()
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class LatenessModel:
    """Three boosters on the same landmarks: the hazard of each interval, and two direct answers."""

    manifest: Manifest
    boosters: Mapping[str, lightgbm.Booster]
    label: str = "unreleased"

    def hazard(self, frame: pd.DataFrame) -> Floats:
        """Probability of payment in each interval, given that it opens unpaid."""
        _check(frame, (*self.manifest.features, *self.manifest.intervals))
        read = frame[list(self.manifest.columns[HAZARD])].to_numpy(np.float32)
        added = np.asarray(self.boosters[HAZARD].predict(read, raw_score=True), dtype=np.float64)
        return 1.0 / (1.0 + np.exp(-added - log_odds(frame[self.manifest.offset].to_numpy(np.float64))))

    def head(self, name: str, frame: pd.DataFrame) -> Floats:
        """Probability told directly by one of the heads, LATE or LATE_30."""
        _check(frame, self.manifest.features)
        read = frame[list(self.manifest.columns[name])].to_numpy(np.float32)
        return np.asarray(self.boosters[name].predict(read), dtype=np.float64)

    def contributions(self, name: str, frame: pd.DataFrame) -> Floats:
        """SHAP values in log-odds, a column a feature of the frame, the base value last.

        Each row sums to its log-odds; what the head does not read contributes nothing.
        """
        _check(frame, self.manifest.features)
        columns = list(self.manifest.columns[name])
        told = np.asarray(
            self.boosters[name].predict(frame[columns].to_numpy(np.float32), pred_contrib=True), np.float64
        )
        out = np.zeros((len(frame), len(frame.columns) + 1))
        out[:, [*frame.columns.get_indexer(pd.Index(columns)), -1]] = told
        return out


def _check(frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    if tuple(frame.columns) != columns:
        odd = sorted(set(map(str, frame.columns)) ^ set(columns)) or ["their order"]
        raise FrameMismatch(
            f"The model was trained on other columns; they differ in {', '.join(odd)}. "
            "Train it again with this version: encours train lateness."
        )


def files_of(model: LatenessModel) -> dict[str, str]:
    """The model as text files by name."""
    files = {f"{name}.txt": booster.model_to_string() for name, booster in model.boosters.items()}
    return sealed(files, asdict(model.manifest))


def model_of(files: Mapping[str, str], label: str) -> LatenessModel:
    """The model those files hold. Raises ArtifactRefused when a file is missing, extra or altered."""
    manifest = unsealed(files, names=_FILES, written_in=FORMAT, label=label)
    manifest |= {name: tuple(manifest[name]) for name in ("features", "intervals")}
    manifest["ends"] = Ends(tuple(manifest["ends"]["daily"]))
    manifest["knots"] = tuple(
        Knots(knots["days"], tuple(knots["told"]), tuple(knots["came"])) for knots in manifest["knots"]
    )
    boosters = {name: lightgbm.Booster(model_str=files[f"{name}.txt"]) for name in BOOSTERS}
    return LatenessModel(Manifest(**manifest), boosters, label)


LATENESS = ModelKind("lateness", files_of, model_of)
