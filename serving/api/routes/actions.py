"""What was decided about customers, and what people do about it, over HTTP."""

from typing import Annotated

from fastapi import Query

from dunning.actions import Standing
from dunning.acts import usecases
from serving.api.cases import OnDesk
from serving.api.deps import OpenHouse, Read
from serving.api.paging import After, Most, Number, OfCustomer, part
from serving.api.problems import documented
from serving.api.schemas.actions import (
    ActionAnswer,
    ActionDone,
    ActionRefused,
    ListedAnswer,
    SkipAnswer,
    SkipAsked,
    action_answer,
    listed_answer,
)
from serving.api.schemas.common import Page
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.rooms import Room

router = Room(prefix="/actions", tags=["actions"])

_UNDER_WAY = frozenset({Standing.ASKED, Standing.OPEN, Standing.QUEUED})
_State = Annotated[
    str | None,
    Query(pattern=f"^({'|'.join(Standing)})$", description="In this state; all that is under way otherwise."),
]


@router.get("")
def list_actions(
    session: Read, customer: OfCustomer = None, state: _State = None, after: After = 0, limit: Most = 100
) -> Page[ListedAnswer]:
    """List what was decided, by number."""
    states = _UNDER_WAY if state is None else frozenset({Standing(state)})
    found = usecases.listed(session, states=states, customer=customer)
    return part(found, lambda one: one.action.id, listed_answer, after=after, limit=limit)


@router.post("/skip", responses=documented(400))
def skip(desk: OnDesk, house: OpenHouse, asked: SkipAsked) -> SkipAnswer:
    """Pass the next level of an invoice without a message."""
    rules = dunning_rules(house.settings)
    level = usecases.skip(desk.session, desk.act, asked.customer, asked.invoice, rules, why=asked.why)
    return SkipAnswer(customer=asked.customer, invoice=asked.invoice, level=level)


@router.post("/{number}/approve")
def approve(desk: OnDesk, house: OpenHouse, number: Number) -> ActionAnswer:
    """Let a prepared message leave, unless its case has changed since."""
    rules, press = dunning_rules(house.settings), press_of(house.settings)
    return action_answer(usecases.approve(desk.session, desk.act, number, rules, press))


@router.post("/{number}/refuse", responses=documented(400))
def refuse(desk: OnDesk, number: Number, asked: ActionRefused) -> ActionAnswer:
    """Drop what waits for approval, or a task."""
    return action_answer(usecases.refuse(desk.session, desk.act, number, why=asked.why))


@router.post("/{number}/done", responses=documented(400))
def done(desk: OnDesk, number: Number, asked: ActionDone) -> ActionAnswer:
    """A task was done: its level is passed."""
    return action_answer(usecases.finish(desk.session, desk.act, number, told=asked.note, details={}))
