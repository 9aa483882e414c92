"""A way of reminding played day by day: its own memory takes the place of what was really done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dunning.claims import Debtor, Through
from dunning.deciding import Decision, Outcome
from dunning.policy import DunningPolicy
from kernel.days import is_business_day
from ledger.registers.catalogue import ReminderRow

Decide = Callable[[Debtor], Decision]


@dataclass(slots=True)
class Play:
    """A scenario given to everybody, or the rules as they stand where it is blank.

    `rows` are the levels passed so far: those before the first day as they really were, then its own.
    """

    scenario: str
    policy: DunningPolicy
    rows: list[ReminderRow] = field(default_factory=list)

    def day(self, debtors: Iterable[Debtor], decide: Decide) -> list[tuple[Debtor, Decision]]:
        """What is decided is taken as approved, sent and done that day."""
        found = [self._of(one) for one in debtors]
        pairs = [(one, decide(one)) for one in found]
        self.rows += [row for _, decision in pairs if decision.acts for row in passed_by(decision)]
        return pairs

    def _of(self, debtor: Debtor) -> Debtor:
        """What is given to everybody leaves no exception."""
        if not self.scenario or not (debtor.exemption or any(one.exemption for one in debtor.claims)):
            return debtor
        claims = tuple(replace(one, exemption=None) for one in debtor.claims)
        return replace(debtor, claims=claims, exemption=None)


def play_of(scenario: str, policy: DunningPolicy, rows: Sequence[ReminderRow]) -> Play:
    given = replace(policy, rules=(), usual_scenario=scenario) if scenario else policy
    return Play(scenario, given, list(rows))


def passed_by(decision: Decision) -> list[ReminderRow]:
    """The levels that a step passes, as they are written down once it left or was done."""
    step = decision.step
    if step is None:
        return []
    through = Through.DONE if decision.outcome is Outcome.TASK else Through.SENT
    return [
        ReminderRow(
            *(decision.customer_id, line.invoice_id, line.item, line.level, through.value),
            way=step.way.value,
            tone=step.tone.value,
            passed_on=decision.on,
            deadline_on=decision.deadline_on,
            action_id=0,
        )
        for line in decision.lines
        if line.level is not None
    ]


def may_leave(on: date, policy: DunningPolicy) -> bool:
    """On other days nothing is decided that acts, so that they need no look."""
    return is_business_day(on, country=policy.country) and not policy.quiet_on(on)
