"""Days and amounts as accounting files write them, each distinct text read once."""

import re
from datetime import date, datetime

from ledger.files.amounts import cents_reader

_POINT, _COMMA = ".", ","
_PLAIN = re.compile(r"([+-]?)(\d{1,13})(?:[.,](\d{0,2}))?", re.ASCII)
_READERS = {mark: cents_reader(mark) for mark in (_POINT, _COMMA)}
_FORMATS = ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y")
_FIRST_YEAR, _LAST_YEAR = 1980, 2100  # outside, a date is a slip of the keyboard
_DEBIT = {"d": 1, "c": -1, "+1": 1, "-1": -1, "1": 1, "+": 1, "-": -1, "debit": 1, "credit": -1, "débit": 1}
_DEBIT["crédit"] = -1
_FORGET = 2_000_000  # distinct texts; amounts of larger ledgers are read anew rather than remembered


class Cents(dict[str, int]):
    """Whole cents by the text of an amount; blank is nothing. Raises ValueError with a sentence."""

    def __missing__(self, text: str) -> int:
        cents = _cents(text.strip())
        if len(self) < _FORGET:
            self[text] = cents
        return cents


def _cents(text: str) -> int:
    if not text:
        return 0
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        sign, whole, fraction = plain.groups()
        cents = int(whole) * 100 + int((fraction or "").ljust(2, "0"))
        return -cents if sign == "-" else cents
    mark = max(_POINT, _COMMA, key=text.rfind)  # the last one separates the cents
    return _READERS[mark](text)


class Days(dict[str, date | None]):
    """Days by their text; blank is None. Raises ValueError with a sentence."""

    def __missing__(self, text: str) -> date | None:
        day = self[text] = _day(text.strip())
        return day


def _day(text: str) -> date | None:
    if not text or not text.strip("0"):
        return None
    for written in _FORMATS:
        try:
            day = datetime.strptime(text, written).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    raise ValueError(f"“{text[:40]}” is not a date written AAAAMMJJ.")


def direction(text: str) -> int:
    """1 for a debit, -1 for a credit. Raises ValueError with a sentence."""
    sign = _DEBIT.get(text.strip().casefold())
    if sign is None:
        raise ValueError(f"The direction (Sens) is “{text.strip()[:40]}”; it must be D or C, or +1 or -1.")
    return sign
