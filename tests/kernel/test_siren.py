"""Company numbers are checked by their key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.siren import siren, siren_of_siret, siret, vat


def _luhn(digits: str) -> int:
    """Sum of the digits, every second one from the right doubled and its digits added."""
    return sum(sum(divmod(int(digit) * (1 + n % 2), 10)) for n, digit in enumerate(reversed(digits)))


def _keyed(digits: str) -> str:
    """The digits followed by the key that makes their Luhn sum a multiple of ten."""
    return digits + str(-_luhn(digits + "0") % 10)


bodies = st.integers(1, 9_999_999).map(lambda n: f"8{n:07d}")
SIREN = _keyed("73282932")


def test_the_key_of_a_well_known_example() -> None:
    assert SIREN == "732829320"


@settings(derandomize=True, deadline=None)
@given(bodies)
def test_a_siren_with_its_key_is_taken_and_with_any_other_refused(body: str) -> None:
    number = _keyed(body)
    assert siren(f"{number[:3]} {number[3:6]} {number[6:]}") == number
    for key in set("0123456789") - {number[-1]}:
        with pytest.raises(ValueError, match="is not a SIREN"):
            siren(body + key)


@settings(derandomize=True, deadline=None)
@given(bodies, st.integers(1, 9_999).map(lambda n: f"{n:04d}"))
def test_a_siret_is_a_siren_an_office_and_a_key(body: str, office: str) -> None:
    number = _keyed(_keyed(body) + office)
    assert siret(number) == number
    assert siren_of_siret(number) == _keyed(body)
    with pytest.raises(ValueError, match="is not a SIRET"):
        siret(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_a_vat_number_carries_its_siren() -> None:
    key = (12 + 3 * (int(SIREN) % 97)) % 97
    number = f"FR{key:02d}{SIREN}"
    assert vat(number) == vat(number[2:]) == number
    with pytest.raises(ValueError, match="French VAT number"):
        vat(f"FR{(key + 1) % 97:02d}{SIREN}")


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "ABCDEFGHI"])
def test_what_has_not_nine_digits_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="nine digits"):
        siren(text)
