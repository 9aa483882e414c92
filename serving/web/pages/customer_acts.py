"""What one does about a customer on its page: limits, disputes, promises, plans, blocks."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Path
from starlette.responses import Response

from credit.limit import usecases as limits
from ledger.errors import ActRefused, UnknownCase
from ledger.registers.usecases import Act
from ledger.relation import usecases
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import LimitRules, Today, Write
from serving.opening import evening
from serving.rooms import Room
from serving.web.amounts import cents_from
from serving.web.rendering import back
from store.session import WriteSession

pages, acts = Room(), Room()

_Code = Annotated[str, Path(min_length=1, max_length=200)]
_Number = Annotated[int, Path(ge=1, le=2**53)]
_Day = Annotated[str, Form(max_length=10)]
_Amount = Annotated[str, Form(max_length=30)]
_Text = Annotated[str, Form(max_length=2000)]
_Currency = Annotated[str, Form(pattern="^[A-Z]{3}$")]
_Invoices = Annotated[list[str] | None, Form(max_length=200)]


@acts.post("/customers/{customer:path}/limit")
def grant(
    session: Write,
    who: Who,
    now: Today,
    policy: LimitRules,
    customer: _Code,
    currency: _Currency = "EUR",
) -> Response:
    """Grant what the policy says; above its threshold a second person must agree."""
    limits.grant(
        session, _act(session, who.name, now), customer, limits.Wish(currency=currency), policy=policy
    )
    return _there(customer, "limit")


@acts.post("/customers/{customer:path}/overrule")
def overrule(
    session: Write,
    who: Who,
    now: Today,
    policy: LimitRules,
    customer: _Code,
    reason: _Text,
    amount: _Amount,
    until: _Day = "",
    currency: _Currency = "EUR",
) -> Response:
    """A person's word in the place of the policy's, with its reason."""
    cents = cents_from(amount)
    if cents is None or not reason.strip():
        raise ActRefused("A decision against the policy needs an amount and a reason. Write both.")
    last_day = _day(until)
    wish = limits.Wish(cents, currency, last_day, last_day is not None, reason.strip())
    limits.grant(session, _act(session, who.name, now), customer, wish, policy=policy)
    return _there(customer, "limit")


@acts.post("/customers/{customer:path}/limit/{number}/approve")
def approve(session: Write, who: Who, now: Today, customer: _Code, number: _Number) -> Response:
    """Agree to what another person asked for."""
    limits.approve(session, _act(session, who.name, now), number)
    return _there(customer, "limit")


@acts.post("/customers/{customer:path}/limit/{number}/refuse")
def refuse(session: Write, who: Who, now: Today, customer: _Code, number: _Number, reason: _Text) -> Response:
    """Refuse what another person asked for."""
    limits.refuse(session, _act(session, who.name, now), number, reason=reason)
    return _there(customer, "limit")


@acts.post("/customers/{customer:path}/dispute")
def open_dispute(
    session: Write,
    who: Who,
    now: Today,
    customer: _Code,
    reason: Annotated[str, Form(max_length=100)],
    invoice: _Invoices = None,
    note: _Text = "",
) -> Response:
    """The customer objects to invoices."""
    act, names = _act(session, who.name, now), [Named(one) for one in invoice or []]
    usecases.open_dispute(session, act, customer, names, reason=reason, note=note, happened_on=act.on)
    return _there(customer, "cases")


@acts.post("/customers/{customer:path}/dispute/{number}/resolve")
def resolve_dispute(
    session: Write,
    who: Who,
    now: Today,
    customer: _Code,
    number: _Number,
    outcome: Annotated[str, Form(max_length=20)],
    note: _Text = "",
) -> Response:
    """A dispute ends for one side, or is withdrawn."""
    act = _act(session, who.name, now)
    usecases.resolve_dispute(
        *(session, act, _theirs(session, act, customer, number)),
        outcome=outcome,
        conceded=[],
        credit_note=None,
        note=note,
        happened_on=act.on,
    )
    return _there(customer, "cases")


@acts.post("/customers/{customer:path}/promise")
def promise(
    session: Write,
    who: Who,
    now: Today,
    customer: _Code,
    promised_on: _Day,
    invoice: _Invoices = None,
    amount: _Amount = "",
    currency: Annotated[str, Form(max_length=3)] = "",
    by: Annotated[str, Form(max_length=200)] = "",
    note: _Text = "",
) -> Response:
    """The customer promises to pay by a day."""
    act, day = _act(session, who.name, now), _day(promised_on)
    if day is None:
        raise ActRefused("A promise needs the day by which it will be paid. Write it.")
    usecases.make_promise(
        *(session, act, customer, invoice or []),
        cents=cents_from(amount),
        currency=currency or None,
        promised_on=day,
        by=by,
        note=note,
        happened_on=act.on,
    )
    return _there(customer, "cases")


@acts.post("/customers/{customer:path}/plan")
def plan(
    session: Write,
    who: Who,
    now: Today,
    customer: _Code,
    instalments: _Text,
    invoice: _Invoices = None,
    note: _Text = "",
) -> Response:
    """Invoices are paid in instalments: a day and an amount a line."""
    act = _act(session, who.name, now)
    usecases.agree_plan(
        *(session, act, customer, [Named(one) for one in invoice or []]),
        instalments=[_instalment(line) for line in instalments.splitlines() if line.strip()],
        grace_days=0,
        acceleration=False,
        note=note,
        happened_on=act.on,
    )
    return _there(customer, "cases")


@acts.post("/customers/{customer:path}/block")
def block(
    session: Write,
    who: Who,
    now: Today,
    customer: _Code,
    reason: _Text,
    until: _Day = "",
    invoice: _Invoices = None,
) -> Response:
    """No reminder for a time, or until it is lifted."""
    act = _act(session, who.name, now)
    usecases.set_block(
        session, act, customer, invoice or [], until=_day(until), reason=reason, happened_on=act.on
    )
    return _there(customer, "cases")


_ENDS = {
    "promise": usecases.cancel_promise,
    "plan": usecases.cancel_plan,
    "block": usecases.lift_block,
    "hand_over": usecases.take_back,
}


@acts.post("/customers/{customer:path}/{matter}/{number}/end")
def end(
    session: Write, who: Who, now: Today, customer: _Code, matter: str, number: _Number, note: _Text = ""
) -> Response:
    """Call a promise or plan off, lift a block, take back what was handed over."""
    act = _act(session, who.name, now)
    if matter not in _ENDS:
        raise UnknownCase("A promise, a plan, a block or a hand-over can be ended here, and nothing else.")
    case = _theirs(session, act, customer, number)
    _ENDS[matter](session, act, case, note=note, happened_on=act.on)
    return _there(customer, "cases")


def _theirs(session: WriteSession, act: Act, customer: str, number: int) -> int:
    """The number, when the case is this customer's. Raises UnknownCase."""
    found = usecases.list_cases(session, matter=None, customer=customer, as_of=act.on, as_recorded=None)
    if number not in {one.case for one in found}:
        raise UnknownCase(f"“{customer}” has no case with the number {number}.")
    return number


def _act(session: WriteSession, author: str, now: date) -> Act:
    return Act(author, evening(session, asked=None, today=now).day, clock.now())


def _day(text: str) -> date | None:
    """None for nothing typed. Raises ActRefused."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ActRefused(f"“{text}” is not a day. Write it as 2024-06-30.") from error


def _instalment(line: str) -> Instalment:
    day, _, amount = line.strip().partition(" ")
    on, cents = _day(day), cents_from(amount)
    if on is None or cents is None:
        raise ActRefused(f"“{line}” is not an instalment. Write the day and the amount: 2024-06-30 500.00.")
    return Instalment(on, cents)


def _there(customer: str, part: str) -> Response:
    return back(f"/customers/{quote(customer, safe='')}#{part}")
