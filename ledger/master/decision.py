"""What a file of the customer master adds: customers, names, profiles and contacts."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.files.customers import CustomerLine
from ledger.files.rejection import Doubt
from ledger.imports.changes import Changes, NextIds
from ledger.imports.customers import CustomerBook, RecordedCustomer
from ledger.imports.identity import Named, told_once
from ledger.master.contacts import told_by_customers
from ledger.master.profiles import told_profiles
from ledger.registers.catalogue import ContactRow, CustomerProfileRow
from ledger.registers.register import Entered, Version, enter


@dataclass(frozen=True, slots=True)
class MasterState:
    """All customers of the ledger, and what this source said of profiles and contacts so far."""

    customers: dict[str, RecordedCustomer]
    ids: NextIds
    profiles: Mapping[str, Version[CustomerProfileRow]]
    contacts: Mapping[str, Version[ContactRow]]
    next_profile: int
    next_contact: int


@dataclass(frozen=True, slots=True)
class MasterDecision:
    """What enters the ledger, the two registers, and what is doubtful."""

    changes: Changes
    profiles: Entered
    contacts: Entered
    doubts: Sequence[Doubt]


def decide_master(lines: Sequence[CustomerLine], state: MasterState, *, on: date) -> MasterDecision:
    """Of several lines for one customer the first counts; others that say something else are set aside."""
    changes = Changes()
    named, _ = told_once(lines, lambda line: Named(line.code, f"The customer {line.code}"), changes)
    alone = [line for _, line in named]
    book = CustomerBook(state.customers, state.ids)
    customers = {line.code: book.id_of(line.code, known_on=on) for line in alone}
    for line in alone:
        book.name(line.code, line.said.get("name"), said_on=on)
    book.save_in(changes, on=on, of_master=True)
    told, doubts = told_profiles(alone, state.profiles, customers=customers, on=on)
    profiles = enter(told, state.profiles, next_id=state.next_profile, on=on)
    profiles.unchanged += changes.unchanged
    people = told_by_customers(alone, state.contacts, customers=customers, on=on)
    contacts = enter(people, state.contacts, next_id=state.next_contact, on=on)
    doubts += (doubt for line in alone for doubt in line.doubts)
    doubts += _unknown_parents(alone, {*state.customers, *customers})
    return MasterDecision(changes, profiles, contacts, doubts)


def _unknown_parents(lines: Iterable[CustomerLine], codes: Container[str]) -> list[Doubt]:
    return [
        Doubt(line.line, f"No customer has the code “{parent}”, named as the head of the group.", "parent")
        for line in lines
        if (parent := line.said.get("parent")) is not None and parent not in codes
    ]
