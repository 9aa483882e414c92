"""Delays of the codes: how long, from when, on which day they end, and which are off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.claims import Kind
from dunning.law.deadlines import CodeLaw, months_to_serve, opposition_until, service_of_order
from dunning.law.ruled import Certainty, Ruled
from kernel.days import is_business_day
from ledger.company.proceeding import Proceeding

OPENED = Proceeding(
    open=True, stage="receivership", since=date(2026, 6, 1), court="Lyon", published_on=date(2026, 6, 10)
)


def last(told: Ruled | None) -> str:
    assert told is not None
    assert told.last_on is not None
    return told.last_on.isoformat()


@pytest.mark.parametrize(
    ("law", "debtor", "day"),
    [
        (CodeLaw(), Kind.COMPANY, "2030-05-31"),  # L110-4: five years
        (CodeLaw(), Kind.PERSON, "2027-05-31"),  # L218-2: two
        (CodeLaw(transport=True), Kind.COMPANY, "2026-05-01"),  # L133-6: one, from the invoice at the latest
    ],
)
def test_claims_are_prescribed_by_what_is_sold_and_to_whom(law: CodeLaw, debtor: Kind, day: str) -> None:
    told = law.prescription(due_on=date(2025, 5, 31), issued_on=date(2025, 5, 1), debtor=debtor)
    assert last(told) == day
    assert told is not None
    assert told.certainty is Certainty.SECONDARY


def test_prescription_is_not_moved_to_a_business_day() -> None:
    """31 May 2026 is a Sunday, and the right is gone on Monday."""
    told = CodeLaw().prescription(due_on=date(2021, 5, 31), issued_on=None, debtor=Kind.COMPANY)
    assert last(told) == "2026-05-31"


def test_a_day_that_the_month_lacks_is_its_last() -> None:
    told = CodeLaw().prescription(due_on=date(2024, 2, 29), issued_on=None, debtor=Kind.COMPANY)
    assert last(told) == "2029-02-28"


@pytest.mark.parametrize(
    ("order", "day"),
    [
        ("2026-08-31", "2027-03-01"),  # six months end on 28 February, a Sunday
        ("2026-09-01", "2026-12-01"),  # three months from then on
        ("2026-11-30", "2027-03-01"),  # 28 February again
        ("2026-10-01", "2027-01-04"),  # 1 January is a holiday, then a weekend
    ],
)
def test_an_order_is_served_in_the_months_of_its_day(order: str, day: str) -> None:
    assert last(service_of_order(date.fromisoformat(order))) == day


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)))
def test_delays_of_procedure_end_on_the_first_business_day_not_before_their_term(start: date) -> None:
    """Art. 641 and 642 CPC."""
    found = opposition_until(start)
    assert found is not None
    assert found.last_on is not None
    assert is_business_day(found.last_on)
    month = start.month % 12 + 1
    first = date(start.year + (start.month == 12), month, 1)
    term = min(
        first + timedelta(days=start.day - 1),
        date(first.year + month // 12, month % 12 + 1, 1) - timedelta(1),
    )
    assert term <= found.last_on
    assert not any(is_business_day(term + timedelta(n)) for n in range((found.last_on - term).days))


def test_of_public_bodies_no_prescription_is_told() -> None:
    """Theirs is another law, not read here: a day from the wrong one would be worse than none."""
    assert CodeLaw().prescription(due_on=date(2021, 5, 31), issued_on=None, debtor=Kind.PUBLIC) is None


def test_before_the_law_nothing_is_told() -> None:
    assert CodeLaw().prescription(due_on=date(2001, 1, 1), issued_on=None, debtor=Kind.COMPANY) is None
    assert months_to_serve(date(1970, 1, 1)) is None
    assert (months_to_serve(date(2026, 8, 31)), months_to_serve(date(2026, 9, 1))) == (6, 3)


def test_relief_is_asked_for_within_six_months_of_the_publication() -> None:
    assert last(CodeLaw().relief(OPENED)) == "2026-12-10"


def test_a_rule_nobody_verified_is_off_until_a_person_confirms_it() -> None:
    assert CodeLaw().retention(OPENED) is None
    told = CodeLaw(confirmed=("retention",)).retention(OPENED)
    assert last(told) == "2026-09-10"
    assert told is not None
    assert told.certainty is Certainty.CHOSEN
