"""The same money told twice: by the accounts and by the bank."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ledger.matching.words import plain

_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/._-]*")
REFERENCE, PAYER, AMOUNT = "reference", "payer", "amount"
_SHORTEST = 5  # of a reference that names one thing


class Sighting(NamedTuple):
    """Money as one source saw it. `customer` is None when it does not say whose; `words` are references."""

    id: int
    customer: int | None
    cents: int
    currency: str
    on: date
    words: frozenset[str]


class Twin(NamedTuple):
    """Another source's sight of the same money, and by what: reference, payer or amount."""

    id: int
    how: str


def twin_of(one: Sighting, others: Iterable[Sighting], *, within_days: int) -> Twin | None:
    """The sighting that is the same money: amount and currency agree, and the days nearly.

    A shared reference decides, then the same customer, the nearest day first; else there must be only one,
    and its customer must not be another. `others` are those not yet known to be anything else.
    """
    near = [
        other
        for other in others
        if (other.cents, other.currency) == (one.cents, one.currency)
        and abs((other.on - one.on).days) <= within_days
    ]
    near.sort(key=lambda other: (abs((other.on - one.on).days), other.on, other.id))
    for how, among in (
        (REFERENCE, [other for other in near if other.words & one.words]),
        (PAYER, [other for other in near if one.customer is not None and other.customer == one.customer]),
    ):
        if among:
            return Twin(among[0].id, how)
    if len(near) == 1 and (one.customer is None or near[0].customer is None):
        return Twin(near[0].id, AMOUNT)
    return None


def reference_words(*texts: str | None) -> frozenset[str]:
    """References of several characters with a digit, without their separators."""
    found: set[str] = set()
    for text in texts:
        for word in _REFERENCE.findall(plain(text or "")):
            key = re.sub(r"[^A-Z0-9]", "", word)
            if len(key) >= _SHORTEST and any(one.isdigit() for one in key):
                found.add(key)
    return frozenset(found)
