"""Figures in words, as all sentences write them; a figure that is missing is never written."""

from collections.abc import Mapping
from math import floor, isnan, nan

from kernel.language import Language, share_text

Figures = Mapping[str, float]


def figure(figures: Figures, name: str) -> float | None:
    """A feature's value; None where it is not known, or the frame does not hold it."""
    value = figures.get(name, nan)
    return None if isnan(value) else value


def count(figures: Figures, name: str) -> int:
    """A number of things, none where nobody knows of any."""
    return round(figure(figures, name) or 0.0)


def share(value: float, french: bool) -> str:
    return share_text(value, Language.FRENCH if french else Language.ENGLISH)


def tenths(value: float, french: bool) -> str:
    written = f"{value:.1f}"
    return written.replace(".", ",") if french else written


def late(days: float, french: bool) -> str:
    whole = round(days)
    if whole == 0:
        return "à l'échéance" if french else "on the due date"
    if french:
        way = "de retard" if whole > 0 else "d'avance"
        return f"avec {abs(whole)} jour{s(whole)} {way}"
    return f"{abs(whole)} day{'' if abs(whole) == 1 else 's'} {'late' if whole > 0 else 'early'}"


def invoices(number: int) -> str:
    """English counts none as many, French as one."""
    return "invoice" if number == 1 else "invoices"


def s(number: float) -> str:
    return "s" if abs(number) > 1 else ""


def points(score: float) -> int:
    """A score as it is read, half a point up."""
    return floor(score + 0.5)


# A probability is told to a hundredth of a per cent below one, to a tenth below ten: its grades are as fine.
_HUNDREDTHS_BELOW, _TENTHS_BELOW = 1.0, 10.0
_LEAST_TOLD = 0.01


def chance(probability: float, language: Language) -> str:
    """A probability of default, never 0 or 100 unless it is so."""
    percent = 100.0 * probability
    if 0.0 < percent < _LEAST_TOLD:
        written = f"<{_LEAST_TOLD}"
    else:
        written = f"{percent:.{2 if percent < _HUNDREDTHS_BELOW else 1 if percent < _TENTHS_BELOW else 0}f}"
    if written == "100" and probability < 1.0:
        written = ">99"
    return f"{written}%" if language is Language.ENGLISH else written.replace(".", ",") + "\u202f%"
