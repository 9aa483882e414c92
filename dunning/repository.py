"""Actions and their events, exemptions, runs, and which engine owns the reminders."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.orm import aliased

from dunning.actions import Action, Carried, Event, Taken, What
from dunning.claims import Exemption
from dunning.scenario import Way
from dunning.tables import (
    DunningAction,
    DunningEngine,
    DunningEvent,
    DunningExemption,
    DunningItem,
    DunningRun,
)
from ledger.imports.repository import COMPANY, utc
from messaging.delivery import State, Step
from messaging.repository import OutboxReader
from store.base import table_of
from store.many import listed
from store.session import ReadSession, WriteSession

_FEW, _AT_A_TIME = 500, 1_000
_COLUMNS = (
    *("id", "run_id", "customer_id", "decided_on", "level", "way", "scenario", "policy", "approval"),
    *("deadline_on", "print", "decision"),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The engine that owns the reminders of the company, since when, and who said so."""

    engine: str
    recorded_at: datetime
    author: str


class DunningReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def owner(self) -> Owner | None:
        row = self._reading.scalars(
            select(DunningEngine)
            .where(DunningEngine.company_id == COMPANY)
            .order_by(DunningEngine.id.desc())
            .limit(1)
        ).first()
        return None if row is None else Owner(row.engine, utc(row.recorded_at), row.author)

    def actions(
        self,
        *,
        customers: Collection[int] | None = None,
        ids: Collection[int] | None = None,
        kept: Sequence[str] | None = None,
    ) -> list[Action]:
        """Actions with their events, in the order they were decided; of all, of a few customers, or some.

        `kept` names what of a decision is kept; all of it by default.
        """
        among = [*self._of(customers), *([] if ids is None else [DunningAction.id.in_(listed(ids))])]
        return self._actions(among, kept=kept)

    def open_actions(self, *, customers: Collection[int] | None = None) -> list[Action]:
        """Those neither passed nor void: what was decided long ago is not read again. Of what was decided
        only the step and the recipient are kept: a large book of whole decisions fills the memory.
        """
        later = aliased(DunningEvent)
        followed = (
            select(later.action_id)
            .where(later.company_id == COMPANY, later.action_id == DunningEvent.action_id)
            .where(later.place > DunningEvent.place)
        )
        over = (
            select(DunningEvent.action_id)
            .where(DunningEvent.company_id == COMPANY, DunningEvent.action_id == DunningAction.id)
            .where(DunningEvent.what.in_([What.PASSED.value, What.VOID.value]))
            .where(~followed.exists())
        )
        return self._actions([*self._of(customers), ~over.exists()], kept=("step", "to"))

    def attempts(self, items: Collection[str]) -> dict[tuple[str, int], int]:
        """How many actions took each level of these items so far, whoever owed them then."""
        among = [DunningItem.item.in_(sorted(set(items)))] if len(items) <= _FEW else []
        rows = (
            select(DunningItem.item, DunningItem.level, func.max(DunningItem.attempt))
            .where(DunningItem.company_id == COMPANY, *among)
            .group_by(DunningItem.item, DunningItem.level)
        )
        return {(item, level): count for item, level, count in self._reading.execute(rows)}

    def _of(self, customers: Collection[int] | None) -> list[ColumnElement[bool]]:
        """Of many customers all are read: databases limit how many values one may be given."""
        mine: list[ColumnElement[bool]] = [DunningAction.company_id == COMPANY]
        if customers is not None and len(customers) <= _FEW:
            mine.append(DunningAction.customer_id.in_(sorted(customers)))
        return mine

    def _actions(
        self, among: Sequence[ColumnElement[bool]], *, kept: Sequence[str] | None = None
    ) -> list[Action]:
        """`kept` names what of a decision is kept; all of it by default."""
        ids = select(DunningAction.id).where(*among)
        taken, events = self._taken(ids), self._events(ids)
        engines = self._engines()
        rows = self._reading.execute(
            select(*(getattr(DunningAction, name) for name in _COLUMNS))
            .where(*among)
            .order_by(DunningAction.id)
            .execution_options(yield_per=_AT_A_TIME)
        )
        found = []
        for row in rows:
            decision = row.decision if kept is None else {name: row.decision.get(name) for name in kept}
            found.append(_action(row, decision, (taken[row.id], events[row.id]), engines[row.run_id]))
        return found

    def carried(self, actions: Iterable[Action]) -> dict[str, Carried]:
        """Where the messages of actions stand in the outbox, by key."""
        outbox = OutboxReader(self._reading)
        states = outbox.states([one.key for one in actions])
        dead = [key for key, (state, _, _) in states.items() if state is State.DEAD]
        refused = {key for key in dead if outbox.history(key)[-1].step == Step.REFUSED}
        return {key: Carried(*told, refused=key in refused) for key, told in states.items()}

    def exemptions(self) -> dict[tuple[int, int], Exemption]:
        """The last choice by customer and invoice, 0 for all of the customer's; ended ones left out."""
        rows = self._reading.scalars(
            select(DunningExemption)
            .where(DunningExemption.company_id == COMPANY)
            .order_by(DunningExemption.id)
        )
        last = {(row.customer_id, row.invoice_id): row for row in rows}
        return {
            key: Exemption(row.scenario, row.why, row.until_on) for key, row in last.items() if row.scenario
        }

    def last_run(self) -> tuple[date, dict[str, Any]] | None:
        row = self._reading.scalars(
            select(DunningRun).where(DunningRun.company_id == COMPANY).order_by(DunningRun.id.desc()).limit(1)
        ).first()
        return None if row is None else (row.on, row.counts)

    def _engines(self) -> Mapping[int, str]:
        """By run."""
        rows = select(DunningRun.id, DunningRun.engine).where(DunningRun.company_id == COMPANY)
        return {row.id: row.engine for row in self._reading.execute(rows)}

    def _taken(self, ids: Select[int]) -> Mapping[int, tuple[Taken, ...]]:
        names = ("action_id", "item", "invoice_id", "level", "attempt")
        rows = (
            select(*(getattr(DunningItem, name) for name in names))
            .where(DunningItem.company_id == COMPANY, DunningItem.action_id.in_(ids))
            .order_by(DunningItem.item, DunningItem.level)
        )
        found: defaultdict[int, tuple[Taken, ...]] = defaultdict(tuple)
        for action, *told in self._reading.execute(rows):
            found[action] += (Taken(*told),)
        return found

    def _events(self, ids: Select[int]) -> Mapping[int, tuple[Event, ...]]:
        names = ("action_id", "what", "on", "recorded_at", "author", "told", "details")
        rows = (
            select(*(getattr(DunningEvent, name) for name in names))
            .where(DunningEvent.company_id == COMPANY, DunningEvent.action_id.in_(ids))
            .order_by(DunningEvent.action_id, DunningEvent.place)
        )
        found: defaultdict[int, tuple[Event, ...]] = defaultdict(tuple)
        for action, what, on, at, *told in self._reading.execute(rows):
            found[action] += (Event(What(what), on, utc(at), *told),)
        return found


class DunningRepository(DunningReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def own(self, engine: str, *, author: str, why: str, recorded_at: datetime) -> None:
        number = self._next(DunningEngine)
        row = {"engine": engine, "recorded_at": recorded_at, "author": author, "why": why}
        self._session.execute(insert(DunningEngine), [{"company_id": COMPANY, "id": number, **row}])

    def add_run(self, row: Mapping[str, Any]) -> int:
        number = self._next(DunningRun)
        self._session.execute(insert(table_of(DunningRun)), [{"company_id": COMPANY, "id": number, **row}])
        return number

    def next_action(self) -> int:
        return self._next(DunningAction)

    def add_actions(
        self,
        rows: Sequence[Mapping[str, Any]],
        items: Sequence[Mapping[str, Any]],
        events: Sequence[tuple[int, Event]],
    ) -> None:
        """Actions, the levels they take, and the first event of each."""
        company = {"company_id": COMPANY}
        if rows:
            self._session.execute(insert(table_of(DunningAction)), [{**company, **row} for row in rows])
            self._session.execute(insert(table_of(DunningItem)), [{**company, **row} for row in items])
        self.add_events(events, first=True)

    def add_events(self, events: Sequence[tuple[int, Event]], *, first: bool = False) -> None:
        """Append one event to each of these actions."""
        if not events:
            return
        places = {} if first else self._places([number for number, _ in events])
        rows = [
            {
                "company_id": COMPANY,
                "action_id": number,
                "place": places.get(number, 0) + 1,
                "what": event.what.value,
                "happened_on": event.on,
                "recorded_at": event.recorded_at,
                "author": event.author,
                "told": event.told,
                "details": dict(event.details),
            }
            for number, event in events
        ]
        self._session.execute(insert(table_of(DunningEvent)), rows)

    def exempt(self, row: Mapping[str, Any]) -> None:
        number = self._next(DunningExemption)
        self._session.execute(insert(DunningExemption), [{"company_id": COMPANY, "id": number, **row}])

    def _places(self, numbers: Sequence[int]) -> dict[int, int]:
        rows = self._session.execute(
            select(DunningEvent.action_id, func.max(DunningEvent.place))
            .where(DunningEvent.company_id == COMPANY, DunningEvent.action_id.in_(listed(numbers)))
            .group_by(DunningEvent.action_id)
        )
        return dict(rows.all())

    def _next(self, table: Any) -> int:
        last = self._session.scalar(select(func.max(table.id)).where(table.company_id == COMPANY))
        return (last or 0) + 1


def _action(
    row: Any, decision: Mapping[str, Any], told: tuple[tuple[Taken, ...], tuple[Event, ...]], engine: str
) -> Action:
    taken, events = told
    return Action(
        id=row.id,
        customer_id=row.customer_id,
        decided_on=row.decided_on,
        level=row.level,
        way=Way(row.way),
        scenario=row.scenario,
        policy=row.policy,
        approval=row.approval,
        deadline_on=row.deadline_on,
        print=row.print,
        decision=decision,
        taken=taken,
        events=events,
        engine=engine,
    )
