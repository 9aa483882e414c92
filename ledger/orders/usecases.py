"""Import open orders, and read what is open on an evening."""

from collections.abc import Mapping
from datetime import date, datetime

from ledger.files.orders import open_orders, order_line
from ledger.files.table import ignored_columns, named_on_bad_lines, with_raw
from ledger.imports.changes import Changes
from ledger.imports.customers import CustomerBook
from ledger.imports.identity import Named, told_once
from ledger.imports.repository import ImportRepository
from ledger.orders.open_orders import counts_of, doubts_of, no_longer_open, open_by_customer, told_orders
from ledger.registers.catalogue import ORDERS
from ledger.registers.register import Told, enter
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.report import settings_as_json
from store.session import ReadSession, WriteSession


def import_orders(
    session: WriteSession, delivery: Delivery, *, mapping: Mapping[str, object] | None, whole: bool
) -> RegisterReport:
    """Record the open orders of a file. When it is the `whole` list of its source, an order that it no longer
    names is closed on that day, but not one whose line was set aside.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    table = open_orders(delivery.content, mapping)
    lines, rejections = table.read(order_line, delivery.progress)
    repository = ImportRepository(session)
    repository.lock()
    changes = Changes(rejections=rejections)
    named, _ = told_once(lines, lambda line: Named(line.number, f"The order {line.number}"), changes)
    alone = [line for _, line in named]
    book = CustomerBook(repository.customers(), repository.next_ids())
    customers = {line.customer: book.id_of(line.customer, known_on=delivery.on) for line in alone}
    for line in alone:
        book.name(line.customer, line.name, said_on=line.ordered_on)
    book.save_in(changes, on=delivery.on)
    register = RegisterRepository(session, ORDERS)
    standing = register.standing(source=delivery.source)
    told = told_orders(alone, customers=customers, on=delivery.on)
    kept = named_on_bad_lines(table, changes.rejections, "number")
    closed: list[Told] = []
    if whole and kept is not None:
        closed = no_longer_open(told, standing, kept=kept, on=delivery.on)
    entered = enter([*told, *closed], standing, next_id=register.next_id(), on=delivery.on)
    counts = counts_of(entered, closed)
    entered.accepted -= counts.closed  # these are no lines of the file
    entered.corrected -= counts.closed
    entered.unchanged += changes.unchanged
    said = {
        "customers": {"new": len(changes.customers), "renamed": len(changes.customer_versions)},
        "orders": counts._asdict(),
        "nothing_closed_since_a_line_names_no_order": whole and kept is None,
        "ignored_columns": ignored_columns(table),
        "settings": settings_as_json(table.settings),
    }
    reading = Reading(
        len(table.body),
        with_raw(changes.rejections, table),
        doubts_of(alone, on=delivery.on),
        settings_as_json(table.settings),
    )
    return record_import(session, delivery, reading, entered=[(ORDERS, entered)], changes=changes, told=said)


def open_orders_on(
    session: ReadSession, as_of: date, *, as_recorded: datetime | None = None
) -> dict[tuple[int, str], int]:
    """Cents ordered and not yet invoiced by customer_id and currency, as known on an evening."""
    return open_by_customer(RegisterRepository(session, ORDERS).versions(as_recorded=as_recorded), as_of)
