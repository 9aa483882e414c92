"""Whether the statements of an account follow each other, or one is missing in between."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ledger.files.bank_statement import BankStatement, written
from ledger.files.rejection import Doubt

_SHOWN = 4  # characters of an account in a sentence that many may read


class Told(NamedTuple):
    """The balances of a statement, of this import or of an earlier one."""

    account: str
    currency: str
    opening_on: date
    opening_cents: int
    closing_on: date
    closing_cents: int

    def as_json(self) -> dict[str, Any]:
        days = {"opening_on": self.opening_on.isoformat(), "closing_on": self.closing_on.isoformat()}
        return {**self._asdict(), **days}


def told_of(statement: BankStatement) -> Told | None:
    """None when a balance is in a currency that is not the account's: it follows nothing."""
    opening, closing = statement.opening, statement.closing
    if not opening.currency == closing.currency == statement.currency:
        return None
    return Told(statement.account, statement.currency, opening.on, opening.cents, closing.on, closing.cents)


def doubts_of_continuity(statements: Sequence[BankStatement], earlier: Iterable[Told]) -> list[Doubt]:
    """A doubt for each statement that does not open with what the one before closed with."""
    own = [told_of(one) for one in statements]
    known = {*(one for one in own if one), *earlier}
    doubts = []
    for place, (statement, one) in enumerate(zip(statements, own, strict=True), start=1):
        before = _before(one, known) if one else []
        if one and before and all(other.closing_cents != one.opening_cents for other in before):
            doubts.append(Doubt(place, _sentence(statement, one, before[0]), f"gap {one.account}"))
    return doubts


def _before(one: Told, known: Iterable[Told]) -> list[Told]:
    """The statements that closed last before this one opened."""
    closed = [
        other
        for other in known
        if other != one
        and (other.account, other.currency) == (one.account, one.currency)
        and other.closing_on <= one.opening_on
    ]
    last = max((other.closing_on for other in closed), default=None)
    return [other for other in closed if other.closing_on == last]


def _sentence(statement: BankStatement, one: Told, before: Told) -> str:
    return (
        f"Statement “{statement.name[:40]}” of account …{one.account[-_SHOWN:]} opens on {one.opening_on} "
        f"with {written(one.opening_cents)} {one.currency}, but the one before closed on "
        f"{before.closing_on} with {written(before.closing_cents)} {one.currency}: a statement is missing in "
        "between, or was changed."
    )
