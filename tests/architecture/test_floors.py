"""Every package of the house stands on a floor, and ships."""

from tests.architecture.floors import strangers
from tests.architecture.house import packages, pyproject


def test_every_package_stands_on_a_floor() -> None:
    assert list(strangers(packages(), pyproject())) == []


def test_a_planted_package_is_noticed() -> None:
    """import-linter says nothing of a package it was not told of: this is why the test exists."""
    breaches = list(strangers({*packages(), "cellar"}, pyproject()))
    assert len(breaches) == 2
    assert all("cellar/" in breach for breach in breaches)


def test_every_package_ships_and_is_typed() -> None:
    """A package forgotten in the wheel or by mypy works here and nowhere else."""
    tool = pyproject()["tool"]
    assert packages() <= set(tool["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert packages() <= set(tool["mypy"]["packages"])
