"""Written amounts into whole cents, without guessing what a comma means."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal

from ledger.errors import FormatUndecided

_POINT, _COMMA = ".", ","
_LARGEST = 10**15  # cents: beyond ten thousand billion it is an account number in the wrong column
_LONGEST = 60  # characters: no amount is written longer
_CENT_DIGITS = 2
_NOISE = Decimal("0.0001")  # cents: 2309.7899999999995 is 2309.79 as computers write it; 12.345 is no 12.35
_SPACES = str.maketrans("", "", " \t\u00a0\u202f\u2009'’")
_SIGNS = "€$£"
_OVERWHELMING = 0.01  # a hundredth of the file written the other way is mistakes, not another convention
_GROUP = 3  # digits between two marks of thousands


def cents_reader(decimal: str) -> Callable[[str], int]:
    """A function from a written amount to cents, for one decimal mark. It raises ValueError with a
    sentence.
    """
    other = re.escape(_COMMA if decimal == _POINT else _POINT)
    written = re.compile(
        rf"(?P<whole>\d{{1,3}}(?:{other}\d{{3}})+|\d*)(?:{re.escape(decimal)}(?P<fraction>\d*))?", re.ASCII
    )

    def cents(text: str) -> int:
        negative, digits = _sign(text)
        found = written.fullmatch(digits) if len(digits) <= _LONGEST else None
        if found is None or not any(found.groups()):
            raise ValueError(f"“{text.strip()[:_LONGEST]}” is not an amount.")
        whole = found["whole"].replace(_COMMA, "").replace(_POINT, "")
        value = int(whole or "0") * 100 + _cents(found["fraction"] or "", text)
        if value >= _LARGEST:
            raise ValueError(f"“{text.strip()}” is too large for an amount.")
        return -value if negative else value

    return cents


def _sign(text: str) -> tuple[bool, str]:
    """Whether it is negative, in any of the ways accountants write it, and the digits with their marks."""
    raw = text.translate(_SPACES)
    parentheses = raw[:1] == "(" and raw[-1:] == ")"
    raw = (raw[1:-1] if parentheses else raw).strip(_SIGNS)
    if raw[-1:] in {"-", "+"}:
        raw = raw[-1] + raw[:-1]
    minus = raw[:1] in {"-", "\u2212"}
    if minus or raw[:1] == "+":
        raw = raw[1:].strip(_SIGNS)
    return minus != parentheses, raw


def _cents(fraction: str, text: str) -> int:
    if len(fraction) <= _CENT_DIGITS:
        return int(fraction.ljust(_CENT_DIGITS, "0"))
    exact = Decimal(f"0.{fraction}") * 100
    nearest = round(exact)
    if abs(exact - nearest) > _NOISE:
        raise ValueError(f"“{text.strip()}” has more than two decimals: amounts are whole cents.")
    return nearest


def sniff_decimal(amounts: Iterable[str]) -> str:
    """The decimal mark that the whole column shows. Raises FormatUndecided rather than guess."""
    votes = Counter(_vote(amount) for amount in amounts)
    point, comma, unclear = votes[_POINT], votes[_COMMA], votes["?"]
    if min(point, comma) > _OVERWHELMING * (point + comma):
        raise FormatUndecided(
            f"{point} amounts have a decimal point and {comma} a decimal comma. "
            'Say which it is in the mapping: [file] decimal = "." or ",".'
        )
    if point + comma:
        return _POINT if point > comma else _COMMA
    if unclear:
        raise FormatUndecided(
            "Every amount with a mark has three digits after it: it may stand for thousands or decimals. "
            'Say which it is in the mapping: [file] decimal = "." or ",".'
        )
    return _POINT


def _vote(amount: str) -> str:
    """What one amount shows: a decimal mark, nothing, or `?` when its one mark may be either."""
    last = max(_POINT, _COMMA, key=amount.rfind)
    other = _COMMA if last == _POINT else _POINT
    if last not in amount:
        return ""
    if other in amount:
        return last
    if amount.count(last) > 1:
        return other
    before, _, after = amount.partition(last)
    digits = "".join(filter(str.isdigit, after))
    head = "".join(filter(str.isdigit, before))
    thousands = len(digits) == _GROUP and 1 <= len(head) <= _GROUP and not head.startswith("0")
    return "?" if thousands else last
