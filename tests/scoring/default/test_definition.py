"""When does a customer default, why, and when is it sound again?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import NEVER
from scoring.default.definition import DefaultReason, defaults, defaults_as_happened, in_default
from scoring.default.policy import DefaultPolicy
from tests.features.ledgers import FIRST, Bill, Cash, Ledger, drawn, evenings, facts_of, ledgers, on
from tests.scoring.default.books import book
from tests.tables import rows

OWED = Bill(1, issued=0, due=30, cents=100_000)
GONE = {"customer_id": 1, "cancelled": False, "published_on": 40, "family": "collective", "event": "A1"}


def told(facts: Facts) -> list[tuple[int, int | None, str]]:
    """Defaults as day from, day until (None while it lasts) and reason, days from START."""
    frame = defaults(facts)
    until = [None if end == NEVER else end - FIRST for end in frame["until_day"]]
    return list(zip(frame["from_day"] - FIRST, until, frame["reason"], strict=True))


@rows("""
    owed    | paid | horizon | defaults from
    100000  | 119  | 600     | never
    100000  | 120  | 600     | 120
    100000  | none | 119     | never
    100000  | none | 120     | 120
    50000   | none | 600     | never
    50001   | none | 600     | 120
""")
def test_ninety_days_above_the_bar(owed: str, paid: str, horizon: str, expected: str) -> None:
    """Due on day 30: the evening of day 120 is the ninetieth late one; 500 euros must be exceeded."""
    cash = [] if paid == "none" else [Cash(1, 1, int(paid), int(owed))]
    if paid == "120":  # one day later, so that the ninetieth evening is still late
        cash = [replace(cash[0], paid=121)]
    facts = book([replace(OWED, cents=int(owed))], cash, horizon=int(horizon))
    found = [str(start) for start, _, _ in told(facts)] or ["never"]
    assert found == [expected]


@rows("""
    what is beside it             | defaults
    nothing                       | yes
    all of it in dispute          | no
    half of it in dispute         | no
    dispute ended on day 60       | later
    credit note of the amount     | no
    money not allocated           | no
    a large debt not yet due      | no
    a part payment each month     | yes
""")
def test_what_does_not_count_as_past_due(beside: str, expected: str) -> None:
    """Disputes, credits and money received are deducted; one per cent of the exposure is no sign."""
    dispute = {"customer_id": 1, "known_on": 35, "case_id": 9, "invoice_id": 1, "cents": 100_000}
    facts = {
        "nothing": book([OWED]),
        "all of it in dispute": book([OWED], disputes=[dispute]),
        "half of it in dispute": book([OWED], disputes=[dispute | {"cents": 50_000}]),
        "dispute ended on day 60": book([OWED], disputes=[dispute, dispute | {"known_on": 60, "cents": 0}]),
        "credit note of the amount": book([OWED, Bill(2, 40, 40, -100_000)]),
        "money not allocated": book([OWED], [Cash(1, None, 50, 100_000)]),
        "a large debt not yet due": book([OWED, Bill(2, 20, 900, 20_000_000)]),
        "a part payment each month": book([OWED], [Cash(n, 1, 35 + 30 * n, 5_000) for n in (1, 2, 3)]),
    }[beside]
    start = {"yes": [120], "later": [149], "no": []}[expected]
    assert [day for day, _, _ in told(facts)] == start


def test_small_debts_count_for_natural_persons() -> None:
    small = replace(OWED, cents=20_000)
    person = {"customer_id": 1, "known_on": 0, "kind": "person"}
    assert told(book([small])) == []
    assert told(book([small], profiles=[person]))[0][0] == 120
    assert told(book([small], profiles=[person | {"known_on": 60}]))[0][0] == 149


def test_two_currencies_are_two_debts() -> None:
    halves = [replace(OWED, cents=40_000), Bill(2, 0, 30, 40_000, currency="USD")]
    assert told(book(halves)) == []
    assert len(told(book([replace(OWED, cents=80_000)]))) == 1


@rows("""
    kind                  | reason                  | from
    opening_receivership  | insolvency              | 40
    opening_safeguard     | insolvency              | 40
    extension_liquidation | insolvency              | 40
    claims_filed          | none                    | 0
""")
def test_an_opening_is_a_default_from_its_publication(kind: str, reason: str, expected: str) -> None:
    facts = book([replace(OWED, due=550)], events=[GONE | {"kind": kind, "known_on": 40, "happened_on": 33}])
    assert told(facts) == ([] if reason == "none" else [(int(expected), None, reason)])


def test_an_opening_taken_back_is_no_default_since() -> None:
    opening = GONE | {"kind": "opening_receivership", "known_on": 40}
    facts = book([replace(OWED, due=550)], events=[opening, opening | {"known_on": 50, "cancelled": True}])
    assert told(facts) == [(40, 50, "insolvency")]
    assert len(defaults_as_happened(facts)) == 0


def test_a_courts_plan_wants_a_year_and_a_closure_three_months() -> None:
    opening = GONE | {"kind": "opening_receivership", "known_on": 40}
    end = {
        "customer_id": 1,
        "family": "collective",
        "event": "A2",
        "cancelled": False,
        "published_on": 100,
        "known_on": 100,
    }
    later = [replace(OWED, due=590)]
    assert told(book(later, events=[opening, end | {"kind": "plan"}])) == [(40, 465, "insolvency")]
    assert told(book(later, events=[opening, end | {"kind": "closure_debts_paid"}])) == [
        (40, 191, "insolvency")
    ]


@rows("""
    party                   | reason
    agency                  | hand-over to a collector
    lawyer                  | hand-over to a collector
    factor                  | none
""")
def test_a_factor_is_no_collector(party: str, expected: str) -> None:
    given_ = {"customer_id": 1, "known_on": 50, "case_id": 3, "state": "given", "party": party}
    back = given_ | {"known_on": 70, "state": "taken_back"}
    facts = book([replace(OWED, due=550)], hand_overs=[given_, back])
    assert told(facts) == ([] if expected == "none" else [(50, 70 + 91, expected)])


@rows("""
    cents  | exposure | defaults
    50000  | 100000   | no
    50001  | 100000   | yes
    60000  | 9000000  | no
    90001  | 9000000  | yes
""")
def test_a_write_off_counts_above_the_bar(cents: str, exposure: str, expected: str) -> None:
    bills = [Bill(1, 0, 550, int(cents)), Bill(2, 0, 590, int(exposure) - int(cents))]
    facts = book(bills, [Cash(1, 1, 60, int(cents), kind="write_off")])
    assert told(facts) == ([(60, 61 + 91, "write-off")] if expected == "yes" else [])


def test_a_write_off_taken_back_was_known_until_then_and_never_happened() -> None:
    """Written off on day 60 and undone on day 80: the evenings between knew it, whatever came after."""
    back = Cash(1, 1, 60, 0, known=80, version=1, kind="write_off")
    facts = book([OWED], [Cash(1, 1, 60, 100_000, kind="write_off"), back], horizon=90)
    assert told(facts) == [(60, 80, "write-off")]
    assert told(as_known(facts, on(70))) == [(60, 61 + 91, "write-off")]
    assert defaults_as_happened(facts).empty


@rows("""
    written off in dollars | defaults
    60000                  | yes
    150000                 | yes
    50000                  | no
""")
def test_a_write_off_is_held_against_its_own_currency(dollars: str, expected: str) -> None:
    """A large account in pounds raises no bar of another, and 400 euros beside it are not added."""
    bills = [
        replace(OWED, cents=40_000),
        replace(OWED, id=2, cents=200_000, currency="USD"),
        replace(OWED, id=3, cents=90_000_000, due=900, currency="GBP"),
    ]
    cash = [
        Cash(1, 1, 60, 40_000, kind="write_off"),
        Cash(2, 2, 60, int(dollars), currency="USD", kind="write_off"),
    ]
    found = [(day, why) for day, _, why in told(book(bills, cash, horizon=100))]
    assert found == ([(60, "write-off")] if expected == "yes" else [])


def test_a_plan_is_a_default_only_when_agreed_in_distress() -> None:
    part = {"customer_id": 1, "case_id": 4, "invoice_id": 1, "known_on": 20, "state": "open", "cents": 50_000}
    plan = [part | {"due_on": day, "distressed": True} for day in (60, 90)]
    kept = [row | {"known_on": day, "state": "kept"} for row, day in zip(plan, (60, 90), strict=True)]
    later = [replace(OWED, due=550)]
    assert told(book(later, plans=[*plan, *kept])) == [(20, 90 + 365, "distressed plan")]
    assert told(book(later, plans=[row | {"distressed": False} for row in (*plan, *kept)])) == []


def test_cure_wants_three_clean_months_and_a_relapse_starts_them_again() -> None:
    paid = Cash(1, 1, 150, 100_000)
    assert told(book([OWED], [paid])) == [(120, 150 + 91, "past due")]
    habit = [Bill(2, 160, 170, 100_000), Cash(2, 2, 195, 100_000)]
    assert told(book([OWED, habit[0]], [paid, habit[1]])) == [(120, 241, "past due")]
    relapse = replace(habit[1], paid=210)
    assert told(book([OWED, habit[0]], [paid, relapse])) == [(120, 210 + 91, "past due")]


def test_the_first_reason_is_kept_and_a_second_default_is_another() -> None:
    opening = GONE | {"kind": "opening_liquidation", "known_on": 130, "published_on": 130}
    assert told(book([OWED], events=[opening])) == [(120, None, "past due")]
    again = Bill(2, 300, 310, 100_000)
    both = told(book([OWED, again], [Cash(1, 1, 150, 100_000)]))
    assert both == [(120, 241, "past due"), (400, None, "past due")]


def test_money_posted_late_is_a_technical_delay() -> None:
    """Paid on day 100 and posted on day 140: nobody knew that evening, and time has told."""
    facts = book([OWED], [Cash(1, 1, 100, 100_000, known=140)])
    assert told(facts) == [(120, 140 + 91, "past due")]
    assert len(defaults_as_happened(facts)) == 0


def test_thresholds_are_the_policys() -> None:
    strict = DefaultPolicy(version="test", consecutive_days=30)
    assert (defaults(book([OWED]), policy=strict)["from_day"] - FIRST).tolist() == [60]
    assert {reason.value for reason in DefaultReason} >= {"insolvency", "past due"}


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_rows_changes_nothing(seed: int) -> None:
    facts = book([OWED, Bill(2, 10, 40, 90_000, customer=2)], [Cash(1, 1, 160, 100_000)])
    mixed = replace(
        facts,
        invoices=facts.invoices.sample(frac=1, random_state=seed),
        payments=facts.payments.sample(frac=1, random_state=seed),
    )
    pd.testing.assert_frame_equal(defaults(facts), defaults(mixed))


@settings(drawn, max_examples=12)
@given(ledgers())
def test_an_evening_never_depends_on_what_came_after(ledger: Ledger) -> None:
    """Shorter thresholds, so that small ledgers meet them."""
    policy = DefaultPolicy("test", floor_cents=4_000, consecutive_days=9, relapse_days=3, cure_days=10)
    facts = facts_of(*ledger, horizon=200)
    whole = defaults(facts, policy=policy)
    customers = facts.customers["customer_id"].to_numpy(np.int64)
    for day in evenings(ledger)[::9]:
        evening = np.full(len(customers), FIRST + day)
        cut = defaults(as_known(facts, on(day)), policy=policy)
        assert (in_default(whole, customers, evening) == in_default(cut, customers, evening)).all()
