"""Write levels passed down: as facts of the ledger, and as the end of the action that took them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dunning.actions import Action, Event, What
from dunning.claims import Through
from dunning.repository import DunningRepository
from ledger.registers.catalogue import REMINDERS, ReminderRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from store.many import in_parts
from store.session import WriteSession

SOURCE = "dunning"
TAKEN_BACK = "taken_back"  # of a level that was passed by mistake, in a later version of its row


def pass_levels(
    session: WriteSession,
    act: Act,
    passed: Sequence[tuple[Action, date]],
    through: Through,
    *,
    told: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Levels passed are facts of the ledger; the action says that they were written down."""
    rows = [
        ReminderRow(
            *(action.customer_id, taken.invoice_id, taken.item, taken.level, through.value),
            way=action.way.value,
            tone=_tone(action),
            passed_on=day,
            deadline_on=action.printed_deadline,
            action_id=action.id,
        )
        for action, day in passed
        for taken in action.taken
    ]
    record(session, act, rows)
    event = Event(What.PASSED, act.on, act.recorded_at, act.author, told, details or {})
    DunningRepository(session).add_events([(action.id, replace(event, on=day)) for action, day in passed])


def take_back(
    session: WriteSession, act: Act, action: Action, *, told: str, after: What = What.OPENED
) -> None:
    """Levels were not passed after all: a task finished by mistake is open again, a mail nobody got void."""
    register = RegisterRepository(session, REMINDERS)
    among = [register.where("action_id", action.id)]
    last = {one.id: one for one in register.versions(as_recorded=None, among=among)}
    versions = [
        NewVersion(number, one.version + 1, one.source_id, max(act.on, one.known_on), undone)
        for number, one in last.items()
        if (undone := one.row._replace(through=TAKEN_BACK)) != one.row
    ]
    if versions:
        record_act(session, act, source=SOURCE, versions=[(REMINDERS, versions)])
    event = Event(after, act.on, act.recorded_at, act.author, told)
    DunningRepository(session).add_events([(action.id, event)])


def record(session: WriteSession, act: Act, rows: Sequence[ReminderRow]) -> None:
    if not rows:
        return
    register = RegisterRepository(session, REMINDERS)
    before = {
        one.source_id: one
        for some in in_parts([_name(row) for row in rows])
        for one in register.versions(as_recorded=None, among=[register.within("source_id", some)])
    }
    versions = []
    for number, row in enumerate(rows, start=register.next_id()):
        known_on, last = max(act.on, row.passed_on), before.get(_name(row))
        if last is None:
            versions.append(NewVersion(number, 0, _name(row), known_on, row))
        else:
            # A level taken back and passed after all is the same fact, corrected once more.
            versions.append(NewVersion(last.id, last.version + 1, _name(row), known_on, row))
    record_act(session, act, source=SOURCE, versions=[(REMINDERS, versions)])


def _name(row: ReminderRow) -> str:
    return f"{row.item} {row.level}"


def _tone(action: Action) -> str:
    step = action.decision.get("step") or {}
    return str(step.get("tone", ""))
