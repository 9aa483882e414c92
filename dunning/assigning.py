"""Which scenario a customer or an invoice gets, and how soon: by risk, within the bounds of the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.claims import Claim, Debtor, Exemption
from dunning.policy import DunningPolicy, Rule
from dunning.scenario import EURO, Scenario


@dataclass(frozen=True, slots=True)
class Assigned:
    """A scenario, by how many days sooner, and the reason, which is kept with the decision."""

    scenario: Scenario
    sooner: int
    why: str
    why_fr: str = ""


def assigned(
    debtor: Debtor, claim: Claim | None, scenarios: Mapping[str, Scenario], policy: DunningPolicy, *, on: date
) -> Assigned:
    """An exception on the invoice comes first, then one on the customer, then the first rule it meets."""
    for exemption in (None if claim is None else claim.exemption, debtor.exemption):
        if exemption is not None and _lasts(exemption, on) and exemption.scenario in scenarios:
            return Assigned(scenarios[exemption.scenario], 0, exemption.why)
    for rule in policy.rules:
        if rule.scenario in scenarios and _meets(debtor, rule, policy, on):
            return Assigned(scenarios[rule.scenario], rule.sooner, rule.why, rule.why_fr)
    return Assigned(scenarios[policy.usual_scenario], 0, "")


def _lasts(exemption: Exemption, on: date) -> bool:
    return exemption.until is None or on <= exemption.until


def _meets(debtor: Debtor, rule: Rule, policy: DunningPolicy, on: date) -> bool:
    risk = debtor.risk
    if rule.grades and risk.grade not in rule.grades:
        return False
    if rule.kinds and debtor.kind not in rule.kinds:
        return False
    if rule.abroad is not None and rule.abroad != (debtor.country != policy.country):
        return False
    if rule.from_p_late > 0.0 and (risk.p_late_30 is None or risk.p_late_30 < rule.from_p_late):
        return False
    if rule.below_p_late < 1.0 and (risk.p_late_30 is None or risk.p_late_30 >= rule.below_p_late):
        return False
    return rule.from_overdue_cents <= _overdue_cents(debtor, on)


def _overdue_cents(debtor: Debtor, on: date) -> int:
    """In euros, as the rule says: other currencies cannot be added without a dated rate."""
    return sum(one.open_cents for one in debtor.claims if one.due_on < on and one.currency == EURO)
