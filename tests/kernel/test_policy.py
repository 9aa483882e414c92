"""A policy file is read strictly, and what is wrong with it is said where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pytest

from kernel.policy import PolicyRefused, marked, policy_from


class Word(StrEnum):
    GO = "go"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    days: int
    word: Word


@dataclass(frozen=True, slots=True)
class Policy:
    version: str
    share: float
    steps: tuple[Step, ...]
    by_grade: Mapping[str, float]

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"share is {self.share:g}; a share lies between 0 and 1.")


GOOD = """
version = "2026-01"
share = 1
by_grade = { A = 1.5, B = 2 }
[[steps]]
days = 3
word = "go"
"""


def test_a_file_becomes_its_value() -> None:
    made = policy_from(GOOD, Policy, name="a.toml")
    assert made == Policy("2026-01", 1.0, (Step(3, Word.GO),), {"A": 1.5, "B": 2.0})


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("share = 1", "share = 1.5", "a.toml: share is 1.5; a share lies between 0 and 1."),
        ("share = 1", "", "a.toml: share is missing. Write it, as in the shipped file."),
        ("share = 1", "share = 1\nshades = 2", "shades is not known. Known here: version, share, steps"),
        ("share = 1", "share = true", "a.toml: share is “True”; it must be a number."),
        ("days = 3", "days = 3.5", "a.toml: steps.1.days is “3.5”; it must be a whole number."),
        ('word = "go"', 'word = "stop"', "a.toml: steps.1.word is “stop”. Write one of go, wait."),
        ("B = 2", 'B = "x"', "a.toml: by_grade.B is “x”; it must be a number."),
        ("[[steps]]", "[steps]", "a.toml: steps must be an array, such as [1, 2]."),
        ('version = "2026-01"', "version =", "a.toml is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(before: str, after: str, why: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        policy_from(GOOD.replace(before, after, 1), Policy, name="a.toml")
    assert why in str(refused.value)


def test_the_mark_of_a_policy_is_its_version_and_that_of_its_figures() -> None:
    """Comments and the order of keys change nothing; a figure does, and so does the version."""

    def mark(text: str) -> str:
        return marked(policy_from(text, Policy, name="a.toml"))

    told = mark(GOOD)
    assert told.startswith("2026-01 ")
    assert mark("# a comment\n" + GOOD.replace("A = 1.5, B = 2", "B = 2, A = 1.5")) == told
    assert mark(GOOD.replace("days = 3", "days = 4")) != told
    assert mark(GOOD.replace("2026-01", "2026-02")).split()[0] == "2026-02"
