"""A prospect on the phone: a SIREN, an answer, and a page to print."""

from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Annotated

from fastapi import Form, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import Response

from access.person import Person
from credit.acceptance import usecases
from credit.acceptance.policy import Policies
from credit.acceptance.printing.gateway import TypstReports
from credit.acceptance.report import report_of
from credit.acceptance.usecases import ApplicationRefused, Decided, UnknownDecision
from credit.acceptance.words import outcome_text
from credit.contests import usecases as contested
from dunning.sender import SenderPolicy
from ledger.registers.usecases import Act
from scoring.usecases import NotASiren
from serving import clock
from serving.api.allowed import Own, Who
from serving.api.deps import AcceptanceRules, Models, OpenHouse, Read, Today, Write
from serving.opening import evening
from serving.policies import policy_in_force
from serving.rooms import Room
from serving.web.asking import ProspectForm
from serving.web.contested import told_of
from serving.web.errors import AmountRefused
from serving.web.faults import faults_of
from serving.web.rendering import SECURITY, back, language_of, page
from serving.web.speech import speech
from store.session import ReadSession

pages, acts = Room(), Room()

_SHOWN = 50
_Number = Annotated[int, Path(ge=1, le=2**53)]
_PRINTING = Lock()


@pages.get("/prospects")
def prospects(
    request: Request,
    session: Read,
    who: Who,
    now: Today,
    rules: AcceptanceRules,
    siren: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show the form, and the answers given so far, the latest first."""
    return _shown(request, session, who, now, rules, ProspectForm(siren=siren))


@acts.post("/prospects")
def ask(
    request: Request,
    session: Write,
    who: Who,
    models: Models,
    now: Today,
    rules: AcceptanceRules,
    form: Annotated[ProspectForm, Form()],
) -> Response:
    """Answer an application, and show the answer."""
    Own(who, session, now).check_company(form.siren, on=None)
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    language = language_of(request)
    try:
        asked = form.question().asked()
        decided = usecases.answer_prospect(session, models, act, asked, policies=rules, language=language)
    except (ValidationError, AmountRefused, ApplicationRefused, NotASiren) as error:
        faults = faults_of(error, form, speech(language))
        return _shown(request, session, who, now, rules, form, faults=faults)
    return back(f"/prospects/{decided.number}")


@pages.get("/prospects/{number}.pdf")
def report(
    request: Request, session: Read, who: Who, house: OpenHouse, now: Today, number: _Number
) -> Response:
    """Send the answer as one page of paper."""
    decided = _visible(session, who, now, number)
    company = policy_in_force(house.settings, "sender", SenderPolicy).party.name
    told = report_of(decided, language_of(request))
    with _PRINTING:
        content = _printer().pdf(told, on=decided.decided_on, company=company)
    headers = {**SECURITY, "Content-Disposition": f'inline; filename="decision-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@pages.get("/prospects/{number}")
def decision(request: Request, session: Read, who: Who, now: Today, number: _Number) -> Response:
    """Show an answer as it was given, and what people decided since."""
    decided, language = _visible(session, who, now, number), language_of(request)
    return page(
        request,
        "prospect.html",
        told=report_of(decided, language),
        customers=decided.answer.customers,
        decided=told_of(contested.decision(session, number), language),
    )


def _shown(
    request: Request,
    session: ReadSession,
    who: Person,
    now: date,
    rules: Policies,
    form: ProspectForm,
    *,
    faults: tuple[str, ...] = (),
) -> Response:
    own, language = Own(who, session, now), language_of(request)
    given = [one for one in usecases.decisions(session)[::-1] if _theirs(one, who, own)][:_SHOWN]
    return page(
        request,
        "prospects.html",
        status=422 if faults else 200,
        form=form,
        faults=faults,
        scales=sorted({one.name for one in rules.acceptance.scales}),
        given=[(one, outcome_text(one.answer, language)) for one in given],
    )


def _visible(session: ReadSession, who: Person, now: date, number: int) -> Decided:
    """Raises UnknownDecision, also for an answer that is not this person's to read."""
    decided, own = usecases.decision(session, number), Own(who, session, now)
    if not _theirs(decided, who, own) or not own.may_ask(decided.subject, on=decided.decided_on):
        raise UnknownDecision(f"No application was answered under the number {number} that is yours to read.")
    return decided


def _theirs(decided: Decided, who: Person, own: Own) -> bool:
    """A salesperson reads what it asked itself, and of no customer of others."""
    return who.sees_all or (decided.author == who.name and all(map(own.sees, decided.answer.customers)))


@lru_cache(maxsize=1)
def _printer() -> TypstReports:
    return TypstReports()
