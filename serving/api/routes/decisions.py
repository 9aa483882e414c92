"""Automatic decisions over HTTP: their reason, what is objected, and a person's word in their place."""

from typing import Annotated

from fastapi import Query

from credit.contests import usecases
from credit.contests.decided import Contest, Decided, Objection, State, Word
from credit.contests.telling import as_json, contest_as_json
from serving.api.allowed import Own, Who
from serving.api.cases import OnDesk
from serving.api.contested import theirs
from serving.api.deps import LimitRules, Read, Today
from serving.api.paging import After, Most, Number, part
from serving.api.problems import documented
from serving.api.routes.customers import Code
from serving.api.schemas.common import Page
from serving.api.schemas.decisions import (
    ContestAnswer,
    ContestAsked,
    ContestReply,
    DecisionAnswer,
    OverrideAsked,
)
from serving.rooms import Room

router = Room(tags=["decisions"])

_Waiting = Annotated[bool, Query(description="Leave out what is answered.")]


@router.get("/customers/{code:path}/decisions")
def list_decisions(session: Read, code: Code, after: After = 0, limit: Most = 100) -> Page[DecisionAnswer]:
    """List what was decided of a customer without a person, by number."""
    found = usecases.decisions_of(session, code)
    return part(found, lambda one: one.number, _told, after=after, limit=limit)


@router.get("/decisions/{number}")
def decision(session: Read, who: Who, today: Today, number: Number) -> DecisionAnswer:
    """Show an automatic decision: its reason, what is objected, what a person decided in its place."""
    return _told(theirs(usecases.decision(session, number), who, Own(who, session, today)))


@router.get("/contests")
def list_contests(
    session: Read, who: Who, today: Today, waiting: _Waiting = False, after: After = 0, limit: Most = 100
) -> Page[ContestAnswer]:
    """List what is objected to automatic decisions, by number."""
    own = Own(who, session, today)
    found = [one for one in usecases.contests(session, waiting=waiting) if own.sees(one.subject)]
    return part(found, lambda one: one.number, _contest, after=after, limit=limit)


@router.post("/decisions/{number}/contests", status_code=201, responses=documented(400))
def contest(desk: OnDesk, who: Who, today: Today, number: Number, asked: ContestAsked) -> ContestAnswer:
    """Write down what somebody objects to a decision; it waits until a person answers."""
    theirs(usecases.decision(desk.session, number), who, Own(who, desk.session, today))
    return _contest(usecases.contest(desk.session, desk.act, number, Objection(asked.by, asked.says)))


@router.post("/customers/{code:path}/score/contests", status_code=201, responses=documented(400))
def contest_score(desk: OnDesk, code: Code, asked: ContestAsked) -> ContestAnswer:
    """The same, of the last score kept of a customer, which thereby gets the number of a decision."""
    objection = Objection(asked.by, asked.says)
    return _contest(usecases.contest_score(desk.session, desk.act, code, objection))


@router.post("/contests/{number}/answer", responses=documented(400))
def answer(desk: OnDesk, number: Number, asked: ContestReply) -> ContestAnswer:
    """Leave the decision as it stands, and say why."""
    state = State(asked.state)
    return _contest(usecases.answer(desk.session, desk.act, number, state=state, reason=asked.reason))


@router.post("/decisions/{number}/override", responses=documented(400))
def override(desk: OnDesk, policy: LimitRules, number: Number, asked: OverrideAsked) -> DecisionAnswer:
    """Keep a person's decision beside the automatic one, and answer its contests by it."""
    word = Word(asked.outcome, asked.reason, asked.cents, asked.person)
    return _told(usecases.overrule(desk.session, desk.act, number, word, policy=policy))


def _told(one: Decided) -> DecisionAnswer:
    return DecisionAnswer.model_validate(as_json(one))


def _contest(one: Contest) -> ContestAnswer:
    return ContestAnswer.model_validate(contest_as_json(one))
