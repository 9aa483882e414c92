"""What leaves the house, over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from messaging import usecases
from messaging.delivery import State
from messaging.policy import MessagingPolicy
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import House, OpenHouse, Read, Write
from serving.api.paging import Most
from serving.api.problems import documented
from serving.api.schemas.common import NO_ZERO
from serving.api.schemas.outbox import (
    CURSOR,
    MessageAnswer,
    MessagePage,
    MessageReason,
    MessageResolved,
    MessageStory,
    cursor_of,
    message_answer,
    place_of,
    story_answer,
)
from serving.policies import policy_in_force
from serving.rooms import Room

router = Room(prefix="/messages", tags=["messages"])

_Key = Annotated[
    str, Path(min_length=1, max_length=200, pattern=NO_ZERO, description="The key that the list shows.")
]
_State = Annotated[
    str | None, Query(pattern=f"^({'|'.join(State)})$", description="In this state only; in any otherwise.")
]
_After = Annotated[
    str | None, Query(pattern=CURSOR, max_length=217, description="`next` of the part before.")
]


@router.get("")
def list_messages(
    session: Read, state: _State = None, after: _After = None, limit: Most = 100
) -> MessagePage:
    """List messages, the latest change first."""
    found = usecases.listed(
        session,
        states=tuple(State) if state is None else (State(state),),
        limit=limit + 1,
        after=None if after is None else place_of(after),
    )
    shown = found[:limit]
    more = cursor_of(shown[-1]) if len(found) > limit else None
    return MessagePage(items=[message_answer(one) for one in shown], next=more)


@router.get("/{key:path}")
def message(session: Read, key: _Key) -> MessageStory:
    """Show a message whole, with its history."""
    return story_answer(usecases.story(session, key))


@router.post("/{key:path}/resolve", responses=documented(400))
def resolve(session: Write, who: Who, house: OpenHouse, key: _Key, asked: MessageResolved) -> MessageAnswer:
    """Say whether a message that may have arrived did."""
    told = usecases.resolve(
        *(session, key),
        sent=asked.sent,
        author=who.name,
        reason=asked.reason,
        at=clock.now(),
        policy=_policy(house),
    )
    return message_answer(told)


@router.post("/{key:path}/requeue", responses=documented(400))
def requeue(session: Write, who: Who, house: OpenHouse, key: _Key, asked: MessageReason) -> MessageAnswer:
    """Try a message again that was given up."""
    told = usecases.requeue(
        *(session, key), author=who.name, reason=asked.reason, at=clock.now(), policy=_policy(house)
    )
    return message_answer(told)


@router.post("/{key:path}/cancel", responses=documented(400))
def cancel(session: Write, who: Who, house: OpenHouse, key: _Key, asked: MessageReason) -> MessageAnswer:
    """Keep a message that has not left from ever leaving."""
    told = usecases.cancel(
        *(session, key), author=who.name, reason=asked.reason, at=clock.now(), policy=_policy(house)
    )
    return message_answer(told)


def _policy(house: House) -> MessagingPolicy:
    return policy_in_force(house.settings, "messaging", MessagingPolicy)
