"""Interest and indemnity of a real ledger: open and paid late, in a proceeding, on a notice that leaves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dunning.charges.charging import LateInvoice, charged, charges_of, reckoned_until
from dunning.charges.opened import paid_on, steps_of
from dunning.charges.policy import ClaimedFrom, PenaltyPolicy
from dunning.charges.usecases import Penalties, charges_for, penalties
from dunning.claims import Kind
from dunning.composing import Charges
from dunning.law.indemnity import indemnity_cents
from dunning.law.interest import Step
from dunning.law.rates import last_known
from kernel.dated import NotInForce
from kernel.language import Language
from kernel.policy import policy_from
from ledger.relation.accounts import Receipt
from store.session import Database
from tests.dunning.books import House
from tests.policies import shipped

POLICY = policy_from(shipped("penalties"), PenaltyPolicy, name="penalties.toml")
DUE = date(2025, 5, 31)
SIREN = "732829320"


def _house(database: Database, **profile: object) -> House:
    house = House(database)
    house.customer(1, on=date(2025, 1, 1), **profile)
    house.invoice(1, 1, 1_000_000, due=DUE, on=date(2025, 5, 1))
    return house


def _told(house: House, on: date, *, since: date | None = None, policy: PenaltyPolicy = POLICY) -> Penalties:
    with house.database.read() as session:
        return penalties(session, "C-1", policy, on=on, since=since)


def _sums(told: Penalties) -> list[tuple[str, int, int]]:
    return [(one.invoice.number, one.interest_cents, one.indemnity_cents) for one in told.charged]


def test_c18_interest_of_an_invoice_is_told_after_it_was_paid(sqlite_database: Database) -> None:
    """10,000.00 for 30 days at 13.15 % and 45 at 12.15 %: 257.88, which paying the invoice leaves open."""
    house = _house(sqlite_database)
    house.pay(1, 1, 1_000_000, on=date(2025, 8, 15), invoice=1)
    told = _told(house, date(2025, 12, 31))
    assert _sums(told) == [("F-1", 25_788, 4_000)]
    assert told.charged[0].invoice.paid_on == date(2025, 8, 15)
    assert _sums(_told(house, date(2025, 6, 30))) == [("F-1", 10_808, 4_000)]


def test_i22_what_was_not_known_that_evening_changes_nothing(sqlite_database: Database) -> None:
    """A payment counts from the evening it is known, from the day it happened."""
    house = _house(sqlite_database)
    before = _sums(_told(house, date(2025, 7, 31)))
    house.pay(1, 1, 1_000_000, on=date(2025, 8, 15), invoice=1)
    assert _sums(_told(house, date(2025, 7, 31))) == before


def test_c21_days_claimed_already_are_left_out(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    whole = _told(house, date(2025, 8, 14)).charged[0]
    added = _told(house, date(2025, 8, 14), since=date(2025, 7, 1)).charged[0]
    assert (whole.interest_cents, added.interest_cents) == (25_788, 14_979)
    assert added.pieces[0].first == date(2025, 7, 1)


def test_a_consumer_owes_neither_a_sole_trader_both_and_a_public_body_eight_points(
    sqlite_database: Database,
) -> None:
    house = _house(sqlite_database, kind="consumer")
    assert _sums(_told(house, date(2025, 6, 30))) == [("F-1", 0, 0)]
    house.customer(2, on=date(2025, 1, 1), kind="public")
    house.invoice(2, 2, 1_000_000, due=DUE, on=date(2025, 5, 1))
    with sqlite_database.read() as session:
        told = penalties(session, "C-2", POLICY, on=date(2025, 6, 30))
    house.customer(3, on=date(2025, 1, 1), legal_form="1000")
    house.invoice(3, 3, 1_000_000, due=DUE, on=date(2025, 5, 1))
    with sqlite_database.read() as session:
        sole_trader = penalties(session, "C-3", POLICY, on=date(2025, 6, 30))
    assert _sums(sole_trader) == [("F-3", 10_808, 4_000)]
    assert told.debtor is Kind.PUBLIC
    assert _sums(told) == [("F-2", 9_164, 4_000)]  # 10,000 x 0.1115 x 30 / 365


def test_interest_stops_at_the_opening_and_no_indemnity_is_told_of_what_fell_due_after_it(
    sqlite_database: Database,
) -> None:
    """L622-28 C. com.; D441-5 by what L441-10 II says of debtors in a proceeding."""
    house = _house(sqlite_database, siren=SIREN)
    house.invoice(2, 1, 500_000, due=date(2025, 6, 20), on=date(2025, 5, 21))
    house.opening(SIREN, on=date(2025, 6, 11))
    told = _told(house, date(2025, 7, 31))
    assert told.opened_on == date(2025, 6, 11)
    assert _sums(told) == [("F-1", 3_603, 4_000), ("F-2", 0, 0)]  # ten days at 13.15 %


def test_an_invoice_credited_in_whole_was_never_owed(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    house.pay(1, 1, 1_000_000, on=date(2025, 7, 1), invoice=1, kind="credit_note")
    assert _sums(_told(house, date(2025, 8, 1))) == []


@pytest.mark.parametrize(
    ("changes", "sums"),
    [
        ({"interest": False}, (0, 4_000)),
        ({"indemnity": False}, (10_808, 0)),
        ({"least_interest_cents": 10_809}, (0, 4_000)),
        ({"least_interest_cents": 10_808}, (10_808, 4_000)),
        ({"contractual_bp": 1_500, "agreed_on": date(2025, 1, 1)}, (12_329, 4_000)),
    ],
)
def test_the_policy_claims_or_waives(changes: dict[str, object], sums: tuple[int, int]) -> None:
    one = LateInvoice("i:1", "F-1", "EUR", DUE, (Step(date(2025, 5, 1), 1_000_000),))
    policy = replace(POLICY, **changes)  # type: ignore[arg-type]
    found = charged(one, policy, debtor=Kind.COMPANY, opened_on=None, on=date(2025, 6, 30))
    assert (found.interest_cents, found.indemnity_cents) == sums


def test_c20_interest_is_in_the_currency_of_its_invoice_and_the_indemnity_in_euros_only(
    sqlite_database: Database,
) -> None:
    house = _house(sqlite_database)
    house.invoice(2, 1, 1_000_000, due=DUE, on=date(2025, 5, 1), currency="USD")
    told = _told(house, date(2025, 6, 30))
    found = {one.invoice.currency: (one.interest_cents, one.indemnity_cents) for one in told.charged}
    assert found == {"EUR": (10_808, 4_000), "USD": (10_808, 0)}


@example(days=1, debtor=Kind.COMPANY, currency="EUR", late=True, before=False, opened=0)
@example(days=0, debtor=Kind.COMPANY, currency="EUR", late=True, before=False, opened=None)
@given(
    st.integers(-30, 200),
    st.sampled_from(Kind),
    st.sampled_from(["EUR", "USD"]),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(-100, 100),
)
def test_i24_the_indemnity_is_forty_euros_or_nothing(
    days: int, debtor: Kind, currency: str, late: bool, before: bool, opened: int | None
) -> None:
    """Once, of a professional, in euros, paid late, and due before any proceeding opened."""
    opened_on = None if opened is None else DUE + timedelta(days=opened)
    cents = indemnity_cents(
        due_on=DUE,
        late=late,
        debtor=debtor,
        currency=currency,
        claimed_before=before,
        proceeding_opened_on=opened_on,
        on=DUE + timedelta(days=days),
    )
    owed = (
        late
        and not before
        and days > 0
        and debtor is not Kind.PERSON
        and currency == "EUR"
        and (opened is None or opened > 0)
    )
    assert cents == (4_000 if owed else 0)


_RECEIPTS = st.lists(
    st.builds(
        lambda days, cents: Receipt(DUE + timedelta(days=days), cents, True),
        st.integers(-20, 60),
        st.integers(-400, 900),
    ),
    max_size=6,
)


@given(_RECEIPTS)
def test_what_was_open_at_the_end_is_the_amount_less_what_came_in(receipts: list[Receipt]) -> None:
    steps = steps_of(1_000, since=DUE, receipts=receipts)
    assert steps[-1].open_cents == 1_000 - sum(one.cents for one in receipts)
    assert [one.since for one in steps] == sorted(one.since for one in steps)
    assert (paid_on(steps) is None) == (steps[-1].open_cents > 0)


def test_c38_a_payment_taken_back_leaves_the_invoice_unpaid() -> None:
    steps = (Step(DUE, 100), Step(DUE + timedelta(days=5), 0), Step(DUE + timedelta(days=9), 100))
    assert paid_on(steps) is None
    assert paid_on(steps[:2]) == DUE + timedelta(days=5)


def test_c33_a_notice_leaves_though_the_rate_of_the_half_year_is_not_known_yet(
    sqlite_database: Database,
) -> None:
    """It tells interest to the last day known; who asks for a later one is refused."""
    on = date(2027, 2, 1)
    house = _house(sqlite_database)
    reminded = replace(POLICY, claimed_from=ClaimedFrom.REMINDER)
    with sqlite_database.read() as session:
        (decision,) = house.preview(on)
        (debtor,) = house.debtors(on)
        told = charges_for(session, [(debtor, decision)], reminded, on=on)
    assert "31/12/2026" in told[1].rates
    assert told[1].indemnity == {"i:1": 4_000}
    with pytest.raises(NotInForce, match="2027-S1"):
        _told(house, on)
    assert reckoned_until(on, POLICY) == last_known()


def test_an_invoice_older_than_the_table_costs_what_the_table_knows() -> None:
    """It stops no run and no answer; its indemnity was no law yet."""
    due = date(2012, 6, 30)
    one = LateInvoice("i:1", "F-1", "EUR", due, (Step(due, 1_000_000),))
    found = charged(one, POLICY, debtor=Kind.COMPANY, opened_on=None, on=date(2013, 1, 31))
    assert found.pieces[0].first == date(2013, 1, 1)
    assert found.indemnity_cents == 0


def test_a_notice_at_an_agreed_rate_does_not_say_it_is_the_bank_s() -> None:
    agreed = replace(POLICY, contractual_bp=1_500, agreed_on=date(2025, 1, 1))
    one = LateInvoice("i:1", "F-1", "EUR", DUE, (Step(DUE, 1_000_000),))
    found = charged(one, agreed, debtor=Kind.COMPANY, opened_on=None, on=date(2025, 6, 30))
    for language, word in ((Language.ENGLISH, "as agreed"), (Language.FRENCH, "taux convenu")):
        told: Charges = charges_of([found], agreed, debtor=Kind.COMPANY, language=language, on=DUE)
        assert word in told.rates
        assert "BCE" not in told.rates
        assert "ECB" not in told.rates
