"""A step as it would leave today, whether or not it is due: to look at texts on a real customer."""

from dataclasses import replace
from datetime import date, timedelta

from dunning.claims import Debtor
from dunning.deciding import Decision, Outcome, recipient_of
from dunning.levels import Place, Stand
from dunning.listing import listed, sums_of
from dunning.scenario import Scenario, Step
from kernel.language import Language


def as_if(debtor: Debtor, scenario: Scenario, step: Step, *, on: date, language: Language | None) -> Decision:
    """Lists what is late and may be chased, as a decision of that step would; empty where nothing is."""
    stands = [
        Stand(replace(claim, pending=None), Place.READY, step)
        for claim in debtor.claims
        if claim.claimable_cents > 0 and (claim.due_on < on if step.level > 0 else claim.due_on >= on)
    ]
    lines = listed(stands, level=step.level, on=on)
    to = recipient_of(debtor, step)
    return Decision(
        debtor.customer_id,
        debtor.code,
        on,
        Outcome.SEND,
        "step_due",
        about=lines[0].number if lines else "",
        scenario=scenario.code,
        step=step,
        to=to if to is None or language is None else replace(to, language=language),
        lines=lines,
        sums=sums_of(lines, debtor.credits),
        deadline_on=on + timedelta(days=step.deadline_days) if step.deadline_days else None,
    )
