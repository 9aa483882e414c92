"""From which evenings the model learns, and what it may know of each invoice's end."""

import lightgbm
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.frame import frame_of
from features.interval import EDGES, LAST_DAY
from features.streams import streams_of
from ledger.timeline import NEVER, timeline
from tests.features.ledgers import FIRST, Bill, Cash, Ledger, drawn, facts_of, ledgers, on
from tests.training.companies import HORIZON, SMALL, company_facts, silent
from training.lateness.fitting import landmarks_of, train
from training.lateness.landmarks import (
    LOOKED_AT_AGAIN,
    Landmarks,
    at_issue,
    lives,
    looked_at_again,
    one_later,
    outcomes,
    thinned,
)
from training.lateness.rows import hazard_rows, quiet_share, rows_of

CUT = 100


def _at_issue(bills: list[Bill], cash: list[Cash]) -> tuple[Landmarks, list[int]]:
    states = timeline(facts_of(bills, cash))
    told = at_issue(states, streams_of(states), horizon=FIRST + CUT)
    return told, states["invoice_id"].to_numpy()[told.pairs.state].tolist()


def test_invoices_open_at_the_cut_are_kept_and_censored() -> None:
    told, invoices = _at_issue([Bill(1, 0, 30), Bill(2, 10, 40)], [Cash(1, 1, paid=45)])
    assert invoices == [1, 2]
    assert told.paid.tolist() == [FIRST + 45, NEVER]
    assert told.horizon == FIRST + CUT
    assert told.pairs.as_of.tolist() == told.pairs.from_day.tolist() == [FIRST, FIRST + 10]


def test_what_was_paid_before_its_issue_or_told_with_its_payment_is_left_out() -> None:
    bills = [
        Bill(1, 20, 50),  # paid on day 15
        Bill(2, 20, 50),  # paid on its issue day
        Bill(3, 20, 50, known=40),  # known late, with its payment of day 30
        Bill(4, 20, 50, known=40),  # known late, still open then
        Bill(5, 20, 20, -900),  # a credit note
    ]
    cash = [
        Cash(1, 1, paid=15, known=20),
        Cash(2, 2, paid=20),
        Cash(3, 3, paid=30, known=40),
        Cash(4, 4, paid=60),
    ]
    told, invoices = _at_issue(bills, cash)
    assert invoices == [2, 4]
    assert told.pairs.as_of.tolist() == [FIRST + 20, FIRST + 40]
    assert told.pairs.from_day.tolist() == [FIRST + 20, FIRST + 20]


def test_the_outcome_is_the_last_one_known() -> None:
    """Paid on 40, sent back on 60, paid again on 80."""
    cash = [
        Cash(1, 1, paid=40),
        Cash(1, 1, paid=40, cents=0, known=60, version=1),
        Cash(2, 1, paid=80),
    ]
    states = timeline(facts_of([Bill(1, 0, 30), Bill(2, 0, 30)], cash))
    paid = outcomes(states)
    assert set(paid[states["invoice_id"] == 1].tolist()) == {FIRST + 80}
    assert set(paid[states["invoice_id"] == 2].tolist()) == {NEVER}


@drawn
@given(ledgers(), st.integers(0, 1_000), st.integers(20, 190))
def test_a_later_evening_is_one_on_which_the_invoice_was_open(ledger: Ledger, seed: int, cut: int) -> None:
    states = timeline(facts_of(*ledger))
    told = one_later(states, streams_of(states), horizon=FIRST + cut, seed=seed)
    invoices = states["invoice_id"].to_numpy()[told.pairs.state]
    assert len(set(invoices.tolist())) == len(invoices)
    assert (told.pairs.open_cents > 0).all()
    assert (told.pairs.as_of < FIRST + cut).all()
    assert (told.paid > told.pairs.as_of).all()
    assert (told.pairs.from_day == told.pairs.as_of + 1).all()
    born = {bill.id: max(bill.issued, bill.known_day) for bill in ledger[0] if bill.version == 0}
    for invoice, day in zip(invoices.tolist(), (told.pairs.as_of - FIRST).tolist(), strict=True):
        assert day > born[invoice]
    again = one_later(states, streams_of(states), horizon=FIRST + cut, seed=seed)
    assert again.pairs.as_of.tolist() == told.pairs.as_of.tolist()


def test_later_evenings_are_spread_over_all_open_ones() -> None:
    bills = [Bill(n, 0, 30) for n in range(1, 401)]
    states = timeline(facts_of(bills, [Cash(n, n, paid=40) for n in range(1, 401)]))
    told = one_later(states, streams_of(states), horizon=FIRST + CUT, seed=1)
    days = told.pairs.as_of - FIRST
    assert len(days) == 400
    assert (days.min(), days.max()) == (1, 39)
    assert days.mean() == pytest.approx(20, abs=2)


def _landmarks(ledger: Ledger, cut: int) -> Landmarks:
    """What is known by the cut, as the training takes it."""
    bills, cash = ([item for item in versions if item.known_day <= cut] for versions in ledger)
    born = {item.id for item in bills if item.version == 0}
    came = {item.id for item in cash if item.version == 0}
    facts = facts_of([b for b in bills if b.id in born], [c for c in cash if c.id in came], horizon=cut)
    states = timeline(facts)
    streams = streams_of(states)
    return landmarks_of(states, streams, horizon=FIRST + cut, recipe=SMALL)


@drawn
@given(ledgers(), st.integers(20, 190))
def test_a_paid_invoice_is_hit_once_and_a_censored_one_never(ledger: Ledger, cut: int) -> None:
    landmarks = _landmarks(ledger, cut)
    rows, hit = hazard_rows(landmarks)
    for pair in range(len(landmarks.paid)):
        own = rows.pair == pair
        paid, due = landmarks.paid[pair], landmarks.pairs.due[pair]
        if paid <= FIRST + cut and paid < due + LAST_DAY:
            assert hit[own].sum() == 1
            start, stop = rows.start[own][hit[own]][0], rows.stop[own][hit[own]][0]
            assert start <= paid < stop
            assert rows.start[own].max() == start, "nothing is at risk after its payment"
        else:
            assert hit[own].sum() == 0
            assert (rows.stop[own] <= FIRST + cut + 1).all()


@pytest.mark.parametrize("cut", [47, 48, 49, 50, 51])
def test_the_interval_seen_in_part_is_left_out(cut: int) -> None:
    """Due on 0: the three days 48 to 50 count only once all of them have been seen."""
    states = timeline(facts_of([Bill(1, 0, 0)]))
    told = at_issue(states, streams_of(states), horizon=FIRST + cut)
    rows, hit = hazard_rows(told)
    assert {48, 51} <= set(EDGES.tolist())
    assert not hit.any()
    assert rows.stop.max() - FIRST == (51 if cut >= 50 else 48)


def test_heads_learn_only_from_what_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer yet where the bar lies beyond the cut, even if paid; none to learn past the bar."""
    seen = []
    real = lightgbm.Dataset

    def recorded(matrix, label, **rest):
        seen.append(np.asarray(label))
        return real(matrix, label, **rest)

    monkeypatch.setattr("training.lateness.fitting.lightgbm.Dataset", recorded)
    facts = company_facts()
    train(facts, as_of=on(HORIZON), country="FR", recipe=SMALL, progress=silent)
    states = timeline(facts)
    streams = streams_of(states)
    every = landmarks_of(states, streams, horizon=FIRST + HORIZON, recipe=SMALL)
    expected = []
    for bar in (0, 30):
        answers = [
            paid > due + bar
            for paid, due, first in zip(every.paid, every.pairs.due, every.pairs.from_day, strict=True)
            if first <= due + bar <= FIRST + HORIZON
        ]
        expected.append((len(answers), sum(answers)))
    assert [(len(labels), int(labels.sum())) for labels in seen[-2:]] == expected
    assert all(0 < late < answered for answered, late in expected)


def test_the_fixed_evenings_of_a_life_stand_for_it_together() -> None:
    """Due on day 30, paid on day 50: seen on 23, 30, 31, 37 and 45; what lies before 23 is left to chance."""
    states = timeline(facts_of([Bill(1, 0, 30)], [Cash(1, 1, paid=50)]))
    told = looked_at_again(states, streams_of(states), horizon=FIRST + CUT)
    assert (told.pairs.as_of - FIRST).tolist() == [23, 30, 31, 37, 45]
    assert told.weight.tolist() == pytest.approx([7 / 49, 1 / 49, 6 / 49, 8 / 49, 5 / 49])


@drawn
@given(ledgers(), st.integers(20, 190))
def test_no_invoice_weighs_more_than_its_life(ledger: Ledger, cut: int) -> None:
    states = timeline(facts_of(*ledger))
    told = looked_at_again(states, streams_of(states), horizon=FIRST + cut)
    life = lives(states, horizon=FIRST + cut)
    span = dict(
        zip(states["invoice_id"].to_numpy()[life.rows], zip(life.begin, life.end, strict=True), strict=True)
    )
    owner = states["invoice_id"].to_numpy()[told.pairs.state]
    for invoice in set(owner.tolist()):
        assert told.weight[owner == invoice].sum() <= 1 + 1e-9
    for invoice, day in zip(owner, told.pairs.as_of, strict=True):
        begin, end = span[invoice]
        assert begin <= day < end
    moved = {(bill.id) for bill in ledger[0] if bill.version > 0}
    for invoice, day, due in zip(owner, told.pairs.as_of, told.pairs.due, strict=True):
        assert invoice in moved or day - due in LOOKED_AT_AGAIN


def test_what_ended_without_cash_is_censored_there() -> None:
    """A credit note on day 40: the invoice was watched up to the day before, and never hit."""
    cash = [Cash(1, 1, paid=40, kind="credit"), Cash(2, 2, paid=41)]
    states = timeline(facts_of([Bill(1, 0, 30), Bill(2, 0, 30)], cash))
    told = at_issue(states, streams_of(states), horizon=FIRST + CUT)
    assert told.ended.tolist() == [FIRST + 40, NEVER]
    assert told.paid.tolist() == [NEVER, FIRST + 41]
    rows, hit = hazard_rows(told)
    assert hit[rows.pair == 0].sum() == 0
    assert rows.stop[rows.pair == 0].max() == FIRST + 40
    assert hit[rows.pair == 1].sum() == 1


def test_thinning_keeps_the_sum() -> None:
    """Those kept stand for those left out: sums of anything stay, up to chance."""
    bills = [Bill(n, n % 50, n % 50 + 30) for n in range(1, 2_001)]
    states = timeline(facts_of(bills, [Cash(n, n, paid=n % 50 + 40) for n in range(1, 2_001)]))
    every = at_issue(states, streams_of(states), horizon=FIRST + CUT)
    few = thinned(every, most=500, seed=4)
    assert 400 < len(few.paid) < 600
    assert few.weight.sum() == pytest.approx(2_000, rel=0.1)
    assert (few.weight * few.pairs.due).sum() == pytest.approx(
        (every.weight * every.pairs.due).sum(), rel=0.1
    )
    assert thinned(every, most=2_000, seed=4) is every


def test_quiet_rows_kept_stand_for_the_others() -> None:
    """The weights of rows without a payment sum to their number, and every payment is kept."""
    facts = company_facts()
    states = timeline(facts)
    streams = streams_of(states)
    every = at_issue(states, streams, horizon=FIRST + HORIZON)
    known = frame_of(streams, every.pairs, country="FR")
    hit = hazard_rows(every)[1]
    share = quiet_share(every, at_most=0.35, most_rows=4_000)
    assert 0.02 < share < 0.35
    told = rows_of(streams, every, known, country="FR", share=share, seed=1)
    assert told.hit.sum() == hit.sum()
    assert len(told.hit) == pytest.approx(4_000, rel=0.1)
    assert told.weight[~told.hit].sum() == pytest.approx((~hit).sum(), rel=0.05)
    assert set(told.weight[told.hit].tolist()) == {1.0}
