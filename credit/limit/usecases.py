"""Propose limits, grant them, and replay what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from credit.granted import (
    ASKED,
    GRANTED,
    KINDS,
    REFUSED,
    STANDING,
    TEMPORARY,
    WITHDRAWN,
    LimitVersion,
    last_granted,
    waiting,
)
from credit.limit.book import Book
from credit.limit.errors import NoScore, UnknownLimit
from credit.limit.limit import LimitDecision, Question, decide, lately_scored, worth_changing
from credit.limit.policy import LimitPolicy
from credit.limit.repository import KIND, LimitRepository, new_decision, new_limit, save
from credit.limit.stored import answer_of, inputs_of, replayed
from credit.overruled import overruling_row
from credit.repository import groups_on, owed_to_us, standings
from credit.standing import Standing, in_currency
from kernel.period import months_later
from kernel.policy import marked
from ledger.errors import ActRefused, UnknownCustomer
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import CreditDecisionRow, CreditLimitRow
from ledger.registers.register import NewVersion
from ledger.registers.usecases import Act
from ledger.repository import FactsRepository
from store.session import ReadSession, WriteSession

WHOLE_BOOK = "whole book"


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
    everyone = standings(session, as_of=as_of)
    if everyone and not any(lately_scored(one, policy) for one in everyone):
        raise NoScore(f"No score of the book was kept lately by {as_of}. Run encours score --all first.")
    book = Book.of(
        {(one.customer_id, one.currency): one.exposure_cents for one in everyone}, _heads(everyone)
    )
    mark = marked(policy)
    return [_proposed(one, book, policy, mark=mark) for one in everyone]


def proposal(
    session: ReadSession, policy: LimitPolicy, code: str, *, currency: str, requested_cents: int, as_of: date
) -> Proposal:
    """What the policy says of one customer. Raises UnknownCustomer and NoScore."""
    ids = FactsRepository(session, as_recorded=None).customer_ids([code])
    if code not in ids:
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    mine = standings(session, as_of=as_of, customers=[ids[code]])
    if not mine:
        raise UnknownCustomer(f"“{code}” was not known by {as_of}. Choose a later day.")
    one = in_currency(mine, currency)
    if not lately_scored(one, policy):
        raise NoScore(f"“{code}” has no score kept lately by {as_of}. Run encours score --all first.")
    book = Book.of(owed_to_us(session, as_of=as_of), groups_on(session, as_of=as_of))
    return _proposed(one, book, policy, mark=marked(policy), requested_cents=requested_cents)


def _heads(everyone: Sequence[Standing]) -> dict[int, str]:
    return {one.customer_id: one.group for one in everyone}


def _proposed(
    one: Standing, book: Book, policy: LimitPolicy, *, mark: str, requested_cents: int = 0
) -> Proposal:
    others = book.of_group(one.group, one.currency) - one.exposure_cents
    question = Question(max(others, 0), book.whole(one.currency), requested_cents)
    decision = decide(one, question, policy, mark=mark)
    return Proposal(
        one, question, decision, worth_changing(decision, one.lasting_limit, policy, on=one.as_of)
    )


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
    return _written(session, act, [(told, wish)], policy=policy)[0]


def grant_all(session: WriteSession, act: Act, *, policy: LimitPolicy) -> list[Given]:
    """Write down what the policy says of every customer whose limit should change, as one grant each.

    Who waits for a second person already is left to that person. Raises NoScore.
    """
    ImportRepository(session).lock()
    asked = waiting(LimitRepository(session).versions(), on=act.on)
    waits = {(one.row.customer_id, one.row.currency) for one in asked}
    wishes = [
        (told, Wish(currency=told.standing.currency, reason=WHOLE_BOOK))
        for told in proposals(session, policy, as_of=act.on)
        if told.changes and (told.standing.customer_id, told.standing.currency) not in waits
    ]
    return _written(session, act, wishes, policy=policy)


def _written(
    session: WriteSession, act: Act, wishes: Sequence[tuple[Proposal, Wish]], *, policy: LimitPolicy
) -> list[Given]:
    repository = LimitRepository(session)
    first, first_decision = repository.next_limit(), repository.next_decision()
    given, limits, decisions = [], [], []
    words: list[tuple[NewVersion, CreditLimitRow]] = []
    for place, (told, wish) in enumerate(wishes):
        row = _limit(told, wish, act, policy)
        limits.append(new_limit(first + place, row, known_on=act.on))
        decided = _decision(told, policy, outcome=row.state, on=act.on)
        decisions.append(new_decision(first_decision + place, decided))
        given.append(Given(first + place, row.state, row.cents, row.currency, told))
        if row.cents != told.decision.cents:
            words.append((decisions[place], row))
    after = first_decision + len(wishes)
    decisions += [new_decision(after + place, _word(act, *one)) for place, one in enumerate(words)]
    if given:
        save(session, act, limits=limits, decisions=decisions)
    return given


def _word(act: Act, about: NewVersion, limit: CreditLimitRow) -> CreditDecisionRow:
    """What a person grants in the place of what the policy says, kept beside that."""
    decision: CreditDecisionRow = CreditDecisionRow(*about.row)
    return overruling_row(
        decision,
        about.id,
        outcome=limit.state,
        reason=limit.why,
        offered=(limit.cents, limit.currency),
        on=act.on,
    )


def _limit(told: Proposal, wish: Wish, act: Act, policy: LimitPolicy) -> CreditLimitRow:
    """What is granted, or asked for above the policy's threshold. Raises ActRefused."""
    cents = told.decision.cents if wish.cents is None else wish.cents
    _admit(wish, cents, told.decision, act)
    state = ASKED if cents > policy.second_person_above_cents else GRANTED
    return CreditLimitRow(
        customer_id=told.standing.customer_id,
        kind=TEMPORARY if wish.temporary else STANDING,
        state=state,
        cents=cents,
        currency=wish.currency,
        from_on=act.on,
        until_on=wish.until or months_later(act.on, policy.valid_months),
        binding=told.decision.binding.value,
        why=wish.reason,
        policy=told.decision.policy,
        asked_by=act.author,
        approved_by=act.author if state == GRANTED else "",
        inputs=inputs_of(told.standing, told.question, policy),
    )


def _admit(wish: Wish, cents: int, decision: LimitDecision, act: Act) -> None:
    if cents < 0:
        raise ActRefused("A limit cannot be below zero. Grant 0 to sell against payment in advance.")
    if wish.until is not None and wish.until < act.on:
        raise ActRefused(f"The limit would end on {wish.until}, before it begins. Name a later day.")
    if wish.temporary and wish.until is None:
        raise ActRefused("A temporary limit needs its last day. Say it with --until.")
    if cents > decision.cents and not wish.reason.strip():
        raise ActRefused("The amount is above what the policy allows. Grant it with --reason, or grant less.")


def _decision(told: Proposal, policy: LimitPolicy, *, outcome: str, on: date) -> CreditDecisionRow:
    return CreditDecisionRow(
        subject=told.standing.code,
        customer_id=told.standing.customer_id,
        kind=KIND,
        decided_on=on,
        outcome=outcome,
        policy=told.decision.policy,
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
    versions = LimitRepository(session).versions()
    stands = {
        one.id: one
        for kind in KINDS
        for one in last_granted(versions, on=act.on, kind=kind).values()
        if one.row.state == GRANTED
    }
    found = stands.get(number)
    if found is None:
        raise UnknownLimit(
            f"No limit stands under the number {number}: there is none, or a later one replaced it. "
            "encours limit list tells them."
        )
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
    mark = marked(then)
    new = [replace(one, decision=decide(one.standing, one.question, then, mark=mark)) for one in old]
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
