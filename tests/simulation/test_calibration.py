"""Do the truths tell the truth? Events happen as often as they say, everywhere and in every decile."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulation.almanac import EARLIEST
from simulation.laws import LAWS
from simulation.world import World, invent
from tests.simulation.measures import is_late, log_loss, past_rate, surprise

# Many customers of like size instead of a few that decide everything: more independent evidence.
LEVEL = replace(LAWS, sizes=replace(LAWS.sizes, one_off=0.2, median=10.0, spread=0.6, key=1e-9))

# One chance in fifteen thousand for one comparison, one in a hundred for the hundred and more made here.
_TOO_SURPRISING = 4.0


@pytest.fixture(scope="module")
def world() -> World:
    return invent(customers=1_800, months=24, seed=21, laws=LEVEL)


def probability_after(world: World, name: str, days: int) -> np.ndarray:
    """Of being paid more than so many days after due, or never."""
    curve = getattr(world, name)[:, : days - EARLIEST + 1]
    return 1 - curve.sum(axis=1, dtype=float)


@pytest.mark.parametrize("name", ["given_all", "given_ledger"])
@pytest.mark.parametrize("days", [-10, -3, 0, 5, 12, 30, 60])
def test_as_many_as_announced(world: World, name: str, days: int) -> None:
    told, happened = probability_after(world, name, days), is_late(world, days)
    customers = world.invoices["customer"].to_numpy()
    assert abs(surprise(told, happened, customers)) < _TOO_SURPRISING


@pytest.mark.parametrize("name", ["given_all", "given_ledger"])
@pytest.mark.parametrize("days", [0, 30])
def test_as_many_as_announced_in_every_decile(world: World, name: str, days: int) -> None:
    told, happened = probability_after(world, name, days), is_late(world, days)
    customers = world.invoices["customer"].to_numpy()
    for rows in np.array_split(np.argsort(told, kind="stable"), 10):
        assert abs(surprise(told[rows], happened[rows], customers[rows])) < _TOO_SURPRISING


def test_as_many_as_announced_whatever_the_history(world: World) -> None:
    """New customers and old ones, on time so far or not: the observer has left nothing in the ledger."""
    told, happened = probability_after(world, "given_ledger", 0), is_late(world)
    customers = world.invoices["customer"].to_numpy()
    place = world.invoices.groupby("customer").cumcount().to_numpy()
    for group in (pd.cut(place, [-1, 0, 2, 5, 10, 20, 10_000]).codes, pd.qcut(past_rate(world), 5).codes):
        for value in np.unique(group):
            rows = group == value
            assert abs(surprise(told[rows], happened[rows], customers[rows])) < _TOO_SURPRISING


def test_expected_over_observed_is_near_one(world: World) -> None:
    for name in ("given_all", "given_ledger"):
        assert probability_after(world, name, 0).sum() / is_late(world).sum() == pytest.approx(1, abs=0.04)


def test_who_knows_more_is_less_surprised(world: World) -> None:
    late = is_late(world)
    told = [probability_after(world, name, 0) for name in ("given_all", "given_ledger")]
    knower, observer, naive = (log_loss(p, late) for p in (*told, past_rate(world)))
    assert knower < observer < naive
