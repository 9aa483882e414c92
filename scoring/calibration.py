"""From a raw score in log-odds to a probability that counts right: knots fitted elsewhere, applied here.

Every map is monotone, so that it keeps the order and the signs of the model it follows. The knots are plain
numbers, told in JSON and read back; training/tabular/calibrating.py fits them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.sealed import ArtifactRefused

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Range:
    """Lower and upper probability of each row: the wider apart, the less is known of such rows."""

    low: Floats
    high: Floats

    @property
    def merged(self) -> Floats:
        """The one probability that loses least, whichever end is right (Vovk, Petej and Fedorova 2015)."""
        return self.high / (1.0 - self.low + self.high)

    @property
    def width(self) -> Floats:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Platt:
    """A straight line in log-odds."""

    slope: float
    intercept: float

    def probability(self, score: Floats) -> Floats:
        return 1.0 / (1.0 + np.exp(-(self.slope * score + self.intercept)))

    def as_json(self) -> dict[str, Any]:
        return {"kind": "platt", "slope": self.slope, "intercept": self.intercept}


@dataclass(frozen=True, slots=True)
class Isotonic:
    """Straight lines between knots, level beyond the outer ones."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def probability(self, score: Floats) -> Floats:
        return np.interp(score, self.scores, self.probabilities)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "isotonic",
            "scores": list(self.scores),
            "probabilities": list(self.probabilities),
        }


@dataclass(frozen=True, slots=True)
class VennAbers:
    """What isotonic regression would say of a row if it failed, and if it did not: two staircases.

    `high[i]` holds from beyond the knot before to `high_at[i]` included, and 1 above the last; `low[i]` from
    `low_at[i]` to before the next, and 0 below the first.
    """

    low_at: tuple[float, ...]
    low: tuple[float, ...]
    high_at: tuple[float, ...]
    high: tuple[float, ...]

    def range(self, score: Floats) -> Range:
        low = np.array((0.0, *self.low))[np.searchsorted(self.low_at, score, side="right")]
        high = np.array((*self.high, 1.0))[np.searchsorted(self.high_at, score, side="left")]
        return Range(low, high)

    def probability(self, score: Floats) -> Floats:
        return self.range(score).merged

    def as_json(self) -> dict[str, Any]:
        steps = {name: list(getattr(self, name)) for name in ("low_at", "low", "high_at", "high")}
        return {"kind": "venn_abers", **steps}


@dataclass(frozen=True, slots=True)
class CrossVennAbers:
    """One Venn-Abers map a fold: the probability by geometric means, the ends by plain ones.

    The geometric means lose least, whichever end is right, but may cross where the folds disagree.

    `score` is one figure a row, which every map reads, or a column a map, each from the model of its fold.
    """

    folds: tuple[VennAbers, ...]

    def range(self, score: Floats) -> Range:
        parts, merged = self._parts(score), self.probability(score)
        low = np.mean([part.low for part in parts], axis=0)
        high = np.mean([part.high for part in parts], axis=0)
        return Range(np.minimum(low, merged), np.maximum(high, merged))

    def probability(self, score: Floats) -> Floats:
        parts = self._parts(score)
        with np.errstate(divide="ignore"):  # a fold that excludes a fate has log 0 for it
            fails = np.exp(np.mean([np.log(part.high) for part in parts], axis=0))
            stands = np.exp(np.mean([np.log(1.0 - part.low) for part in parts], axis=0))
        return Range(1.0 - stands, fails).merged

    def _parts(self, score: Floats) -> list[Range]:
        columns = np.broadcast_to(score[:, None], (len(score), len(self.folds))) if score.ndim == 1 else score
        return [fold.range(columns[:, place]) for place, fold in enumerate(self.folds)]

    def as_json(self) -> dict[str, Any]:
        return {"kind": "cross_venn_abers", "folds": [fold.as_json() for fold in self.folds]}


def shifted(probability: Floats, *, by: float) -> Floats:
    """Probabilities moved by so much in log-odds, which keeps their order."""
    with np.errstate(divide="ignore"):  # 0 and 1 stay
        return 1.0 / (1.0 + np.exp(-by) * (1.0 / probability - 1.0))


Calibrator = Platt | Isotonic | VennAbers | CrossVennAbers


def calibrator_from(told: Mapping[str, Any]) -> Calibrator:
    """The calibrator that `as_json` told. Raises ArtifactRefused."""
    reader = _READERS.get(told.get("kind", ""))
    if reader is None:
        raise ArtifactRefused(
            f"The calibration of the model is of kind “{told.get('kind')}”; this version reads "
            f"{', '.join(sorted(_READERS))}. Train it again."
        )
    try:
        return reader(told)
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactRefused(
            f"The calibration of the model, of kind {told['kind']}, cannot be read ({error!r}). "
            "Train it again."
        ) from error


def _platt(told: Mapping[str, Any]) -> Calibrator:
    return Platt(float(told["slope"]), float(told["intercept"]))


def _isotonic(told: Mapping[str, Any]) -> Calibrator:
    return Isotonic(_numbers(told["scores"]), _numbers(told["probabilities"]))


def _venn_abers(told: Mapping[str, Any]) -> VennAbers:
    return VennAbers(*(_numbers(told[name]) for name in ("low_at", "low", "high_at", "high")))


def _cross(told: Mapping[str, Any]) -> Calibrator:
    return CrossVennAbers(tuple(_venn_abers(fold) for fold in told["folds"]))


def _numbers(told: Any) -> tuple[float, ...]:
    return tuple(float(number) for number in told)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Calibrator]] = {
    "platt": _platt,
    "isotonic": _isotonic,
    "venn_abers": _venn_abers,
    "cross_venn_abers": _cross,
}
