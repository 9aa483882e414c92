"""Instalment plans: invoices paid in parts on given days, and what a missed part does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ledger.errors import ActRefused
from ledger.relation.accounts import Accounts
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import (
    NewAct,
    Wanted,
    When,
    check_ending,
    check_when,
    claims_of,
    currency_of,
    said,
)
from ledger.relation.details import (
    Details,
    cents_in,
    claims_in,
    count_in,
    day_in,
    rows_in,
    text_in,
    truth_in,
)

PLAN = "plan"
AGREED, CANCELLED = "agreed", "cancelled"
ALIVE, BREACHED, FULFILLED, UNREADABLE = "alive", "breached", "fulfilled", "unreadable"
_MOST_GRACE = 92  # days: beyond a quarter, "grace" is a slip of the keyboard


class Instalment(NamedTuple):
    day: date
    cents: int


class Planned(NamedTuple):
    """Cents of an invoice under the plan, of those that were open when it was agreed."""

    invoice_id: int
    cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """With `acceleration`, a missed instalment makes all the rest due (déchéance du terme)."""

    items: tuple[Planned, ...]
    currency: str
    instalments: tuple[Instalment, ...]
    grace_days: int
    acceleration: bool
    note: str

    @property
    def cents(self) -> int:
        return sum(one.cents for one in self.instalments)


Plan = Case[Agreement, str]


def _agreement(details: Details) -> Agreement:
    still = [cents_in(one, "open_cents") for one in rows_in(details, "items")]
    items = tuple(Planned(*one, cents) for one, cents in zip(claims_in(details), still, strict=True))
    instalments = tuple(
        Instalment(day_in(one, "day"), cents_in(one, "cents")) for one in rows_in(details, "instalments")
    )
    days = [one.day for one in instalments]
    if sum(one.cents for one in items) != sum(one.cents for one in instalments):
        raise ValueError("its instalments do not add up to its amount")
    if days != sorted(set(days)) or any(one.cents > one.open_cents for one in items):
        raise ValueError("its days or amounts contradict each other")
    return Agreement(
        items=items,
        currency=text_in(details, "currency"),
        instalments=instalments,
        grace_days=count_in(details, "grace_days"),
        acceleration=truth_in(details, "acceleration"),
        note=text_in(details, "note"),
    )


PLANS = Grammar(
    matter=PLAN,
    opening=AGREED,
    read=_agreement,
    ending=CANCELLED,
    read_end=lambda details: text_in(details, "note"),
)


class InstalmentState(NamedTuple):
    day: date
    cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class PlanOnEvening:
    """A plan as it stands: `breached_on` is the first day after the grace of an instalment not covered.

    `due_cents` are owed that evening: instalments whose day has come, or all the rest after a breach with
    acceleration.
    """

    case: Plan
    state: str
    breached_on: date | None
    instalments: tuple[InstalmentState, ...]
    due_cents: int
    left: dict[int, int]  # cents of each invoice that the plan still covers

    @property
    def next(self) -> InstalmentState | None:
        """The first instalment not paid in full."""
        return next((one for one in self.instalments if one.open_cents), None)

    @property
    def open_cents(self) -> int:
        return sum(one.open_cents for one in self.instalments)

    @property
    def not_due(self) -> dict[int, int]:
        """Cents of each invoice not yet asked for, the last invoices of the plan first."""
        rest = self.open_cents - self.due_cents
        spread = {}
        for invoice_id, cents in reversed(self.left.items()):
            spread[invoice_id] = min(rest, cents)
            rest -= spread[invoice_id]
        return {key: cents for key, cents in spread.items() if cents}


def plans_on(acts: Sequence[RelationAct], accounts: Accounts, *, as_of: date) -> list[PlanOnEvening]:
    """Every plan known on an evening with its state; `accounts` as known that evening.

    What has gone off the plan's invoices since it was agreed, by cash, credit note or write-off, covers the
    instalments in their order. A breach stays, though it be paid later, until everything is paid; an
    instalment paid in time of which we learn later was no breach from then on.
    """
    return [_on_evening(case, accounts, as_of) for case in cases_of(PLANS, acts, as_of=as_of)]


def _on_evening(case: Plan, accounts: Accounts, as_of: date) -> PlanOnEvening:
    agreed = case.terms
    if agreed is None or case.unreadable:
        return PlanOnEvening(case, UNREADABLE if case.stands else CANCELLED, None, (), 0, {})
    covered = _covered(agreed, accounts, until=as_of)
    left = {one.invoice_id: one.cents - covered[one.invoice_id] for one in agreed.items}
    instalments = tuple(_in_order(agreed.instalments, sum(covered.values())))
    breached_on = _breach(agreed, accounts, as_of)
    if case.ending is not None:
        state = CANCELLED
    elif not any(left.values()):
        state = FULFILLED
    else:
        state = ALIVE if breached_on is None else BREACHED
    everything = state == BREACHED and agreed.acceleration
    due = sum(one.open_cents for one in instalments if everything or one.day <= as_of)
    return PlanOnEvening(case, state, breached_on, instalments, due, left)


def _covered(agreed: Agreement, accounts: Accounts, *, until: date) -> dict[int, int]:
    """What went off each invoice up to a day, of what was open when the plan was agreed."""
    covered = {}
    for planned in agreed.items:
        item = accounts.items.get(planned.invoice_id)
        amount = planned.open_cents if item is None else item.amount_cents
        still = amount - accounts.settled_cents(planned.invoice_id, until=until)
        covered[planned.invoice_id] = min(max(planned.open_cents - still, 0), planned.cents)
    return covered


def _in_order(instalments: Sequence[Instalment], covered: int) -> Iterator[InstalmentState]:
    for one in instalments:
        taken = min(covered, one.cents)
        covered -= taken
        yield InstalmentState(one.day, one.cents, one.cents - taken)


def _breach(agreed: Agreement, accounts: Accounts, as_of: date) -> date | None:
    asked = 0
    for one in agreed.instalments:
        asked += one.cents
        last_day = one.day + timedelta(days=agreed.grace_days)
        if last_day >= as_of:
            return None
        if sum(_covered(agreed, accounts, until=last_day).values()) < asked:
            return last_day + timedelta(days=1)
    return None


def agree_plan(
    wanted: Sequence[Wanted],
    plans: Sequence[PlanOnEvening],
    *,
    instalments: Sequence[Instalment],
    grace_days: int,
    acceleration: bool,
    note: str,
    when: When,
) -> NewAct:
    """Raises ActRefused unless the instalments add up to the cent to what the plan covers."""
    items = [one.item for one in wanted]
    check_when(when, items)
    currency = currency_of(items)
    claims = claims_of(wanted)
    _check_free(wanted, plans)
    _check_instalments(instalments, sum(one.cents for one in claims), currency, when)
    if not 0 <= grace_days <= _MOST_GRACE:
        raise ActRefused(f"{grace_days} days of grace cannot be meant: say 0 to {_MOST_GRACE}.")
    details = {
        "items": [
            {"invoice_id": claim.invoice_id, "cents": claim.cents, "open_cents": item.open_cents}
            for claim, item in zip(claims, items, strict=True)
        ],
        "currency": currency,
        "instalments": [{"day": one.day.isoformat(), "cents": one.cents} for one in instalments],
        "grace_days": grace_days,
        "acceleration": acceleration,
        "note": note,
    }
    return NewAct(PLAN, AGREED, None, items[0].customer_id, when.happened_on, details)


def cancel_plan(case: Plan, *, note: str, when: When) -> NewAct:
    check_ending(case, when, ended=CANCELLED)
    return NewAct(PLAN, CANCELLED, case.id, case.customer_id, when.happened_on, {"note": note})


def _check_free(wanted: Sequence[Wanted], plans: Sequence[PlanOnEvening]) -> None:
    for plan in plans:
        if plan.state in (ALIVE, BREACHED):
            for one in wanted:
                if one.item.invoice_id in plan.left:
                    raise ActRefused(
                        f"{one.item.number} is in the plan {plan.case.id} already. Cancel that one first."
                    )


def _check_instalments(instalments: Sequence[Instalment], amount: int, currency: str, when: When) -> None:
    days = [one.day for one in instalments]
    if any(one.cents <= 0 for one in instalments):
        raise ActRefused("Every instalment needs an amount above zero.")
    if days != sorted(set(days)):
        raise ActRefused("The days of the instalments must follow each other, none twice.")
    if days and days[0] < when.happened_on:
        raise ActRefused(f"The first instalment, on {days[0]}, lies before the plan, {when.happened_on}.")
    total = sum(one.cents for one in instalments)
    if total != amount:
        raise ActRefused(
            f"The instalments add up to {said(total, currency)}, the plan to {said(amount, currency)}: "
            f"{said(abs(amount - total), currency)} too {'little' if total < amount else 'much'}."
        )
