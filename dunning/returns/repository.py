"""Reads what came back of mails, by customer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date

from dunning.actions import action_of
from dunning.heard import Heard, heard_of
from dunning.repository import DunningReader
from messaging.returns.fact import ReturnFact
from messaging.returns.repository import ReturnReader
from store.session import ReadSession


def heard_by(
    session: ReadSession,
    customers: Collection[int] | None,
    *,
    until: date,
    same: Callable[[int], Collection[int]],
) -> Mapping[int, Heard]:
    """What was heard up to an evening of some customers, or of all; `same` are the numbers of one."""
    told: defaultdict[int, list[ReturnFact]] = defaultdict(list)
    for one in ReturnReader(session).of_customers(customers, until=until):
        for key in same(one.customer_id or 0):
            told[key].append(one)
    if not told:
        return {}
    levels = _levels(session, [one for facts in told.values() for one in facts])
    return {key: heard_of(facts, levels) for key, facts in told.items()}


def _levels(session: ReadSession, facts: Collection[ReturnFact]) -> Mapping[str, int]:
    """The levels of messages that an address did not take, though it is not known as wrong, by key."""
    named = (action_of(one.key) for one in facts if one.final and not one.wrong)
    numbers = {one for one in named if one is not None}
    if not numbers:
        return {}
    return {one.key: one.level for one in DunningReader(session).actions(ids=numbers)}
