"""From what is to be done about a customer to what it is worth, currency by currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.claims import Outline
from dunning.listing import Sum
from dunning.queue_policy import Effect, QueuePolicy
from dunning.today.choosing import late_claims, sums_on
from dunning.today.work import Candidate, Chosen, LateInvoice
from dunning.today.worth import Worth, daily_loss, most_saved_days, tired, worth_of
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Told:
    """Of one invoice: days still to wait, the chance of its coming within a week, days a contact saves."""

    expected_days: float = 0.0
    soon: float = 0.0
    saved_days: float = 0.0


_UNKNOWN = Told()


def effect_of(one: Chosen, policy: QueuePolicy) -> Effect:
    """What the policy believes of this contact, lowered by those of the last days."""
    prior = policy.effect(one.way, one.stage)
    count = one.known.contacts
    return Effect(
        one.way,
        one.stage,
        tired(prior.within_7, count, policy.fatigue),
        tired(prior.within_30, count, policy.fatigue),
    )


def candidate(
    one: Chosen, told: Mapping[int, Told], policy: QueuePolicy, *, on: date, collector: str = ""
) -> Candidate:
    """`told` is by invoice. The currency that counts most in the ranking leads."""
    sums = sums_on(one.debtor, on=on)
    lines = _lines(one, told, sums, on)
    worths = {sum_.currency: _worth(one, sum_, lines, policy) for sum_ in sums}
    first = min(worths, key=lambda code: _lead(code, worths[code], policy), default="")
    nothing = worth_of(0.0, funding_rate=0.0, daily_loss_share=0.0, cost_cents=_cost(one, policy))
    ordered = sorted(
        lines, key=lambda line: (line.currency != first, line.currency, line.due_on, line.number)
    )
    return Candidate(
        chosen=one,
        currency=first,
        worth=worths.get(first, nothing),
        factor=policy.factors.get(first),
        sums=tuple(sorted(sums, key=lambda sum_: (sum_.currency != first, sum_.currency))),
        invoices=tuple(ordered),
        collector=collector,
    )


def most_points(one: Chosen, policy: QueuePolicy, *, on: date) -> float | None:
    """More than the contact can count for in the ranking, whatever the curves say; None without a factor."""
    effect = effect_of(one, policy)
    days = most_saved_days(effect.within_7, effect.within_30, policy.horizon_days)
    share = policy.funding_rate / 365.0 + _daily_loss(one.debtor.risk.pd_12m, policy)
    found = [
        sum_.net_cents * policy.factors[sum_.currency] * days * share
        for sum_ in sums_on(one.debtor, on=on)
        if sum_.currency in policy.factors
    ]
    if not found:
        return None
    # Values are rounded to whole cents, and what costs more than it saves still counts below nothing.
    return max(found) - _cost(one, policy) + max(policy.factors.values())


def most_days(policy: QueuePolicy) -> float:
    """More than any contact the policy knows of saves."""
    found = (most_saved_days(one.within_7, one.within_30, policy.horizon_days) for one in policy.effects)
    return max(found, default=0.0)


def outline_points(one: Outline, policy: QueuePolicy, *, days: float) -> float | None:
    """As `most_points`, before what holds the customer back is known; `days` as of `most_days`."""
    share = policy.funding_rate / 365.0 + _daily_loss(one.pd_12m, policy)
    found = [
        cents * policy.factors[code]
        for code, cents in one.late_cents.items()
        if code in policy.factors and cents > 0
    ]
    return max(found) * days * share + max(policy.factors.values()) if found else None


def _lead(code: str, worth: Worth, policy: QueuePolicy) -> tuple[bool, float, str]:
    factor = policy.factors.get(code)
    return factor is None, -worth.cents * (1.0 if factor is None else factor), code


def _lines(one: Chosen, told: Mapping[int, Told], sums: tuple[Sum, ...], on: date) -> list[LateInvoice]:
    owing = {sum_.currency for sum_ in sums}
    found = []
    for claim in late_claims(one.debtor, on=on):
        if claim.currency in owing:
            known = told.get(claim.invoice_id, _UNKNOWN)
            level = 0 if claim.last is None else claim.last.level
            found.append(
                LateInvoice(
                    *(claim.number, claim.due_on, claim.days_late(on)),
                    Money(claim.claimable_cents, claim.currency),
                    level,
                    *(known.expected_days, known.soon, known.saved_days),
                )
            )
    return found


def _worth(one: Chosen, sum_: Sum, lines: list[LateInvoice], policy: QueuePolicy) -> Worth:
    """Scaled down to what is owed net of credits: credits pay some of it by themselves."""
    saved = sum(line.open_cents * line.saved_days for line in lines if line.currency == sum_.currency)
    factor = policy.factors.get(sum_.currency)
    return worth_of(
        saved * sum_.net_cents / sum_.gross_cents,
        funding_rate=policy.funding_rate,
        daily_loss_share=_daily_loss(one.debtor.risk.pd_12m, policy),
        # Without a factor nobody can say what our cost is in that currency.
        cost_cents=0.0 if factor is None else _cost(one, policy) / factor,
    )


def _daily_loss(pd_12m: float | None, policy: QueuePolicy) -> float:
    pd = policy.pd_unknown if pd_12m is None else pd_12m
    return daily_loss(pd, policy.loss_given_default, pd_at_most=policy.pd_at_most)


def _cost(one: Chosen, policy: QueuePolicy) -> float:
    own = policy.cost_cents.get(one.way, 0)
    return float(own if one.work.is_contact else own + policy.desk_cents)
