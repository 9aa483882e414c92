"""The code a telephone reads, held against EPC069-12 version 002 (quick response code, 2017)."""

from decimal import Decimal
from io import BytesIO

import pytest
import segno.helpers
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban

from dunning.letters.epc import epc_payload
from dunning.letters.layout import qr_svg
from dunning.notice import Bank
from tests.dunning.letters.notices import BANK

_LONGEST_PAYLOAD = 331  # bytes, of version 13 at level M


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=200), st.integers(1, 99_999_999_999), st.text(max_size=300))
def test_every_payload_is_valid(holder: str, cents: int, reference: str) -> None:
    """Elements in their order, lengths kept, no line more than eleven."""
    payload = epc_payload(Bank(holder, BANK.iban, BANK.bic), cents, reference)
    if not payload:
        assert not any(mark.isprintable() and mark != " " for mark in holder)
        return
    tag, version, charset, kind, bic, name, account, amount, purpose, structured, text = payload.split("\n")
    assert (tag, version, charset, kind) == ("BCD", "002", "1", "SCT")
    assert bic in {"", "AGRIFRPP"}
    assert 1 <= len(name) <= 70
    assert iban.is_valid(account)
    assert amount.startswith("EUR")
    assert Decimal(amount[3:]) * 100 == cents
    assert (purpose, structured) == ("", "")
    assert len(text) <= 140
    assert len(payload.encode()) <= _LONGEST_PAYLOAD


def test_a_payload_fits_the_largest_code_allowed() -> None:
    payload = epc_payload(Bank("É" * 70, BANK.iban, BANK.bic), 99_999_999_999, "R" * 140)
    assert len(payload.encode()) <= _LONGEST_PAYLOAD
    assert segno.make_qr(payload, encoding="utf-8", error="m", boost_error=False).version <= 13


def test_the_code_is_that_of_another_maker() -> None:
    """`segno` writes the same payment by itself."""
    theirs = segno.helpers.make_epc_qr(
        name=BANK.holder, iban=BANK.iban, amount=Decimal("1234.56"), text="REL 42", bic=BANK.bic, encoding=1
    )
    held = BytesIO()
    theirs.save(held, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    assert qr_svg(epc_payload(BANK, 123_456, "REL 42")) == held.getvalue().decode()


@pytest.mark.parametrize(
    ("bank", "cents"),
    [(Bank("A", "FR7630006000011234567890188"), 100), (Bank("", BANK.iban), 100), (BANK, 0), (BANK, -5)],
)
def test_no_code_rather_than_a_wrong_one(bank: Bank, cents: int) -> None:
    assert epc_payload(bank, cents, "R") == ""


def test_a_wrong_bic_is_left_out_since_it_is_not_needed() -> None:
    assert epc_payload(Bank("A", BANK.iban, "NO"), 100, "R").split("\n")[4] == ""


def test_without_an_amount_the_payer_writes_it() -> None:
    assert epc_payload(BANK, None, "R").split("\n")[7] == ""
