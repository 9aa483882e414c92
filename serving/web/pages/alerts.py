"""Alerts: when to worry about whom, why, what to do, and one click for what one did."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Form, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from credit.alerts import usecases
from credit.alerts.acts import ActOnAlertRefused, AlertAct, Done, State
from credit.alerts.base import Action, Kind
from credit.alerts.repository import Wanted
from credit.alerts.telling.usecases import act_and_tell
from credit.alerts.told import ToldAlert, together
from credit.alerts.words import kind_text
from kernel.language import Language
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import House, OpenHouse, Read, Today, Write
from serving.opening import evening
from serving.rooms import Room
from serving.senders import post
from serving.web.one_customer import PLACES
from serving.web.rendering import back, language_of, page
from store.session import ReadSession, WriteSession

pages, acts = Room(), Room()

_SHOWN = 50
_SNOOZE_DAYS = 7
_ANY = "any"
_Choice = Annotated[str, Query(max_length=20)]


class AlertForm(BaseModel):
    """What is said of one row (`one`, its numbers such as 12,13) or of those that are ticked."""

    model_config = {"str_strip_whitespace": True}

    one: str = Field(default="", max_length=200)
    ticked: list[str] = Field(default=[], max_length=_SHOWN)
    note: str = Field(default="", max_length=2_000)
    person: str = Field(default="", max_length=320)
    until_on: str = Field(default="", max_length=10)
    to: str = Field(default="", max_length=2_000)

    @property
    def until(self) -> date | None:
        """Raises ActOnAlertRefused."""
        try:
            return date.fromisoformat(self.until_on) if self.until_on else None
        except ValueError as error:
            raise ActOnAlertRefused(f"“{self.until_on}” is not a day. Write it as 2024-06-30.") from error

    def numbers(self) -> list[int]:
        rows = [self.one] if self.one else self.ticked
        return [int(one) for row in rows for one in row.split(",") if one.isascii() and one.isdigit()]


_Form = Annotated[AlertForm, Form()]


@pages.get("/alerts")
def alerts(
    request: Request,
    session: Read,
    now: Today,
    state: _Choice = State.OPEN.value,
    kind: _Choice = "",
    done: _Choice = "",
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
        tomorrow=on + timedelta(days=1),
        done=done if done in set(Done) else "",
    )


@acts.post("/alerts/acknowledge")
def acknowledge(
    request: Request, session: Write, house: OpenHouse, who: Who, now: Today, form: _Form
) -> Response:
    """Somebody has seen to them."""
    act = AlertAct(Done.ACKNOWLEDGED, _day(session, now), who.name, note=form.note)
    return _done(request, session, house, act, form)


@acts.post("/alerts/snooze")
def snooze(request: Request, session: Write, house: OpenHouse, who: Who, now: Today, form: _Form) -> Response:
    """Put alerts aside: to the day that is said, else for a week."""
    day = _day(session, now)
    until = form.until or day + timedelta(days=_SNOOZE_DAYS)
    act = AlertAct(Done.SNOOZED, day, who.name, until_on=until, note=form.note)
    return _done(request, session, house, act, form)


@acts.post("/alerts/take")
def take(request: Request, session: Write, house: OpenHouse, who: Who, now: Today, form: _Form) -> Response:
    """Take alerts upon oneself."""
    act = AlertAct(Done.ASSIGNED, _day(session, now), who.name, person=who.name, note=form.note)
    return _done(request, session, house, act, form)


@acts.post("/alerts/give")
def give(request: Request, session: Write, house: OpenHouse, who: Who, now: Today, form: _Form) -> Response:
    """Give alerts to somebody; a mail address is told."""
    act = AlertAct(Done.ASSIGNED, _day(session, now), who.name, person=form.person, note=form.note)
    return _done(request, session, house, act, form)


def _done(request: Request, session: WriteSession, house: House, act: AlertAct, form: AlertForm) -> Response:
    """All of them, or none. Raises ActOnAlertRefused for none ticked."""
    numbers = form.numbers()
    if not numbers:
        raise ActOnAlertRefused("No alert is ticked. Tick those that it is about.")
    for number in numbers:
        act_and_tell(session, number, act, post(house.settings), recorded_at=clock.now())
    request.state.about = ",".join(map(str, numbers))
    return back(_here(form.to, act.done))


def _day(session: ReadSession, now: date) -> date:
    return usecases.day_to_show(session, evening(session, asked=None, today=now).day)


def _told(some: Sequence[ToldAlert], language: Language) -> dict[str, Any]:
    """One row, with what the gravest of them advises."""
    last = some[-1]
    numbers = ",".join(str(one.alert.id) for one in some)
    days = {"fired_on": last.alert.fired_on, "until": last.standing.until_on}
    place, act = PLACES[Action(last.alert.action)], last.alert.acts[-1] if last.alert.acts else None
    return last.as_json(language) | days | {"numbers": numbers, "place": place, "last": act}


def _here(to: str, done: Done) -> str:
    """Back to the list one came from, which says what was done, or to the customer; nowhere else."""
    if to.startswith("/customers/"):
        return to
    return f"{to if to.startswith('/alerts?') else '/alerts?state=open'}&done={done.value}"
