"""Small worlds in which customers fail."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from simulation.failure.laws import FAILURE_LAWS
from simulation.failure.obligor import Obligor, Scene, obligor, scene_of

START = date(2020, 1, 1)

# Trouble comes five times as often, so that a few hundred customers have failures to tell.
HARSH = replace(
    FAILURE_LAWS,
    solidities=tuple(replace(one, fragility=min(5 * one.fragility, 4.0)) for one in FAILURE_LAWS.solidities),
)


@lru_cache(maxsize=4)
def harsh(months: int = 24) -> Scene:
    return scene_of(HARSH, months=months, seed=3, start=START)


@lru_cache(maxsize=4)
def customers(count: int, months: int = 24) -> list[Obligor]:
    found = (obligor(harsh(months), number) for number in range(1, count + 1))
    return [one for one in found if one is not None]
