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
from store.session import WriteSession

SOURCE = "dunning"


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


def record(session: WriteSession, act: Act, rows: Sequence[ReminderRow]) -> None:
    if not rows:
        return
    first = RegisterRepository(session, REMINDERS).next_id()
    versions = [
        NewVersion(number, 0, f"{row.item} {row.level}", max(act.on, row.passed_on), row)
        for number, row in enumerate(rows, start=first)
    ]
    record_act(session, act, source=SOURCE, versions=[(REMINDERS, versions)])


def _tone(action: Action) -> str:
    step = action.decision.get("step") or {}
    return str(step.get("tone", ""))
