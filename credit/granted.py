"""Limits by evening: which is in force, and which waits for a second person."""

from collections.abc import Iterable, Sequence
from datetime import date

from credit.standing import Granted
from ledger.registers.catalogue import CreditLimitRow
from ledger.registers.register import Version, standing_on

STANDING, TEMPORARY = "standing", "temporary"
ASKED, GRANTED, REFUSED, WITHDRAWN = "asked", "granted", "refused", "withdrawn"

LimitVersion = Version[CreditLimitRow]


def limits_in_force(versions: Sequence[LimitVersion], *, on: date) -> dict[tuple[int, str], Granted]:
    """The limit that holds that day by customer and currency; a temporary one before the standing one.

    A withdrawal takes the limits of its kind away that were granted before it.
    """
    decided = [one.row for one in standing_on(versions, on) if one.row.state in (GRANTED, WITHDRAWN)]
    found: dict[tuple[int, str], Granted] = {}
    for kind in (STANDING, TEMPORARY):
        for account, row in _last(row for row in decided if row.kind == kind and row.from_on <= on).items():
            if row.state == GRANTED and (row.until_on is None or on <= row.until_on):
                found[account] = Granted(
                    row.kind, row.cents, row.currency, row.from_on, row.until_on, row.binding, row.why
                )
    return found


def _last(rows: Iterable[CreditLimitRow]) -> dict[tuple[int, str], CreditLimitRow]:
    return {(row.customer_id, row.currency): row for row in rows}


def waiting(versions: Sequence[LimitVersion], *, on: date) -> list[LimitVersion]:
    """Limits asked for that nobody has granted or refused yet, the oldest first."""
    return [one for one in standing_on(versions, on) if one.row.state == ASKED]
