"""Loads which invoices were replaced by others."""

from datetime import date, datetime

from sqlalchemy import FromClause, and_, select

from ledger.imports.repository import COMPANY, utc
from ledger.replaced.invoices import Moved, Replaced, replaced_on
from store.base import Base
from store.session import ReadSession


def replaced_invoices(session: ReadSession, *, as_of: date, as_recorded: datetime | None = None) -> Replaced:
    """As known on an evening, and as the database held it at an instant if one is given."""
    return replaced_on(invoice_moves(session, as_recorded=as_recorded), as_of)


def invoice_moves(session: ReadSession, *, as_recorded: datetime | None = None) -> list[Moved]:
    """Every move of a document, in the order in which they were written down."""
    document, invoice, run = _table("invoice_document"), _table("invoice"), _table("import_run")
    later, before = document.alias("later").c, document.alias("before").c
    left, met = invoice.alias("left_invoice").c, invoice.alias("met_invoice").c
    recorded = [] if as_recorded is None else [run.c.recorded_at <= utc(as_recorded)]
    rows = (
        select(before.invoice_id, later.invoice_id, left.customer_id, met.customer_id, later.known_on)
        .select_from(later.id.table)
        .join(
            before.id.table,
            and_(
                before.company_id == later.company_id,
                before.id == later.id,
                before.version == later.version - 1,
            ),
        )
        .join(left.id.table, and_(left.company_id == later.company_id, left.id == before.invoice_id))
        .join(met.id.table, and_(met.company_id == later.company_id, met.id == later.invoice_id))
        .join(run, and_(run.c.company_id == later.company_id, run.c.id == later.import_id))
        .where(later.company_id == COMPANY, later.version > 0, *recorded)
        .where(later.invoice_id != before.invoice_id)
        .order_by(later.import_id, later.id, later.version)
    )
    return [Moved(*row) for row in session.execute(rows)]


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
