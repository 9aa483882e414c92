"""I15 to I21: what payments, credits, promises, plans, disputes and hand-overs change."""

from datetime import date

import pytest
from hypothesis import strategies as st

from dunning.claims import Claim, Debtor, Held
from dunning.deciding import Outcome
from dunning.levels import Place, earliest, stand
from dunning.scenario import Scenario
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from ledger.relation.promises import PARTLY_KEPT
from store.session import Database
from tests.dunning.books import House
from tests.dunning.samples import (
    DAYS,
    DUE,
    PLAIN,
    claim,
    claims,
    day,
    debtor,
    decided,
    drawn,
    levels,
    passed,
    scenarios,
)


@drawn(claims(number=1), scenarios(), DAYS, st.floats(0.01, 0.99))
def test_i15_a_part_paid_moves_neither_level_nor_day(
    one: Claim, plain: Scenario, on: date, share: float
) -> None:
    if one.claimable_cents < 2:
        return
    left = max(1, int(one.claimable_cents * share))
    part = Claim(
        **{name: getattr(one, name) for name in Claim.__slots__}
        | {"open_cents": left, "claimable_cents": left}
    )
    before, after = (stand(each, plain, sooner=0, on=on) for each in (one, part))
    assert (before.place, before.step, before.from_on) == (after.place, after.step, after.from_on)


def test_i15_a_part_paid_is_off_the_next_message(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.day(day(7))
    house.pay(1, 1, 20_000, on=day(10), invoice=1)
    (decision,) = house.preview(day(17))
    assert levels(decision) == {"i:1": 2}
    assert [(one.open_cents, one.claimed_cents) for one in decision.lines] == [(30_000, 30_000)]


def test_i16_a_payment_taken_back_reopens_at_the_same_level(database: Database) -> None:
    house = House.owed(database)
    house.day(day(7))
    house.pay(1, 1, 50_000, on=day(10), invoice=1)
    house.dun(day(10))
    assert house.preview(day(17)) == []
    house.take_back(1, 1, on=day(18), paid_on=day(10))
    assert [levels(one) for one in house.preview(day(18))] == [{"i:1": 2}]
    assert len(house.day(day(18))) == 1
    assert len(house.post.got) == 2


def test_i16_a_rejected_direct_debit_is_reminded_from_the_bank_s_answer_on(sqlite_database: Database) -> None:
    """Nothing is asked for before the bank has answered; then the levels come as with anybody."""
    house = House(sqlite_database)
    house.customer(1, on=day(-60), payment_means="direct_debit")
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    house.pay(1, 1, 50_000, on=DUE, invoice=1)
    house.take_back(1, 1, on=day(3), paid_on=DUE)
    assert house.preview(day(4))[0].outcome is Outcome.WAIT
    assert house.preview(day(7))[0].outcome is Outcome.SEND


def test_i17_a_credit_note_lowers_its_invoice_an_unlinked_one_the_customer(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, 40_000, due=DUE, on=day(-30))
    house.pay(1, 1, 10_000, on=day(1), invoice=1, kind="credit_note")
    house.invoice(3, 1, -5_000, due=day(1), on=day(1), issued=day(1), kind="credit_note")
    (decision,) = house.preview(day(7))
    assert [(one.number, one.claimed_cents) for one in decision.lines] == [("F-1", 40_000), ("F-2", 40_000)]
    assert [(one.gross_cents, one.credits_cents, one.net_cents) for one in decision.sums] == [
        (80_000, 5_000, 75_000)
    ]


def test_i18_a_broken_promise_resumes_the_same_level_the_next_day(database: Database) -> None:
    house = House.owed(database)
    house.day(day(7))
    about = {"cents": None, "currency": None, "by": "Zoé", "note": "", "on": day(16)}
    house.tell(relation.make_promise, "C-1", ["F-1"], promised_on=day(24), **about)
    assert [house.preview(day(on))[0].outcome for on in (17, 21, 24)] == [Outcome.HOLD] * 3
    (decision,) = house.preview(day(25))
    assert levels(decision) == {"i:1": 2}
    assert len(house.day(day(25))) == 1


def test_i18_kept_and_partly_kept_promises(database: Database) -> None:
    house = House.owed(database)
    house.invoice(2, 1, 40_000, due=DUE, on=day(-30))
    about = {"currency": None, "by": "Zoé", "note": "", "on": day(1)}
    house.tell(relation.make_promise, "C-1", ["F-1"], cents=30_000, promised_on=day(7), **about)
    house.tell(relation.make_promise, "C-1", ["F-2"], cents=None, promised_on=day(7), **about)
    house.pay(1, 1, 10_000, on=day(7), invoice=1)
    house.pay(2, 1, 40_000, on=day(7), invoice=2)
    with database.read() as session:
        found = relation.judged_promises(session, as_of=day(8), as_recorded=None)
    assert [one.state for one in found] == [PARTLY_KEPT, "kept"]
    assert [line.claimed_cents for line in house.preview(day(8))[0].lines] == [40_000]


def _plan(house: House, *, grace: int, acceleration: bool) -> int:
    parts = [Instalment(day(20), 20_000), Instalment(day(60), 30_000)]
    told = {"instalments": parts, "grace_days": grace, "acceleration": acceleration, "note": "", "on": day(8)}
    return house.tell(relation.agree_plan, "C-1", [Named("F-1")], **told)


def test_i19_while_a_plan_lives_its_instalments_are_reminded(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.day(day(7))
    case = _plan(house, grace=15, acceleration=True)
    assert house.day(day(18)) == []
    (decision,) = house.preview(day(28))
    assert levels(decision) == {f"p:{case}:1": 1}
    assert [one.claimed_cents for one in decision.lines] == [20_000]
    house.day(day(28))
    house.pay(1, 1, 20_000, on=day(30), invoice=1)
    assert house.preview(day(36))[0].outcome is Outcome.HOLD


@pytest.mark.parametrize(("acceleration", "claimed"), [(True, 50_000), (False, 20_000)])
def test_i19_a_missed_instalment_breaks_the_plan_after_its_grace(
    sqlite_database: Database, acceleration: bool, claimed: int
) -> None:
    """The invoices go on where they stood; all the rest is due only if that was agreed."""
    house = House.owed(sqlite_database)
    house.day(day(7))
    _plan(house, grace=15, acceleration=acceleration)
    house.day(day(28))
    (decision,) = house.preview(day(36))
    assert levels(decision) == {"i:1": 2}
    assert [one.claimed_cents for one in decision.lines] == [claimed]


def test_i19_a_plan_that_takes_another_s_place_has_instalments_of_its_own(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    first = _plan(house, grace=15, acceleration=True)
    house.day(day(28))
    house.tell(relation.cancel_plan, first, note="new terms", on=day(29))
    parts = [Instalment(day(35), 10_000), Instalment(day(70), 40_000)]
    told = {"instalments": parts, "grace_days": 15, "acceleration": True, "note": "", "on": day(29)}
    second = house.tell(relation.agree_plan, "C-1", [Named("F-1")], **told)
    assert second != first
    (decision,) = house.preview(day(42))
    assert levels(decision) == {f"p:{second}:1": 1}
    house.dun(day(42))
    house.tell(relation.cancel_plan, second, note="void", on=day(42))
    house.deliver(day(42))
    assert [one.recipients for one in house.post.got] == [("Zoé <c1@example.com>",)]
    assert house.passed() == {f"p:{first}:1": [1]}


def test_i20_a_dispute_lost_by_the_customer_resumes_with_spacing(database: Database) -> None:
    house = House.owed(database)
    house.day(day(7))
    about = {"reason": "price", "note": "", "on": day(14)}
    case = house.tell(relation.open_dispute, "C-1", [Named("F-1")], **about)
    assert house.preview(day(30))[0].outcome is Outcome.HOLD
    won = {"outcome": "seller", "conceded": [], "credit_note": None, "note": ""}
    house.tell(relation.resolve_dispute, case, **won, on=day(35))
    assert [house.preview(day(on))[0].outcome for on in (35, 44)] == [Outcome.WAIT] * 2
    assert levels(house.preview(day(45))[0]) == {"i:1": 2}


def test_i20_a_dispute_won_by_the_customer_lowers_the_claim(database: Database) -> None:
    house = House.owed(database)
    about = {"reason": "price", "note": "", "on": day(1)}
    case = house.tell(relation.open_dispute, "C-1", [Named("F-1", 20_000)], **about)
    lost = {"outcome": "customer", "conceded": [], "credit_note": None, "note": ""}
    house.tell(relation.resolve_dispute, case, **lost, on=day(2))
    assert [one.claimed_cents for one in house.preview(day(7))[0].lines] == [30_000]


@drawn(claims(number=1), scenarios(), st.integers(0, 30))
def test_i20_the_gap_of_the_step_counts_from_the_resolution(one: Claim, plain: Scenario, late: int) -> None:
    settled = day(late)
    back = Claim(**{name: getattr(one, name) for name in Claim.__slots__} | {"resumed_on": settled})
    last = 0 if one.last is None else one.last.level
    step = plain.step(last + 1)
    if step is not None:
        before = plain.step(last) if last else None
        gap = step.days - (0 if before is None else before.days)
        assert (earliest(back, plain, step, sooner=0) - settled).days >= gap


def test_i21_a_hand_over_freezes_and_taking_back_restores_the_level(database: Database) -> None:
    house = House.owed(database)
    house.day(day(7))
    told = {"party": "agency", "name": "A", "recourse": None, "note": "", "on": day(10)}
    case = house.tell(relation.hand_over, "C-1", ["F-1"], **told)
    assert [house.preview(day(on))[0].outcome for on in (17, 44)] == [Outcome.HOLD] * 2
    house.tell(relation.take_back, case, note="", on=day(45))
    assert levels(house.preview(day(45))[0]) == {"i:1": 2}


@drawn(claims(number=1), scenarios(), DAYS)
def test_i21_what_is_frozen_keeps_its_levels(one: Claim, plain: Scenario, on: date) -> None:
    frozen = Claim(
        **{name: getattr(one, name) for name in Claim.__slots__}
        | {"claimable_cents": 0, "held": (Held("hand_over", "agency"),)}
    )
    assert stand(frozen, plain, sooner=0, on=on).place is not Place.READY
    assert frozen.last == one.last
    assert not decided(debtor(frozen), on, plain=plain).acts


def test_i21_level_two_follows_level_one_after_any_hold() -> None:
    late = claim(completed=(passed(1, day(5)),), held=())
    assert isinstance(debtor(late), Debtor)
    assert earliest(late, PLAIN, PLAIN.steps[1], sooner=0) == day(15)
