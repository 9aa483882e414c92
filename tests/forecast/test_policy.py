"""policy/forecast.toml is read strictly."""

from pathlib import Path

import pytest

from forecast.policy import ForecastPolicy
from kernel.policy import PolicyRefused, policy_from

SHIPPED = Path("policy/forecast.toml").read_text(encoding="utf-8")


def test_the_shipped_policy_is_one() -> None:
    made = policy_from(SHIPPED, ForecastPolicy, name="forecast.toml")
    assert made.version
    assert made.dependence.weeks * 7 > made.dependence.days_apart


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("draws = 1000", "draws = 3", "draws must lie"),
        ("seed = 20", "seed = -1", "seed and largest_shown"),
        ("usual_customer = 0.35", "usual_customer = 0.99", "stay below 1"),
        ("least_width = 1.1", "least_width = 3.0", "least_width"),
        ("evenings = 10", "evenings = 0", "must be 1 or more"),
        ("half_life = 60", "half_life = 0", "half_life"),
    ],
)
def test_figures_that_mean_nothing_are_refused(before: str, after: str, why: str) -> None:
    assert before in SHIPPED
    with pytest.raises(PolicyRefused, match=why):
        policy_from(SHIPPED.replace(before, after, 1), ForecastPolicy, name="forecast.toml")
