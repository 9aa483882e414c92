"""I25 to I29: money. Interest and indemnities (I22 to I24) are tested in `tests/dunning/law`."""

from dataclasses import replace
from datetime import date

import pytest

from dunning.claims import Debtor
from dunning.policy import DunningPolicy
from dunning.scenario import Scenario, Way
from ledger.reports.usecases import Question, ageing
from store.session import Database
from tests.dunning.books import RULES, House
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
    levels,
    policies,
    scenario,
    scenarios,
    step,
)


def test_i25_what_a_payment_settles_and_what_is_left_of_it_add_up(sqlite_database: Database) -> None:
    """The payer says what it pays; the rest is held against all it owes."""
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    house.invoice(2, 1, 30_000, due=DUE, on=day(-30))
    house.pay(7, 1, 10_000, on=day(1))
    house.allocate(7, 2, 6_000, on=day(1))
    (who,) = house.debtors(day(7))
    assert [(one.number, one.open_cents) for one in who.claims] == [("F-1", 50_000), ("F-2", 24_000)]
    assert who.credits == {"EUR": 10_000 - 6_000}


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i26_each_currency_has_its_own_sum(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    decision = decided(who, on, plain=plain, policy=policy)
    currencies = [one.currency for one in decision.sums]
    assert currencies == sorted({line.currency for line in decision.lines})
    for one in decision.sums:
        lines = [line.claimed_cents for line in decision.lines if line.currency == one.currency]
        assert (one.gross_cents, one.credits_cents) == (sum(lines), who.credits.get(one.currency, 0))


def test_i26_euros_held_pay_no_dollars() -> None:
    who = debtor(claim(10_000, currency="USD"), claim(5_000), credits={"EUR": 6_000})
    decision = decided(who, day(7))
    assert [(one.currency, one.net_cents) for one in decision.sums] == [("USD", 10_000)]


@pytest.mark.parametrize(("currency", "acts"), [("EUR", False), ("JPY", True)])
def test_i26_a_minimum_in_euros_says_nothing_of_yen(currency: str, acts: bool) -> None:
    dear = scenario(step(1, 5, minimum_cents=20_000))
    assert decided(debtor(claim(19_999, currency=currency)), day(7), plain=dear).acts is acts


@pytest.mark.parametrize(
    ("currency", "cents", "asked"), [("EUR", 900, False), ("EUR", 1_100, True), ("JPY", 9, True)]
)
def test_i26_an_amount_in_a_currency_without_a_limit_is_for_a_person_to_see(
    currency: str, cents: int, asked: bool
) -> None:
    policy = replace(POLICY, approve_above_cents={"EUR": 1_000})
    assert decided(debtor(claim(cents, currency=currency)), day(7), policy=policy).approval is asked


def test_i27_paying_the_invoice_closes_it_whatever_else_is_claimed(sqlite_database: Database) -> None:
    """What a message claims of an invoice is what is open of it, to the cent; nothing is added to it."""
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    (decision,) = house.preview(day(50))
    assert [(one.amount_cents, one.open_cents, one.claimed_cents) for one in decision.lines] == [
        (50_000, 50_000, 50_000)
    ]
    house.pay(1, 1, 50_000, on=day(50), invoice=1)
    assert house.preview(day(51)) == []


def test_i28_what_reminders_claim_is_the_aged_balance(sqlite_database: Database) -> None:
    """The open amounts that dunning reads are those of the ageing, item by item."""
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    house.invoice(2, 1, 30_000, due=day(-20), on=day(-30))
    house.invoice(3, 1, -5_000, due=day(-20), on=day(-20), kind="credit_note")
    house.pay(1, 1, 20_000, on=day(1), invoice=1)
    house.pay(2, 1, 1_000, on=day(2))
    (who,) = house.debtors(day(7))
    owed = sum(one.open_cents for one in who.claims) - who.credits["EUR"]
    with sqlite_database.read() as session:
        (balance,) = ageing(session, Question(as_of=day(7), as_recorded=None, by=None))
    assert owed == balance.open_cents == 54_000
    house.pay(3, 1, 30_000, on=day(9), invoice=2)
    assert house.debtors(day(7)) == [who]


@drawn(DAYS)
def test_i29_the_decision_of_a_day_is_made_of_what_was_known(on: date) -> None:
    """The same facts give the same decision; the forecast of a day is tested in tests/forecast."""
    who = debtor(claim(40_000, invoice_id=1), claim(9_000, invoice_id=2, currency="USD"))
    assert decided(who, on) == decided(replace(who), on)
    assert sum(line.claimed_cents for line in decided(who, on).lines) == sum(
        one.gross_cents for one in decided(who, on).sums
    )


def test_i29_days_gone_by_are_decided_from_what_was_known_then(sqlite_database: Database) -> None:
    house = House(sqlite_database)
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    before = house.preview(day(7))
    house.pay(1, 1, 20_000, on=day(9), invoice=1)
    house.invoice(2, 1, 70_000, due=day(-10), on=day(9))
    assert house.preview(day(7)) == before
    assert levels(house.preview(day(10))[0]) == {"i:1": 1, "i:2": 1}


def test_i26_a_webhook_claims_each_currency_apart(sqlite_database: Database) -> None:
    plain = scenario(step(1, 5, Way.WEBHOOK))
    house = House(
        sqlite_database, replace(RULES, scenarios={"plain": plain}, endpoints={Way.WEBHOOK: "hook#1"})
    )
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    house.invoice(2, 1, 7_000, due=DUE, on=day(-30), currency="USD")
    (sent,) = house.day(day(7))
    assert sent.payload is not None
    assert [(one["currency"], one["gross_cents"]) for one in sent.payload["sums"]] == [
        ("EUR", 50_000),
        ("USD", 7_000),
    ]
