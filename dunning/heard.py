"""What was heard of a customer by mail: the fold of what came back, up to an evening."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from messaging.returns.fact import Came, ReturnFact


@dataclass(frozen=True, slots=True)
class Heard:
    """`wrong` are addresses that take no mail any more; `failed` levels that an address did not take.

    `answered_on` is the day of the last answer, `heard_on` and `heard_at` when we knew. Somebody
    is away until `back_on`. Addresses are in small letters.
    """

    wrong: frozenset[str] = frozenset()
    failed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    answered_on: date | None = None
    heard_on: date | None = None
    heard_at: datetime | None = None
    back_on: date | None = None


NOTHING = Heard()


def heard_of(facts: Iterable[ReturnFact], levels: Mapping[str, int]) -> Heard:
    """From facts in the order they were told; `levels` are those of messages, by key."""
    wrong: set[str] = set()
    failed: dict[str, frozenset[int]] = {}
    answered_on = heard_on = heard_at = back_on = None
    for one in facts:
        if one.came is Came.GOOD:
            wrong.discard(one.recipient)
            failed.pop(one.recipient, None)
        elif one.came is Came.REPLY:
            answered_on, heard_on, heard_at = one.happened_on, one.known_on, one.recorded_at
        elif one.came is Came.AUTOMATIC:
            back_on = one.back_on or back_on
        elif one.wrong:
            wrong.add(one.recipient)
        elif one.final and one.key in levels:
            failed[one.recipient] = failed.get(one.recipient, frozenset()) | {levels[one.key]}
    return Heard(frozenset(wrong), failed, answered_on, heard_on, heard_at, back_on)
