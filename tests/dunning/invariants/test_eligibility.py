"""I1 to I6: what may be chased at all."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import strategies as st

from dunning.claims import Debtor, Held, Pending
from dunning.deciding import Outcome
from dunning.policy import DunningPolicy
from dunning.scenario import Scenario
from ledger.registers.catalogue import RELATION_ACTS, RelationActRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import record_act
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from store.session import Database
from tests.dunning.books import House
from tests.dunning.samples import (
    DAYS,
    DUE,
    POLICY,
    claim,
    day,
    debtor,
    debtors,
    decided,
    drawn,
    policies,
    scenario,
    scenarios,
    step,
)


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i01_nothing_paid_is_in_a_message(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    decision = decided(who, on, plain=plain, policy=policy)
    assert all(line.open_cents > 0 for line in decision.lines)


def test_i01_paid_between_decision_and_send_it_is_not_sent(sqlite_database: Database) -> None:
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    assert house.dun(day(7)).counts == {"send": 1}
    house.pay(1, 1, 50_000, on=day(7), invoice=1)
    house.deliver(day(7))
    assert house.post.got == []
    assert house.passed() == {}


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i02_only_what_nothing_holds_is_claimed(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    may = {one.item: one.claimable_cents for one in who.claims}
    decision = decided(who, on, plain=plain, policy=policy)
    assert all(0 < line.claimed_cents == may[line.item] <= line.open_cents for line in decision.lines)


ABOUT = {"note": "", "on": day(7)}


def _dispute(house: House, cents: int | None = None) -> None:
    house.tell(relation.open_dispute, "C-1", [Named("F-1", cents)], reason="price", **ABOUT)


def _promise(house: House) -> None:
    told = {"cents": None, "currency": None, "promised_on": day(20), "by": "Zoé"}
    house.tell(relation.make_promise, "C-1", ["F-1"], **told, **ABOUT)


def _plan(house: House) -> None:
    told = {"instalments": [Instalment(day(20), 50_000)], "grace_days": 5, "acceleration": True}
    house.tell(relation.agree_plan, "C-1", [Named("F-1")], **told, **ABOUT)


def _block(house: House) -> None:
    house.tell(relation.set_block, "C-1", ["F-1"], until=None, reason="key account", on=day(7))


def _factor(house: House) -> None:
    told = {"party": "factor", "name": "F", "recourse": True}
    house.tell(relation.hand_over, "C-1", ["F-1"], **told, **ABOUT)


def _agency(house: House) -> None:
    told = {"party": "agency", "name": "A", "recourse": None}
    house.tell(relation.hand_over, "C-1", [], **told, **ABOUT)


def _write_off(house: House) -> None:
    house.tell(relation.write_off, "C-1", [Named("F-1")], reason="small_balance", **ABOUT)


@pytest.mark.parametrize("hold", [_dispute, _promise, _plan, _block, _factor, _agency, _write_off])
def test_i02_each_hold_of_the_ledger_keeps_an_invoice_out(sqlite_database: Database, hold: object) -> None:
    """The other invoice of the customer goes on, unless all the customer owes is handed over."""
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    house.invoice(2, 1, 30_000, due=DUE, on=day(-30))
    assert callable(hold)
    hold(house)
    sent = house.day(day(7))
    assert ["F-1" in one.text for one in sent] == ([] if hold is _agency else [False])


def test_i02_of_a_partly_disputed_invoice_only_the_rest_is_claimed(sqlite_database: Database) -> None:
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    _dispute(house, 20_000)
    (decision,) = house.preview(day(7))
    assert [(one.open_cents, one.claimed_cents) for one in decision.lines] == [(50_000, 30_000)]


@pytest.mark.parametrize(
    ("born", "allowed", "reminded"), [(-40, True, False), (-20, False, False), (-20, True, True)]
)
def test_i02_claims_and_the_opening_of_a_proceeding(
    sqlite_database: Database, born: int, allowed: bool, reminded: bool
) -> None:
    """Claims born before it are never chased, later ones only once the policy allows it (L622-17)."""
    house = House(sqlite_database)
    house.rules = replace(house.rules, policy=replace(POLICY, chase_after_opening=allowed))
    house.customer(1, on=day(-60), siren="732829320")
    house.opening("732829320", on=day(-30))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-20), issued=day(born))
    assert bool(house.day(day(7))) is reminded


def test_i02_an_invoice_of_unknown_age_is_taken_for_one_born_before(sqlite_database: Database) -> None:
    house = House(sqlite_database)
    house.rules = replace(house.rules, policy=replace(POLICY, chase_after_opening=True))
    house.customer(1, on=day(-60), siren="732829320")
    house.opening("732829320", on=day(-30))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-20), issued=day(-20), opening=True)
    assert house.day(day(7)) == []


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i03_nothing_is_chased_on_its_due_day_and_nothing_announced_after_it(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    decision = decided(who, on, plain=plain, policy=policy)
    if decision.acts and decision.step is not None:
        late = [line.due_on < on for line in decision.lines]
        assert set(late) == {decision.step.level > 0}


@pytest.mark.parametrize(("on", "acts"), [(-6, True), (-3, True), (1, False), (4, False)])
def test_i03_no_notice_comes_after_the_due_day(on: int, acts: bool) -> None:
    plain = scenario(step(0, -7, from_cents=1), step(1, 20))
    assert decided(debtor(claim(due_on=day(10))), day(10 + on), plain=plain).acts is acts


def test_i03_what_is_due_today_is_in_no_reminder_of_another() -> None:
    late, due_today = claim(), claim(due_on=day(7))
    decision = decided(debtor(late, due_today), day(7))
    assert [line.item for line in decision.lines] == [late.item]


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i04_who_owes_nothing_net_is_not_reminded_and_sums_show_it(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    decision = decided(who, on, plain=plain, policy=policy)
    if not decision.acts:
        return
    assert decision.sums
    for one in decision.sums:
        assert one.credits_cents == who.credits.get(one.currency, 0)
        listed = [line.claimed_cents for line in decision.lines if line.currency == one.currency]
        assert one.gross_cents == sum(listed)
        assert one.net_cents == one.gross_cents - one.credits_cents > 0


def test_i04_what_is_on_its_way_does_not_outweigh_a_credit() -> None:
    """What a message does not list cannot be what is left after the credit."""
    stuck = claim(100_000, pending=_stuck())
    who = debtor(stuck, claim(10_000), credits={"EUR": 50_000})
    assert decided(who, day(7)).outcome is Outcome.COVERED


def _stuck() -> Pending:
    return Pending(1, 7, day(5), stuck=True)


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i05_small_items_cause_nothing_by_themselves(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    policy = replace(policy, minimum_cents={"EUR": 2_000, "USD": 5_000})
    decision = decided(who, on, plain=plain, policy=policy)
    if decision.acts and decision.step is not None and decision.step.level > 0:
        assert any(
            line.claimed_cents >= policy.minimum_cents[line.currency] and line.level == decision.step.level
            for line in decision.lines
        )


def test_i05_a_small_item_goes_along_with_another() -> None:
    policy = replace(POLICY, minimum_cents={"EUR": 2_000})
    assert decided(debtor(claim(1_999)), day(7), policy=policy).outcome is Outcome.WAIT
    assert decided(debtor(claim(2_000)), day(7), policy=policy).outcome is Outcome.SEND
    assert len(decided(debtor(claim(1_999), claim(2_000)), day(7), policy=policy).lines) == 2


@pytest.mark.parametrize("matter", ["block", "moratorium", "promise", "plan", "dispute"])
def test_i06_what_cannot_be_read_is_a_block(sqlite_database: Database, matter: str) -> None:
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    opening = {"promise": "made", "plan": "agreed", "dispute": "opened", "block": "set"}.get(matter, "opened")
    row = RelationActRow(1, matter, opening, 1, day(2), {"nonsense": True})
    with sqlite_database.transaction() as session:
        number = RegisterRepository(session, RELATION_ACTS).next_id()
        version = NewVersion(number, 0, "act", day(2), row)
        record_act(session, house.act(day(2)), source="relation", versions=[(RELATION_ACTS, [version])])
    (decision,) = house.preview(day(7))
    assert decision.outcome is Outcome.HOLD
    assert house.day(day(7)) == []


@drawn(st.integers(1, 200_000), DAYS)
def test_i06_a_hold_without_an_amount_leaves_nothing_to_claim(cents: int, on: date) -> None:
    held = claim(cents, claimable_cents=0, held=(Held("block", "unreadable"),))
    assert not decided(debtor(held), on).acts
