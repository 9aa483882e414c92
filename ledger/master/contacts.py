"""Contacts of customers: what a file tells of them, and who is no longer named."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.files.contacts import ContactLine
from ledger.files.customers import CustomerLine
from ledger.files.plain import plain
from ledger.registers.catalogue import ContactRow
from ledger.registers.register import Entered, Told, Version, standing_on

# A customer file holds one contact a role, a file of contacts any number: each takes back its own only.
_IN_CUSTOMER_FILE, _IN_CONTACT_FILE = "role", "person"


class ContactCounts(NamedTuple):
    """Contacts told by an import, apart from those said again."""

    new: int
    corrected: int
    removed: int


def told_by_customers(
    lines: Iterable[CustomerLine],
    standing: Mapping[str, Version[ContactRow]],
    *,
    customers: Mapping[str, int],
    on: date,
) -> list[Told]:
    """The contacts in a customer file; blank cells remove the contact that stood there before."""
    told: list[Told] = []
    for line in lines:
        for role, said in line.contacts.items():
            source_id = f"{_IN_CUSTOMER_FILE} {role} {line.code}"
            if not said.blank:
                row = ContactRow(customers[line.code], role, *said, removed=False)
                told.append(Told(source_id, on, row))
            elif source_id in standing:
                told.append(Told(source_id, on, standing[source_id].row._replace(removed=True)))
    return told


def told_by_contacts(lines: Iterable[ContactLine], *, customers: Mapping[str, int], on: date) -> list[Told]:
    """The contacts of a file of contacts."""
    return [
        Told(name_of(line), on, ContactRow(customers[line.customer], *line[2:], removed=False))
        for line in lines
    ]


def no_longer_named(
    told: Iterable[Told], standing: Mapping[str, Version[ContactRow]], *, kept: Container[int], on: date
) -> list[Told]:
    """Contacts of earlier files of contacts that are not told any more, as removed; those of the customers
    `kept` stay, since their lines were set aside.
    """
    named = {one.source_id for one in told}
    return [
        Told(name, on, one.row._replace(removed=True))
        for name, one in standing.items()
        if name.startswith(f"{_IN_CONTACT_FILE} ") and name not in named and one.row.customer_id not in kept
    ]


def name_of(line: ContactLine) -> str:
    """How a contact is known again: by its name in its role, else by its address."""
    who = plain(line.name or "") or line.email or line.phone or ""
    return f"{_IN_CONTACT_FILE} {line.role} {line.customer} {who}"


def counts_of(entered: Entered) -> ContactCounts:
    removed = sum(one.version > 0 and one.row[-1] for one in entered.versions)
    return ContactCounts(entered.accepted - entered.corrected, entered.corrected - removed, removed)


def contacts_on(contacts: Sequence[Version[ContactRow]], as_of: date) -> dict[int, list[Version[ContactRow]]]:
    """The contacts of each customer that stand on an evening."""
    found: dict[int, list[Version[ContactRow]]] = {}
    for one in standing_on(contacts, as_of):
        if not one.row.removed:
            found.setdefault(one.row.customer_id, []).append(one)
    return found
