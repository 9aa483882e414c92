"""The outbox: messages in, in their caller's transaction; and their steps, each under a lock on its row."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from messaging.delivery import Attempt, Standing, State, Step, transition, wait_after
from messaging.errors import UnknownMessage
from messaging.message import Attachment, Channel, Message
from messaging.policy import MessagingPolicy
from messaging.tables import OutboxAttachment, OutboxAttempt, OutboxMessage, OutboxPace
from store.base import table_of
from store.engine import is_sqlite
from store.session import ReadSession, WriteSession

_CHUNK = 5_000  # keys asked for at a time
_ROWS = 500  # messages written at a time: databases limit how many values one may be given
COMPANY = 1  # the only one until groups of companies are served
_HELD = (State.RESERVED, State.SENDING)
_RESTING = (State.WAITING, State.FAILED)


class OutboxReader:
    """What is in the outbox."""

    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def of(self, key: str) -> Standing:
        """Raises UnknownMessage."""
        return self._standing(_known(self._reading.get(OutboxMessage, (COMPANY, key)), key))

    def listed(
        self, *, states: Collection[State], limit: int, after: tuple[datetime, str] | None = None
    ) -> list[Standing]:
        """The latest first, without the content of files; from the one that changed then and has this key."""
        wanted = _of_company().where(OutboxMessage.state.in_([one.value for one in states]))
        if after is not None:
            at, key = after
            same = (OutboxMessage.changed_at == at) & (OutboxMessage.key > key)
            wanted = wanted.where((OutboxMessage.changed_at < at) | same)
        ordered = wanted.order_by(OutboxMessage.changed_at.desc(), OutboxMessage.key)
        return [_standing(row, ()) for row in self._reading.scalars(ordered.limit(limit))]

    def counts(self) -> dict[tuple[Channel, State], int]:
        rows = self._reading.execute(
            select(OutboxMessage.channel, OutboxMessage.state, func.count())
            .where(OutboxMessage.company_id == COMPANY)
            .group_by(OutboxMessage.channel, OutboxMessage.state)
        )
        return {(Channel(channel), State(state)): count for channel, state, count in rows}

    def states(self, keys: Sequence[str]) -> dict[str, tuple[State, datetime, str]]:
        """Where messages stand by key, since when, and what was told; unknown keys are left out."""
        found: dict[str, tuple[State, datetime, str]] = {}
        for first in range(0, len(keys), _CHUNK):
            rows = self._reading.execute(
                select(OutboxMessage.key, OutboxMessage.state, OutboxMessage.changed_at, OutboxMessage.told)
                .where(OutboxMessage.company_id == COMPANY)
                .where(OutboxMessage.key.in_(keys[first : first + _CHUNK]))
            )
            found |= {key: (State(state), utc(at), told) for key, state, at, told in rows}
        return found

    def marked(self, mark: str) -> Standing | None:
        """The message of a mark, without the content of files."""
        row = self._reading.scalars(_of_company().where(OutboxMessage.mark == mark)).first()
        return None if row is None else _standing(row, ())

    def mails_to(self, customer_id: int) -> list[Standing]:
        """Mails ever begun to be sent to a customer, the last written first."""
        rows = self._reading.scalars(
            _of_company()
            .where(OutboxMessage.customer_id == customer_id, OutboxMessage.channel == Channel.EMAIL.value)
            .where(OutboxMessage.attempt > 0)
            .order_by(OutboxMessage.created_at.desc(), OutboxMessage.key.desc())
        )
        return [_standing(row, ()) for row in rows]

    def history(self, key: str) -> list[Attempt]:
        rows = self._reading.scalars(
            select(OutboxAttempt)
            .where(OutboxAttempt.company_id == COMPANY, OutboxAttempt.key == key)
            .order_by(OutboxAttempt.place)
        )
        return [_attempt(row) for row in rows]

    def _standing(self, row: OutboxMessage) -> Standing:
        files = self._reading.scalars(
            select(OutboxAttachment)
            .where(OutboxAttachment.company_id == COMPANY, OutboxAttachment.key == row.key)
            .order_by(OutboxAttachment.place)
        )
        return _standing(row, tuple(Attachment(one.name, one.media_type, one.content) for one in files))


@dataclass(frozen=True, slots=True)
class Event:
    """A step at an instant, by a worker or a person, with what there is to tell of it."""

    step: Step
    at: datetime
    by: str
    told: str = ""


class OutboxRepository(OutboxReader):
    """Adds messages and moves them; each move is written in the history."""

    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def add(self, message: Message, *, at: datetime) -> bool:
        """Whether the message is new; a key that is known changes nothing, whatever the message says."""
        row = _row(message, at)
        upsert = sqlite.insert if is_sqlite(self._session.connection()) else postgresql.insert
        written = upsert(table_of(OutboxMessage)).values(row).on_conflict_do_nothing()
        added = self._session.execute(written.returning(OutboxMessage.key)).all()
        if added and message.attachments:
            self._session.execute(insert(OutboxAttachment), list(_file_rows(message)))
        return bool(added)

    def add_all(self, messages: Sequence[Message], *, at: datetime) -> int:
        """How many are new; a key that is known changes nothing, whatever the message says."""
        count = 0
        upsert = sqlite.insert if is_sqlite(self._session.connection()) else postgresql.insert
        for first in range(0, len(messages), _ROWS):
            some = messages[first : first + _ROWS]
            written = upsert(table_of(OutboxMessage)).values([_row(one, at) for one in some])
            added = self._session.scalars(written.on_conflict_do_nothing().returning(OutboxMessage.key)).all()
            files = [row for one in some if one.key in set(added) for row in _file_rows(one)]
            if files:
                self._session.execute(insert(OutboxAttachment), files)
            count += len(added)
        return count

    def next_ready(self, *, at: datetime, channels: Collection[Channel]) -> Standing | None:
        """The message that waits longest, locked; those locked by another worker are passed over."""
        row = self._session.scalars(
            _of_company()
            .where(
                OutboxMessage.state.in_([one.value for one in _RESTING]),
                OutboxMessage.not_before <= at,
                OutboxMessage.channel.in_([one.value for one in channels]),
            )
            .order_by(OutboxMessage.not_before, OutboxMessage.created_at, OutboxMessage.key)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        return None if row is None else self._standing(row)

    def has_ready(self, *, at: datetime, channel: Channel) -> bool:
        ready = select(OutboxMessage.key).where(
            OutboxMessage.company_id == COMPANY,
            OutboxMessage.state.in_([one.value for one in _RESTING]),
            OutboxMessage.not_before <= at,
            OutboxMessage.channel == channel.value,
        )
        return self._session.scalar(ready.limit(1)) is not None

    def free_at(self, channel: Channel) -> datetime | None:
        """From when on the next message may leave, locked; None before the first."""
        row = self._session.get(
            OutboxPace, (COMPANY, channel.value), with_for_update=True, populate_existing=True
        )
        return None if row is None else utc(row.free_at)

    def keep_free_at(self, channel: Channel, free_at: datetime) -> None:
        upsert = sqlite.insert if is_sqlite(self._session.connection()) else postgresql.insert
        row = {"company_id": COMPANY, "channel": channel.value, "free_at": free_at}
        written = upsert(table_of(OutboxPace)).values(row)
        key = ("company_id", "channel")
        self._session.execute(
            written.on_conflict_do_update(index_elements=key, set_={"free_at": written.excluded.free_at})
        )

    def forsaken(self, *, at: datetime) -> list[Standing]:
        """Messages whose worker was silent for too long, locked."""
        rows = self._session.scalars(
            _of_company()
            .where(
                OutboxMessage.state.in_([one.value for one in _HELD]),
                OutboxMessage.lease_until <= at,
            )
            .order_by(OutboxMessage.key)
            .with_for_update(skip_locked=True)
        ).all()
        return [_standing(row, ()) for row in rows]

    def locked(self, key: str) -> Standing:
        """The message as it stands now, locked until the transaction ends. Raises UnknownMessage."""
        return self._standing(self._locked(key))

    def move(self, key: str, event: Event, policy: MessagingPolicy) -> State:
        """Take a step and write it down. Raises StepRefused, UnknownMessage."""
        row = self._locked(key)
        row.state = transition(State(row.state), event.step, tries=row.tries, policy=policy).value
        row.changed_at = event.at
        row.told = event.told
        holds = row.state in _HELD
        row.worker = event.by if holds else row.worker
        row.lease_until = event.at + timedelta(seconds=policy.lease_seconds) if holds else None
        if event.step is Step.BEGIN:
            row.attempt, row.tries = row.attempt + 1, row.tries + 1
        if row.state == State.FAILED:
            row.not_before = event.at + wait_after(max(row.tries, 1), key, policy)
        if row.state == State.WAITING and event.step is not Step.LEASE_ENDED:
            row.tries, row.not_before = 0, event.at
        self._write_down(row, event)
        return State(row.state)

    def call_off_dead(self, key: str, event: Event) -> bool:
        """Cancel a message that was given up; whether it still was one. Raises UnknownMessage."""
        row = self._locked(key)
        if row.state != State.DEAD:
            return False
        row.state, row.changed_at, row.told = State.CANCELLED.value, event.at, event.told
        self._write_down(row, event)
        return True

    def remark(self, key: str, event: Event) -> None:
        """Write down what came too late to move anything."""
        self._write_down(self._locked(key), event)

    def _locked(self, key: str) -> OutboxMessage:
        found = self._session.get(OutboxMessage, (COMPANY, key), with_for_update=True, populate_existing=True)
        return _known(found, key)

    def _write_down(self, row: OutboxMessage, event: Event) -> None:
        place = self._session.scalar(
            select(func.coalesce(func.max(OutboxAttempt.place), 0) + 1).where(
                OutboxAttempt.company_id == COMPANY, OutboxAttempt.key == row.key
            )
        )
        values: dict[str, Any] = {"at": event.at, "step": event.step.value, "by": event.by}
        values |= {"told": event.told, "state": row.state, "attempt": row.attempt, "place": place}
        self._session.execute(insert(OutboxAttempt), [{"company_id": COMPANY, "key": row.key, **values}])
        self._session.flush()


def _of_company() -> Select[OutboxMessage]:
    mine: ColumnElement[bool] = OutboxMessage.company_id == COMPANY
    return select(OutboxMessage).where(mine)


def _known(row: OutboxMessage | None, key: str) -> OutboxMessage:
    if row is None:
        raise UnknownMessage(f"No message has the key “{key}”. `encours messages list` shows the keys.")
    return row


def _row(message: Message, at: datetime) -> dict[str, Any]:
    plain = ("key", "purpose", "sender", "reply_to", "subject", "text", "html", "customer_id")
    row: dict[str, Any] = {name: getattr(message, name) for name in plain}
    row |= {"channel": message.channel.value, "recipients": list(message.recipients)}
    row["payload"] = None if message.payload is None else dict(message.payload)
    row["mark"] = message.mark
    row |= {"company_id": COMPANY, "state": State.WAITING.value, "attempt": 0, "tries": 0}
    return row | {
        "created_at": at,
        "not_before": at,
        "changed_at": at,
        "worker": "",
        "lease_until": None,
        "told": "",
    }


def _file_rows(message: Message) -> Iterable[dict[str, Any]]:
    for place, one in enumerate(message.attachments, start=1):
        values = {"name": one.name, "media_type": one.media_type, "sha256": one.sha256}
        yield {
            "company_id": COMPANY,
            "key": message.key,
            "place": place,
            "content": one.content,
            **values,
        }


def _standing(row: OutboxMessage, files: Sequence[Attachment]) -> Standing:
    message = Message(
        key=row.key,
        channel=Channel(row.channel),
        purpose=row.purpose,
        recipients=tuple(row.recipients),
        sender=row.sender,
        reply_to=row.reply_to,
        subject=row.subject,
        text=row.text,
        html=row.html,
        attachments=tuple(files),
        payload=row.payload,
        customer_id=row.customer_id,
    )
    return Standing(
        message=message,
        state=State(row.state),
        attempt=row.attempt,
        tries=row.tries,
        not_before=utc(row.not_before),
        created_at=utc(row.created_at),
        changed_at=utc(row.changed_at),
        worker=row.worker,
        lease_until=None if row.lease_until is None else utc(row.lease_until),
        told=row.told,
    )


def _attempt(row: OutboxAttempt) -> Attempt:
    return Attempt(utc(row.at), row.step, State(row.state), row.attempt, row.by, row.told)


def utc(instant: datetime) -> datetime:
    """SQLite forgets the zone of an instant; all of ours are UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
