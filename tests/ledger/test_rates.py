"""Currencies meet only at a dated rate (I26)."""

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ImportRefused, MappingWrong, RateMissing
from ledger.files.rates import Rate, read_rates
from ledger.reports.conversion import converted, rate_on
from tests.tables import rows

_FILE = b"day;from;to;rate\n2024-04-30;USD;EUR;0,9\n2024-05-31;USD;EUR;0,8\n2024-05-31;EUR;GBP;0.85\n"


@rows("""
    day        | of  | to  | rate
    2024-05-31 | USD | EUR | 4/5
    2024-05-30 | USD | EUR | 9/10
    2024-06-30 | EUR | USD | 5/4
    2024-05-31 | GBP | EUR | 20/17
    2024-05-31 | CHF | CHF | 1
    2024-07-02 | USD | EUR | missing
    2024-04-29 | USD | EUR | missing
    2024-05-31 | USD | GBP | missing
""")
def test_i26_a_rate_is_of_its_month_and_never_of_the_future(
    day: str, of: str, to: str, expected: str
) -> None:
    """Either way round; no rate is made of two others."""
    rates = read_rates(_FILE)
    if expected == "missing":
        with pytest.raises(RateMissing, match=f"from {of} to {to}"):
            rate_on(date.fromisoformat(day), rates, of=of, to=to)
    else:
        assert rate_on(date.fromisoformat(day), rates, of=of, to=to) == Fraction(expected)


def test_items_are_rounded_once_and_disputes_follow() -> None:
    items = pd.DataFrame({"invoice_id": [1, 2], "currency": ["USD", "EUR"], "left_cents": [333, 100]})
    rates = [Rate(date(2024, 5, 1), "USD", "EUR", Fraction(1, 2))]
    found, disputed = converted(items, {1: 101, 9: 5}, rates=rates, to="EUR", as_of=date(2024, 5, 2))
    assert found["left_cents"].tolist() == [166, 100]
    assert set(found["currency"]) == {"EUR"}
    assert disputed == {1: 50}


@rows("""
    line                    | what is wrong
    2024-05-31,USD,EUR,zero | rate
    2024-05-31,USD,EUR,0    | rate
    2024-05-31,USD,EUR,-1   | rate
    31/05/2024,USD,EUR,1    | day
    2024-05-31,dollar,EUR,1 | currency
    2024-05-31              | currency
""")
def test_a_wrong_line_is_refused_with_its_number(line: str, wrong: str) -> None:
    with pytest.raises(MappingWrong, match=f"Line 2 .*{wrong}"):
        read_rates(f"day,from,to,rate\n{line}\n".encode())


@given(st.binary(max_size=120) | st.text(max_size=60).map(lambda text: f"day,from,to,rate\n{text}".encode()))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(content: bytes) -> None:
    with suppress(ImportRefused):
        assert all(rate.value > 0 for rate in read_rates(content))
