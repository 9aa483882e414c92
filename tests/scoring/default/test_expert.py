"""What the expert prior says, figure by figure."""

import numpy as np
import pandas as pd
import pytest

from scoring.default.expert import BASE_RATE, EXPERT, contributions, log_odds
from tests.tables import rows

UP = ("legal_incidents_12m", "proceeding_open", "oldest_overdue_days", "overdue_share", "late_share")
DOWN = ("altman_z_double_prime", "conan_holder", "firm_age_years")


@rows("""
    feature               | value | points
    altman_z_double_prime | 1.0   | 1.0
    altman_z_double_prime | 1.1   | 0.2
    altman_z_double_prime | 2.6   | -0.5
    conan_holder          | 3.9   | 1.0
    conan_holder          | 16    | -0.5
    oldest_overdue_days   | 0     | -0.4
    oldest_overdue_days   | 30    | 0.0
    oldest_overdue_days   | 90    | 2.6
    returned_payments_12m | 2     | 1.4
    n_paid                | 2     | 0.3
""")
def test_points_by_band(feature: str, value: str, points: str) -> None:
    told = contributions(pd.DataFrame({feature: [float(value)]}))
    assert told[feature].tolist() == [float(points)]


def test_what_is_not_known_adds_nothing() -> None:
    nothing = pd.DataFrame({line.feature: [np.nan] for line in EXPERT})
    assert log_odds(nothing)[0] == pytest.approx(np.log(BASE_RATE / (1 - BASE_RATE)))
    assert log_odds(pd.DataFrame(index=[0]))[0] == pytest.approx(log_odds(nothing)[0])


@pytest.mark.parametrize(("feature", "sign"), [*((name, 1) for name in UP), *((name, -1) for name in DOWN)])
def test_points_only_go_one_way(feature: str, sign: int) -> None:
    line = next(line for line in EXPERT if line.feature == feature)
    assert (sign * np.diff(line.of(np.linspace(-50, 200, 2_000))) >= 0).all()


def test_every_line_has_its_reason_and_as_many_bands_as_points() -> None:
    for line in EXPERT:
        assert len(line.points) == len(line.edges) + 1
        assert line.why.endswith(".")
