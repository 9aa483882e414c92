"""Whether a stored score comes out the same from what it was told from: the audit of a model in service."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isclose

from scoring.default.model import DefaultModel
from scoring.default.single import One, single
from scoring.kept import HINDSIGHT, KeptScore, Whole
from scoring.vectors.fresh import summed

# Sums of a row and of a column of rows end in other digits; a figure that moves by more was another one.
_ROUNDING = 1e-9
_FIGURES = ("pd_12m", "low", "high", "pd_ttc")


@dataclass(frozen=True, slots=True)
class Differing:
    """A score that came out otherwise: the field that differs first, as it was stored and as it came."""

    customer: str
    as_of: str
    model: str
    field: str
    stored: str
    again: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many scores came out the same, and those that did not.

    `without_features` were stored before features were; `without_model` are those of models that cannot be
    read any more, by label.
    """

    same: int
    differing: tuple[Differing, ...]
    without_features: int
    without_model: Mapping[str, int]


def replayed(scores: Iterable[Whole], model_of: Callable[[str], DefaultModel | None]) -> Replayed:
    """Every score once more, by the version that gave it; `model_of` gives None for one that is gone."""
    same, without_features = 0, 0
    gone: dict[str, int] = {}
    differing = []
    for whole in scores:
        label = whole.score.model.removesuffix(HINDSIGHT)
        model = model_of(label)
        if whole.features is None:
            without_features += 1
        elif model is None:
            gone[label] = gone.get(label, 0) + 1
        else:
            found = difference(whole, model)
            same += found is None
            differing += [] if found is None else [found]
    return Replayed(same, tuple(differing), without_features, gone)


def difference(whole: Whole, model: DefaultModel) -> Differing | None:
    """What a model says otherwise of stored features than was stored; None where it says the same."""
    ready, kept = single(model), whole.score
    one = ready.assess(ready.values(whole.features or {}), in_default=bool(kept.override))
    for name, stored, again in _compared(kept, one, summed(model, one.contributions)):
        if stored != again and not _close(stored, again):
            told = (str(value) for value in (stored, again))
            return Differing(whole.customer, kept.as_of.isoformat(), kept.model, name, *told)
    return None


def _compared(
    kept: KeptScore, one: One, contributions: Mapping[str, float]
) -> Iterable[tuple[str, object, object]]:
    yield "override", kept.override, one.override
    yield "tier", kept.tier, one.tier
    for name in _FIGURES:
        yield name, getattr(kept, name), getattr(one, name)
    for family in sorted({*kept.contributions, *contributions}):
        yield f"contributions.{family}", kept.contributions.get(family), contributions.get(family)


def _close(stored: object, again: object) -> bool:
    if not isinstance(stored, float) or not isinstance(again, float):
        return False
    return isclose(stored, again, rel_tol=_ROUNDING, abs_tol=_ROUNDING)
