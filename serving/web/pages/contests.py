"""What people object to automatic decisions, until a person answers or decides otherwise."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Path, Query, Request
from starlette.responses import Response

from credit.contests import usecases
from credit.contests.decided import Kind, Objection, State, Word
from credit.contests.words import STATES
from ledger.registers.usecases import Act
from serving import clock
from serving.api.allowed import Own, Who
from serving.api.contested import theirs
from serving.api.deps import LimitRules, Read, Today, Write
from serving.opening import evening
from serving.rooms import Room
from serving.web.amounts import cents_from
from serving.web.rendering import back, language_of, page
from store.session import ReadSession

pages, acts = Room(), Room()

_Number = Annotated[int, Path(ge=1, le=2**53)]
_Code = Annotated[str, Path(min_length=1, max_length=200)]
_Text = Annotated[str, Form(max_length=2000)]
_Who = Annotated[str, Form(max_length=200)]


@pages.get("/contests")
def contests(
    request: Request,
    session: Read,
    who: Who,
    now: Today,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Show what waits for an answer, the oldest first, or all of it."""
    own, language = Own(who, session, now), language_of(request)
    found = [one for one in usecases.contests(session, waiting=not everything) if own.sees(one.subject)]
    states = {state: told[language] for state, told in STATES.items()}
    return page(request, "contests.html", found=found, everything=everything, states=states)


@acts.post("/decisions/{number}/contests")
def contest(session: Write, who: Who, now: Today, number: _Number, says: _Text, by: _Who = "") -> Response:
    """Somebody objects to a decision."""
    theirs(usecases.decision(session, number), who, Own(who, session, now))
    usecases.contest(session, _act(session, who, now), number, Objection(by, says))
    return _there(session, number)


@acts.post("/customers/{customer:path}/score/contests")
def contest_score(
    session: Write, who: Who, now: Today, customer: _Code, says: _Text, by: _Who = ""
) -> Response:
    """Somebody objects to a customer's score."""
    told = usecases.contest_score(session, _act(session, who, now), customer, Objection(by, says))
    return _there(session, told.decision)


@acts.post("/contests/{number}/answer")
def answer(
    session: Write,
    who: Who,
    now: Today,
    number: _Number,
    reason: _Text,
    state: Annotated[State, Form()] = State.STANDS,
) -> Response:
    """A person looked again, and the decision stays as it is."""
    act = _act(session, who, now)
    told = usecases.answer(session, act, number, state=state, reason=reason)
    return _there(session, told.decision)


@acts.post("/decisions/{number}/override")
def override(
    session: Write,
    who: Who,
    now: Today,
    policy: LimitRules,
    number: _Number,
    reason: _Text,
    outcome: Annotated[str, Form(max_length=20)] = "",
    amount: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """A person's word in the place of the decision, which stays beside it."""
    word = Word(outcome, reason, cents_from(amount) or 0)
    usecases.overrule(session, _act(session, who, now), number, word, policy=policy)
    return _there(session, number)


def _act(session: ReadSession, who: Who, now: Today) -> Act:
    return Act(who.name, evening(session, asked=None, today=now).day, clock.now())


def _there(session: ReadSession, number: int) -> Response:
    """The page that tells the decision."""
    decided = usecases.decision(session, number)
    if decided.kind is Kind.ACCEPTANCE:
        return back(f"/prospects/{number}")
    return back(f"/customers/{quote(decided.kept.row.subject, safe='')}#decided")
