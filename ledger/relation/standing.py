"""What stands between us and a customer on an evening, told case by case, with the history behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ledger.registers.register import standing_on
from ledger.relation.accounts import Accounts
from ledger.relation.blocks import BLOCK, Block, blocks_on, holds_back
from ledger.relation.cases import Case, RelationAct
from ledger.relation.disputes import DISPUTE, FOR_CUSTOMER, Dispute, awaited_cents, disputes_on
from ledger.relation.hand_overs import HAND_OVER, HandOver, Report, hand_overs_on
from ledger.relation.plans import ALIVE, BREACHED, PLAN, PlanOnEvening, plans_on
from ledger.relation.promises import (
    PENDING,
    PROMISE,
    TO_THE_CENT,
    UNREADABLE,
    JudgedPromise,
    PromisePolicy,
    promises_on,
)
from ledger.relation.write_offs import WRITE_OFF, WriteOff, write_offs_on

OPEN, RESOLVED, IN_FORCE, LAPSED, LIFTED = "open", "resolved", "in_force", "lapsed", "lifted"
RECORDED, REVERSED, GIVEN, TAKEN_BACK = "recorded", "reversed", "given", "taken_back"
IN_ACCOUNTS = "in_accounts"  # a write-off that the accounts hold now


class Part(NamedTuple):
    """An invoice of a case by its number; None cents mean all that is open of it."""

    invoice: str
    cents: int | None


@dataclass(frozen=True, slots=True)
class CaseOnEvening:
    """A case as it is told: what every matter has, and in `told` what this one adds, ready for JSON.

    `stands` says that it is not over. Without `invoices` it is on all the customer owes. Cents are in
    `currency`, both None where the case is not about an amount.
    """

    case: int
    matter: str
    customer: str
    state: str
    stands: bool
    opened_on: date
    known_on: date
    author: str
    invoices: tuple[Part, ...]
    cents: int | None
    currency: str | None
    ended_on: date | None
    ended_by: str | None
    unreadable: tuple[str, ...]
    told: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "matter": self.matter,
            "customer": self.customer,
            "state": self.state,
            "stands": self.stands,
            "opened_on": self.opened_on.isoformat(),
            "known_on": self.known_on.isoformat(),
            "author": self.author,
            "invoices": [{"invoice": one.invoice, "cents": one.cents} for one in self.invoices],
            "cents": self.cents,
            "currency": self.currency,
            "ended_on": _day(self.ended_on),
            "ended_by": self.ended_by,
            "unreadable": list(self.unreadable),
            **self.told,
        }


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An act as it was written down."""

    act_id: int
    case: int
    matter: str
    act: str
    happened_on: date
    known_on: date
    recorded_at: datetime
    author: str
    details: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "act_id": self.act_id,
            "case": self.case,
            "matter": self.matter,
            "act": self.act,
            "happened_on": self.happened_on.isoformat(),
            "known_on": self.known_on.isoformat(),
            "recorded_at": self.recorded_at.isoformat(),
            "author": self.author,
            "details": self.details,
        }


@dataclass(frozen=True, slots=True)
class Relation:
    """Everything between us and a customer as known on an evening."""

    customer: str
    name: str
    as_of: date
    cases: tuple[CaseOnEvening, ...]
    history: tuple[HistoryLine, ...]

    @property
    def standing(self) -> list[CaseOnEvening]:
        return [one for one in self.cases if one.stands]

    def as_json(self) -> dict[str, Any]:
        return {
            "customer": self.customer,
            "name": self.name,
            "as_of": self.as_of.isoformat(),
            "standing": [one.as_json() for one in self.standing],
            "over": [one.as_json() for one in self.cases if not one.stands],
            "history": [one.as_json() for one in self.history],
        }


def cases_on_evening(
    acts: Sequence[RelationAct],
    accounts: Accounts,
    *,
    as_of: date,
    matter: str | None = None,
    policy: PromisePolicy = TO_THE_CENT,
) -> list[CaseOnEvening]:
    """The cases of a matter, or of all, in the order they were opened; `accounts` as known that evening."""
    promises = promises_on(acts, accounts, as_of=as_of, policy=policy)
    told = [
        *(_dispute(one, accounts) for one in disputes_on(acts, as_of=as_of)),
        *(_promise(one, accounts) for one in promises),
        *(_plan(one, accounts) for one in plans_on(acts, accounts, as_of=as_of)),
        *(_block(one, accounts, as_of) for one in blocks_on(acts, as_of=as_of)),
        *(_write_off(one, accounts) for one in write_offs_on(acts, as_of=as_of)),
        *(_hand_over(one, accounts) for one in hand_overs_on(acts, as_of=as_of)),
    ]
    return sorted((one for one in told if matter in (None, one.matter)), key=lambda one: one.case)


def history_on(acts: Sequence[RelationAct], accounts: Accounts, *, as_of: date) -> list[HistoryLine]:
    """Every act known on an evening, in the order they were written down."""
    return [
        HistoryLine(
            *(act.id, act.row.case_id, act.row.matter, act.row.act, act.row.happened_on, act.known_on),
            act.recorded_at,
            act.author,
            _spoken(act.row.details, accounts),
        )
        for act in standing_on(acts, as_of)
    ]


def _dispute(case: Dispute, accounts: Accounts) -> CaseOnEvening:
    terms, ending = case.terms, case.ending
    said: dict[str, Any] = {"reason": None, "note": "", "comments": []}
    if terms is not None:
        said = {"reason": terms.reason, "note": terms.note, "comments": list(terms.comments)}
    if ending is not None:
        said |= {"outcome": ending.said.outcome, "resolution": ending.said.note}
    if ending is not None and ending.said.outcome == FOR_CUSTOMER:
        given = [(one, accounts.items.get(one.invoice_id)) for one in ending.said.conceded]
        said["conceded_cents"] = sum(one.cents for one, _ in given)
        said["awaited_cents"] = sum(awaited_cents(one, item) for one, item in given if item is not None)
        said["credit_note"] = ending.said.credit_note
    claims = () if terms is None else terms.items
    state = OPEN if case.stands else RESOLVED
    return _told(case, DISPUTE, state, accounts, claims, sum(one.cents for one in claims), said)


def _promise(one: JudgedPromise, accounts: Accounts) -> CaseOnEvening:
    word = one.case.terms
    stands = one.state in (PENDING, UNREADABLE)
    if word is None:
        return _told(one.case, PROMISE, one.state, accounts, (), None, {}, stands=stands)
    said = {
        "promised_on": word.promised_on.isoformat(),
        "by": word.by,
        "note": word.note,
        "received_cents": one.received_cents,
        "share": round(one.share, 4),
    }
    parts = [(invoice_id, None) for invoice_id in word.invoices]
    return _told(
        *(one.case, PROMISE, one.state, accounts, parts, word.cents, said),
        currency=word.currency,
        stands=stands,
    )


def _plan(plan: PlanOnEvening, accounts: Accounts) -> CaseOnEvening:
    agreed = plan.case.terms
    stands = plan.state in (ALIVE, BREACHED, UNREADABLE)
    if agreed is None:
        return _told(plan.case, PLAN, plan.state, accounts, (), None, {}, stands=stands)
    said = {
        "grace_days": agreed.grace_days,
        "acceleration": agreed.acceleration,
        "breached_on": _day(plan.breached_on),
        "open_cents": plan.open_cents,
        "due_cents": plan.due_cents,
        "next": None if plan.next is None else _instalment(plan.next),
        "instalments": [_instalment(one) for one in plan.instalments],
        "note": agreed.note,
    }
    parts = [(one.invoice_id, one.cents) for one in agreed.items]
    return _told(
        *(plan.case, PLAN, plan.state, accounts, parts, agreed.cents, said),
        currency=agreed.currency,
        stands=stands,
    )


def _block(case: Block, accounts: Accounts, as_of: date) -> CaseOnEvening:
    stands, pause = holds_back(case, as_of), case.terms
    state = IN_FORCE if stands else LIFTED if case.ending is not None else LAPSED
    said: dict[str, Any] = {"until": None, "reason": None}
    if pause is not None:
        said = {"until": _day(pause.until), "reason": pause.reason}
    parts = [(one, None) for one in (() if pause is None else pause.invoices)]
    return _told(case, BLOCK, state, accounts, parts, None, said, stands=stands)


def _write_off(case: WriteOff, accounts: Accounts) -> CaseOnEvening:
    loss = case.terms
    state = RECORDED if case.stands else REVERSED
    if loss is None:
        return _told(case, WRITE_OFF, state, accounts, (), None, {})
    if case.stands and loss.in_accounts:
        state = IN_ACCOUNTS
    said = {"reason": loss.reason, "note": loss.note}
    total = sum(one.cents for one in loss.items)
    return _told(case, WRITE_OFF, state, accounts, loss.items, total, said, currency=loss.currency)


def _hand_over(case: HandOver, accounts: Accounts) -> CaseOnEvening:
    mandate = case.terms
    state = GIVEN if case.stands else TAKEN_BACK
    if mandate is None:
        return _told(case, HAND_OVER, state, accounts, (), None, {})
    said = {
        "party": mandate.party,
        "name": mandate.name,
        "recourse": mandate.recourse,
        "own_reminders": not case.stands,
        "note": mandate.note,
        "status": mandate.status or None,
        "recovered": [{"currency": key, "cents": cents} for key, cents in sorted(mandate.recovered.items())],
        "reports": [_report(one) for one in mandate.reports],
    }
    return _told(case, HAND_OVER, state, accounts, [(one, None) for one in mandate.invoices], None, said)


def _report(one: Report) -> dict[str, Any]:
    told: dict[str, Any] = {"on": one.on.isoformat(), "status": one.status}
    if one.cents:
        told |= {"cents": one.cents, "currency": one.currency}
    return told | {"reason": one.reason, "reference": one.reference, "note": one.note}


def _told(
    case: Case[Any, Any],
    matter: str,
    state: str,
    accounts: Accounts,
    parts: Iterable[tuple[int, int | None]],
    cents: int | None,
    said: Mapping[str, Any],
    *,
    currency: str | None = None,
    stands: bool | None = None,
) -> CaseOnEvening:
    parts = list(parts)
    if currency is None and cents:
        currency = next((one.currency for one in accounts.among(key for key, _ in parts)), None)
    return CaseOnEvening(
        case=case.id,
        matter=matter,
        customer=accounts.codes.get(case.customer_id, str(case.customer_id)),
        state=state,
        stands=case.stands if stands is None else stands,
        opened_on=case.opened_on,
        known_on=case.known_on,
        author=case.author,
        invoices=tuple(Part(accounts.number_of(key), share) for key, share in parts),
        cents=cents,
        currency=currency,
        ended_on=None if case.ending is None else case.ending.on,
        ended_by=None if case.ending is None else case.ending.author,
        unreadable=case.unreadable,
        told=said,
    )


def _instalment(one: tuple[date, int, int]) -> dict[str, Any]:
    day, cents, still = one
    return {"day": day.isoformat(), "cents": cents, "open_cents": still}


def _spoken(details: Any, accounts: Accounts) -> dict[str, Any]:
    """Details with the numbers and currencies of invoices beside their identifiers."""
    if not isinstance(details, dict):
        return {"unreadable": details}
    spoken = dict(details)
    listed = details.get("invoices")
    if isinstance(listed, list):
        spoken["invoices"] = [_named(one, accounts).get("invoice", one) for one in listed]
    items = details.get("items")
    if isinstance(items, list):
        spoken["items"] = [
            {**_named(one.get("invoice_id"), accounts), **one} if isinstance(one, dict) else one
            for one in items
        ]
    return spoken


def _named(invoice_id: Any, accounts: Accounts) -> dict[str, str]:
    item = accounts.items.get(invoice_id) if isinstance(invoice_id, int) else None
    return {} if item is None else {"invoice": item.number, "currency": item.currency}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
