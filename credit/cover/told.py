"""What the insurer was told, written down beside the covers."""

from collections.abc import Sequence
from datetime import date

from credit.cover.book import Told
from credit.cover.cover import CoverVersion
from ledger.registers.register import standing_on

TOLD = "told"  # the state of a row by which no cover changes


def told_of(covers: Sequence[CoverVersion], *, as_of: date) -> dict[int, tuple[Told, ...]]:
    """By customer, as known on an evening. What cannot be read was not told."""
    found: dict[int, list[Told]] = {}
    for one in standing_on(covers, as_of):
        row = one.row
        if row.state == TOLD:
            listed = row.details.get("invoices")
            ids = [key for key in listed if isinstance(key, int)] if isinstance(listed, list) else []
            found.setdefault(row.customer_id, []).extend(
                Told(row.policy_number, row.kind, key, row.from_on) for key in ids
            )
    return {key: tuple(told) for key, told in found.items()}
