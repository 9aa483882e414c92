"""The signature of a webhook: made by the house, checked by whoever receives it.

Standard library only, so that a receiver may take this file as it is.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256

TOLERANCE_SECONDS = 300


def sign(secret: str, *, body: bytes, at: int) -> str:
    """The header `t=…,v1=…` of a body; `at` in whole seconds since 1970."""
    return f"t={at},v1={_digest(secret, body=body, at=at)}"


def verify(
    secrets: str | Sequence[str], header: str, body: bytes, *, now: int, tolerance: int = TOLERANCE_SECONDS
) -> bool:
    """Whether a body came from a holder of one of the secrets, at most `tolerance` seconds ago or ahead.

    Several secrets: the old and the new one while they are changed. Takes as long for a near miss as for a
    far one.
    """
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name.strip() == "t"]
    signatures = [value.strip().encode() for name, _, value in parts if name.strip() == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()) or not signatures:
        return False
    at = int(times[0])
    if abs(now - at) > tolerance:
        return False
    known = [secrets] if isinstance(secrets, str) else secrets
    wanted = [_digest(secret, body=body, at=at).encode() for secret in known if secret]
    # Every pair is compared, whichever fits: the time taken tells nothing.
    fits = [hmac.compare_digest(one, told) for one in wanted for told in signatures]
    return any(fits)


def _digest(secret: str, *, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
