"""The two languages of the house, and how each writes amounts, shares and days."""

from datetime import date
from enum import StrEnum

from kernel.money import Money

_THIN_SPACE = "\u202f"


class Language(StrEnum):
    """ISO 639-1 codes."""

    ENGLISH = "en"
    FRENCH = "fr"


def amount_text(amount: Money, language: Language) -> str:
    """“12,400 EUR” or “12 400 EUR”: whole units, since a reader decides on no cents."""
    units = round(amount.cents / 100)
    return f"{number_text(units, language)} {amount.currency}"


def number_text(number: int, language: Language) -> str:
    written = f"{number:,}"
    return written if language is Language.ENGLISH else written.replace(",", _THIN_SPACE)


def share_text(share: float, language: Language) -> str:
    """“31%” or “31 %”; never 0 or 100 unless it is so."""
    percent = round(100 * share)
    percent = min(max(percent, 1 if share > 0 else 0), 99 if share < 1 else 100)
    return f"{percent}%" if language is Language.ENGLISH else f"{percent}{_THIN_SPACE}%"


def day_text(day: date, language: Language) -> str:
    """“10 May 2024” or “10/05/2024”: the form each reads without thinking."""
    if language is Language.FRENCH:
        return day.strftime("%d/%m/%Y")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day} {months[day.month - 1]} {day.year}"
