"""Is the observer of the ledger exact, and blind to the future?"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from simulation.almanac import EARLIEST, LATEST
from simulation.laws import LAWS, Laws
from simulation.observer import NEVER, Ledger, curves, observed
from simulation.payer import QUARTERS
from simulation.trade import Account
from simulation.world import Stage, stage, story, truths
from tests.simulation.reference import Bill, given_ledger

START = date(2023, 1, 2)

# Two habits, one dispersion, two drifts, two runs: eight types, four states; five months make 1,024 paths.
TINY = replace(
    LAWS,
    habits=tuple(replace(habit, share=0.5) for habit in (LAWS.habits[1], LAWS.habits[4])),
    dispersions=(replace(LAWS.dispersions[0], share=1.0),),
    drifts=tuple(replace(drift, share=0.5) for drift in LAWS.drifts[:2]),
    runs=(replace(LAWS.runs[0], share=0.6), replace(LAWS.runs[5], share=0.4)),
)


def scene(laws: Laws, seed: int) -> Stage:
    return stage(laws, months=8, seed=seed, start=START)


def bills(world: Stage, account: Account) -> list[Bill]:
    rows = zip(*account.ledger, strict=True)
    return [
        Bill(
            world.days.day(int(issued)),
            world.days.day(int(due)),
            shift / QUARTERS,
            None if paid == NEVER else world.days.day(int(paid)),
        )
        for issued, due, _, shift, paid in rows
    ]


def short_history(world: Stage, number: int) -> Account:
    """A customer's story up to its fifth due month, so that its paths can be enumerated."""
    account = story(world, number)
    kept = account.ledger.month < 5
    ledger = Ledger(*(column[kept] for column in account.ledger))
    return replace(
        account,
        ledger=ledger,
        cents=account.cents[kept],
        state=account.state[kept],
        disputed=account.disputed[kept],
    )


@pytest.mark.parametrize("number", [1, 6, 27, 30])
def test_belief_is_bayes_rule_over_every_path(number: int) -> None:
    """The forward pass gives what the enumeration of all hidden paths gives, day by day."""
    world = scene(TINY, seed=3)
    account = short_history(world, number)
    _, found = truths(world, account)
    history = bills(world, account)
    for last in {0, len(history) // 2, len(history) - 1}:
        expected = given_ledger(TINY, sector=account.customer.sector, bills=history, last=last, start=START)
        exact = np.zeros(LATEST - EARLIEST + 1)
        for day, p in expected.items():
            exact[(day - history[last].due_on).days - EARLIEST] = p
        np.testing.assert_allclose(found[last], exact, atol=1e-10)


def test_future_facts_change_nothing() -> None:
    """Cut on the evening of any invoice, the ledger gives that invoice the same law."""
    world = scene(LAWS, seed=5)
    account = max((story(world, number) for number in range(1, 40)), key=lambda one: len(one.cents))
    _, whole = truths(world, account)
    for last in np.linspace(0, len(whole) - 1, 12).astype(int):
        np.testing.assert_array_equal(_law_when_cut(world, account, last), whole[last])


def _law_when_cut(world: Stage, account: Account, last: int) -> np.ndarray:
    evening = account.ledger.issued[last]
    known = Ledger(*(column[: last + 1] for column in account.ledger))
    known = known._replace(paid=np.where(known.paid <= evening, known.paid, NEVER))
    sector = account.customer.sector
    start = np.multiply.outer(world.chains.prior[sector], world.chains.first)
    belief, evenings = observed(world.payers, known, start, world.chains.step[sector])
    found = np.zeros((last + 1, LATEST - EARLIEST + 1))
    curves(world.payers, known, belief, evenings, found)
    return found[last]


def test_curves_are_probabilities() -> None:
    """No day has a negative share, no invoice more than one in all, nothing is paid on the day of issue."""
    world = scene(LAWS, seed=6)
    for number in range(1, 25):
        account = story(world, number)
        since_due = account.ledger.issued - account.ledger.due
        for law in truths(world, account):
            assert law.min() >= 0
            assert law.sum(axis=1).max() <= 1 + 1e-9
            for row, issue in zip(law, since_due, strict=True):
                assert row[: issue - EARLIEST + 1].sum() == 0


def test_law_covers_every_possible_delay() -> None:
    """The earliest and the latest payments fall inside the table of the willing day."""
    world = scene(LAWS, seed=1)
    payers = world.payers
    drift = payers.drift * payers.drift_months
    known = [
        s.shift + c.shift + t.shift + season + sign * LAWS.amounts.delay * LAWS.amounts.delay_limit
        for s in LAWS.sectors
        for c in LAWS.countries
        for t in LAWS.terms
        for season in (0.0, sum(s.shift for s in LAWS.seasons))
        for sign in (-1, 1)
    ]
    latest = (payers.location + np.maximum(drift, 0)).max() + max(known) * QUARTERS
    earliest = (payers.location + np.minimum(drift, 0)).min() + min(known) * QUARTERS
    assert payers.origin - latest + EARLIEST * QUARTERS >= 0
    assert payers.origin - earliest + LATEST * QUARTERS < payers.law.shape[1]
    assert timedelta(days=-EARLIEST) >= max(t.terms.due_on(START) - START for t in LAWS.terms)
