"""How each language writes amounts, shares and days."""

from datetime import date

from kernel.language import Language, amount_text, day_text, number_text, share_text
from kernel.money import Money
from tests.tables import rows

ENGLISH, FRENCH = Language.ENGLISH, Language.FRENCH
THIN = "\u202f"


@rows("""
    cents      | currency | English       | French
    1240000    | EUR      | 12,400 EUR    | 12~400 EUR
    49         | EUR      | 0 EUR         | 0 EUR
    51         | USD      | 1 USD         | 1 USD
    -123456789 | GBP      | -1,234,568 GBP | -1~234~568 GBP
""")
def test_amounts_are_whole_units(cents: str, currency: str, english: str, french: str) -> None:
    amount = Money(int(cents), currency)
    assert amount_text(amount, ENGLISH) == english
    assert amount_text(amount, FRENCH) == french.replace("~", THIN)


@rows("""
    share   | English | French
    0       | 0%      | 0~%
    0.0001  | 1%      | 1~%
    0.31    | 31%     | 31~%
    0.9999  | 99%     | 99~%
    1       | 100%    | 100~%
""")
def test_a_share_is_never_nothing_or_all_unless_it_is_so(share: str, english: str, french: str) -> None:
    assert share_text(float(share), ENGLISH) == english
    assert share_text(float(share), FRENCH) == french.replace("~", THIN)


@rows("""
    day        | English     | French
    2024-05-10 | 10 May 2024 | 10/05/2024
    2024-12-01 | 1 Dec 2024  | 01/12/2024
""")
def test_days_are_written_as_each_reads_them(day: str, english: str, french: str) -> None:
    assert day_text(date.fromisoformat(day), ENGLISH) == english
    assert day_text(date.fromisoformat(day), FRENCH) == french


def test_thousands_are_grouped() -> None:
    assert number_text(1_234_567, ENGLISH) == "1,234,567"
    assert number_text(1_234_567, FRENCH) == f"1{THIN}234{THIN}567"
