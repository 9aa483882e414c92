"""Counts and drops what is older than its rule."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Table,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from ledger.erased.repository import COMPANY
from messaging.delivery import State
from privacy.retention.rules import ATTACHMENTS, DECISIONS, MESSAGES, PROSPECTS, Rule
from privacy.tables import METADATA
from store.session import ReadSession, WriteSession

_OVER = (State.SENT.value, State.DEAD.value, State.CANCELLED.value)


def count(session: ReadSession, rule: Rule, first_kept: date) -> int:
    """Rows that the rule would drop or empty."""
    table = METADATA.tables[rule.table]
    return session.scalar(select(func.count()).select_from(table).where(_old(table, rule, first_kept))) or 0


def drop(session: WriteSession, rule: Rule, first_kept: date) -> int:
    """The same, done."""
    table = METADATA.tables[rule.table]
    old = _old(table, rule, first_kept)
    emptied: dict[str, Any] = dict.fromkeys(rule.emptied, "")
    if rule.name == MESSAGES:
        emptied["payload"] = None
    changed: Any = session.execute(
        update(table).where(old).values(**emptied) if emptied else delete(table).where(old)
    )
    return int(changed.rowcount)


def _old(table: Table, rule: Rule, first_kept: date) -> ColumnElement[bool]:
    mine = table.c.company_id == COMPANY
    match rule.name:
        case name if name == PROSPECTS:
            return and_(
                mine, table.c.customer_id.is_(None), table.c.subject.in_(_strangers(table, first_kept))
            )
        case name if name == DECISIONS:
            return and_(
                mine, table.c.customer_id.is_not(None), table.c.decided_on < first_kept, ~_waits(table)
            )
        case name if name == ATTACHMENTS:
            return and_(mine, table.c.key.in_(_old_messages(first_kept)))
        case name if name == MESSAGES:
            full = or_(*(table.c[one] != "" for one in rule.emptied))
            return and_(mine, full, table.c.key.in_(_old_messages(first_kept)))
        case "rejected_lines":
            return and_(mine, table.c.raw != "", table.c.import_id.in_(_old_imports(first_kept)))
    return and_(mine, table.c[rule.day] < _instant(table, rule.day, first_kept))


def _strangers(table: Table, first_kept: date) -> Any:
    """Prospects last asked about before the day, whose SIREN is no customer's."""
    profile = METADATA.tables["customer_profile"].c
    customers = select(profile.siren).where(profile.company_id == COMPANY, profile.siren.is_not(None))
    return (
        select(table.c.subject)
        .where(
            table.c.company_id == COMPANY, table.c.customer_id.is_(None), table.c.subject.not_in(customers)
        )
        .group_by(table.c.subject)
        .having(func.max(table.c.decided_on) < first_kept)
    )


def _waits(table: Table) -> ColumnElement[bool]:
    """A contest nobody answered keeps all that was decided of its customer."""
    said, answered = table.alias(), table.alias()
    open_ = and_(said.c.company_id == COMPANY, said.c.kind == "contest", said.c.outcome == "open")
    closed = exists().where(
        answered.c.company_id == COMPANY, answered.c.id == said.c.id, answered.c.version > said.c.version
    )
    return exists().where(open_, said.c.customer_id == table.c.customer_id, ~closed)


def _old_messages(first_kept: date) -> Any:
    message = METADATA.tables["outbox_message"].c
    at = datetime.combine(first_kept, time(), UTC)
    return select(message.key).where(
        message.company_id == COMPANY, message.changed_at < at, message.state.in_(_OVER)
    )


def _old_imports(first_kept: date) -> Any:
    run = METADATA.tables["import_run"].c
    return select(run.id).where(run.company_id == COMPANY, run.imported_on < first_kept)


def _instant(table: Table, column: str, day: date) -> Any:
    told = isinstance(table.c[column].type, DateTime)
    return datetime.combine(day, time(), UTC) if told else day
