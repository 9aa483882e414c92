"""Limits by evening: which is in force, and which waits for a second person."""

from collections.abc import Sequence
from datetime import date

from credit.standing import Granted
from ledger.registers.catalogue import CreditLimitRow
from ledger.registers.register import Version, standing_on

STANDING, TEMPORARY = "standing", "temporary"
KINDS = (STANDING, TEMPORARY)  # a temporary limit stands before the other while it lasts
ASKED, GRANTED, REFUSED, WITHDRAWN = "asked", "granted", "refused", "withdrawn"

LimitVersion = Version[CreditLimitRow]


def limits_in_force(
    versions: Sequence[LimitVersion], *, on: date, kinds: Sequence[str] = KINDS
) -> dict[tuple[int, str], Granted]:
    """The limit that holds that day by customer and currency; of several kinds, the last one of `kinds`."""
    found: dict[tuple[int, str], Granted] = {}
    for kind in kinds:
        for account, one in last_granted(versions, on=on, kind=kind).items():
            row = one.row
            if row.state == GRANTED and (row.until_on is None or on <= row.until_on):
                found[account] = Granted(
                    row.kind, row.cents, row.currency, row.from_on, row.until_on, row.binding, row.why
                )
    return found


def last_granted(
    versions: Sequence[LimitVersion], *, on: date, kind: str
) -> dict[tuple[int, str], LimitVersion]:
    """What was granted or withdrawn last of a kind, by customer and currency; it replaces all before it.

    The day and the instant at which it was granted count, not when it was asked for.
    """
    decided = [
        one
        for one in standing_on(versions, on)
        if one.row.kind == kind and one.row.state in (GRANTED, WITHDRAWN) and one.row.from_on <= on
    ]
    decided.sort(key=lambda one: (one.known_on, one.recorded_at, one.id))
    return {(one.row.customer_id, one.row.currency): one for one in decided}


def waiting(versions: Sequence[LimitVersion], *, on: date) -> list[LimitVersion]:
    """Limits asked for that nobody has granted or refused yet, the oldest first."""
    return [one for one in standing_on(versions, on) if one.row.state == ASKED]
