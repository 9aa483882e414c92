"""A receiver can tell ours from others, and today's from an old one sent again."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.signature import sign, verify

_NOW, _BODY = 1_700_000_000, b'{"id":"evt_1"}'


def test_the_signature_is_the_documented_one() -> None:
    """HMAC-SHA256 over the time, a dot and the body, written out here once more."""
    told = hmac.new(b"secret", b"1700000000." + _BODY, sha256).hexdigest()
    assert sign("secret", body=_BODY, at=_NOW) == f"t=1700000000,v1={told}"


@given(st.text(min_size=1), st.binary(), st.integers(0, 2**40))
def test_what_is_signed_verifies(secret: str, body: bytes, at: int) -> None:
    header = sign(secret, body=body, at=at)
    assert verify(secret, header, body, now=at)
    assert not verify(secret + "x", header, body, now=at)
    assert not verify(secret, header, body + b" ", now=at)


_GOOD = sign("secret", body=_BODY, at=_NOW)
_V1 = _GOOD.split(",")[1]


@pytest.mark.parametrize(
    ("header", "now", "fits"),
    [
        (_GOOD, _NOW + 300, True),
        (_GOOD, _NOW + 301, False),
        (_GOOD, _NOW - 301, False),
        (f"t={_NOW + 1},{_V1}", _NOW, False),
        (f"{_GOOD},v1=00", _NOW, True),
        (f"t={_NOW}, {_V1}", _NOW, True),
        (f"{_GOOD},t={_NOW}", _NOW, False),
        (_V1, _NOW, False),
        (f"t={_NOW}", _NOW, False),
        ("t=²,v1=é", _NOW, False),
        ("", _NOW, False),
    ],
)
def test_only_a_fresh_and_whole_header_fits(header: str, now: int, *, fits: bool) -> None:
    assert verify("secret", header, _BODY, now=now) is fits


def test_both_secrets_fit_while_they_are_changed() -> None:
    assert verify(["new", "secret"], _GOOD, _BODY, now=_NOW)
    assert not verify(["new", ""], _GOOD, _BODY, now=_NOW)
    assert not verify("", sign("", body=_BODY, at=_NOW), _BODY, now=_NOW)
