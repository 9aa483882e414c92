"""What a payer wrote, cut into words; what only looks like a number of an invoice is taken out first."""

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from stdnum import iban as _iban
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_START, _END = r"(?<![A-Z0-9][-/.])(?<![A-Z0-9])", r"(?![A-Z0-9])(?![-/.][A-Z0-9])"
_AMOUNT = re.compile(
    rf"{_START}\d+(?:[ .]\d{{3}})*,\d{{2}}{_END}|{_START}\d+\.\d{{2}}{_END}"
    rf"|{_START}\d+(?:[ .]\d{{3}})*(?:[.,]\d{{1,2}})? ?(?:EUROS?|EUR|€|USD|GBP|CHF)(?![A-Z0-9])"
    rf"|(?<![A-Z])(?:EUROS?|EUR|€|USD|GBP|CHF) ?\d+(?:[ .]\d{{3}})*(?:[.,]\d{{1,2}})?{_END}"
)
_DAY = re.compile(
    rf"{_START}(?:(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|1[0-2])\1(?:20)?\d{{2}}"
    rf"|20\d{{2}}([-/. ])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])){_END}"
)
_WORD = re.compile(r"[A-Z0-9]+")
_LETTERS_OR_DIGITS = re.compile(r"[A-Z]+|\d+")
_BEFORE, _AFTER = timedelta(days=500), timedelta(days=100)
_SIREN_LENGTH, _SIRET_LENGTH = 9, 14


class Word(NamedTuple):
    """Letters and digits, and what stands between it and its neighbours."""

    text: str
    before: str
    after: str


def plain(text: str) -> str:
    """Capitals without accents."""
    if text.isascii():
        return text.upper()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one)).upper()


def squeezed(text: str) -> str:
    """Letters and digits only, in capitals."""
    return "".join(_WORD.findall(plain(text)))


def groups_of(key: str) -> list[str]:
    """Letters and digits apart."""
    return _LETTERS_OR_DIGITS.findall(key)


def words_of(text: str) -> list[Word]:
    """The words of a text without its account numbers, amounts and days."""
    written = _IBAN.sub(_unless_iban, plain(text))
    written = _DAY.sub(" | ", _AMOUNT.sub(" | ", written))
    found = list(_WORD.finditer(written))
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(written)]
    between = [written[end:start] for end, start in zip(ends, starts, strict=True)]
    return [
        Word(one.group(), before, after)
        for one, before, after in zip(found, between, between[1:], strict=False)
    ]


def _unless_iban(found: re.Match[str]) -> str:
    return " | " if _iban.is_valid(found.group()) else found.group()


def is_day(digits: str, *, near: date) -> bool:
    """Whether digits can be read as a day or month around another day, so that they need be no number."""
    return any(near - _BEFORE <= one <= near + _AFTER for one in _days(digits))


def _days(digits: str) -> list[date]:
    """Every reading as a day or a month, in the orders that people and machines write."""
    readings: list[tuple[str, str, str]] = []
    if len(digits) == len("20240131"):
        readings = [
            (digits[:4], digits[4:6], digits[6:]),
            (digits[4:], digits[2:4], digits[:2]),
        ]
    elif len(digits) == len("310124"):
        readings = [
            ("20" + digits[:2], digits[2:4], digits[4:]),
            ("20" + digits[4:], digits[2:4], digits[:2]),
            (digits[:4], digits[4:], "1"),
            (digits[2:], digits[:2], "1"),
        ]
    days = []
    for year, month, day in readings:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


def is_company_number(digits: str) -> bool:
    """Whether digits are a SIREN or SIRET by their key."""
    if len(digits) == _SIREN_LENGTH:
        return bool(_siren.is_valid(digits))
    return len(digits) == _SIRET_LENGTH and bool(_siret.is_valid(digits))
