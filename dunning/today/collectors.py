"""Who looks after which customer: handed over by a person, else by the policy, always the same."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from unicodedata import normalize

from dunning.claims import Debtor
from dunning.queue_policy import Collector


def collector_of(debtor: Debtor, collectors: Sequence[Collector], handed: Mapping[int, str]) -> str:
    """The collector's name; blank where nobody is named."""
    given = handed.get(debtor.customer_id, "")
    if given:
        return given
    for one in collectors:
        if one.conditional and _meets(debtor, one):
            return one.name
    return _shared_out(debtor.code, [one for one in collectors if one.share > 0])


def _meets(debtor: Debtor, one: Collector) -> bool:
    if one.owners and debtor.owner not in one.owners:
        return False
    if one.grades and debtor.risk.grade not in one.grades:
        return False
    return not one.letters or _in_range(debtor.name or debtor.code, one.letters)


def _in_range(name: str, letters: str) -> bool:
    """É counts as E."""
    first = normalize("NFD", name.strip())[:1].upper()
    low, _, high = letters.upper().partition("-")
    return bool(first) and low <= first <= high


def _shared_out(code: str, among: Sequence[Collector]) -> str:
    """By a stable hash of the code: nobody's customers move when another customer comes or goes."""
    whole = sum(one.share for one in among)
    if whole == 0:
        return ""
    point = int.from_bytes(sha256(code.encode()).digest()[:8], "big") % whole
    for one in among:
        if point < one.share:
            return one.name
        point -= one.share
    return ""
