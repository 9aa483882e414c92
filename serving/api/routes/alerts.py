"""Alerts over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query

from credit.alerts import usecases
from credit.alerts.acts import AlertAct, Done, State
from credit.alerts.base import Kind
from credit.alerts.repository import Wanted
from credit.alerts.telling.usecases import act_and_tell
from serving import clock
from serving.api.deps import OpenHouse, Read, Spoken, Today, Write
from serving.api.problems import documented
from serving.api.schemas.alerts import (
    AcknowledgeAlert,
    AlertAnswer,
    AlertPage,
    AssignAlert,
    SnoozeAlert,
)
from serving.opening import evening
from serving.rooms import Room
from serving.senders import post
from store.session import ReadSession, WriteSession

router = Room(prefix="/alerts", tags=["alerts"])

_Number = Annotated[int, Path(ge=1, le=2**53, description="The alert's number.")]
_Kind = Annotated[
    str | None, Query(pattern=f"^({'|'.join(Kind)})$", description="Of this kind only.", examples=["limit"])
]
_Customer = Annotated[str | None, Query(max_length=200, description="Of the customer with this code only.")]
_State = Annotated[
    str | None,
    Query(pattern=f"^({'|'.join(State)})$", description="In this state only; in any when left out."),
]
_After = Annotated[int, Query(ge=0, le=2**53, description="Alerts with a higher number only.")]
_Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]


@router.get("")
def list_alerts(
    session: Read,
    language: Spoken,
    today: Today,
    kind: _Kind = None,
    customer: _Customer = None,
    state: _State = None,
    after: _After = 0,
    limit: _Limit = 100,
) -> AlertPage:
    """List alerts by number, as they stand today."""
    day = _day(session, today)
    wanted = Wanted(kind=kind, customer=customer, after=after, limit=limit)
    states = None if state is None else frozenset({State(state)})
    found = usecases.list_alerts(session, wanted, on=day, states=states)
    told = [AlertAnswer.model_validate(one.as_json(language)) for one in found]
    return AlertPage(alerts=told, next=told[-1].id if len(told) == limit else None)


@router.post("/{number}/acknowledge", responses=documented(400))
def acknowledge(
    session: Write, house: OpenHouse, today: Today, number: _Number, asked: AcknowledgeAlert
) -> AlertAnswer:
    """Acknowledge an alert."""
    act = AlertAct(Done.ACKNOWLEDGED, _day(session, today), asked.author, note=asked.note)
    return _answer(session, house, number, act)


@router.post("/{number}/snooze", responses=documented(400))
def snooze(
    session: Write, house: OpenHouse, today: Today, number: _Number, asked: SnoozeAlert
) -> AlertAnswer:
    """Put an alert aside until the end of a day."""
    act = AlertAct(Done.SNOOZED, _day(session, today), asked.author, until_on=asked.until, note=asked.note)
    return _answer(session, house, number, act)


@router.post("/{number}/assign", responses=documented(400))
def assign(
    session: Write, house: OpenHouse, today: Today, number: _Number, asked: AssignAlert
) -> AlertAnswer:
    """Give an alert to somebody."""
    act = AlertAct(Done.ASSIGNED, _day(session, today), asked.author, person=asked.person, note=asked.note)
    return _answer(session, house, number, act)


def _day(session: ReadSession, today: date) -> date:
    return usecases.day_to_show(session, evening(session, asked=None, today=today).day)


def _answer(session: WriteSession, house: OpenHouse, number: int, act: AlertAct) -> AlertAnswer:
    after = act_and_tell(session, number, act, post(house.settings), recorded_at=clock.now())
    return AlertAnswer.model_validate(after.as_json(house.language))
