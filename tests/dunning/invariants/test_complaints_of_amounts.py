"""Complaints 1 to 23 of users of other systems: amounts, levels, and who is written to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from credit.orders.check import decide as may_leave
from credit.orders.order import Outcome as Leave
from dunning.actions import Standing
from dunning.claims import Contact
from dunning.deciding import Outcome
from dunning.press import PlainPress, Pressed
from dunning.reminders.usecases import DunOrder, dun
from dunning.scenario import Way
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from ledger.reports.usecases import Question, ageing
from messaging.delivery import Outcome as Answered
from messaging.delivery import State
from messaging.mail import mail_of
from messaging.message import Attachment
from messaging.usecases import requeue, story
from store.session import Database
from tests.credit.orders.test_check import POLICY as ORDERS
from tests.credit.orders.test_check import order, standing
from tests.dunning.books import PRESS, House
from tests.dunning.samples import (
    DUE,
    PERSON,
    PLAIN,
    claim,
    day,
    debtor,
    decided,
    levels,
    passed,
    scenario,
    step,
)
from tests.messaging.samples import MAIL, START
from tests.messaging.samples import POLICY as PATIENCE


def test_c01_a_partly_paid_invoice_is_still_reminded() -> None:
    decision = decided(debtor(claim(100_000, open_cents=1, claimable_cents=1)), day(7))
    assert (decision.outcome, decision.lines[0].claimed_cents) == (Outcome.SEND, 1)


@pytest.mark.parametrize(("credit", "outcome"), [(99_999, Outcome.SEND), (100_000, Outcome.COVERED)])
def test_c02_credits_that_make_the_net_nil_stop_the_reminder(credit: int, outcome: Outcome) -> None:
    assert decided(debtor(claim(100_000), credits={"EUR": credit}), day(7)).outcome is outcome


def test_c03_reminding_one_invoice_hides_no_other() -> None:
    """The others stand in the same message, and come with their own level after the interval."""
    one, other = claim(), claim(due_on=day(4))
    first = decided(debtor(one, other), day(7))
    assert [line.level for line in first.lines] == [1, None]
    later = replace(one, completed=(passed(1, day(7)),))
    then = decided(debtor(later, other, contacted_on=day(7)), day(14))
    assert levels(then) == {other.item: 1}
    assert len(then.lines) == 2


def test_c04_another_contact_changes_no_sum() -> None:
    who = debtor(claim(), claim(7_000, currency="USD"), credits={"EUR": 500})
    other = replace(who, contacts=(Contact("director", "Eve", "eve@example.com"),))
    assert decided(other, day(7)).sums == decided(who, day(7)).sums
    assert decided(other, day(7)).to != decided(who, day(7)).to


def test_c05_a_refused_address_is_told_and_another_frees_the_message(database: Database) -> None:
    house = House.owed(database)
    house.invoice(2, 1, 20_000, due=day(6), on=day(-20))
    house.post.answers = [Answered.REFUSED]
    house.day(day(7))
    assert house.state(1) is State.DEAD
    (told,) = house.preview(day(8))
    assert (told.outcome, told.why, told.about) == (Outcome.STUCK, "address_refused", "c1@example.com")
    (next_one,) = house.preview(day(14))
    assert (next_one.outcome, next_one.about) == (Outcome.UNREACHABLE, "F-2")
    assert house.day(day(14)) == []
    house.contact(1, "new@example.com", on=day(15))
    (dry,) = house.preview(day(15))
    assert levels(dry) == {"i:1": 1, "i:2": 1}
    ran = house.dun(day(15))
    assert (ran.settled, ran.counts) == ({"freed": 1}, {"send": 1})
    house.deliver(day(15))
    assert [one.recipients for one in house.post.got] == [("Zoé <new@example.com>",)]
    with database.read() as session:
        last = story(session, "dunning:1").history[-1]
    assert (last.state, last.by) == (State.CANCELLED, "Ana")
    assert "c1@example.com" in last.told


def test_c05_a_message_put_back_in_the_queue_meanwhile_is_left_alone(sqlite_database: Database) -> None:
    """Its address stayed the same, so the same message goes on; it is never decided beside itself."""
    house = House.owed(sqlite_database)
    house.post.answers = [Answered.REFUSED]
    house.day(day(7))
    house.dun(day(8))
    assert [one.standing for one in house.actions()] == [Standing.QUEUED]
    with sqlite_database.transaction() as session:
        told = {"author": "Ana", "reason": "mended", "at": house.at(day(8)), "policy": PATIENCE}
        requeue(session, "dunning:1", **told)
    assert house.dun(day(8)).counts == {"wait": 1}
    house.deliver(day(8))
    assert [one.key for one in house.post.got] == ["dunning:1"]


def test_c05_a_refused_address_falls_back_on_another_role_only_for_what_comes_later() -> None:
    bad = replace(PERSON, bounced=True)
    boss = Contact("director", "Eve", "eve@example.com")
    assert decided(debtor(claim(), contacts=(bad, boss)), day(7)).to == boss
    assert decided(debtor(claim(), contacts=(bad,)), day(7)).outcome is Outcome.UNREACHABLE


def test_c06_risk_is_not_added_up_across_currencies(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, 90_000, due=DUE, on=day(-30), currency="USD")
    with sqlite_database.read() as session:
        told = ageing(session, Question(as_of=day(7), as_recorded=None, by=None))
    assert {one.currency: one.exposure_cents for one in told} == {"EUR": 50_000, "USD": 90_000}


def test_c07_a_block_ends_with_its_last_day(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.tell(relation.set_block, "C-1", [], until=day(9), reason="visit", on=day(1))
    assert [house.preview(day(on))[0].outcome for on in (7, 9, 10)] == [
        *(Outcome.HOLD, Outcome.HOLD, Outcome.SEND)
    ]


def test_c08_a_level_is_skipped_on_purpose(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    assert house.skip(1, 1, day(2)) == 1
    assert house.preview(day(10))[0].outcome is Outcome.WAIT
    assert levels(house.preview(day(15))[0]) == {"i:1": 2}


def test_c09_of_several_levels_one_message_carries_the_highest() -> None:
    second = claim(completed=(passed(1, day(-20)),), due_on=day(-25))
    third = claim(completed=(passed(1, day(-35)), passed(2, day(-25))), due_on=day(-40))
    decision = decided(debtor(claim(), second, third), day(7))
    assert decision.step is PLAIN.step(3)
    assert sorted(levels(decision).values()) == [1, 2, 3]


def test_c10_each_level_has_its_channel_and_each_instalment_its_due_day(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    parts = [Instalment(day(1), 20_000), Instalment(day(30), 30_000)]
    told = {"instalments": parts, "grace_days": 60, "acceleration": False, "note": "", "on": day(-10)}
    case = house.tell(relation.agree_plan, "C-1", [Named("F-1")], **told)
    (sent,) = house.day(day(7))
    assert f"{case}-1 2025-03-04 200.00" in sent.text
    house.dun(day(8))
    assert house.passed() == {f"p:{case}:1": [1]}
    assert [one.way for one in PLAIN.steps[-2:]] == [Way.LETTER, Way.CALL]


def test_c11_an_insured_limit_counts_when_an_order_is_checked() -> None:
    told = may_leave(
        standing(owed=20_000, limit=50_000, cover=15_000), order(6_000), ORDERS, on=date(2024, 7, 1)
    )
    assert (told.outcome, told.rule) == (Leave.CONDITIONS, "above_cover")


def test_c12_nobody_is_copied_and_nobody_follows() -> None:
    mail = mail_of(MAIL, at=START)
    assert [name for name in ("Cc", "Bcc", "Reply-To", "Disposition-Notification-To") if mail[name]] == []
    assert len(mail["To"].addresses) == len(MAIL.recipients)


class _Filing(PlainPress):
    """Attaches a file for each invoice of the decision."""

    def pressed(self, decision, debtor, *, reference, **more):  # type: ignore[no-untyped-def]
        told = super().pressed(decision, debtor, reference=reference, **more)
        files = [Attachment(f"{line.number}.pdf", "application/pdf", b"%PDF") for line in decision.lines]
        return Pressed(told.subject, told.text, attachments=tuple(files))


def test_c13_files_are_those_of_the_customer_s_own_invoices(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=3)
    with sqlite_database.transaction() as session:
        dun(session, DunOrder(house.act(day(7)), house.rules), _Filing(PRESS.sender))
    house.deliver(day(7))
    assert {one.customer_id: [file.name for file in one.attachments] for one in house.post.got} == {
        number: [f"F-{number}.pdf"] for number in (1, 2, 3)
    }


def test_c14_what_is_due_is_what_is_left(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.pay(1, 1, 12_345, on=day(1), invoice=1)
    (sent,) = house.day(day(7))
    assert "376.55 EUR" in sent.text


def test_c15_money_that_is_not_allocated_stops_a_reminder_of_nothing(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.pay(1, 1, 50_000, on=day(1))
    assert house.preview(day(7))[0].outcome is Outcome.COVERED
    assert house.day(day(7)) == []


def test_c16_each_step_says_whom_to_write_to() -> None:
    boss = Contact("director", "Eve", "eve@example.com")
    plain = scenario(step(1, 5), step(2, 15, roles=("director", "accounts_payable")))
    late = claim(completed=(passed(1, day(5)),))
    assert decided(debtor(claim(), contacts=(PERSON, boss)), day(7), plain=plain).to == PERSON
    assert decided(debtor(late, contacts=(PERSON, boss)), day(17), plain=plain).to == boss


def test_c17_paying_one_of_two_resolves_only_that_one(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, 30_000, due=DUE, on=day(-30))
    house.day(day(7))
    house.pay(1, 1, 50_000, on=day(8), invoice=1)
    assert levels(house.preview(day(17))[0]) == {"i:2": 2}


def test_c18_what_was_reminded_stays_known_once_it_is_paid(sqlite_database: Database) -> None:
    """Interest and indemnities are reckoned from it: `dunning.law` tests them."""
    house = House.owed(sqlite_database)
    house.day(day(7))
    house.pay(1, 1, 50_000, on=day(8), invoice=1)
    house.dun(day(8))
    assert house.passed() == {"i:1": [1]}


def test_c19_the_sum_is_that_of_its_lines() -> None:
    decision = decided(debtor(claim(1_00), claim(2_00), claim(4_00, claimable_cents=3_00)), day(7))
    assert [one.gross_cents for one in decision.sums] == [6_00]


def test_c20_sums_are_in_the_currency_of_the_invoice_and_payments_go_on(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, 9_000, due=DUE, on=day(-30), currency="USD")
    assert [(one.currency, one.net_cents) for one in house.preview(day(7))[0].sums] == [
        ("EUR", 50_000),
        ("USD", 9_000),
    ]
    house.dun(day(7))
    house.pay(1, 1, 50_000, on=day(7), invoice=1)
    assert [one.open_cents for one in house.debtors(day(7))[0].claims] == [9_000]


def test_c21_what_a_message_claims_follows_the_payments_since_the_last(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.day(day(7))
    house.pay(1, 1, 30_000, on=day(10), invoice=1)
    (claimed,) = house.preview(day(17))[0].lines
    (reached,) = house.debtors(day(17))[0].claims[0].completed
    assert (claimed.open_cents, reached.on) == (20_000, day(7))


@pytest.mark.parametrize("days", [-1, 0])
def test_c22_nothing_is_chased_on_the_due_day(days: int) -> None:
    soon = scenario(step(1, 1))
    assert decided(debtor(claim()), day(days), plain=soon).outcome is Outcome.NONE
    assert decided(debtor(claim()), day(1), plain=soon).outcome is Outcome.SEND


def test_c23_an_order_on_the_list_is_not_counted_twice_nor_left_out() -> None:
    """4,000 owed and 3,000 ordered of 10,000: the order itself is in the list, and another is not free."""
    here = standing(owed=4_000, orders=3_000)
    on = date(2024, 7, 1)
    assert may_leave(here, order(6_000, listed=3_000), ORDERS, on=on).outcome is Leave.RELEASE
    assert may_leave(here, order(6_000), ORDERS, on=on).outcome is not Leave.RELEASE
    assert may_leave(here, order(3_001), ORDERS, on=on + timedelta(days=1)).outcome is not Leave.RELEASE
