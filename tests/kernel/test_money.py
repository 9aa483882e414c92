"""Whole cents of one currency, and how amounts are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.money import CurrencyMismatch, Money, parse_cents, total
from tests.tables import rows

EUROS, DOLLARS = Money(1_050), Money(1_050, "USD")


@pytest.mark.parametrize(
    "operation",
    [
        lambda: EUROS + DOLLARS,
        lambda: EUROS - DOLLARS,
        lambda: EUROS < DOLLARS,
        lambda: EUROS <= DOLLARS,
        lambda: total([EUROS, DOLLARS], currency="EUR"),
        lambda: total([EUROS], currency="USD"),
    ],
)
def test_two_currencies_never_meet(operation) -> None:
    with pytest.raises(CurrencyMismatch, match="convert one of them first"):
        operation()


def test_arithmetic_keeps_the_currency() -> None:
    assert Money(2_100, "USD") == DOLLARS + DOLLARS
    assert DOLLARS - Money(2_000, "USD") == Money(-950, "USD")
    assert Money(-1_050, "USD") == -DOLLARS
    assert EUROS != DOLLARS
    assert not EUROS < EUROS
    assert EUROS <= EUROS
    assert total([], currency="GBP") == Money(0, "GBP")
    assert total([EUROS, EUROS, -EUROS], currency="EUR") == EUROS


@rows("""
    cents    | written
    0        | 0.00 EUR
    5        | 0.05 EUR
    -5       | -0.05 EUR
    123456   | 1,234.56 EUR
    -100     | -1.00 EUR
""")
def test_an_amount_is_written_with_its_cents(cents: str, written: str) -> None:
    assert str(Money(int(cents))) == written


@rows("""
    text        | with a point | with a comma
    12          | 1200         | 1200
    0           | 0            | 0
    1.5         | 150          | 1500
    1,5         | 1500         | 150
    1,234.56    | 123456       | refused
    1.234,56    | refused      | 123456
    1 234,56    | 12345600     | 123456
    1'234.56    | 123456       | 12345600
    12.345      | refused      | 1234500
    12,345      | 1234500      | refused
    12.340      | 1234         | 1234000
    -7.10       | -710         | -71000
    7.10-       | -710         | -71000
    +7.10       | 710          | 71000
    (7.10)      | -710         | -71000
    €7.10       | 710          | 71000
    7.10€       | 710          | 71000
    .50         | 50           | 5000
    7.          | 700          | 700
    --7         | refused      | refused
    7-7         | refused      | refused
    1e3         | refused      | refused
    abc         | refused      | refused
    NaN         | refused      | refused
    -           | refused      | refused
    .           | refused      | refused
    ٣           | refused      | refused
""")
def test_amounts_in_both_decimal_signs(text: str, point: str, comma: str) -> None:
    for decimal, expected in ((".", point), (",", comma)):
        if expected == "refused":
            with pytest.raises(ValueError, match="is not an amount"):
                parse_cents(text, decimal=decimal)
        else:
            assert parse_cents(text, decimal=decimal) == int(expected), decimal


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_cents(text)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_french_spaces_separate_thousands(space: str) -> None:
    assert parse_cents(f"1{space}234{space}567,8", decimal=",") == 123_456_780


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**13), 10**13), st.sampled_from([".", ","]))
def test_what_is_written_is_read_back(cents: int, decimal: str) -> None:
    other = "," if decimal == "." else "."
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", other)
    written = f"{'-' if cents < 0 else ''}{grouped}{decimal}{rest:02d}"
    assert parse_cents(written, decimal=decimal) == cents
