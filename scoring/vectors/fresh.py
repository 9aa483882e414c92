"""A score from features alone, with its reasons: one row, in a fraction of a millisecond."""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from features.catalogue import CATALOGUE
from features.feature import Family
from kernel.language import Language
from scoring.default.model import OWN_SOURCE, DefaultModel, source_of
from scoring.default.prior import PRIOR_LABEL
from scoring.default.single import One, single
from scoring.grades import GradePolicy
from scoring.reasons import family_of, reasons_of
from scoring.score import CustomerScore, confidence_of, score_of
from scoring.vector import Told, figures_of
from scoring.vectors.errors import VectorRefused
from scoring.wording import answers as words
from scoring.wording.sentences import BASE

# Models read in single precision.
_LARGEST = float(np.finfo(np.float32).max)
_NAMES = frozenset(feature.name for feature in CATALOGUE)
_FAMILIES = tuple(family.value for family in Family)


def fresh_score(
    model: DefaultModel,
    told: Told,
    *,
    in_default: bool | None,
    grades: GradePolicy,
    language: Language,
) -> CustomerScore:
    """What a model says of features, which may be any of the catalogue's; those left out are not known.

    `as_of` is the evening up to which the model learnt: nobody said which one the features are of. Raises
    VectorRefused.
    """
    _check(told)
    ready = single(model)
    one = ready.assess(ready.values(told), in_default=in_default)
    return _answer(model, one, told, grades=grades, language=language)


def summed(model: DefaultModel, contributions: NDArray[np.float64]) -> dict[str, float]:
    """Log-odds by family, the starting point last."""
    own, present = _family_places(model.manifest.features)
    by_family = np.bincount(own, weights=contributions[:-1], minlength=len(_FAMILIES)).tolist()
    told = {_FAMILIES[place]: by_family[place] for place in present}
    return told | {BASE: float(contributions[-1])}


def _answer(
    model: DefaultModel, one: One, told: Told, *, grades: GradePolicy, language: Language
) -> CustomerScore:
    contributions = summed(model, one.contributions)
    why = reasons_of(contributions, figures_of(told), language=language)
    share = model.manifest.own_weight
    source = source_of(share)
    return CustomerScore(
        customer=None,
        as_of=date.fromisoformat(model.manifest.as_of),
        score=score_of(one.pd_12m),
        grade=grades.grade_of(one.pd_12m),
        pd_12m=one.pd_12m,
        low=one.low,
        high=one.high,
        pd_ttc=one.pd_ttc,
        confidence=confidence_of(one.low, one.high),
        tier=one.tier,
        source=source,
        model=model.label,
        own_weight=share,
        override=one.override,
        adverse=why.adverse,
        favourable=why.favourable,
        contributions=contributions,
        override_text=words.override(one.override, language),
        source_text=words.source(
            share, own=source == OWN_SOURCE, trained=model.label != PRIOR_LABEL, language=language
        ),
        knowledge=words.knowledge(one.tier, language),
        notes=(words.as_sent(language),),
    )


def _check(told: Told) -> None:
    strange = sorted(told.keys() - _NAMES)
    if strange:
        listed = ", ".join(f"“{name}”" for name in strange[:5])
        raise VectorRefused(
            f"There is no feature {listed}. Take the names from docs/features.md, "
            "and leave out what is not known."
        )
    endless = [
        name for name, value in told.items() if value is not None and not -_LARGEST <= value <= _LARGEST
    ]
    if endless:
        raise VectorRefused(f"The feature “{endless[0]}” is no number that can be reckoned with.")


@lru_cache(maxsize=8)
def _family_places(features: tuple[str, ...]) -> tuple[NDArray[np.intp], tuple[int, ...]]:
    """The family of each feature by its place among all, and which of them there are."""
    own = np.array([_FAMILIES.index(family_of(name).value) for name in features], dtype=np.intp)
    return own, tuple(sorted(set(own.tolist())))
