"""Rates of late payment by half-year, with their sources. Beyond what the sources say, nothing is guessed."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from dunning.law.ruled import Certainty
from kernel.dated import Dated, NotInForce

_HERE = "dunning/law/rates.py"
_UNTIL = date(2027, 1, 1)
_JULY = 7


class RateBelowFloor(ValueError):
    """A contractual rate of interest is lower than the law allows."""


def _halves(told: Mapping[tuple[int, int], str]) -> dict[date, Fraction]:
    """Rates in per cent by year and half, as shares from the first day of the half."""
    return {date(year, 1 if half == 1 else 7, 1): Fraction(rate) / 100 for (year, half), rate in told.items()}


# The main refinancing rate of the ECB on 1 January for the first half of a year, on 1 July for the second.
REFINANCING = Dated(
    _halves(
        {
            (2013, 1): "0.75", (2013, 2): "0.50", (2014, 1): "0.25", (2014, 2): "0.15",
            (2015, 1): "0.05", (2015, 2): "0.05", (2016, 1): "0.05", (2016, 2): "0",
            (2017, 1): "0", (2017, 2): "0", (2018, 1): "0", (2018, 2): "0",
            (2019, 1): "0", (2019, 2): "0", (2020, 1): "0", (2020, 2): "0",
            (2021, 1): "0", (2021, 2): "0", (2022, 1): "0", (2022, 2): "0",
            (2023, 1): "2.50", (2023, 2): "4.00", (2024, 1): "4.50", (2024, 2): "4.25",
            (2025, 1): "3.15", (2025, 2): "2.15", (2026, 1): "2.15", (2026, 2): "2.40",
        }
    ),
    source="ECB, main refinancing rate at the anchors of L441-10 II C. com. "
    "(Banque de France and Bank of Slovenia to 2025-S1; later ones from secondary sources)",
    until=_UNTIL,
)  # fmt: skip
# Of claims of professionals, by decree each half-year (L313-2 C. mon. fin.).
LEGAL_RATE = Dated(
    _halves(
        {
            (2020, 1): "0.87", (2020, 2): "0.84",
            (2021, 1): "0.79", (2021, 2): "0.76", (2022, 1): "0.76", (2022, 2): "0.77",
            (2023, 1): "2.06", (2023, 2): "4.22", (2024, 1): "5.07", (2024, 2): "4.92",
            (2025, 1): "3.71", (2025, 2): "2.76", (2026, 1): "2.62", (2026, 2): "2.75",
        }
    ),
    source="Legal interest rate of professionals by half-year "
    "(decree of 2025-12-15, notes; 2022-S1, 2024, 2025-S2, 2026-S2 from secondary sources)",
    until=_UNTIL,
)  # fmt: skip
# From these days on as others quote them, before as read at the source.
CERTAIN_UNTIL = date(2025, 7, 1)
_POINTS, _POINTS_OF_PUBLIC_BODIES, _TIMES = Fraction(10, 100), Fraction(8, 100), 3


def penalty_rate(day: date, *, contractual: Fraction | None = None, public_body: bool = False) -> Fraction:
    """The yearly rate on a day, as a share: the agreed one, else that of the half-year (L441-10 II C. com.).

    Public bodies owe the refinancing rate and 8 points. The default rate is not raised to the floor of agreed
    ones, even where it lies below it. Raises NotInForce.
    """
    if contractual is not None:
        return contractual
    return _of(REFINANCING, "REFINANCING", day) + (_POINTS_OF_PUBLIC_BODIES if public_body else _POINTS)


def floor_rate(day: date) -> Fraction:
    """The least that may be agreed on a day: three times the legal rate. Raises NotInForce."""
    return _TIMES * _of(LEGAL_RATE, "LEGAL_RATE", day)


def check_contractual(rate: Fraction, *, agreed_on: date) -> None:
    """An agreed rate is no lower than three times the legal rate of the day it was agreed.

    Raises RateBelowFloor, NotInForce.
    """
    floor = floor_rate(agreed_on)
    if rate < floor:
        raise RateBelowFloor(
            f"A rate of {float(rate):.2%} is below the floor of {float(floor):.2%} on {agreed_on}, "
            "three times the legal rate (L441-10 II C. com.). Agree a higher one, or none."
        )


def certainty_of(day: date) -> Certainty:
    """How sure we are of the refinancing rate of a day."""
    return Certainty.VERIFIED if day < CERTAIN_UNTIL else Certainty.SECONDARY


def first_known() -> date:
    """The first day of which the rate of the law is told here; what came before is prescribed long since."""
    return min(REFINANCING.values)


def last_known() -> date:
    """The last day of which the rate of the law is known."""
    return _UNTIL - timedelta(days=1)


def half_of(day: date) -> date:
    """The first day of the half-year that holds a day."""
    return date(day.year, 1 if day.month < _JULY else _JULY, 1)


def half_name(day: date) -> str:
    """“2026-S2”."""
    return f"{day.year}-S{1 if day.month < _JULY else 2}"


def _of(dated: Dated[Fraction], name: str, day: date) -> Fraction:
    try:
        return dated.on(day)
    except NotInForce as error:
        raise NotInForce(
            f"The rate of {half_name(day)} is not known, so nothing is reckoned for {day}: {error} "
            f"It goes into {name} in {_HERE}, which knows {half_name(min(dated.values))} to "
            f"{half_name(last_known())}; move _UNTIL there with it."
        ) from error
