"""Limits granted over HTTP; large ones by two people."""

from credit.granted import LimitVersion
from credit.limit import usecases
from credit.limit.words import why_text
from serving.api.cases import OnDesk
from serving.api.deps import LimitRules, Spoken
from serving.api.paging import Number
from serving.api.problems import documented
from serving.api.routes.customers import Code
from serving.api.schemas.granting import GrantAnswer, GrantAsked, LimitReason
from serving.api.schemas.limits import LimitVersionAnswer
from serving.rooms import Room

router = Room(tags=["limits"])


@router.post("/customers/{code:path}/limit", status_code=201, responses=documented(400))
def grant(desk: OnDesk, policy: LimitRules, language: Spoken, code: Code, asked: GrantAsked) -> GrantAnswer:
    """Grant a limit. Above the policy's threshold it waits for a second person."""
    given = usecases.grant(desk.session, desk.act, code, asked.wish(), policy=policy)
    return GrantAnswer(
        number=given.number,
        state=given.state,
        customer=code,
        cents=given.cents,
        currency=given.currency,
        why=why_text(given.proposal.decision, language),
    )


@router.post("/limits/{number}/approve")
def approve(desk: OnDesk, number: Number) -> LimitVersionAnswer:
    """Grant what another person asked for."""
    return _answer(usecases.approve(desk.session, desk.act, number))


@router.post("/limits/{number}/refuse", responses=documented(400))
def refuse(desk: OnDesk, number: Number, asked: LimitReason) -> LimitVersionAnswer:
    """Refuse what was asked for."""
    return _answer(usecases.refuse(desk.session, desk.act, number, reason=asked.reason))


@router.post("/limits/{number}/withdraw", responses=documented(400))
def withdraw(desk: OnDesk, number: Number, asked: LimitReason) -> LimitVersionAnswer:
    """Take a granted limit back."""
    return _answer(usecases.withdraw(desk.session, desk.act, number, reason=asked.reason))


def _answer(one: LimitVersion) -> LimitVersionAnswer:
    told = {"number": one.id, "version": one.version, "known_on": one.known_on, **one.row._asdict()}
    return LimitVersionAnswer.model_validate(told)
