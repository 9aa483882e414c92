"""The cash page: what is kept under a model's name was worked out by that model."""

import time
from dataclasses import replace

from fastapi import FastAPI

from scoring.gateway import NullRegistry
from scoring.lateness.artifact import LATENESS, LatenessModel
from scoring.sealed import ModelKind
from tests.serving.api.conftest import door  # noqa: F401  # a fixture
from tests.serving.web.house import Browser, people
from tests.training.companies import small_model

_LONGEST = 20.0


class _Moving(NullRegistry):
    """Another champion each time somebody asks."""

    labels = iter(f"lateness {number}" for number in range(1, 1_000))

    def champion(self, kind: ModelKind[LatenessModel]) -> LatenessModel:  # type: ignore[override]
        return replace(small_model(), label=next(self.labels))


def test_a_forecast_under_way_ends_with_the_model_it_began_with(door: FastAPI) -> None:  # noqa: F811
    """The page that waits for it asks again under the next champion's name, and is kept apart from it."""
    house = door.state.house
    door.state.house = replace(house, registry=_Moving())
    browser = Browser(door, people(door))
    browser.see("/cash")
    kept = dict(house.kept._found)
    until = time.monotonic() + _LONGEST
    while not all(one.done() for one in kept.values()) and time.monotonic() < until:
        time.sleep(0.05)
    told = {
        key[4]: one.result().outlook.model for key, one in kept.items() if key[0] == "cash" and len(key) == 6
    }
    assert told
    assert all(label == model for label, model in told.items())
    assert LATENESS.name in next(iter(told))
