"""Written dates into days, without guessing whether 03/04 is in March or in April."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime

from ledger.errors import FormatUndecided

ISO = "%Y-%m-%d"
_COMPACT = "%Y%m%d"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # outside, it is a typing mistake or the “never” of some software
_MONTHS = 12
_OVERWHELMING = 0.01  # a hundredth of the file written otherwise is mistakes, not another convention
_LONGEST = 40
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)


def day_reader(written: str) -> Callable[[str], date]:
    """A function from a written date to the day, for one strptime format. It raises ValueError with a
    sentence.

    Files repeat the same few thousand days, so each is worked out once.
    """
    known: dict[str, date] = {}

    def day(text: str) -> date:
        try:
            return known[text]
        except KeyError:
            known[text] = found = _day(text, written)
            return found

    return day


def _day(text: str, written: str) -> date:
    raw = _TIME.sub("", text.strip()) if "%H" not in written else text.strip()
    try:
        found = datetime.strptime(raw, written).date()  # noqa: DTZ007  # a day has no time zone
    except (ValueError, re.error):
        raise ValueError(f"“{raw[:_LONGEST]}” is not a date written as {written}.") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"“{raw[:_LONGEST]}” lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}.")
    return found


def sniff_date_format(dates: Iterable[str]) -> str:
    """The strptime format of all date columns together. Raises FormatUndecided rather than guess."""
    votes: Counter[tuple[str, str]] = Counter()
    for text, times in Counter(dates).items():
        votes[_vote(text)] += times
    shapes: Counter[str] = Counter()
    for (shape, _), times in votes.items():
        shapes[shape] += times
    del shapes[""]
    if not shapes:
        return ISO
    (shape, most), *others = shapes.most_common()
    if sum(times for _, times in others) > _OVERWHELMING * most:
        written = ", ".join(f"{times} as {form}" for form, times in shapes.most_common())
        raise FormatUndecided(f"The dates are written in several ways ({written}). Export them in one way.")
    return shape if "?" not in shape else _order(shape, votes)


def _order(shape: str, votes: "Counter[tuple[str, str]]") -> str:
    day_first, month_first = votes[shape, "day"], votes[shape, "month"]
    choices = f'"{_filled(shape, "day")}" or "{_filled(shape, "month")}"'
    asked = f"Say it in the mapping: [file] date_format = {choices}."
    if not day_first and not month_first:
        raise FormatUndecided(
            f"No date of the file tells day from month: all of them can be read both ways. {asked}"
        )
    if min(day_first, month_first) > _OVERWHELMING * (day_first + month_first):
        raise FormatUndecided(
            f"{day_first} dates can only begin with the day and {month_first} only with the month. {asked}"
        )
    return _filled(shape, "day" if day_first > month_first else "month")


def _filled(shape: str, first: str) -> str:
    pair = ("%d", "%m") if first == "day" else ("%m", "%d")
    return shape.replace("?", pair[0], 1).replace("?", pair[1], 1)


def _vote(text: str) -> tuple[str, str]:
    """The shape of one date, `?` standing for day or month, and which of them comes first if it shows."""
    raw = _TIME.sub("", text.strip())
    if found := _YEAR_FIRST.fullmatch(raw):
        return f"%Y{found[1]}%m{found[1]}%d", ""
    if _EIGHT.fullmatch(raw):
        return _COMPACT, ""
    if found := _YEAR_LAST.fullmatch(raw):
        first, mark, second, year = found.groups()
        shape = f"?{mark}?{mark}{'%Y' if len(year) > len('20') else '%y'}"
        if int(first) > _MONTHS >= int(second):
            return shape, "day"
        return shape, "month" if int(second) > _MONTHS >= int(first) else ""
    return "", ""
