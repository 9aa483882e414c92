"""Whole cents with their currency: never floats, never two currencies in one sum."""

from collections.abc import Iterable
from dataclasses import dataclass

_DECIMALS = 2


class CurrencyMismatch(ValueError):
    """Two currencies met in one operation."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in whole cents of one currency (ISO 4217 code)."""

    cents: int
    currency: str = "EUR"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.cents < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.cents <= self._same(other)

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        euros, cents = divmod(abs(self.cents), 100)
        return f"{sign}{euros:,}.{cents:02d} {self.currency}"

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be added or compared: "
                "convert one of them first, at a rate with its date."
            )
        return other.cents


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """Sum of amounts that must all be in `currency`; zero of it when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def parse_cents(text: str, *, decimal: str = ".") -> int:
    """Cents from a written amount; spaces and the other mark separate thousands.

    Accepts a leading or trailing sign, accounting parentheses and a currency sign.
    Raises ValueError with a sentence when the text is not an amount of at most two decimals.
    """
    raw = text.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    negative = raw.startswith("(") and raw.endswith(")")
    if negative:
        raw = raw[1:-1]
    raw = raw.strip("€$£")
    if raw[-1:] in {"-", "+"}:
        raw = raw[-1] + raw[:-1]
    raw = raw.replace("," if decimal == "." else ".", "").replace("'", "")
    sign, digits = (raw[0], raw[1:]) if raw[:1] in {"-", "+"} else ("", raw)
    whole, _, fraction = digits.partition(decimal)
    fraction = fraction.rstrip("0")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit() or len(fraction) > _DECIMALS:
        raise ValueError(f"“{text.strip()}” is not an amount in units and cents.")
    cents = int(whole or "0") * 100 + int(fraction.ljust(_DECIMALS, "0"))
    return -cents if negative != (sign == "-") else cents
