"""Which numbers a text message can be sent to."""

from hypothesis import given
from hypothesis import strategies as st

from dunning.phone import texted
from tests.tables import rows


@rows("""
    phone              | country | dialled
    06 12 34 56 78     | FR      | +33612345678
    07.12.34.56.78     | FR      | +33712345678
    +33 (0)6 12345678  | FR      | +33612345678
    0033 6 12 34 56 78 | BE      | +33612345678
    01 23 45 67 89     | FR      | none
    +33 1 23 45 67 89  | FR      | none
    0470 12 34 56      | BE      | +32470123456
    347 123 4567       | IT      | +393471234567
    06 12 34 56 78     | US      | none
    +1 (202) 555-0143  | US      | +12025550143
    +44 7700 900123    | FR      | +447700900123
    06 12 34           | FR      | none
    ask for Zoé        | FR      | none
    +33612345678 x12   | FR      | none
""")
def test_a_number_is_dialled_or_there_is_none(phone: str, country: str, expected: str) -> None:
    assert texted(phone, country=country) == ("" if expected == "none" else expected)


@given(st.text(max_size=25), st.sampled_from(["FR", "BE", "US", ""]))
def test_whatever_stands_there_gives_a_number_or_nothing(phone: str, country: str) -> None:
    found = texted(phone, country=country)
    assert found == "" or (found.startswith("+") and found[1:].isascii() and found[1:].isdecimal())
    assert texted(found, country="") == found
