"""Routes ranked by what each is expected to bring, net of its costs and of time. A person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dunning.law.interest import rounded
from dunning.routes.case import RecoveryCase
from dunning.routes.law import Note, notes_on
from dunning.routes.policy import Prior, RecoveryPolicy, Route

_BP, _YEAR = 10_000, 365
_NO_PRICE = "no_price"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a route is expected to bring, in cents, and from what that follows.

    `recovered` is what the debtor is expected to pay, `fee` and `cost` what that takes, `waiting` what time
    takes; `net` is what is left. Shares are in hundredths of a per cent.
    """

    net_cents: int
    recovered_cents: int
    fee_cents: int
    cost_cents: int
    waiting_cents: int
    success_bp: int
    failing_bp: int
    days: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A route with what it is worth, and what the law or the policy says of it."""

    route: Route
    worth: Worth | None
    notes: tuple[Note, ...]
    partner: str = ""

    @property
    def may(self) -> bool:
        return self.worth is not None and not any(one.bars for one in self.notes)


def compared(case: RecoveryCase, policy: RecoveryPolicy, *, on: date) -> list[Compared]:
    """Those that may be taken first, the best before the others; what was spared by not going is nothing."""
    found = [_one(route, case, policy, on) for route in Route]
    places = {route: place for place, route in enumerate(Route)}
    return sorted(
        found,
        key=lambda one: (
            not one.may,
            -one.worth.net_cents if one.worth is not None and one.may else 0,
            places[one.route],
        ),
    )


def best(found: Sequence[Compared]) -> Compared:
    """The first that may be taken: writing off always may."""
    return next(one for one in found if one.may)


def _one(route: Route, case: RecoveryCase, policy: RecoveryPolicy, on: date) -> Compared:
    notes = notes_on(route, case, policy, on=on)
    prior = policy.routes[route]
    fee = case.fee if route is Route.AGENCY else None
    fixed = prior.cost_cents.get(case.currency) if fee is None else fee.fixed_cents
    if route is Route.WRITE_OFF:
        fixed = 0
    if fixed is None:
        return Compared(route, None, (*notes, Note(_NO_PRICE, about=case.currency)))
    share = prior.fee_bp if fee is None else fee.success_bp
    worth = _worth(route, case, policy, prior, fixed=fixed, fee_bp=share)
    return Compared(route, worth, notes, "" if fee is None else fee.partner)


def _worth(
    route: Route, case: RecoveryCase, policy: RecoveryPolicy, prior: Prior, *, fixed: int, fee_bp: int
) -> Worth:
    """Costs are paid today, the rest comes at the end of the route's duration. Rounded once."""
    success = Fraction(prior.success_bp(case.oldest_days), _BP)
    failing = _failing(route, case, policy, prior.days)
    recovered = case.cents * success * (1 - failing)
    fee = recovered * Fraction(fee_bp, _BP)
    kept = recovered - fee
    waited = kept / (1 + Fraction(policy.discount_bp, _BP) * prior.days / _YEAR)
    return Worth(
        net_cents=rounded(waited - fixed),
        recovered_cents=rounded(recovered),
        fee_cents=rounded(fee),
        cost_cents=fixed,
        waiting_cents=rounded(kept - waited),
        success_bp=rounded(success * _BP),
        failing_bp=rounded(failing * _BP),
        days=prior.days,
    )


def _failing(route: Route, case: RecoveryCase, policy: RecoveryPolicy, days: int) -> Fraction:
    """The chance that the debtor fails before the route ends; one that failed already cannot again."""
    if route is Route.PROCEEDING:
        return Fraction(0)
    yearly = Fraction(policy.unknown_pd_bp, _BP) if case.pd_12m is None else Fraction(case.pd_12m)
    return min(yearly * days / _YEAR, Fraction(1))
