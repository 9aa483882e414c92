"""What a bank statement says, whichever format it came in, and whether its sums are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.errors import ImportRefused

_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)  # outside, a date of a bank is a mistake of writing
_LARGEST = 10**15  # cents: beyond ten thousand billion it is no amount
_CENT_DIGITS = 2


class Balance(NamedTuple):
    """What stood on the account at the end of a day, negative when overdrawn."""

    on: date
    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in (positive) or went out.

    The payer is who paid; for money that went out, whom we paid; for a direct debit that came back, the
    customer who had paid.
    """

    place: int  # the number of its entry in the statement, or its line in the file
    booked_on: date
    value_on: date
    cents: int
    payer_name: str | None
    payer_iban: str | None
    text: str
    structured_reference: str | None
    end_to_end: str | None
    bank_reference: str | None
    code: str | None
    returned: bool


class LeftOut(NamedTuple):
    """Entries that are no movements of the account, and why."""

    entries: int
    why: str


@dataclass(frozen=True, slots=True)
class BankStatement:
    """One statement of one account.

    `name` is what its bank calls it, `doubts` are sentences, `file` the name of the file that brought it.
    """

    name: str
    form: str
    account: str
    currency: str
    opening: Balance
    closing: Balance
    movements: tuple[Movement, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()
    file: str = ""

    @property
    def credits_cents(self) -> int:
        return sum(one.cents for one in self.movements if one.cents > 0)

    @property
    def debits_cents(self) -> int:
        return sum(one.cents for one in self.movements if one.cents < 0)


def doubts_of_sums(
    movements: Sequence[Movement], *, opening: Balance, closing: Balance, currency: str, said: str
) -> tuple[str, ...]:
    """Why the sums could not be checked, if they could not. Raises ImportRefused when they are wrong.

    Balances speak of the movements booked from the day of the first to the day of the second. Where all that
    a statement tells lies elsewhere, or a balance is in another currency, nothing can be said about the sum.
    """
    if not opening.currency == closing.currency == currency:
        return (
            f"The balances of {said} are in {opening.currency} and {closing.currency}, its account is in "
            f"{currency}: their sum could not be checked.",
        )
    found = opening.cents + sum(one.cents for one in movements)
    if found == closing.cents:
        return ()
    if movements and not any(opening.on <= one.booked_on <= closing.on for one in movements):
        return (
            f"The balances of {said} go from {opening.on} to {closing.on}, but all its entries were booked "
            f"outside these days (the first on {movements[0].booked_on}): their sum could not be checked.",
        )
    raise ImportRefused(
        f"The sum of {said} is wrong: the opening balance {written(opening.cents)} and its {len(movements)} "
        f"booked entries make {written(found)}, but the closing balance is {written(closing.cents)} "
        f"{currency}. Entries are missing or were changed; ask the bank for the file again."
    )


def missing(field: str, where: str) -> ImportRefused:
    return ImportRefused(f"The field {field} is missing from {where}. Ask the bank for the file again.")


def wrong(field: str, where: str, *, text: str, expected: str) -> ImportRefused:
    return ImportRefused(f"The field {field} of {where} is “{text[:40]}”, not {expected}.")


def plausible_day(year: int, month: int, day: int) -> date:
    """A day in a century that banks write of. Raises ValueError."""
    found = date(year, month, day)
    if not _FIRST <= found < _LAST:
        raise ValueError(f"{found} is not a day of this age")
    return found


def cents_of(digits: str, decimals: int) -> int:
    """Cents from the digits of an amount, the last `decimals` of them behind the mark. Raises ValueError when
    it is no number of whole cents.
    """
    if not digits.isascii() or not digits.isdigit():
        raise ValueError("these are no digits")
    value, rest = int(digits) * 10**_CENT_DIGITS, 0
    value, rest = divmod(value, 10**decimals)
    if rest:
        raise ValueError("it has parts of a cent")
    if value >= _LARGEST:
        raise ValueError("it is too large")
    return value


def in_a_line(parts: Sequence[str | None]) -> str:
    """Texts one after the other, each once, on one line."""
    told = dict.fromkeys(" ".join(part.split()) for part in parts if part)
    return " ".join(part for part in told if part)


def written(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
