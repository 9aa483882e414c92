"""Every exception of the house has its answer at the doors."""

from serving.errors import ANSWERS
from tests.architecture.exceptions import exception_classes
from tests.architecture.house import Module, modules


def test_every_exception_has_an_answer() -> None:
    """An exception without one would leave as a fault of ours: 500 and a traceback."""
    assert exception_classes(modules()) - set(ANSWERS) == set()


def test_every_answer_has_its_exception() -> None:
    """The table names classes by their path: a class renamed or moved would silently lose its answer."""
    assert set(ANSWERS) - exception_classes(modules()) == set()


def test_a_planted_exception_is_noticed() -> None:
    planted = (
        Module("credit/limit.py", "class LimitBroken(ValueError): ..."),
        Module(
            "credit/cover.py", "from credit.limit import LimitBroken\nclass CoverBroken(LimitBroken): ..."
        ),
        Module("credit/policy.py", "class Policy: ..."),
    )
    assert exception_classes(planted) == {"credit.limit.LimitBroken", "credit.cover.CoverBroken"}
