"""What chance did to a customer's reminder: sent on its day, or some days later. Pure, as the decision is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.assigning import assigned
from dunning.claims import Claim, Debtor
from dunning.deciding import decide
from dunning.holdout import Draw, HoldOut, in_trial
from dunning.levels import stand
from dunning.policy import DunningPolicy
from dunning.queue_policy import Stage, stage_of
from dunning.scenario import Scenario, Way


@dataclass(frozen=True, slots=True)
class Trial:
    """A level of an item on the day it would have been sent, and what was drawn for it.

    `propensity` is the chance with which it was treated as it was.
    """

    item: str
    level: int
    customer_id: int
    invoice_id: int
    way: Way
    stage: Stage
    held: bool
    days: int
    propensity: float
    drawn_on: date


def trials_of(
    debtor: Debtor,
    scenarios: Mapping[str, Scenario],
    policy: DunningPolicy,
    holdout: HoldOut,
    *,
    on: date,
) -> list[Trial]:
    """The levels that would leave today without a hold-out, where chance alone decides whether they do.

    A customer of whom any level could not be moved, or was drawn in two months, is in no trial: both arms are
    chosen by what would be sent, never by what was.
    """
    if holdout.share <= 0.0:
        return []
    usual = decide(debtor, scenarios, policy, on=on)
    if not usual.acts or usual.step is None:
        return []
    claims = {one.item: one for one in debtor.claims}
    moved = [
        (line, _drawn(debtor, claims[line.item], scenarios, policy, holdout, on))
        for line in usual.lines
        if line.level is not None
    ]
    draws = {one for _, one in moved}
    if None in draws or len(draws) != 1:
        return []
    (found,) = draws
    if found is None:
        return []
    step = usual.step
    return [
        Trial(
            *(line.item, line.level or 0, debtor.customer_id, line.invoice_id),
            way=step.way,
            stage=stage_of(step.way, step.form.value, step.level),
            held=found.held,
            days=found.days,
            propensity=holdout.share if found.held else 1.0 - holdout.share,
            drawn_on=on,
        )
        for line, _ in moved
    ]


def _drawn(
    debtor: Debtor,
    claim: Claim,
    scenarios: Mapping[str, Scenario],
    policy: DunningPolicy,
    holdout: HoldOut,
    on: date,
) -> Draw | None:
    of = assigned(debtor, claim, scenarios, policy, on=on)
    found = stand(claim, of.scenario, sooner=of.sooner, on=on)
    return in_trial(found, of.scenario, debtor.code, policy, sooner=of.sooner, holdout=holdout, on=on)
