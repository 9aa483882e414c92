"""Alerts: when to worry about whom, why, what to do, and one click for what one did."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from credit.alerts import usecases
from credit.alerts.acts import ActOnAlertRefused, AlertAct, Done, State
from credit.alerts.base import Kind
from credit.alerts.repository import Wanted
from credit.alerts.telling.usecases import act_and_tell
from credit.alerts.told import ToldAlert, together
from credit.alerts.words import kind_text
from kernel.language import Language
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import House, OpenHouse, Read, Today, Write
from serving.opening import evening
from serving.senders import post
from serving.web.rendering import back, language_of, page
from store.session import ReadSession, WriteSession

pages, acts = APIRouter(), APIRouter()

_SHOWN = 50
_SNOOZE_DAYS = 7
_ANY = "any"
_Choice = Annotated[str, Query(max_length=20)]
_Back = Annotated[str, Form(max_length=500)]
_One = Annotated[str, Form(max_length=200)]  # the numbers of one row, such as 12,13
_Ticked = Annotated[list[str] | None, Form(max_length=_SHOWN)]


@pages.get("/alerts")
def alerts(
    request: Request,
    session: Read,
    now: Today,
    state: _Choice = State.OPEN.value,
    kind: _Choice = "",
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """Show alerts, the latest first."""
    language, on = language_of(request), _day(session, now)
    states = frozenset({State(state)}) if state in set(State) else None
    wanted = Wanted(kind=kind if kind in set(Kind) else None)
    found = together(usecases.list_alerts(session, wanted, on=on, states=states)[::-1])
    asked = {"state": state if states else _ANY, "kind": wanted.kind or ""}
    return page(
        request,
        "alerts.html",
        on=on,
        alerts=[_told(one, language) for one in found[start : start + _SHOWN]],
        count=len(found),
        first=start + 1,
        asked=asked,
        back=f"/alerts?{urlencode(asked)}",
        next=f"/alerts?{urlencode({**asked, 'start': start + _SHOWN})}" if found[start + _SHOWN :] else "",
        kinds={one.value: kind_text(one, language) for one in Kind},
        snoozed_until=on + timedelta(days=_SNOOZE_DAYS),
    )


@acts.post("/alerts/acknowledge")
def acknowledge(
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    ticked: _Ticked = None,
    one: _One = "",
    to: _Back = "",
) -> Response:
    """Somebody has seen to them."""
    act = AlertAct(Done.ACKNOWLEDGED, _day(session, now), who.name)
    return _done(session, house, act, one or ticked, to)


@acts.post("/alerts/snooze")
def snooze(
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    ticked: _Ticked = None,
    one: _One = "",
    to: _Back = "",
) -> Response:
    """Put alerts aside for a week."""
    day = _day(session, now)
    act = AlertAct(Done.SNOOZED, day, who.name, until_on=day + timedelta(days=_SNOOZE_DAYS))
    return _done(session, house, act, one or ticked, to)


@acts.post("/alerts/take")
def take(
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    ticked: _Ticked = None,
    one: _One = "",
    to: _Back = "",
) -> Response:
    """Take alerts upon oneself."""
    act = AlertAct(Done.ASSIGNED, _day(session, now), who.name, person=who.name)
    return _done(session, house, act, one or ticked, to)


@acts.post("/alerts/give")
def give(
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    person: Annotated[str, Form(max_length=320)],
    ticked: _Ticked = None,
    to: _Back = "",
) -> Response:
    """Give alerts to somebody; a mail address is told."""
    act = AlertAct(Done.ASSIGNED, _day(session, now), who.name, person=person.strip())
    return _done(session, house, act, ticked, to)


def _done(
    session: WriteSession, house: House, act: AlertAct, rows: list[str] | str | None, to: str
) -> Response:
    """All of them, or none. Raises ActOnAlertRefused for none ticked."""
    listed = [rows] if isinstance(rows, str) else rows or []
    numbers = [int(one) for row in listed for one in row.split(",") if one.isascii() and one.isdigit()]
    if not numbers:
        raise ActOnAlertRefused("No alert is ticked. Tick those that it is about.")
    for number in numbers:
        act_and_tell(session, number, act, post(house.settings), recorded_at=clock.now())
    return back(_here(to))


def _day(session: ReadSession, now: date) -> date:
    return usecases.day_to_show(session, evening(session, asked=None, today=now).day)


def _told(some: Sequence[ToldAlert], language: Language) -> dict[str, Any]:
    """One row, with what the gravest of them advises."""
    last = some[-1]
    numbers = ",".join(str(one.alert.id) for one in some)
    days = {"fired_on": last.alert.fired_on, "until": last.standing.until_on}
    return last.as_json(language) | days | {"numbers": numbers}


def _here(to: str) -> str:
    """Back to the list one came from, or to the customer; nowhere else."""
    return to if to.startswith(("/alerts?", "/customers/")) else "/alerts"
