"""What was open of an invoice from each day on, from what came in for it."""

from collections.abc import Sequence
from datetime import date

from dunning.law.interest import Step
from ledger.relation.accounts import Receipt


def steps_of(amount_cents: int, *, since: date, receipts: Sequence[Receipt]) -> tuple[Step, ...]:
    """In the order of days; what came in before `since` counts from it on."""
    still = amount_cents
    steps = [Step(since, still)]
    for one in sorted(receipts, key=lambda one: one.paid_on):
        still -= one.cents
        steps.append(Step(max(one.paid_on, since), still))
    return tuple(steps)


def paid_on(steps: Sequence[Step]) -> date | None:
    """The day from which nothing is open any more; None while something is, or is again."""
    settled = None
    for one in steps:
        settled = (settled or one.since) if one.open_cents <= 0 else None
    return settled
