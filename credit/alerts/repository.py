"""Alerts, what people did with them, and what runs remember."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from credit.alerts.acts import AlertAct, Done
from credit.alerts.base import Finding
from credit.alerts.gathering.repository import Seen
from credit.alerts.history import History, history_from, history_text
from credit.alerts.judging import Account
from credit.alerts.known import Known, as_list, known_from
from credit.alerts.life import Memory
from credit.alerts.tables import Alert, AlertRun, AlertSignal
from credit.alerts.tables import AlertAct as AlertActRow
from credit.alerts.told import Fired
from ledger.imports.repository import COMPANY, utc
from store.base import Base, table_of
from store.bulk import insert_rows
from store.many import listed
from store.session import ReadSession, WriteSession

_CHUNK = 5_000
_SIGNAL = ("company_id", "customer_id", "currency", "import_id", "known", "memory", "history")
_TOLD = ("currency", "kind", "subject", "threshold", "action", "fired_on", "policy", "details")
_ACT = ("act", "acted_on", "author", "until_on", "person", "note")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is remembered: `policy` names the policy and the form of what was kept."""

    id: int
    seen: Seen
    policy: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to: customers gathered anew, accounts judged, alerts told."""

    gathered: int
    judged: int
    fired: int


class Kept(NamedTuple):
    """What is kept of an account between runs."""

    known: Known
    memory: Memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts are asked for; whatever is left out restricts nothing."""

    ids: tuple[int, ...] | None = None
    kind: str | None = None
    customer: str | None = None
    after: int = 0
    until: date | None = None
    limit: int | None = None


class AlertRepository:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def last_run(self) -> Run | None:
        rows = select(AlertRun).where(AlertRun.company_id == COMPANY).order_by(AlertRun.id.desc()).limit(1)
        row = self._reading.scalar(rows)
        if row is None:
            return None
        return Run(row.id, Seen(row.on, row.import_id, row.seen["ids"], row.seen["waiting"]), row.policy)

    def kept(self) -> dict[Account, Kept]:
        signal = table_of(AlertSignal).c
        texts = (cast(signal.known, String), cast(signal.memory, String))
        rows = select(signal.customer_id, signal.currency, *texts).where(signal.company_id == COMPANY)
        found = [tuple(row) for row in self._reading.execute(rows)]
        # One text is read several times faster than tens of thousands of them.
        told = json.loads(f"[{','.join(f'[{known},{memory}]' for _, _, known, memory in found)}]")
        return {
            Account(key, currency): Kept(known_from(known), memory)
            for (key, currency, *_), (known, memory) in zip(found, told, strict=True)
        }

    def histories(self, customers: Collection[int]) -> dict[Account, History]:
        """What is kept of what the accounts of some customers are made of."""
        signal = table_of(AlertSignal).c
        rows = select(signal.customer_id, signal.currency, signal.history).where(
            signal.company_id == COMPANY, signal.customer_id.in_(listed(customers))
        )
        return {
            Account(key, currency): history_from(one) for key, currency, one in self._reading.execute(rows)
        }

    def fired(self, wanted: Wanted) -> list[Fired]:
        """Alerts by number, each with all its acts; `until` leaves out those told later."""
        who = _of("customer")
        columns = (Alert.id, Alert.customer_id, who.code, who.name, *(getattr(Alert, name) for name in _TOLD))
        rows = (
            select(*columns)
            .join(who.id.table, and_(who.company_id == Alert.company_id, who.id == Alert.customer_id))
            .where(Alert.company_id == COMPANY, *_among(wanted, who))
            .order_by(Alert.id)
            .limit(wanted.limit)
        )
        found: list[Any] = [(*row[:3], row[3] or "", *row[4:]) for row in self._reading.execute(rows)]
        whole = wanted.limit is None and wanted.ids is None
        acts = self._acts(None if whole else [row[0] for row in found])
        told: Any = Fired
        return [told(*row, acts.get(row[0], ())) for row in found]

    def _acts(self, alerts: Sequence[int] | None) -> dict[int, tuple[AlertAct, ...]]:
        columns = table_of(AlertActRow).c
        among = [] if alerts is None else [columns.alert_id.in_(listed(alerts))]
        rows = (
            select(columns.alert_id, *(columns[name] for name in _ACT))
            .where(columns.company_id == COMPANY, *among)
            .order_by(columns.id)
        )
        found: dict[int, list[AlertAct]] = defaultdict(list)
        for alert_id, act, *told in self._reading.execute(rows):
            found[alert_id].append(AlertAct(Done(act), *told))
        return {key: tuple(acts) for key, acts in found.items()}


class AlertWriter(AlertRepository):
    """Adds runs, alerts and acts; replaces what runs remember."""

    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def save_run(self, seen: Seen, *, policy: str, author: str, recorded_at: datetime, tally: Tally) -> int:
        number = self._next(AlertRun)
        run = AlertRun(company_id=COMPANY, id=number, on=seen.on, import_id=seen.import_id, **asdict(tally))
        run.seen = {"ids": dict(seen.ids), "waiting": seen.waiting}
        run.policy, run.author, run.recorded_at = policy, author, utc(recorded_at)
        self._session.add(run)
        self._session.flush()
        return number

    def fire(
        self, found: Iterable[tuple[Account, Finding]], *, run: int, on: date, policy: str
    ) -> tuple[int, ...]:
        """Write alerts down, numbered in the order given."""
        first = self._next(Alert)
        common = {"company_id": COMPANY, "run_id": run, "fired_on": on, "policy": policy}
        rows = [
            {**common, "id": number, **_alert(account, one)}
            for number, (account, one) in enumerate(found, start=first)
        ]
        for start in range(0, len(rows), _CHUNK):
            self._session.execute(insert(Alert), rows[start : start + _CHUNK])
        return tuple(range(first, first + len(rows)))

    def standing(self, customers: Collection[int]) -> dict[tuple[int, str, str], int]:
        """The last alert of each customer, currency and key that no run called over."""
        ended = select(AlertActRow.alert_id).where(
            AlertActRow.company_id == COMPANY, AlertActRow.act == Done.OVER.value
        )
        theirs = (Alert.customer_id.in_(listed(customers)), Alert.id.not_in(ended))
        rows = select(Alert.customer_id, Alert.currency, Alert.kind, Alert.subject, Alert.id)
        rows = rows.where(Alert.company_id == COMPANY, *theirs).order_by(Alert.id)
        return {
            (key, currency, f"{kind}:{subject}"): number
            for key, currency, kind, subject, number in self._session.execute(rows)
        }

    def act(self, acts: Iterable[tuple[int, AlertAct]], *, recorded_at: datetime) -> None:
        first = self._next(AlertActRow)
        rows = [
            {
                "company_id": COMPANY,
                "id": number,
                "alert_id": alert,
                "act": act.done.value,
                "acted_on": act.on,
                "recorded_at": utc(recorded_at),
                "author": act.author,
                "until_on": act.until_on,
                "person": act.person,
                "note": act.note,
            }
            for number, (alert, act) in enumerate(acts, start=first)
        ]
        for start in range(0, len(rows), _CHUNK):
            self._session.execute(insert(AlertActRow), rows[start : start + _CHUNK])

    def keep(
        self, fresh: Mapping[Account, tuple[Kept, History]], gone: Collection[Account], *, import_id: int
    ) -> None:
        """Replace what is kept of accounts gathered anew, and forget the `gone`."""
        signal = table_of(AlertSignal)
        parted: dict[str, set[int]] = defaultdict(set)
        for one in (*fresh, *gone):
            parted[one.currency].add(one.customer_id)
        for currency, keys in parted.items():
            theirs = (signal.c.currency == currency, signal.c.customer_id.in_(listed(keys)))
            self._session.execute(delete(signal).where(signal.c.company_id == COMPANY, *theirs))
        rows = [
            (
                *(COMPANY, one.customer_id, one.currency, import_id, _text(as_list(kept.known))),
                *(_text(dict(kept.memory)), history_text(history)),
            )
            for one, (kept, history) in fresh.items()
        ]
        if rows:
            insert_rows(self._session, signal, columns=_SIGNAL, rows=rows)

    def remember(self, memories: Mapping[Account, Memory]) -> None:
        """Replace what is remembered of accounts of which nothing else changed."""
        signal = table_of(AlertSignal)
        rows = [
            {"its_customer": one.customer_id, "its_currency": one.currency, "told": dict(memory)}
            for one, memory in memories.items()
        ]
        its = (
            signal.c.customer_id == bindparam("its_customer"),
            signal.c.currency == bindparam("its_currency"),
        )
        change = update(signal).where(signal.c.company_id == COMPANY, *its)
        if rows:
            self._session.connection().execute(change.values(memory=bindparam("told")), rows)

    def _next(self, table: Any) -> int:
        return (self._session.scalar(select(func.max(table.id)).where(table.company_id == COMPANY)) or 0) + 1


def _among(wanted: Wanted, who: Any) -> list[ColumnElement[bool]]:
    among: list[ColumnElement[bool]] = [Alert.id > wanted.after]
    if wanted.ids is not None:
        among.append(Alert.id.in_(listed(wanted.ids)))
    if wanted.kind is not None:
        among.append(Alert.kind == wanted.kind)
    if wanted.customer is not None:
        among.append(who.code == wanted.customer)
    if wanted.until is not None:
        among.append(Alert.fired_on <= wanted.until)
    return among


def _alert(account: Account, found: Finding) -> dict[str, Any]:
    return {
        "customer_id": account.customer_id,
        "currency": account.currency,
        "kind": found.kind.value,
        "subject": found.subject,
        "threshold": found.threshold,
        "action": found.action.value,
        "details": dict(found.details),
    }


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _of(name: str) -> Any:
    return Base.metadata.tables[name].c
