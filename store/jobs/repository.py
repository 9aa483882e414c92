"""Claims a step of a job for one worker, and writes down how it ended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.jobs.tables import JobStep
from store.session import Database, ReadSession, WriteSession

COMPANY = 1  # the only one until groups of companies are served


class State(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a job on a day."""

    job: str
    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A step as it stands."""

    step: Step
    state: State
    worker: str
    tries: int
    begun_at: datetime
    ended_at: datetime | None
    told: str


def claim(
    database: Database, step: Step, *, worker: str, at: datetime, lease: timedelta, anew: bool = False
) -> bool:
    """Whether the step is this worker's now: nobody did it, or whoever began fell silent, or it failed.

    `anew` takes a step that is done, too.
    """
    try:
        with database.transaction() as session:
            return _claimed(session, step, worker, at, lease, anew=anew)
    except IntegrityError:
        return False  # somebody else wrote the first row meanwhile


def end(session: WriteSession, step: Step, *, worker: str, state: State, at: datetime, told: str) -> None:
    """Only by the worker whose it is: one that was taken for dead changes nothing."""
    session.execute(
        update(JobStep)
        .where(*_of(step), JobStep.worker == worker, JobStep.state == State.RUNNING)
        .values(state=state, ended_at=at, told=told[:500])
    )


def steps_of(session: ReadSession, job: str, *, day: date) -> list[Kept]:
    """What was begun that day, in the order it was."""
    rows = session.scalars(
        select(JobStep)
        .where(JobStep.company_id == COMPANY, JobStep.job == job, JobStep.day == day)
        .order_by(JobStep.begun_at, JobStep.step)
    )
    return [_kept(row) for row in rows]


def last_done(session: ReadSession, job: str, step: str) -> date | None:
    """The last day on which the step was done."""
    return session.scalar(
        select(JobStep.day)
        .where(
            JobStep.company_id == COMPANY,
            JobStep.job == job,
            JobStep.step == step,
            JobStep.state == State.DONE,
        )
        .order_by(JobStep.day.desc())
        .limit(1)
    )


def _claimed(
    session: WriteSession, step: Step, worker: str, at: datetime, lease: timedelta, *, anew: bool
) -> bool:
    row = session.scalar(select(JobStep).where(*_of(step)).with_for_update())
    values = {
        "state": State.RUNNING,
        "worker": worker,
        "begun_at": at,
        "lease_until": at + lease,
        "ended_at": None,
        "told": "",
    }
    if row is None:
        key = {"company_id": COMPANY, "job": step.job, "day": step.day, "step": step.name}
        session.execute(insert(JobStep), [{**key, **values, "tries": 1}])
        return True
    silent = row.state == State.RUNNING and at >= _utc(row.lease_until)
    if not (silent or row.state == State.FAILED or (anew and row.state == State.DONE)):
        return False
    session.execute(update(JobStep).where(*_of(step)).values(**values, tries=row.tries + 1))
    return True


def _of(step: Step) -> tuple[ColumnElement[bool], ...]:
    return (
        JobStep.company_id == COMPANY,
        JobStep.job == step.job,
        JobStep.day == step.day,
        JobStep.step == step.name,
    )


def _kept(row: JobStep) -> Kept:
    return Kept(
        step=Step(row.job, row.day, row.step),
        state=State(row.state),
        worker=row.worker,
        tries=row.tries,
        begun_at=_utc(row.begun_at),
        ended_at=None if row.ended_at is None else _utc(row.ended_at),
        told=row.told,
    )


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
