"""Is the truth about defaults true?"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import log_loss

from simulation.failure.book import Known, people
from simulation.failure.chain import fates
from simulation.failure.filtering import beliefs_by_month, draw_back, seen_by_month
from simulation.failure.laws import FAILURE_LAWS
from simulation.failure.obligor import Obligor, Scene, scene_of
from simulation.failure.ordering import believed, sized
from simulation.failure.snapshots import frame_of, sample
from simulation.failure.truth import evenings, oracle
from simulation.observer import observed
from tests.simulation.failure.worlds import START, customers, harsh


def test_without_failures_of_our_own_beliefs_are_those_of_the_payment_observer() -> None:
    """One solidity and no court leave the chain of the laws of payment."""
    laws = replace(
        FAILURE_LAWS, solidities=(replace(FAILURE_LAWS.solidities[0], share=1.0, fragility=1.0, health=0.0),)
    )
    scene = scene_of(laws, months=24, seed=3, start=START)
    one = next(one for one in customers(60) if 20 < len(one.cents) < 60)
    sector, ledger = one.customer.sector, one.ledger
    law = fates(laws, sector=sector, in_court=False)
    start = np.multiply.outer(scene.chains.prior[sector], scene.chains.first)
    known, places = observed(scene.payers, ledger, start, scene.chains.step[sector])
    evening, before = int(ledger.issued[-1]), int(np.searchsorted(ledger.issued, ledger.issued[-1]))
    months = int(ledger.month[-1]) + 1
    found = seen_by_month(scene.payers, ledger, before, evening, months)
    nothing = np.ones((months, len(law.first)))
    belief = beliefs_by_month(law, scene.chains.prior[sector], found, nothing, months, months - 1)[0]
    belief[:, 3] += belief[:, 4]
    np.testing.assert_allclose(belief[:, :4], known[places[-1]], atol=1e-9)


def test_paths_are_drawn_as_often_as_believed() -> None:
    scene, one = harsh(), next(one for one in customers(60) if 20 < len(one.cents) < 60)
    evening = int(one.ledger.issued[-1])
    months = int(one.ledger.month[-1]) + 1
    found = seen_by_month(scene.payers, one.ledger, len(one.cents), evening, months)
    nothing = np.ones((months, len(one.fates.first)))
    prior = scene.chains.prior[one.customer.sector]
    beliefs = beliefs_by_month(one.fates, prior, found, nothing, -1, 0)
    chance, path = np.random.default_rng(1), np.empty(months, dtype=np.int64)
    cumulated, draws = np.cumsum(beliefs[-1].ravel()), 4_000
    kinds, firsts = np.zeros(len(prior)), np.zeros(len(one.fates.first))
    for _ in range(draws):
        kinds[draw_back(one.fates, beliefs, cumulated, chance, path)] += 1 / draws
        firsts[path[0]] += 1 / draws
    assert np.abs(kinds - beliefs[-1].sum(axis=1)).max() < 4 * (0.25 / draws) ** 0.5
    # Looking back, the first month is believed in by all that came after: as a pass from its end tells.
    back = smoothed_first(one, beliefs, found)
    assert np.abs(firsts - back).max() < 4 * (0.25 / draws) ** 0.5


def smoothed_first(
    one: Obligor, beliefs: npt.NDArray[np.float64], found: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Belief in the first month's states given all months, by the textbook's backward pass."""
    ahead = np.ones(beliefs.shape[1:])
    for month in range(len(beliefs) - 1, 0, -1):
        ahead = (ahead * found[month][:, one.fates.pays]) @ one.fates.step.T
        ahead /= ahead.max()
    joint = beliefs[0] * ahead
    return np.asarray(joint.sum(axis=0) / joint.sum())


def test_the_future_changes_no_truth() -> None:
    """Payments and orders after the evening are not looked at by who has the ledger."""
    answers = oracle(harsh(), draws=40)
    one = next(one for one in customers(60) if 20 < len(one.cents) < 60)
    on = evenings(harsh(), one)[3]
    ledger = one.ledger
    later = np.where(ledger.paid > on.evening, ledger.paid + 3, ledger.paid)
    seen = ledger.issued <= on.evening
    cut = replace(
        one,
        ledger=ledger._replace(
            **{name: getattr(ledger._replace(paid=later), name)[seen] for name in ledger._fields}
        ),
        cents=one.cents[seen],
        path=one.path[::-1].copy(),
        announced=one.announced + 1,
    )
    assert answers.given_ledger(one, on) == answers.given_ledger(cut, on)


def test_the_rate_of_orders_is_learnt() -> None:
    """The belief of regular customers is around their own rate, and nearer than before anything was seen."""
    scene = harsh()
    prior = sized(scene)
    errors, blind = [], []
    for one in customers(120):
        if one.rate is None or len(one.cents) < 10:
            continue
        evening = int(one.ledger.issued[-1])
        buying = believed(scene, prior, one, evening=evening, until=evening + 365)
        np.testing.assert_allclose(buying.share.sum(), 1.0)
        logs = np.log(prior.rate / one.rate)
        errors.append(float((buying.share[:-1] * logs**2).sum()))
        blind.append(float((prior.share * logs**2).sum() / prior.share.sum()))
    assert np.mean(errors) < 0.3 * np.mean(blind)


def judged(scene: Scene, *, customers: int, share: float, draws: int) -> dict[str, npt.NDArray[np.float64]]:
    answers = oracle(scene, draws=draws)
    known: list[Known] = list(people(scene, range(1, customers + 1)))
    found = frame_of([one for each in known for one in sample(answers, each, share=share)])
    names = ("given_ledger", "given_accounts", "given_everything")
    return {name: found[name].to_numpy(np.float64) for name in ("defaulted", *names)}


def surprise(chance: npt.NDArray[np.float64], defaulted: npt.NDArray[np.float64]) -> float:
    """How far the number of defaults is from the one foretold, in standard deviations."""
    return float((defaulted.sum() - chance.sum()) / np.sqrt((chance * (1 - chance)).sum()))


def must_be_true(found: dict[str, npt.NDArray[np.float64]]) -> None:
    defaulted = found["defaulted"]
    names = ("given_ledger", "given_accounts", "given_everything")
    for name in names:
        assert abs(surprise(found[name], defaulted)) < 3
        for part in np.array_split(np.argsort(found[name]), 4)[2:]:
            assert abs(surprise(found[name][part], defaulted[part])) < 3.5
    losses = [log_loss(defaulted, found[name]) for name in names]
    assert losses[0] > losses[1] > losses[2]
    assert log_loss(defaulted, np.full(len(defaulted), defaulted.mean())) > losses[0]


def test_truth_is_calibrated_and_more_knowledge_is_better() -> None:
    must_be_true(judged(harsh(), customers=250, share=0.35, draws=60))


@pytest.mark.slow
def test_truth_is_calibrated_on_thousands() -> None:
    scene = scene_of(months=48, seed=33, start=START)
    must_be_true(judged(scene, customers=2_500, share=0.08, draws=120))
