"""Rates of late payment by half-year, with their sources. Beyond what the sources say, nothing is guessed."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from kernel.dated import Dated

_UNTIL = date(2027, 1, 1)


class RateBelowFloor(ValueError):
    """A contractual rate of interest is lower than the law allows."""


def _halves(told: Mapping[tuple[int, int], str]) -> dict[date, Fraction]:
    """Rates in per cent by year and half, as shares from the first day of the half."""
    return {date(year, 1 if half == 1 else 7, 1): Fraction(rate) / 100 for (year, half), rate in told.items()}


# The main refinancing rate of the ECB on 1 January for the first half of a year, on 1 July for the second.
REFINANCING = Dated(
    _halves(
        {
            (2021, 1): "0", (2021, 2): "0", (2022, 1): "0", (2022, 2): "0",
            (2023, 1): "2.50", (2023, 2): "4.00", (2024, 1): "4.50", (2024, 2): "4.25",
            (2025, 1): "3.15", (2025, 2): "2.15", (2026, 1): "2.15", (2026, 2): "2.40",
        }
    ),
    source="ECB, main refinancing rate at the anchors of L441-10 II C. com. (2026-S2: secondary source)",
    until=_UNTIL,
)  # fmt: skip
# Of claims of professionals, by decree each half-year (L313-2 C. mon. fin.).
LEGAL_RATE = Dated(
    _halves(
        {
            (2021, 1): "0.79", (2021, 2): "0.76", (2022, 1): "0.76", (2022, 2): "0.77",
            (2023, 1): "2.06", (2023, 2): "4.22", (2024, 1): "5.07", (2024, 2): "4.92",
            (2025, 1): "3.71", (2025, 2): "2.76", (2026, 1): "2.62", (2026, 2): "2.75",
        }
    ),
    source="Legal interest rate of professionals by half-year (2026-S2: secondary source)",
    until=_UNTIL,
)  # fmt: skip
_POINTS, _POINTS_OF_PUBLIC_BODIES, _TIMES = Fraction(10, 100), Fraction(8, 100), 3


def penalty_rate(day: date, *, contractual: Fraction | None = None, public_body: bool = False) -> Fraction:
    """The yearly rate on a day, as a share: the agreed one, else that of the half-year (L441-10 II C. com.).

    Public bodies owe the refinancing rate and 8 points. Raises NotInForce.
    """
    if contractual is not None:
        return contractual
    return REFINANCING.on(day) + (_POINTS_OF_PUBLIC_BODIES if public_body else _POINTS)


def check_contractual(rate: Fraction, *, agreed_on: date) -> None:
    """An agreed rate is no lower than three times the legal rate of the day it was agreed.

    Raises RateBelowFloor, NotInForce.
    """
    floor = _TIMES * LEGAL_RATE.on(agreed_on)
    if rate < floor:
        raise RateBelowFloor(
            f"A rate of {float(rate):.2%} is below the floor of {float(floor):.2%} on {agreed_on}, "
            "three times the legal rate (L441-10 II C. com.). Agree a higher one, or none."
        )


def half_of(day: date) -> date:
    """The first day of the half-year that holds a day."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)  # noqa: PLR2004  # June ends the first half
