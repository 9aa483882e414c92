"""Propose limits, grant them, and replay what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from credit.granted import (
    ASKED,
    GRANTED,
    REFUSED,
    STANDING,
    TEMPORARY,
    WITHDRAWN,
    LimitVersion,
    waiting,
)
from credit.limit.errors import NoScore, UnknownLimit
from credit.limit.limit import LimitDecision, Question, decide, worth_changing
from credit.limit.policy import LimitPolicy
from credit.limit.repository import KIND, LimitRepository, new_decision, new_limit, save
from credit.limit.stored import answer_of, inputs_of, replayed
from credit.repository import standings
from credit.standing import Standing, exposure_by_group
from ledger.errors import ActRefused, UnknownCustomer
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import CreditDecisionRow, CreditLimitRow
from ledger.registers.register import NewVersion
from ledger.registers.usecases import Act
from ledger.repository import FactsRepository
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the policy says of one customer; `changes` tells whether the limit in force should give way."""

    standing: Standing
    question: Question
    decision: LimitDecision
    changes: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person grants instead of, or on top of, what the policy says; None leaves it to the policy."""

    cents: int | None = None
    currency: str = "EUR"
    until: date | None = None
    temporary: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A limit as it was written down; `state` is asked while a second person must still agree."""

    number: int
    state: str
    cents: int
    currency: str
    proposal: Proposal


def proposals(session: ReadSession, policy: LimitPolicy, *, as_of: date) -> list[Proposal]:
    """What the policy says of every customer, by code. Raises NoScore before the book was scored."""
    book = standings(session, as_of=as_of)
    if book and not any(one.scored for one in book):
        raise NoScore(f"No score was stored by {as_of}. Run encours score --all first.")
    return _proposed(book, policy, of=None)


def proposal(
    session: ReadSession, policy: LimitPolicy, code: str, *, currency: str, requested_cents: int, as_of: date
) -> Proposal:
    """What the policy says of one customer. Raises UnknownCustomer and NoScore."""
    if code not in FactsRepository(session, as_recorded=None).customer_ids([code]):
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    book = standings(session, as_of=as_of)
    mine = [one for one in book if one.code == code]
    if not mine:
        raise UnknownCustomer(f"“{code}” was not known by {as_of}. Choose a later day.")
    if mine[0].scored is None:
        raise NoScore(f"“{code}” has no score stored by {as_of}. Run encours score --all first.")
    chosen = next((one for one in mine if one.currency == currency), None)
    if chosen is None:
        chosen = replace(
            mine[0], currency=currency, owed_cents=0, overdue_cents=0, disputed_cents=0, orders_cents=0,
            sales_by_month=(0,) * len(mine[0].sales_by_month), limit=None,
        )  # fmt: skip
        book = (*book, chosen)
    return _proposed(book, policy, of=chosen, requested_cents=requested_cents)[0]


def _proposed(
    book: Sequence[Standing], policy: LimitPolicy, *, of: Standing | None, requested_cents: int = 0
) -> list[Proposal]:
    groups = exposure_by_group(tuple(book))
    whole: dict[str, int] = {}
    for (_, currency), cents in groups.items():
        whole[currency] = whole.get(currency, 0) + cents
    found = []
    for one in book if of is None else [of]:
        others = groups[one.group or one.code, one.currency] - one.exposure_cents
        question = Question(others, whole[one.currency], requested_cents)
        decision = decide(one, question, policy)
        found.append(
            Proposal(one, question, decision, worth_changing(decision, one.limit, policy, on=one.as_of))
        )
    return found


def grant(session: WriteSession, act: Act, code: str, wish: Wish, *, policy: LimitPolicy) -> Given:
    """Write a limit down, and the decision it rests on. Above the policy's threshold it only asks.

    Raises UnknownCustomer, NoScore, and ActRefused for an amount above the policy's without a reason.
    """
    ImportRepository(session).lock()
    told = proposal(
        session,
        policy,
        code,
        currency=wish.currency,
        requested_cents=wish.cents or 0,
        as_of=act.on,
    )
    cents = told.decision.cents if wish.cents is None else wish.cents
    _admit(wish, cents, told.decision, act)
    state = ASKED if cents > policy.second_person_above_cents else GRANTED
    repository = LimitRepository(session)
    number = repository.next_limit()
    row = CreditLimitRow(
        customer_id=told.standing.customer_id,
        kind=TEMPORARY if wish.temporary else STANDING,
        state=state,
        cents=cents,
        currency=wish.currency,
        from_on=act.on,
        until_on=wish.until or _review(act.on, policy.valid_months),
        binding=told.decision.binding.value,
        why=wish.reason,
        policy=policy.version,
        asked_by=act.author,
        approved_by=act.author if state == GRANTED else "",
        inputs=inputs_of(told.standing, told.question, policy),
    )
    decided = _decision(told, policy, outcome=state, on=act.on)
    save(
        session,
        act,
        limits=[new_limit(number, row, known_on=act.on)],
        decisions=[new_decision(repository.next_decision(), decided)],
    )
    return Given(number, state, cents, wish.currency, told)


def _admit(wish: Wish, cents: int, decision: LimitDecision, act: Act) -> None:
    if cents < 0:
        raise ActRefused("A limit cannot be below zero. Grant 0 to sell against payment in advance.")
    if wish.until is not None and wish.until < act.on:
        raise ActRefused(f"The limit would end on {wish.until}, before it begins. Name a later day.")
    if wish.temporary and wish.until is None:
        raise ActRefused("A temporary limit needs its last day. Say it with --until.")
    if cents > decision.cents and not wish.reason.strip():
        raise ActRefused("The amount is above what the policy allows. Grant it with --reason, or grant less.")


def _review(on: date, months: int) -> date:
    place = on.year * 12 + on.month - 1 + months
    return date(place // 12, place % 12 + 1, min(on.day, 28))


def _decision(told: Proposal, policy: LimitPolicy, *, outcome: str, on: date) -> CreditDecisionRow:
    return CreditDecisionRow(
        subject=told.standing.code,
        customer_id=told.standing.customer_id,
        kind=KIND,
        decided_on=on,
        outcome=outcome,
        policy=policy.version,
        inputs=inputs_of(told.standing, told.question, policy),
        answer=answer_of(told.decision),
    )


def approve(session: WriteSession, act: Act, number: int) -> LimitVersion:
    """Grant what another person asked for. Raises UnknownLimit, and ActRefused for one's own."""
    found = _waiting(session, act, number)
    if found.row.asked_by.strip().casefold() == act.author.strip().casefold():
        raise ActRefused(
            f"{act.author} asked for this limit, so a second person must approve it. "
            "Let somebody else do it with --author."
        )
    return _next(session, act, found, found.row._replace(state=GRANTED, approved_by=act.author))


def refuse(session: WriteSession, act: Act, number: int, *, reason: str) -> LimitVersion:
    """Refuse what was asked for. Raises UnknownLimit."""
    found = _waiting(session, act, number)
    return _next(session, act, found, found.row._replace(state=REFUSED, approved_by=act.author, why=reason))


def withdraw(session: WriteSession, act: Act, number: int, *, reason: str) -> LimitVersion:
    """Take a granted limit back. Raises UnknownLimit when it does not stand."""
    ImportRepository(session).lock()
    stands = {one.id: one for one in LimitRepository(session).versions()}
    found = stands.get(number)
    if found is None or found.row.state != GRANTED:
        raise UnknownLimit(f"No limit stands under the number {number}. encours limit list tells them.")
    return _next(session, act, found, found.row._replace(state=WITHDRAWN, approved_by=act.author, why=reason))


def _waiting(session: WriteSession, act: Act, number: int) -> LimitVersion:
    ImportRepository(session).lock()
    asked = waiting(LimitRepository(session).versions(), on=act.on)
    for one in asked:
        if one.id == number:
            return one
    raise UnknownLimit(f"No limit waits under the number {number}. encours limit list tells those that do.")


def _next(session: WriteSession, act: Act, found: LimitVersion, row: CreditLimitRow) -> LimitVersion:
    version = found.version + 1
    added = NewVersion(found.id, version, found.source_id, max(act.on, found.known_on), row)
    save(session, act, limits=[added])
    return replace(found, version=version, known_on=added.known_on, author=act.author, row=row)


def limits(session: ReadSession, *, code: str | None = None) -> list[LimitVersion]:
    """Every version of every limit, or of one customer's. Raises UnknownCustomer."""
    if code is None:
        return LimitRepository(session).versions()
    found = FactsRepository(session, as_recorded=None).customer_ids([code])
    if code not in found:
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    return LimitRepository(session).versions(found[code])


@dataclass(frozen=True, slots=True)
class Replay:
    """How many stored decisions were taken again, and those that came out otherwise."""

    decisions: int
    differing: tuple[int, ...]


def replay(session: ReadSession) -> Replay:
    """Take every stored limit decision again from what it read."""
    stored = LimitRepository(session).decisions()
    differing = [one.id for one in stored if answer_of(replayed(one.row.inputs)) != one.row.answer]
    return Replay(len(stored), tuple(differing))


@dataclass(frozen=True, slots=True)
class Change:
    """One customer's limit under two policies, in cents."""

    customer: str
    currency: str
    before_cents: int
    after_cents: int
    exposure_cents: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a policy would do to an evening's book; sums in cents by currency."""

    customers: int
    rising: int
    falling: int
    to_nothing: int
    above_after: int
    before_cents: Mapping[str, int]
    after_cents: Mapping[str, int]
    changes: tuple[Change, ...]


def preview(session: ReadSession, now: LimitPolicy, then: LimitPolicy, *, as_of: date) -> Preview:
    """Every customer's limit under the policy in force and under another. Raises NoScore."""
    old = proposals(session, now, as_of=as_of)
    new = _proposed([one.standing for one in old], then, of=None)
    changes = [
        Change(
            one.standing.code,
            one.standing.currency,
            one.decision.cents,
            other.decision.cents,
            one.standing.exposure_cents,
        )
        for one, other in zip(old, new, strict=True)
    ]
    moved = [one for one in changes if one.before_cents != one.after_cents]
    moved.sort(key=lambda one: (-abs(one.after_cents - one.before_cents), one.customer))
    return Preview(
        customers=len(changes),
        rising=sum(one.after_cents > one.before_cents for one in moved),
        falling=sum(one.after_cents < one.before_cents for one in moved),
        to_nothing=sum(one.after_cents == 0 for one in moved),
        above_after=sum(one.exposure_cents > one.after_cents for one in changes),
        before_cents=_sums([(one.currency, one.before_cents) for one in changes]),
        after_cents=_sums([(one.currency, one.after_cents) for one in changes]),
        changes=tuple(moved),
    )


def _sums(amounts: Sequence[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for currency, cents in amounts:
        found[currency] = found.get(currency, 0) + cents
    return found
