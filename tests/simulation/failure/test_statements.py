"""Do the accounts of invented companies add up, and do they tell a little?"""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from ledger.beside import STATEMENT_ITEMS
from simulation.failure.book import people
from simulation.failure.obligor import scene_of
from simulation.failure.statements import Statement, items_of
from simulation.failure.truth import evenings
from tests.simulation.failure.worlds import START, harsh


@pytest.fixture(scope="module")
def filed() -> list[Statement]:
    return [one for known in people(harsh(), range(1, 300)) for one in known.public.statements]


def test_totals_are_the_sums_of_their_parts(filed: list[Statement]) -> None:
    told = [one.lines for one in filed if not one.confidential]
    assert len(told) > 100
    for box in told:
        assert box["CO"] == box["EE"] == box["DL"] + box["DR"] + box["EC"] == box["BJ"] + box["CJ"]
        assert box["CJ"] == box["BT"] + box["BX"] + box["BZ"] + box["CF"]
        assert box["DL"] == box["DA"] + box["DD"] + box["DG"] + box["DH"] + box["DI"]
        assert box["EC"] == box["DU"] + box["DX"] + box["DY"] + box["EA"]
        assert box["FL"] == box["FC"] + box["FI"]
        assert box["GF"] == sum(box[code] for code in ("FS", "FW", "FX", "FY", "FZ", "GA"))
        assert box["GG"] == box["FR"] - box["GF"]
        assert box["HN"] == box["DI"] == box["GG"] - box["GU"] - box["HK"]
        signless = {"DH", "DI", "DL", "GG", "GV", "GW", "HN"}
        assert all(amount >= 0 for code, amount in box.items() if code not in signless)


def test_items_are_those_of_the_house(filed: list[Statement]) -> None:
    lines = next(one.lines for one in filed if not one.confidential)
    items = items_of(lines)
    assert set(STATEMENT_ITEMS) - set(items) == {"headcount"}
    assert items["ebitda"] - items["ebit"] == 100 * lines["GA"]
    assert items["value_added"] - items["personnel_costs"] - items["ebitda"] == 100 * lines["FX"]
    assert items["current_liabilities"] + items["long_term_debts"] == items["debts"]


def test_filings_take_months_and_some_are_secret(filed: list[Statement]) -> None:
    months = np.array([(one.filed_on - one.closed_on).days for one in filed]) / 30.4
    assert 3.9 < months.min() < months.max() < 14.1
    assert 0.75 < (months < 8.1).mean() < 0.95
    assert 0.15 < np.mean([one.confidential for one in filed]) < 0.45


@pytest.mark.slow
def test_statements_alone_rank_failures_a_year_ahead() -> None:
    """By own funds in the latest statement known, as weakly as real accounts do."""
    scene = scene_of(months=48, seed=31, start=START)
    ratios, defaulted = [], []
    for known in people(scene, range(1, 4_000)):
        told = [one for one in known.public.statements if not one.confidential]
        for on in evenings(scene, known.obligor)[::6]:
            seen = [one for one in told if one.filed_on <= scene.days.day(on.evening)]
            if seen:
                latest = max(seen, key=lambda one: one.closed_on).lines
                ratios.append(latest["DL"] / latest["CO"])
                defaulted.append(on.defaulted)
    assert 0.65 < roc_auc_score(defaulted, -np.array(ratios)) < 0.78
