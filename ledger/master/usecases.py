"""Import the customer master and its contacts; terms that come with it date the invoices that had none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ledger.files.contacts import ContactLine, contact_line, open_contacts
from ledger.files.customers import customer_line, open_customers
from ledger.files.rejection import Doubt, Rejection
from ledger.files.table import Table, ignored_columns, named_on_bad_lines, with_raw
from ledger.imports.changes import Changes
from ledger.imports.identity import Named, told_once
from ledger.master.contacts import counts_of, name_of, no_longer_named, told_by_contacts
from ledger.master.decision import MasterState, decide_master
from ledger.master.repository import Master, MasterRepository, customers_on, load_master, profiles_on
from ledger.master.terms import redated, terms_by_customer
from ledger.registers.catalogue import CONTACTS, PROFILES
from ledger.registers.register import NewVersion, Register, Row, Version, enter
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.report import settings_as_json
from store.session import ReadSession, WriteSession


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
    before = load_master(session)
    decided = decide_master(lines, _state(session, repository, source=delivery.source), on=delivery.on)
    changes = decided.changes
    changes.rejections += rejections
    added = versions_of(decided.profiles.versions, PROFILES, source=delivery.source, at=delivery.recorded_at)
    after = Master([*before.profiles, *added], before.links)
    redate(repository, changes, before=before, after=after, on=delivery.on)
    told = {
        "customers": {"new": len(changes.customers), "renamed": len(changes.customer_versions)},
        "contacts": counts_of(decided.contacts)._asdict(),
        "redated_invoices": len(changes.invoice_versions),
        "redated_from": delivery.on.isoformat() if changes.invoice_versions else None,
        **_how_it_was_read(table),
    }
    return record_import(
        session,
        delivery,
        _reading(table, changes.rejections, decided.doubts),
        entered=[(PROFILES, decided.profiles), (CONTACTS, decided.contacts)],
        changes=changes,
        told=told,
    )


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
    customers = {code: one.id for code, one in repository.customers().items()}
    changes = Changes(rejections=rejections + _of_strangers(lines, customers))
    known = [line for line in lines if line.customer in customers]
    named, _ = told_once(known, lambda line: Named(name_of(line), "This contact"), changes)
    register = RegisterRepository(session, CONTACTS)
    standing = register.standing(source=delivery.source)
    told = told_by_contacts([line for _, line in named], customers=customers, on=delivery.on)
    kept = named_on_bad_lines(table, changes.rejections, "customer")
    if whole and kept is not None:
        held = {customers[code] for code in kept if code in customers}
        told += no_longer_named(told, standing, kept=held, on=delivery.on)
    entered = enter(told, standing, next_id=register.next_id(), on=delivery.on)
    counts = counts_of(entered)
    entered.accepted -= counts.removed  # these are no lines of the file
    entered.corrected -= counts.removed
    entered.unchanged += changes.unchanged
    said = {
        "contacts": counts._asdict(),
        "nobody_removed_since_a_line_names_no_customer": whole and kept is None,
        **_how_it_was_read(table),
    }
    reading = _reading(table, changes.rejections, [])
    return record_import(session, delivery, reading, entered=[(CONTACTS, entered)], told=said)


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


def _state(session: WriteSession, repository: MasterRepository, *, source: str) -> MasterState:
    profiles, contacts = RegisterRepository(session, PROFILES), RegisterRepository(session, CONTACTS)
    return MasterState(
        repository.customers(),
        repository.next_ids(),
        profiles.standing(source=source),
        contacts.standing(source=source),
        profiles.next_id(),
        contacts.next_id(),
    )


def _of_strangers(lines: Iterable[ContactLine], customers: Mapping[str, int]) -> list[Rejection]:
    return [
        Rejection(line.line, f"No customer has the code “{line.customer}”. Import the customers first.")
        for line in lines
        if line.customer not in customers
    ]


def _reading(table: Table, rejections: Iterable[Rejection], doubts: Sequence[Doubt]) -> Reading:
    settings = settings_as_json(table.settings)
    return Reading(len(table.body), with_raw(rejections, table), doubts, settings)


def _how_it_was_read(table: Table) -> dict[str, Any]:
    return {"ignored_columns": ignored_columns(table), "settings": settings_as_json(table.settings)}


def looked_after(session: ReadSession, owner: str, *, as_of: date) -> frozenset[str]:
    """The codes of the customers that a person of sales looks after, by the master of an evening."""
    wanted = owner.strip().casefold()
    theirs = [
        customer
        for customer, profile in profiles_on(session, as_of).items()
        if wanted and (profile.sales_owner or "").strip().casefold() == wanted
    ]
    known = customers_on(session, as_of, among=theirs)
    return frozenset(known[customer].code for customer in theirs if customer in known)
