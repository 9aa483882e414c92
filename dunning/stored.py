"""A decision as it is kept, and what tells it from another one."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from credit.stored import as_plain
from dunning.deciding import Decision

_DIGITS = 16


def decision_as_stored(decision: Decision) -> dict[str, Any]:
    plain: dict[str, Any] = as_plain(asdict(decision))
    return plain


def print_of(decision: Decision) -> str:
    """The same for decisions that say the same to the same person: amounts, levels, step and recipient.

    Neither the day nor the deadline is in it: a message sent the next morning says the same.
    """
    whom = (decision.customer_id, decision.to, decision.also, decision.address)
    what = (decision.outcome, decision.step, decision.lines, decision.sums)
    return sha256(repr((whom, what)).encode()).hexdigest()[:_DIGITS]
