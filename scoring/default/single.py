"""One row answered by a default model in a fraction of a millisecond: what `assess` says, without frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import lightgbm
import numpy as np
from numpy.typing import NDArray

from features.feature import Block
from scoring.default import expert
from scoring.default.curve import log_odds, logistic
from scoring.default.model import PROCEEDING, DefaultModel, calibrated
from scoring.default.tiers import IDENTITY_ONLY, OF_THE_BOOK, WITH_COMPANY, WITH_LEDGER
from scoring.score import IN_DEFAULT, INSOLVENCY
from scoring.vector import Told

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_MODELS_READY = 8
_TELLING = ((Block.COMPANY, WITH_COMPANY), (Block.LEDGER, WITH_LEDGER))


@dataclass(frozen=True, slots=True)
class One:
    """The answer of one row; fields are those of `Assessments` (scoring/default/model.py).

    `contributions` are by feature in the model's order, the starting point last.
    """

    pd_12m: float
    low: float
    high: float
    pd_ttc: float
    raw: float
    tier: int
    contributions: Floats
    override: str


@dataclass(frozen=True, slots=True)
class _BlockPlaces:
    """Where the features of a block are, and which of them say that something is known."""

    tier: int
    every: Places
    telling: Places


@dataclass(frozen=True, slots=True)
class Single:
    """A model with all that does not change from row to row looked up beforehand."""

    model: DefaultModel
    names: tuple[str, ...]
    capped: Places
    caps: NDArray[np.float32]
    blocks: tuple[_BlockPlaces, ...]
    points: tuple[tuple[int, expert.Points], ...]
    start: float
    proceeding: int | None

    def values(self, told: Told) -> NDArray[np.float32]:
        """The row of features told by name; what is left out is not known."""
        return np.array([told.get(name) for name in self.names], dtype=np.float32)

    def assess(self, values: NDArray[np.float32], *, in_default: bool | None = None) -> One:
        """The answer of a row in the model's order."""
        row = values.copy()
        row[self.capped] = np.minimum(row[self.capped], self.caps)
        tier = self._blank(row)
        moved = self._contributions(row)
        raw = moved.sum(keepdims=True)
        override = self._override(row, in_default)
        if override:
            return One(1.0, 1.0, 1.0, 1.0, float(raw[0]), tier, moved, override)
        point, low, high = (logistic(said) for said in self._calibrated(raw, tier))
        chance = float(point[0])
        return One(
            pd_12m=chance,
            low=min(float(low[0]), chance),
            high=max(float(high[0]), chance),
            pd_ttc=float(logistic(log_odds(point) + self.model.manifest.anchor)[0]),
            raw=float(raw[0]),
            tier=tier,
            contributions=moved,
            override="",
        )

    def _blank(self, row: NDArray[np.float32]) -> int:
        """Blocks that say nothing are emptied in place; the tier of the row."""
        tier = IDENTITY_ONLY
        for block in self.blocks:
            telling = row[block.telling]
            if ((telling == telling) & (telling != 0)).any():
                tier = block.tier
            else:
                row[block.every] = np.nan
        return tier

    def _contributions(self, row: NDArray[np.float32]) -> Floats:
        share, booster = self.model.manifest.own_weight, self.model.booster
        told = np.zeros(len(self.names) + 1)
        for place, line in self.points:
            told[place] = line.at(float(row[place]))
        told[-1] = self.start
        told *= 1.0 - share
        if booster is not None and share > 0.0:
            own = _contributions_of(booster, row)
            own[-1] += self.model.year()
            told += share * own
        return told

    def _calibrated(self, raw: Floats, tier: int) -> tuple[Floats, Floats, Floats]:
        calibration = self.model.tiers.get(tier)
        if calibration is None:
            return raw, raw - expert.HALF_WIDTH, raw + expert.HALF_WIDTH
        return calibrated(raw, calibration, share=self.model.manifest.own_weight)

    def _override(self, row: NDArray[np.float32], in_default: bool | None) -> str:
        insolvent = self.proceeding is not None and bool(row[self.proceeding] > 0)
        already = insolvent if in_default is None else in_default
        if not already:
            return ""
        return INSOLVENCY if insolvent else IN_DEFAULT


@lru_cache(maxsize=_MODELS_READY)
def single(model: DefaultModel) -> Single:
    """A model made ready for one row at a time."""
    names = model.manifest.features
    place = {name: number for number, name in enumerate(names)}
    caps = {name: cap for name, cap in model.manifest.caps.items() if name in place}
    base = float(np.log(expert.BASE_RATE / (1.0 - expert.BASE_RATE)))
    return Single(
        model=model,
        names=names,
        capped=np.array([place[name] for name in caps], dtype=np.intp),
        caps=np.array(list(caps.values()), dtype=np.float32),
        blocks=tuple(_places(model.manifest.blocks[block.value], place, tier) for block, tier in _TELLING),
        points=tuple((place[line.feature], line) for line in expert.EXPERT if line.feature in place),
        start=base + model.manifest.prior_shift,
        proceeding=place.get(PROCEEDING),
    )


def _places(names: Sequence[str], place: dict[str, int], tier: int) -> _BlockPlaces:
    telling = [place[name] for name in names if name not in OF_THE_BOOK]
    return _BlockPlaces(
        tier, np.array([place[name] for name in names], dtype=np.intp), np.array(telling, dtype=np.intp)
    )


def _contributions_of(booster: lightgbm.Booster, row: NDArray[np.float32]) -> Floats:
    """On this thread alone: to wake others costs more than one row."""
    told = booster.predict(row[None, :], pred_contrib=True, num_threads=1)
    return np.asarray(told, np.float64)[0]
