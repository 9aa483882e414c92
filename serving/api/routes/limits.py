"""Limits over HTTP."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from credit.limit import usecases
from credit.limit.words import why_text
from serving.api.deps import LimitRules, Read, Spoken, Today
from serving.api.routes.customers import AsOf, Code
from serving.api.schemas.limits import (
    BoundAnswer,
    LimitHistory,
    LimitStanding,
    LimitVersionAnswer,
    ProposalAnswer,
)
from serving.api.schemas.orders import LimitAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/customers", tags=["limits"])

_Currency = Annotated[str, Query(pattern="^[A-Z]{3}$", description="ISO 4217 code.")]
_Requested = Annotated[int, Query(ge=0, le=10**15, description="What is asked for, in cents.")]


@router.get("/{code:path}/limit/history")
def history(session: Read, code: Code) -> LimitHistory:
    """Every limit of a customer, who asked and who agreed."""
    found = [
        LimitVersionAnswer.model_validate(
            {"number": one.id, "version": one.version, "known_on": one.known_on, **one.row._asdict()}
        )
        for one in usecases.limits(session, code=code)
    ]
    return LimitHistory(customer=code, limits=found)


@router.get("/{code:path}/limit")
def limit(
    session: Read,
    policy: LimitRules,
    language: Spoken,
    today: Today,
    code: Code,
    currency: _Currency = "EUR",
    requested_cents: _Requested = 0,
    as_of: AsOf = None,
) -> LimitStanding:
    """The limit in force, and what the policy says it should be."""
    day = evening(session, asked=as_of, today=today).day
    told = usecases.proposal(
        session, policy, code, currency=currency, requested_cents=requested_cents, as_of=day
    )
    decision, held = told.decision, told.standing.limit
    return LimitStanding(
        customer=told.standing.code,
        as_of=day,
        currency=decision.currency,
        exposure_cents=told.standing.exposure_cents,
        in_force=None if held is None else LimitAnswer.model_validate(asdict(held)),
        proposed=ProposalAnswer(
            cents=decision.cents,
            binding=decision.binding,
            next_binding=decision.next_binding,
            next_cents=decision.next_cents,
            pd_over_terms=decision.pd_over_terms,
            break_even=decision.break_even,
            policy=decision.policy,
            should_change=told.changes,
            bounds=[
                BoundAnswer(constraint=one.constraint, cents=one.cents, basis=one.basis)
                for one in decision.bounds
            ],
            why=why_text(decision, language),
        ),
    )
