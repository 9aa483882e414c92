"""How a challenger is laid beside the champion."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.score import Grade
from tests.policies import GRADES
from training.shadow.compare import Compared, Pair, compared, stability

DAY = date(2024, 6, 30)


def pair(code: str, champion: float, challenger: float, *, certain: bool = False) -> Pair:
    grades = (GRADES.grade_of(champion), GRADES.grade_of(challenger))
    return Pair(code, champion, challenger, *grades, certain=certain)


def laid(*pairs: Pair) -> Compared:
    return compared(pairs, as_of=DAY, champion="default 1", challenger="default 2", apart_from=2)


chances = st.floats(0.001, 0.6)


@given(st.lists(chances, min_size=2, max_size=30, unique=True), st.floats(0.3, 3.0))
def test_what_keeps_the_order_agrees_wholly(values: list[float], power: float) -> None:
    told = laid(*(pair(f"C-{place}", value, value**power) for place, value in enumerate(values)))
    if len({value**power for value in values}) == len(values):
        assert told.rank_agreement == pytest.approx(1.0)
    assert told.same_grade + told.better + told.worse == told.customers == len(values)
    assert sum(move.customers for move in told.moves) == told.customers


@given(st.lists(chances, min_size=1, max_size=50))
def test_the_same_shares_are_wholly_stable(values: list[float]) -> None:
    told = np.array(values)
    assert stability(told, told) == 0.0
    assert stability(told, told[::-1] / 2) >= 0.0


def test_who_is_apart_is_named_and_certain_ones_count_nowhere() -> None:
    told = laid(pair("NEAR", 0.01, 0.0101), pair("FAR", 0.002, 0.5), pair("SURE", 1.0, 1.0, certain=True))
    assert (told.customers, told.certain, told.worse) == (2, 1, 1)
    assert [one.code for one in told.apart] == ["FAR"]
    assert told.apart[0].challenger_grade is Grade.F
    assert told.mean_champion == pytest.approx(0.006)


def test_nobody_to_compare_is_no_fault() -> None:
    told = laid(pair("SURE", 1.0, 1.0, certain=True))
    assert (told.customers, told.rank_agreement, told.mean_champion) == (0, None, None)
