"""Customers, found by what somebody types."""

from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from credit.repository import standings
from credit.standing import Standing
from ledger.finding import usecases
from serving.api.allowed import Own, Who
from serving.api.deps import House, OpenHouse, Read, Today
from serving.opening import evening
from serving.rooms import Room
from serving.web.rendering import language_of, page_in_parts

pages, acts = Room(), Room()

_SHOWN = 50
_Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@pages.get("/customers")
def customers(
    request: Request,
    session: Read,
    house: OpenHouse,
    who: Who,
    now: Today,
    search: _Text = "",
    after: _Text = "",
) -> Response:
    """List the customers that are meant; go to the one whose code or SIREN was typed."""
    found = evening(session, asked=None, today=now)
    told = usecases.find_customers(
        session,
        search.strip(),
        sees=Own(who, session, now).sees,
        after=after,
        most=_SHOWN,
        as_of=found.day,
    )
    if told.exact is not None:
        return RedirectResponse(f"/customers/{quote(told.exact.code, safe='')}", status_code=303)
    ids = [one.id for one in told.customers]
    return page_in_parts(
        request,
        "customers.html",
        on=found.day,
        note=found.note(language_of(request)),
        search=search.strip(),
        after=after,
        found=bool(ids),
        read_rows=partial(_rows, house, ids, found.day),
        next=f"/customers?{urlencode({'search': search.strip(), 'after': told.after})}" if told.after else "",
    )


def _rows(house: House, ids: list[int], on: date) -> list[dict[str, Any]]:
    with house.database.read() as session:
        return [_row(one) for one in standings(session, as_of=on, customers=ids)]


def _row(one: Standing) -> dict[str, Any]:
    limit = one.limit
    return {
        "code": one.code,
        "name": one.name,
        "siren": one.siren,
        "currency": one.currency,
        "exposure_cents": one.exposure_cents,
        "overdue_cents": one.overdue_cents,
        "days_late": one.days_late,
        "grade": one.scored.grade if one.scored else "",
        "insolvent": one.insolvent_since is not None,
        "limit_cents": None if limit is None else limit.cents,
        "used": one.exposure_cents / limit.cents if limit is not None and limit.cents else None,
    }
