"""Words of public registers: cleaned for keeping, reduced for comparing, and days written in full."""

import re
import unicodedata
from datetime import date

_LONGEST = 500  # characters: an announcement is recognised by far fewer
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_NAMES = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet"),
    *("aout", "septembre", "octobre", "novembre", "decembre"),
)
_MONTHS = {name: place for place, name in enumerate(_NAMES, 1)}
_ACCENT = re.compile("[\u0300-\u036f]")
_NO_WORD = re.compile(r"[\W_]+")
_IN_FULL = re.compile(r"(?:\D.{0,20} )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})", re.ASCII)
_IN_DIGITS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.{0,30})?", re.ASCII)


def printable(text: str, *, longest: int = _LONGEST) -> str:
    """The text on one line without characters that no database takes, cut when overlong."""
    kept = text[: 4 * longest]
    if not kept.isprintable():
        kept = "".join(one if one.isprintable() else " " for one in kept)
    return " ".join(_mended(kept).split())[:longest]


def plain(text: str) -> str:
    """Lower case without accents, anything but letters and digits as one space."""
    spelt = unicodedata.normalize("NFKD", _mended(text)).casefold()
    return _NO_WORD.sub(" ", _ACCENT.sub("", spelt)).strip()


def long_day(text: str) -> date:
    """A day as the gazette writes it: 12 mars 2024, 1er avril 2024, 12/03/2024 or 2024-03-12.

    Raises ValueError with a sentence.
    """
    found = _parts(text)
    try:
        day = date(*found) if found else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"“{printable(text, longest=40)}” is not a day such as 12 mars 2024 or 2024-03-12.")
    return day


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written."""
    raw = text.strip()[:60]
    if iso := _ISO.fullmatch(raw):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if digits := _IN_DIGITS.fullmatch(raw):  # France writes the day first
        return int(digits[3]), int(digits[2]), int(digits[1])
    full = _IN_FULL.fullmatch(plain(raw))
    if full and full[2] in _MONTHS:
        return int(full[3]), _MONTHS[full[2]], int(full[1])
    return None


def _mended(text: str) -> str:
    """Text that was UTF-8 read as Latin-1 by whoever exported it (“clÃ´ture”), set right."""
    if "Ã" not in text and "â€" not in text:
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
