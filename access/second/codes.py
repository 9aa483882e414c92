"""Six digits that a telephone tells for half a minute (RFC 6238), and words kept on paper."""

from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP

_ISSUER = "Encours"


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The half minute whose code it is: the present one, or its neighbour, since clocks differ. None for any
    other, and for one not later than `after`: a code counts once (RFC 6238, 5.2).
    """
    told = "".join(code.split())
    if not told.isascii():
        return None
    clock = TOTP(secret)
    now = clock.timecode(at)
    steps = (one for one in (now - 1, now, now + 1) if one > after)
    return next((one for one in steps if compare_digest(clock.generate_otp(one), told)), None)


def address_of(secret: str, email: str) -> str:
    """What a telephone reads from the picture: an otpauth address."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def plain(word: str) -> str:
    """A word from paper, however it was typed."""
    return "".join(mark for mark in word.casefold() if mark.isalnum())
