"""Profiles of customers: what a file adds to them, and which one holds for a customer on an evening."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.files.customers import CustomerLine
from ledger.files.rejection import Doubt
from ledger.registers.catalogue import CustomerLinkRow, CustomerProfileRow
from ledger.registers.register import Told, Version, standing_on

_NOTHING = CustomerProfileRow._make((0, *(None,) * (len(CustomerProfileRow._fields) - 1)))
_SIREN_DIGITS = 9

# Told by several sources, these make sense together only, so they come from one of them.
_TOGETHER = (
    ("terms_days", "terms_month_end"),
    ("siren", "siret"),
    ("street", "postcode", "city", "country"),
    ("iban", "bic"),
)
_ALONE = tuple(
    (name,) for name in CustomerProfileRow._fields[1:] if not any(name in together for together in _TOGETHER)
)


def told_profiles(
    lines: Iterable[CustomerLine],
    standing: Mapping[str, Version[CustomerProfileRow]],
    *,
    customers: Mapping[str, int],
    on: date,
) -> tuple[list[Told], list[Doubt]]:
    """What the lines of one source tell, by the customer's code.

    A blank cell clears what that source said before; a column that the file does not have, and a cell that
    cannot be read, keep it.
    """
    told: list[Told] = []
    doubts: list[Doubt] = []
    for line in lines:
        recorded = standing.get(line.code)
        held = _NOTHING if recorded is None else recorded.row
        row = held._replace(**{**line.said, "customer_id": customers[line.code]})
        if row.siren and row.siret and row.siret[:_SIREN_DIGITS] != row.siren:
            why = f"The SIRET {row.siret} recorded before is of another company, so it was removed."
            doubts.append(Doubt(line.line, why, "siret"))
            row = row._replace(siret=None)
        told.append(Told(line.code, on, row))
    return told, doubts


def resolved(
    profiles: Sequence[Version[CustomerProfileRow]],
    links: Sequence[Version[CustomerLinkRow]],
    as_of: date,
) -> dict[int, CustomerProfileRow]:
    """The profile that holds for each customer on an evening, by customer.

    A customer of the accounts that a person confirmed to be one of the master has the profile of the latter,
    whose `customer_id` tells it, unless the master knows it under its own code too. Of several sources the
    one that spoke last counts, and what it does not say is taken from the others.
    """
    by_customer: dict[int, list[Version[CustomerProfileRow]]] = {}
    for one in standing_on(profiles, as_of):
        by_customer.setdefault(one.row.customer_id, []).append(one)
    found = {customer: _merged(said) for customer, said in by_customer.items()}
    own = set(found)
    for customer, master in linked(links, as_of).items():
        if customer not in own and master in own:
            found[customer] = found[master]
    return found


def linked(links: Sequence[Version[CustomerLinkRow]], as_of: date) -> dict[int, int]:
    """The customer of the master that each customer of the accounts was confirmed to be, on an evening."""
    return {one.row.customer_id: one.row.master_id for one in standing_on(links, as_of) if one.row.same}


def _merged(said: Sequence[Version[CustomerProfileRow]]) -> CustomerProfileRow:
    if len(said) == 1:
        return said[0].row
    latest_first = sorted(said, key=lambda one: (one.known_on, one.recorded_at, one.id), reverse=True)
    values: dict[str, Any] = {}
    for names in (*_TOGETHER, *_ALONE):
        for one in latest_first:
            told = {name: getattr(one.row, name) for name in names}
            if any(value is not None for value in told.values()):
                values.update(told)
                break
    return _NOTHING._replace(**{**values, "customer_id": said[0].row.customer_id})
