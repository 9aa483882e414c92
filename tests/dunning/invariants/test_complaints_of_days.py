"""Complaints 24 to 46 of users of other systems: days, runs, and what is sent twice or never."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dunning.actions import Carried, certainly_sent
from dunning.claims import Contact
from dunning.deciding import DIRECT_DEBIT, Outcome
from dunning.errors import EngineElsewhere
from dunning.levels import earliest, next_step
from dunning.scenario import Way
from ledger.relation import usecases as relation
from messaging.delivery import Outcome as Answered
from messaging.delivery import State
from messaging.usecases import resolve, story
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import (
    DUE,
    PERSON,
    PLAIN,
    POLICY,
    claim,
    day,
    debtor,
    decided,
    levels,
    passed,
    scenario,
    step,
)
from tests.messaging.samples import POLICY as PATIENCE
from tests.tables import rows


def test_c24_a_hundred_runs_send_a_handful_of_messages() -> None:
    """Twenty invoices of one customer, a run a day: never two within the interval."""
    owed = {one.item: one for one in (claim(due_on=day(n)) for n in range(20))}
    sent: list[date] = []
    for on in map(day, range(100)):
        reached = sent[-1] if sent else None
        decision = decided(debtor(*owed.values(), contacted_on=reached), on)
        if decision.acts:
            sent.append(on)
            for item, level in levels(decision).items():
                owed[item] = replace(owed[item], completed=(*owed[item].completed, passed(level, on)))
    assert all((other - one).days >= POLICY.interval_days for one, other in pairwise(sent))
    assert 0 < len(sent) <= 100 // POLICY.interval_days + 1


def test_c25_a_run_every_hour_adds_nothing(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.day(day(7))
    house.dun(day(7))
    before = house.rows()
    for _ in range(6):
        house.day(day(7))
    assert house.rows() == before


def test_c26_a_missed_day_is_caught_up() -> None:
    assert decided(debtor(claim()), day(5 + 30)).step is PLAIN.step(1)


def test_c27_a_credit_balance_counts(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, -60_000, due=DUE, on=day(-30), kind="credit_note")
    assert house.preview(day(7))[0].outcome is Outcome.COVERED


@rows("""
    sent at, UTC     | zone             | day there
    2025-06-10T21:59 | Europe/Paris     | 2025-06-10
    2025-06-10T22:00 | Europe/Paris     | 2025-06-11
    2025-01-10T22:59 | Europe/Paris     | 2025-01-10
    2025-01-10T23:00 | Europe/Paris     | 2025-01-11
    2025-06-10T03:00 | America/New_York | 2025-06-09
""")
def test_c28_a_send_belongs_to_the_day_of_the_company(sent_at: str, zone: str, expected: str) -> None:
    carried = Carried(State.SENT, datetime.fromisoformat(sent_at).replace(tzinfo=UTC))
    assert certainly_sent(carried, ZoneInfo(zone)) == date.fromisoformat(expected)


def test_c29_a_customer_may_be_left_alone_for_good(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    case = house.tell(relation.set_block, "C-1", [], until=None, reason="their wish", on=day(1))
    assert [house.preview(day(on))[0].outcome for on in (7, 300)] == [Outcome.HOLD] * 2
    house.tell(relation.lift_block, case, note="", on=day(301))
    assert house.preview(day(301))[0].outcome is Outcome.SEND


@pytest.mark.parametrize(("on", "outcome"), [(4, Outcome.WAIT), (7, Outcome.SEND)])
def test_c30_what_we_debit_ourselves_is_not_asked_for(on: int, outcome: Outcome) -> None:
    policy = replace(POLICY, direct_debit_days=5)
    who = debtor(claim(due_on=day(0)), payment_means=DIRECT_DEBIT)
    assert decided(who, day(on), policy=policy, plain=scenario(step(1, 1))).outcome is outcome


def test_c31_paid_is_not_reminded_and_a_part_paid_lowers_the_claim(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=2)
    house.pay(1, 1, 50_000, on=day(7), invoice=1)
    house.pay(2, 2, 100, on=day(7), invoice=2)
    (sent,) = house.day(day(7))
    assert "F-2 2025-03-03 499.00" in sent.text


@rows("""
    days after the due day | outcome
    -3                     | none
    0                      | none
    4                      | wait
    7                      | send
    8                      | send
    400                    | send
""")
def test_c32_every_day_from_the_threshold_on_counts(days: str, outcome: str) -> None:
    assert decided(debtor(claim()), day(int(days))).outcome.value == outcome


def test_c33_one_bad_customer_does_not_stop_the_run(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=3)
    house.profile(2, on=day(-50), email="zoe@@example", name="Évê\tX")
    house.contact(2, "", on=day(-50))
    outcomes = {one.decision.code: one.decision.outcome for one in house.dun(day(7)).decided}
    assert outcomes == {"C-1": Outcome.SEND, "C-2": Outcome.UNREACHABLE, "C-3": Outcome.SEND}


def test_c34_only_a_contact_of_the_step_s_roles_is_written_to() -> None:
    sales = Contact("sales", "Max", "max@example.com")
    assert decided(debtor(claim(), contacts=(sales,)), day(7)).outcome is Outcome.UNREACHABLE
    assert decided(debtor(claim(), contacts=(sales, PERSON)), day(7)).to == PERSON


def test_c35_what_only_waits_in_the_outbox_does_not_count_as_sent(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.dun(day(7))
    assert house.state(1) is State.WAITING
    assert house.debtors(day(30))[0].claims[0].completed == ()
    house.dun(day(30))
    assert house.passed() == {}


@pytest.mark.parametrize("threshold", [1, 2, 7, 30])
def test_c36_days_are_counted_from_the_day_after_the_due_day(threshold: int) -> None:
    first = earliest(claim(), scenario(step(1, threshold)), step(1, threshold), sooner=0)
    assert (first - DUE).days == threshold
    early = earliest(claim(), scenario(step(1, threshold)), step(1, threshold), sooner=40)
    assert early > DUE


def test_c37_payments_and_credits_are_shown_beside_what_is_left() -> None:
    part = claim(100_000, open_cents=60_000, claimable_cents=60_000)
    decision = decided(debtor(part, credits={"EUR": 10_000}), day(7))
    (line,), (total,) = decision.lines, decision.sums
    assert (line.amount_cents, line.open_cents) == (100_000, 60_000)
    assert (total.gross_cents, total.credits_cents, total.net_cents) == (60_000, 10_000, 50_000)


def test_c38_a_payment_that_comes_between_stops_the_message(database: Database) -> None:
    """It comes while the worker is sending to another customer."""
    house = House.owed(database, customers=2)
    house.dun(day(7))
    house.post.before = lambda sent: house.pay(
        1, 3 - (sent.customer_id or 0), 50_000, on=day(7), invoice=3 - (sent.customer_id or 0)
    )
    house.deliver(day(7))
    assert len(house.post.got) == 1
    assert house.dun(day(8)).settled == {"sent": 1, "dropped": 1}


def test_c39_two_currencies_are_one_message_tried_once_by_two_workers(database: Database) -> None:
    house = House.owed(database)
    house.invoice(2, 1, 9_000, due=DUE, on=day(-30), currency="USD")
    house.dun(day(7))
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda name: house.deliver(day(7), worker=name), ["w1", "w2"]))
    with database.read() as session:
        told = story(session, "dunning:1")
    assert (told.standing.attempt, len(house.post.got)) == (1, 1)


def test_c40_one_message_a_customer_with_each_invoice_s_own_due_day() -> None:
    decision = decided(debtor(claim(due_on=day(-3)), claim(), claim(currency="USD")), day(7))
    assert [(line.currency, (line.due_on - DUE).days) for line in decision.lines] == [
        ("EUR", -3),
        ("EUR", 0),
        ("USD", 0),
    ]


def test_c41_a_notice_prints_a_new_day_to_pay_by_and_waits_for_it() -> None:
    third = claim(completed=(passed(1, day(5)), passed(2, day(15))))
    decision = decided(debtor(third), day(28))
    assert decision.deadline_on == day(36)
    waiting = replace(third, completed=(*third.completed, passed(3, day(28), deadline_on=day(50))))
    assert earliest(waiting, PLAIN, PLAIN.steps[3], sooner=0) == day(51)


def test_c42_a_step_may_go_to_several_people(sqlite_database: Database) -> None:
    plain = scenario(step(1, 5, also=("director", "sales")))
    house = House(sqlite_database, replace(RULES, scenarios={"plain": plain}))
    house.customer(1, on=day(-60))
    for role, email in (("director", "eve@example.com"), ("sales", "C1@example.com")):
        house.contact(1, email, on=day(-60), role=role)
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    (sent,) = house.day(day(7))
    assert sent.recipients == ("Zoé <c1@example.com>", "Zoé <eve@example.com>")
    with pytest.raises(ValueError, match="also"):
        step(1, 5, Way.LETTER, also=("director",))


def test_c43_the_interval_counts_days_not_hours(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.dun(day(7))
    house.ticks += 14 * 3600  # sent at nine in the evening, run at seven in the morning
    house.deliver(day(7))
    house.ticks = 0
    house.invoice(2, 1, 9_000, due=DUE, on=day(8))
    assert [house.preview(day(7 + n))[0].acts for n in (6, 7)] == [False, True]


def test_c44_a_dry_run_says_what_the_run_then_does(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=3)
    dry = house.preview(day(7))
    assert [one.decision for one in house.dun(day(7)).decided] == dry
    assert [one.outcome for one in dry] == [Outcome.SEND] * 3


def test_c45_a_second_engine_is_turned_away(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.dun(day(7))
    with pytest.raises(EngineElsewhere):
        replace(house, engine="the other one").dun(day(8))


def test_c46_a_late_confirmation_takes_no_higher_level_s_place(sqlite_database: Database) -> None:
    """An uncertain send keeps its level; confirmed weeks later, the next is the one after it."""
    house = House.owed(sqlite_database)
    house.post.answers = [Answered.UNCERTAIN]
    house.day(day(7))
    with sqlite_database.transaction() as session:
        told = {"author": "Ana", "reason": "they said so", "at": house.at(day(40)), "policy": PATIENCE}
        resolve(session, "dunning:1", sent=True, **told)
    house.dun(day(40))
    assert house.passed() == {"i:1": [1]}
    late = claim(completed=(passed(1, day(40)), passed(2, day(15))))
    assert next_step(late, PLAIN) == PLAIN.step(3)
