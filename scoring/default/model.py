"""A trained default model: what it answers, and how it is told in files.

Its own booster is moved towards the expert prior by how few defaults it has seen, and what they say together
is calibrated per tier: two answers that each count right do not when their log-odds are averaged. The answer
always names its source; an open proceeding comes before any of it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.calibration import Platt, VennAbers, calibrator_from
from scoring.default import expert
from scoring.default.curve import hazards, log_odds, logistic
from scoring.default.tiers import blanked, tier_of
from scoring.lateness.artifact import FrameMismatch
from scoring.scorecard import Scorecard, scorecard_from
from scoring.sealed import ModelKind, sealed, unsealed

FORMAT = 2
BASE = "base"
PROCEEDING = "proceeding_open"
_BOOSTER, _CALIBRATION, _SCORECARD = "booster.txt", "calibration.json", "scorecard.json"
_FILES = (_BOOSTER, _CALIBRATION, _SCORECARD)
# With this much weight the prior moves no grade any more, and the answer is called the book's own.
_OWN_FROM = 0.95
OWN_SOURCE = "own model"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is, what it learnt from and up to which evening.

    `blocks` names the features of each block, `caps` the value beyond which one says no more; `offsets` are
    the book's log-odds of default month by month ahead, for a score of zero. `own_weight` is the book's own
    share beside the expert prior, itself moved by `prior_shift` to the book's rate, from `n_defaults`
    customers who defaulted. `anchor` is what turns the log-odds of today into those of the long run.
    """

    as_of: str
    features: tuple[str, ...]
    blocks: Mapping[str, Sequence[str]]
    caps: Mapping[str, float]
    offsets: tuple[float, ...]
    country: str
    policy: str
    data_fingerprint: str
    n_customers: int
    n_defaults: int
    own_weight: float
    prior_shift: float
    calibrated: bool
    recent_rate: float
    long_run_rate: float
    anchor: float
    parameters: Mapping[str, object]
    figures: Mapping[str, float]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class TierCalibration:
    """From log-odds to probability in one tier, and the range that few defaults leave.

    `level` is added to the log-odds of either: it brings the mean answer to the book's rate.
    """

    point: Platt | VennAbers
    spread: VennAbers | None
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessments:
    """Answers, a row a customer in the order asked.

    `pd_12m` is today's probability of default within twelve months, between `low` and `high` as far as the
    tier has been tried; `pd_ttc` the same through the cycle. `hazards` has a column a month ahead.
    `contributions` has a column a feature and `base` last, in log-odds, and sums to `raw`, the log-odds
    before calibration and override. `source` says whose answer it is and `own_weight` the book's own share of
    it; `override` is "" or the fact that decides alone.
    """

    pd_12m: Floats
    low: Floats
    high: Floats
    pd_ttc: Floats
    raw: Floats
    tier: Ints
    hazards: Floats
    contributions: pd.DataFrame
    override: tuple[str, ...]
    source: str
    own_weight: float


@dataclass(frozen=True, slots=True, eq=False)
class DefaultModel:
    """The book's own booster, None with too few defaults, with its calibrations and its challenger.

    Boosters cannot be compared: a model equals itself alone.
    """

    manifest: Manifest
    booster: lightgbm.Booster | None
    tiers: Mapping[int, TierCalibration]
    scorecard: Scorecard | None
    label: str = "unreleased"

    def assess(
        self, frame: pd.DataFrame, *, in_default: Bools | None = None, explain: bool = True
    ) -> Assessments:
        """Answers for rows of features, of which the model picks its own. Raises FrameMismatch.

        `in_default` marks customers already in default (scoring/default/definition.py), whose answer is
        certain. Without `explain`, which costs twice the rest (experiment 0012), `contributions` holds
        only sums.
        """
        known = blanked(self._read(frame), self.manifest.blocks)
        tier = tier_of(known, self.manifest.blocks)
        share = self.manifest.own_weight
        told = self._contributions(known) if explain else self._sums(known)
        raw = told.to_numpy(np.float64).sum(axis=1)
        point, low, high = (logistic(said) for said in self._calibrated(raw, tier))
        override = _overrides(known, in_default)
        certain = np.array([why != "" for why in override], dtype=bool)
        point, low, high = (np.where(certain, 1.0, value) for value in (point, low, high))
        long_run = np.where(certain, 1.0, logistic(log_odds(point) + self.manifest.anchor))
        return Assessments(
            pd_12m=point,
            low=np.minimum(low, point),
            high=np.maximum(high, point),
            pd_ttc=long_run,
            raw=raw,
            tier=tier,
            hazards=hazards(point, np.array(self.manifest.offsets)),
            contributions=told,
            override=override,
            source=source_of(share),
            own_weight=share,
        )

    def own_log_odds(self, frame: pd.DataFrame) -> Floats:
        """The booster's say of default within twelve months, before calibration; frame as it was taught."""
        if self.booster is None:
            return np.zeros(len(frame))
        read = frame[list(self.manifest.features)].to_numpy(np.float32)
        return np.asarray(self.booster.predict(read, raw_score=True), np.float64) + self.year()

    def year(self) -> float:
        """Log-odds of a year for a score of zero: the months' odds added up."""
        return float(np.logaddexp.reduce(np.array(self.manifest.offsets)))

    def _read(self, frame: pd.DataFrame) -> pd.DataFrame:
        absent = [name for name in self.manifest.features if name not in frame]
        if absent:
            raise FrameMismatch(
                f"The default model reads {', '.join(absent)}, which this version does not compute. "
                "Train it again: encours train default."
            )
        return capped(frame[list(self.manifest.features)], self.manifest.caps)

    def _contributions(self, known: pd.DataFrame) -> pd.DataFrame:
        share, features = self.manifest.own_weight, list(self.manifest.features)
        prior = expert.contributions(known).reindex(columns=[*features, BASE], fill_value=0.0)
        prior[BASE] += self.manifest.prior_shift
        told = (1.0 - share) * prior.to_numpy(np.float64)
        if self.booster is not None and share > 0.0 and len(known):
            own = np.asarray(self.booster.predict(known.to_numpy(np.float32), pred_contrib=True), np.float64)
            own[:, -1] += self.year()
            told = told + share * own
        return pd.DataFrame(told, columns=[*features, BASE], index=known.index)

    def _sums(self, known: pd.DataFrame) -> pd.DataFrame:
        share = self.manifest.own_weight
        prior = expert.log_odds(known) + self.manifest.prior_shift
        own = self.own_log_odds(known) if share > 0.0 else np.zeros(len(known))
        return pd.DataFrame({BASE: share * own + (1.0 - share) * prior}, index=known.index)

    def _calibrated(self, raw: Floats, tier: Ints) -> tuple[Floats, Floats, Floats]:
        """Calibrated log-odds with their range, each row by its tier; a tier never tried keeps its own."""
        out = [raw + away for away in (0.0, -expert.HALF_WIDTH, expert.HALF_WIDTH)]
        for number, calibration in self.tiers.items():
            rows = tier == number
            said = calibrated(raw[rows], calibration, share=self.manifest.own_weight)
            for place, value in enumerate(said):
                out[place][rows] = value
        return out[0], out[1], out[2]


def capped(frame: pd.DataFrame, caps: Mapping[str, float]) -> pd.DataFrame:
    """Values beyond a feature's cap are its cap."""
    return frame.assign(**{name: frame[name].clip(upper=cap) for name, cap in caps.items() if name in frame})


def source_of(own_weight: float) -> str:
    """Whose answer it is, in words."""
    if own_weight == 0.0:
        return "expert prior"
    return OWN_SOURCE if own_weight >= _OWN_FROM else f"blend {own_weight:.0%}".replace("%", " %")


def calibrated(raw: Floats, calibration: TierCalibration, *, share: float) -> tuple[Floats, Floats, Floats]:
    """Log-odds and their ends.

    The prior's part of an answer is as uncertain as the prior, the book's as far as it has been tried.
    """
    point = log_odds(calibration.point.probability(raw)) + calibration.level
    down = up = np.full(len(raw), expert.HALF_WIDTH)
    if calibration.spread is not None:
        found = calibration.spread.range(raw)
        low, high = (log_odds(end) + calibration.level for end in (found.low, found.high))
        down = share * (point - low) + (1.0 - share) * down
        up = share * (high - point) + (1.0 - share) * up
    return point, point - down, point + up


def _overrides(known: pd.DataFrame, in_default: Bools | None) -> tuple[str, ...]:
    """Why an answer is certain. A company under a court's plan is in a proceeding and may be sound again."""
    insolvent = known[PROCEEDING].to_numpy() > 0 if PROCEEDING in known else np.zeros(len(known), bool)
    already = insolvent if in_default is None else in_default
    return tuple(
        ("insolvency" if one else "in default") if other else ""
        for one, other in zip(insolvent, already, strict=True)
    )


def files_of(model: DefaultModel) -> dict[str, str]:
    """The model as text files by name."""
    tiers = {
        str(number): {
            "point": one.point.as_json(),
            "spread": None if one.spread is None else one.spread.as_json(),
            "level": one.level,
        }
        for number, one in model.tiers.items()
    }
    card = None if model.scorecard is None else model.scorecard.as_json()
    files = {
        _BOOSTER: "" if model.booster is None else model.booster.model_to_string(),
        _CALIBRATION: json.dumps(tiers, sort_keys=True) + "\n",
        _SCORECARD: json.dumps(card, sort_keys=True) + "\n",
    }
    return sealed(files, asdict(model.manifest))


def model_of(files: Mapping[str, str], label: str) -> DefaultModel:
    """The model those files hold. Raises ArtifactRefused when a file is missing, extra or altered."""
    manifest = unsealed(files, names=_FILES, written_in=FORMAT, label=label)
    manifest |= {name: tuple(manifest[name]) for name in ("features", "offsets")}
    told: dict[str, Any] = json.loads(files[_CALIBRATION])
    card = json.loads(files[_SCORECARD])
    text = files[_BOOSTER]
    return DefaultModel(
        Manifest(**manifest),
        lightgbm.Booster(model_str=text) if text else None,
        {int(number): _tier(one) for number, one in told.items()},
        None if card is None else scorecard_from(card),
        label,
    )


def _tier(told: Mapping[str, Any]) -> TierCalibration:
    spread = None if told["spread"] is None else calibrator_from(told["spread"])
    return TierCalibration(calibrator_from(told["point"]), spread, float(told["level"]))  # type: ignore[arg-type]


DEFAULT = ModelKind("default", files_of, model_of)
