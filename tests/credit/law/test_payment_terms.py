"""How long may a company let another pay?"""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit.law.payment_terms import CEILINGS, Sold, legal_terms
from kernel.dated import NotInForce
from kernel.days import MonthEnd, Terms
from tests.tables import rows

DAY = date(2026, 11, 27)


@rows("""
    sold       | asked                | periodic | offered
    general    | 45                   | no       | 45
    general    | 60                   | no       | 60
    general    | 61                   | no       | 60
    general    | 45 days_then_end     | no       | 45 days_then_end
    general    | 45 end_then_days     | no       | 45 end_then_days
    general    | 60 days_then_end     | no       | 45 days_then_end
    general    | 60                   | yes      | 45
    general    | 45 days_then_end     | yes      | 45
    transport  | 30                   | no       | 30
    transport  | 45                   | no       | 30
    transport  | 30 days_then_end     | no       | 30
    transport  | 0 days_then_end      | no       | 0 days_then_end
    perishable | 45                   | no       | 30
    meat       | 30                   | no       | 20
    alcohol    | 30 days_then_end     | no       | 30 days_then_end
    alcohol    | 60                   | no       | 30
""")
def test_terms_above_the_law_become_the_longest_allowed(
    sold: str, asked: str, periodic: str, offered: str
) -> None:
    """60 days, or 45 and the end of the month; less for transport, food and periodic invoices."""
    found = legal_terms(_terms(asked), Sold(sold), periodic=periodic == "yes", on=DAY)
    assert found.terms == _terms(offered)
    assert found.within == (asked == offered)
    assert found.ceiling.article in {"L441-10", "L441-11"}
    assert found.ceiling.article in found.source


@given(st.builds(Terms, st.integers(0, 365), st.sampled_from(MonthEnd)), st.sampled_from(Sold), st.booleans())
@example(Terms(16, MonthEnd.DAYS_THEN_END), Sold.GENERAL, True)
def test_what_is_offered_is_legal_itself(asked: Terms, sold: Sold, periodic: bool) -> None:
    """Asked for again, the terms offered stand; at their longest they are no longer than those asked for."""
    found = legal_terms(asked, sold, periodic=periodic, on=DAY)
    again = legal_terms(found.terms, sold, periodic=periodic, on=DAY)
    assert again.within
    assert again.terms == found.terms
    assert _at_most(found.terms) <= _at_most(asked)


def test_no_law_is_guessed_before_it_was_in_force() -> None:
    with pytest.raises(NotInForce):
        legal_terms(Terms(30), Sold.GENERAL, periodic=False, on=date(2008, 12, 31))
    assert all(one.source.startswith("Code de commerce, art. L441-1") for one in CEILINGS.values())


def _at_most(terms: Terms) -> int:
    """The most days that the terms leave, whatever day of the year the invoice is written."""
    year = [date(2026, 1, 1) + timedelta(days) for days in range(365)]
    return max((terms.due_on(issued) - issued).days for issued in year)


def _terms(text: str) -> Terms:
    days, _, month_end = text.partition(" ")
    return Terms(int(days), MonthEnd(month_end or "none"))
