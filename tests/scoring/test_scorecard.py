"""A scorecard adds points that a person can add too."""

import json

import numpy as np
import pandas as pd
import pytest

from scoring.scorecard import ColumnsMissing, Line, Scorecard, points_of, scorecard_from
from scoring.sealed import ArtifactRefused
from tests.tables import rows

CARD = Scorecard(
    40.0,
    (
        Line("equity", edges=(0.0, 0.3), points=(-20.0, 0.0, 10.0), missing=-5.0),
        Line("delay", edges=(30.0,), points=(5.0, -15.0), missing=0.0),
    ),
)


@rows("""
    equity | delay | points
    -0.1   | 10    | 25
    0.0    | 10    | 25
    0.1    | 30    | 45
    0.5    | 31    | 35
    none   | none  | 35
""")
def test_points_are_added(equity: str, delay: str, points: str) -> None:
    """A value on an edge belongs below it; ten points double the odds."""
    frame = pd.DataFrame({"delay": [_number(delay)], "equity": [_number(equity)]})
    total = CARD.base + CARD.points(frame).to_numpy().sum()
    assert total == float(points)
    assert CARD.probability(frame)[0] == pytest.approx(1.0 / (1.0 + 2.0 ** (total / 10.0)))


def _number(told: str) -> float:
    return np.nan if told == "none" else float(told)


def test_ten_points_double_the_odds() -> None:
    assert points_of(np.log(2.0)) == pytest.approx(-10.0)


def test_what_is_told_in_json_is_read_back() -> None:
    assert scorecard_from(json.loads(json.dumps(CARD.as_json()))) == CARD


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnsMissing, match="delay"):
        CARD.probability(pd.DataFrame({"equity": [0.1]}))


@pytest.mark.parametrize(
    "told",
    [
        {"base": 1.0},
        {"base": 1.0, "lines": [{"column": "a", "edges": [1.0], "points": [2.0], "missing": 0.0}]},
    ],
)
def test_a_broken_card_is_refused_in_a_sentence(told: dict[str, object]) -> None:
    with pytest.raises(ArtifactRefused, match=r"Train it again\."):
        scorecard_from(told)
