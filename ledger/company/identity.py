"""Who a company was known to be, by the company register."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.registers.catalogue import CompanyIdentityRow
from ledger.registers.register import Version, standing_on

# Bands of the number of employees by their code at INSEE: from, to.
_HEADCOUNTS: Mapping[str, tuple[int, int]] = {
    "00": (0, 0),
    "01": (1, 2),
    "02": (3, 5),
    "03": (6, 9),
    "11": (10, 19),
    "12": (20, 49),
    "21": (50, 99),
    "22": (100, 199),
    "31": (200, 249),
    "32": (250, 499),
    "41": (500, 999),
    "42": (1_000, 1_999),
    "51": (2_000, 4_999),
    "52": (5_000, 9_999),
}
_LARGEST_BAND, _LARGEST_FROM = "53", 10_000

Held = Version[CompanyIdentityRow]


def identity_on(versions: Sequence[Held], as_of: date) -> Held | None:
    """What an evening knew of who one company is; None before its register was asked.

    Where several sources tell of it, the one that spoke last counts.
    """
    return max(
        standing_on(versions, as_of), key=lambda one: (one.known_on, one.recorded_at, one.id), default=None
    )


def headcount_words(band: str, year: int | None) -> str:
    """A band of headcount in words; blank for a code that tells no number."""
    when = "" if year is None else f" in {year}"
    if band == _LARGEST_BAND:
        return f"{_LARGEST_FROM:,} employees or more{when}"
    if band not in _HEADCOUNTS:
        return ""
    least, most = _HEADCOUNTS[band]
    return f"no employee{when}" if most == 0 else f"{least:,} to {most:,} employees{when}"
