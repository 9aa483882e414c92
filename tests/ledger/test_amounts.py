"""How written amounts become cents."""

import pytest

from ledger.errors import FormatUndecided
from ledger.files.amounts import cents_reader, sniff_decimal
from tests.tables import rows


@rows("""
    decimal | written             | cents
    .       | 12                  | 1200
    .       | 12.5                | 1250
    .       | 12.50               | 1250
    .       | .5                  | 50
    .       | 1,234.56            | 123456
    .       | -1,234.56           | -123456
    .       | (12.00)             | -1200
    .       | 12.00-              | -1200
    .       | $12.00              | 1200
    .       | -€12.00             | -1200
    .       | 16635.4000          | 1663540
    .       | 2309.7899999999995  | 230979
    ,       | 12,5                | 1250
    ,       | 1.234,56            | 123456
    ,       | 1 234,56 €          | 123456
    ,       | 1'234,56            | 123456
""")
def test_an_amount_is_read(decimal: str, written: str, expected: str) -> None:
    assert cents_reader(decimal)(written) == int(expected)


@rows("""
    decimal | written
    .       | 1,5
    .       | 12,34.56
    .       | 1.2.3
    .       | 12.345
    .       | twelve
    .       | 1e5
    .       | -
    .       | ()
    .       | ١٢
    .       | 99999999999999.00
    ,       | 1.5
    ,       | 1.23,45
""")
def test_what_is_not_an_amount_is_refused(decimal: str, written: str) -> None:
    """A comma is never taken for thousands where no three digits follow."""
    with pytest.raises(ValueError, match=r"\.$|cents\.$"):
        cents_reader(decimal)(written)


@rows("""
    amounts              | decimal mark
    12 13                | .
    12.5 1,234           | .
    12,5 1.234           | ,
    1,234.56             | .
    1.234,56             | ,
    1,234,567            | .
    0,123                | ,
    12.50 1234.5 1,234   | .
""")
def test_the_column_shows_its_decimal_mark(amounts: str, expected: str) -> None:
    assert sniff_decimal(amounts.split()) == expected


@pytest.mark.parametrize("amounts", [["1,234"], ["1.234", "5.678"], ["1,50", "1.50"]])
def test_an_unclear_column_is_asked_about(amounts: list[str]) -> None:
    with pytest.raises(FormatUndecided, match="decimal ="):
        sniff_decimal(amounts)


def test_one_mistake_among_many_does_not_make_a_column_unclear() -> None:
    assert sniff_decimal(["1,50"] * 200 + ["1.5"]) == ","
