"""Scenarios: which step follows which, a step tried on a customer, and one chosen for it."""

from datetime import date
from typing import Annotated

from fastapi import Form, HTTPException, Query, Request
from starlette.responses import Response

from dunning.acts import usecases
from dunning.errors import ActionRefused, ScenarioRefused
from dunning.press import Pressed
from dunning.scenario import Scenario
from kernel.language import Language
from ledger.errors import UnknownCustomer
from ledger.registers.usecases import Act
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Read, Today, Write
from serving.opening import evening
from serving.rooms import Room
from serving.scenarios import scenario_files, scenarios
from serving.settings import Settings
from serving.specimen import Wanted, pressed_as_if, step_of
from serving.web.rendering import SECURITY, back, language_of, page
from store.session import ReadSession

pages, acts = Room(), Room()

_PDF = "application/pdf"
_USUAL = "usual"
_Code = Annotated[str, Query(max_length=200)]
_Text = Annotated[str, Form(max_length=2000)]
_Level = Annotated[int, Query(ge=0, le=100)]


@pages.get("/scenarios")
def every(request: Request, house: OpenHouse) -> Response:
    """List the scenarios with their steps."""
    found = sorted(scenarios(house.settings).items())
    return page(request, "scenarios.html", found=[one for _, one in found], spoken=language_of(request))


@pages.get("/scenarios/{scenario}")
def one(request: Request, house: OpenHouse, scenario: str, done: _Code = "") -> Response:
    """Show the steps of a scenario."""
    found = _known(house.settings, scenario)
    path = str(scenario_files(house.settings)[scenario])
    return page(request, "scenario.html", one=found, spoken=language_of(request), path=path, done=done)


@pages.get("/scenarios/{scenario}/try")
def tried(
    request: Request,
    session: Read,
    house: OpenHouse,
    now: Today,
    scenario: str,
    customer: _Code,
    level: _Level,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """Show a step as it would be worded for a customer today."""
    pressed, refused = None, ""
    try:
        pressed = _pressed(session, house.settings, now, scenario, customer, level, language)
    except (ActionRefused, ScenarioRefused, UnknownCustomer) as error:
        refused = str(error)
    letter = pressed is not None and not pressed.text
    found = _known(house.settings, scenario)
    told = {"customer": customer, "level": level, "wording": language, "refused": refused, "letter": letter}
    spoken = language_of(request)
    return page(request, "tried.html", one=found, pressed=pressed, asked=told, spoken=spoken)


@pages.get("/scenarios/{scenario}/try.pdf")
def tried_letter(
    session: Read,
    house: OpenHouse,
    now: Today,
    scenario: str,
    customer: _Code,
    level: _Level,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """The letter of a step, as it would be printed today."""
    pressed = _pressed(session, house.settings, now, scenario, customer, level, language)
    return letter_of(pressed.attachments, f"{scenario}-{level}.pdf")


@acts.post("/scenarios/{scenario}/choose")
def choose(
    request: Request,
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    scenario: str,
    customer: _Text,
    why: _Text,
    invoice: _Text = "",
    until: Annotated[str, Form(max_length=10)] = "",
    end: Annotated[bool, Form()] = False,
) -> Response:
    """Choose the scenario for a customer or an invoice, or end such a choice."""
    _known(house.settings, scenario)
    request.state.about = customer.strip()
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    choice = usecases.Choice("" if end else scenario, invoice.strip(), day_of(until), why)
    usecases.exempt(session, act, customer.strip(), choice)
    return back(f"/scenarios/{scenario}?done={_USUAL if end else 'chosen'}")


def letter_of(attachments: object, name: str) -> Response:
    """The PDF among attachments, to be saved."""
    found = [one for one in attachments if one.media_type == _PDF]  # type: ignore[attr-defined]
    if not found:
        raise HTTPException(404)
    headers = {**SECURITY, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found[0].content, media_type=_PDF, headers=headers)


def day_of(text: str) -> date | None:
    """Raises ActionRefused for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ActionRefused(f"“{text}” is not a day. Write it as 2025-12-31.") from error


def _known(where: Settings, code: str) -> Scenario:
    found = scenarios(where).get(code)
    if found is None:
        raise HTTPException(404)
    return found


def _pressed(
    session: ReadSession,
    where: Settings,
    now: date,
    scenario: str,
    customer: str,
    level: int,
    language: Language | None,
) -> Pressed:
    found, step = step_of(scenarios(where), scenario, level)
    day = evening(session, asked=None, today=now).day
    return pressed_as_if(session, where, Wanted(customer.strip(), found, step, language, day))
