"""Import the customer master and its contacts; terms that come with it date the invoices that had none."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ledger.files.contacts import contact_line, open_contacts
from ledger.files.customers import CustomerLine, customer_line, open_customers
from ledger.files.rejection import Doubt, Rejection
from ledger.files.table import Table, ignored_columns, named_on_bad_lines, with_raw
from ledger.imports.changes import Changes
from ledger.imports.customers import CustomerBook
from ledger.imports.identity import Named, told_once
from ledger.master.contacts import counts_of, name_of, no_longer_named, told_by_contacts, told_by_customers
from ledger.master.profiles import told_profiles
from ledger.master.repository import Master, MasterRepository, load_master
from ledger.master.terms import redated, terms_by_customer
from ledger.registers.catalogue import CONTACTS, PROFILES, ContactRow, CustomerProfileRow
from ledger.registers.register import Entered, NewVersion, Register, Row, Told, Version, enter
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.report import settings_as_json
from store.session import WriteSession

_UNKNOWN = "No customer has the code “{}”. Import them first: encours import customers FILE."


def import_customers(
    session: WriteSession, delivery: Delivery, *, mapping: Mapping[str, object] | None
) -> RegisterReport:
    """Record profiles and contacts of a customer file, and date invoices by the terms it tells.

    A blank cell clears what this source said before; a column that the file does not have keeps it. Raises
    ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    table = open_customers(delivery.content, mapping)
    lines, rejections = table.read(customer_line, delivery.progress)
    repository = MasterRepository(session)
    repository.lock()
    changes = Changes(rejections=rejections)
    alone = _alone(lines, changes)
    recorded = repository.customers()
    book = CustomerBook(recorded, repository.next_ids())
    customers = {line.code: book.id_of(line.code, known_on=delivery.on) for line in alone}
    for line in alone:
        book.name(line.code, line.said.get("name"), said_on=delivery.on)
    book.save_in(changes, on=delivery.on, of_master=True)
    master = load_master(session)
    doubts = _unknown_parents(alone, {*recorded, *customers})

    def profiles_told(standing: Mapping[str, Version[CustomerProfileRow]]) -> list[Told]:
        told, more = told_profiles(alone, standing, customers=customers, on=delivery.on)
        doubts.extend(more)
        return told

    def contacts_told(standing: Mapping[str, Version[ContactRow]]) -> list[Told]:
        return told_by_customers(alone, standing, customers=customers, on=delivery.on)

    profiles = _entered(session, PROFILES, delivery, profiles_told)
    contacts = _entered(session, CONTACTS, delivery, contacts_told)
    profiles.unchanged += changes.unchanged
    added = versions_of(profiles.versions, PROFILES, source=delivery.source, at=delivery.recorded_at)
    redate(
        repository,
        changes,
        before=master,
        after=Master([*master.profiles, *added], master.links),
        on=delivery.on,
    )
    told = {
        "customers": {"new": len(changes.customers), "renamed": len(changes.customer_versions)},
        "contacts": counts_of(contacts)._asdict(),
        "redated_invoices": len(changes.invoice_versions),
        **_how_it_was_read(table),
    }
    reading = _reading(table, changes.rejections, [*(d for line in alone for d in line.doubts), *doubts])
    entered: list[tuple[Register[Any], Entered]] = [(PROFILES, profiles), (CONTACTS, contacts)]
    return record_import(session, delivery, reading, entered=entered, changes=changes, told=told)


def import_contacts(
    session: WriteSession, delivery: Delivery, *, mapping: Mapping[str, object] | None, whole: bool
) -> RegisterReport:
    """Record the contacts of a file of contacts. When it is the `whole` list of its source, a contact it no
    longer names is removed, but not those of customers whose line was set aside.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    table = open_contacts(delivery.content, mapping)
    lines, rejections = table.read(contact_line, delivery.progress)
    repository = MasterRepository(session)
    repository.lock()
    changes = Changes(rejections=rejections)
    customers = {code: one.id for code, one in repository.customers().items()}
    known = [line for line in lines if line.customer in customers]
    changes.rejections += [
        Rejection(line.line, _UNKNOWN.format(line.customer))
        for line in lines
        if line.customer not in customers
    ]
    named, _ = told_once(known, lambda line: Named(name_of(line), "This contact"), changes)
    alone = [line for _, line in named]
    kept = named_on_bad_lines(table, changes.rejections, "customer")

    def contacts_told(standing: Mapping[str, Version[ContactRow]]) -> list[Told]:
        told = told_by_contacts(alone, customers=customers, on=delivery.on)
        if whole and kept is not None:
            gone = no_longer_named(
                told, standing, kept={customers[code] for code in kept if code in customers}
            )
            told += [Told(name, delivery.on, row) for name, row in gone.items()]
        return told

    entered = _entered(session, CONTACTS, delivery, contacts_told)
    entered.unchanged += changes.unchanged
    told = {"contacts": counts_of(entered)._asdict(), **_how_it_was_read(table)}
    told["removal_withheld"] = whole and kept is None
    reading = _reading(table, changes.rejections, [])
    return record_import(session, delivery, reading, entered=[(CONTACTS, entered)], told=told)


def redate(
    repository: MasterRepository, changes: Changes, *, before: Master, after: Master, on: date
) -> None:
    """Add the new due dates of invoices dated by default, or by terms of the master that are others now."""
    old, new = (terms_by_customer(master.on(on)) for master in (before, after))
    if old or new:
        invoices = repository.dated_invoices({*old, *new})
        changes.invoice_versions += redated(invoices, old, new, on=on)


def versions_of(
    added: Iterable[NewVersion], register: Register[Row], *, source: str, at: datetime
) -> list[Version[Row]]:
    """New versions as they will be read once they are saved."""
    made: Any = register.row
    return [
        Version(one.id, one.version, source, one.source_id, one.known_on, at, "", made(*one.row))
        for one in added
    ]


def _entered(
    session: WriteSession,
    register: Register[Row],
    delivery: Delivery,
    told: Callable[[Mapping[str, Version[Row]]], Iterable[Told]],
) -> Entered:
    repository = RegisterRepository(session, register)
    standing = repository.standing(source=delivery.source)
    return enter(told(standing), standing, next_id=repository.next_id(), on=delivery.on)


def _alone(lines: Sequence[CustomerLine], changes: Changes) -> list[CustomerLine]:
    """One line a customer; others that say something else are set aside."""
    named, _ = told_once(lines, lambda line: Named(line.code, f"The customer {line.code}"), changes)
    return [line for _, line in named]


def _unknown_parents(lines: Iterable[CustomerLine], codes: Container[str]) -> list[Doubt]:
    return [
        Doubt(line.line, f"No customer has the code “{parent}”, named as the head of the group.", "parent")
        for line in lines
        if (parent := line.said.get("parent")) is not None and parent not in codes
    ]


def _reading(table: Table, rejections: Iterable[Rejection], doubts: Sequence[Doubt]) -> Reading:
    settings = settings_as_json(table.settings)
    return Reading(len(table.body), with_raw(rejections, table), doubts, settings)


def _how_it_was_read(table: Table) -> dict[str, Any]:
    return {"ignored_columns": ignored_columns(table), "settings": settings_as_json(table.settings)}
