"""Answer an application, remember the answer, and take it again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Acceptance
from credit.acceptance.application import Application, Asked, Cause, Chance, Piece
from credit.acceptance.company import (
    company_of,
    last_accounts,
    missing_of,
    named,
    supposed,
    with_siren,
)
from credit.acceptance.policy import Policies
from credit.acceptance.repository import KIND, AcceptanceRepository, record
from credit.acceptance.stored import answer_as_stored, answer_from, inputs_of, replayed
from credit.limit.limit import Question
from credit.standing import Scored, Standing
from kernel.dated import NotInForce
from kernel.language import Language
from kernel.siren import siren as siren_number
from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.register import Version
from ledger.registers.usecases import Act
from scoring.score import CustomerScore, Reason
from scoring.usecases import Champions, MetScores, score_met
from store.session import ReadSession, WriteSession


class ApplicationRefused(ValueError):
    """An application cannot be answered as it is told."""


class UnknownDecision(LookupError):
    """No application was answered under this number."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer, and the number it was written down under."""

    number: int
    subject: str
    name: str
    decided_on: date
    author: str
    natural_person: bool | None
    answer: Acceptance


@dataclass(frozen=True, slots=True)
class Replayed:
    """Whether a stored decision, taken again from what it read, gives the stored answer."""

    number: int
    subject: str
    same: bool
    why: str = ""


def answer_prospect(
    session: WriteSession,
    registry: Champions,
    act: Act,
    asked: Asked,
    *,
    policies: Policies,
    language: Language,
) -> Decided:
    """Answer from what was known on `act.on` and what the applicant tells that day, and write it down.

    Raises NotASiren, and ApplicationRefused where nobody is named, something is told of a later day, or the
    legal terms of the day are not known.
    """
    _admit(asked, act)
    application = application_of(session, registry, asked, on=act.on, policies=policies, language=language)
    try:
        answer = decide(application, policies)
    except NotInForce as error:
        raise ApplicationRefused(str(error)) from error
    row = CreditDecisionRow(
        subject=named(asked),
        customer_id=application.standing.customer_id or None,
        kind=KIND,
        decided_on=act.on,
        outcome=answer.outcome.value,
        policy=answer.policy,
        inputs=inputs_of(application, policies),
        answer=answer_as_stored(answer),
    )
    number = record(session, act, row)
    person = application.company.natural_person
    return Decided(number, row.subject, asked.name, act.on, act.author, person, answer)


def _admit(asked: Asked, act: Act) -> None:
    """What is told must have happened by the day, and the day must have come."""
    if not named(asked):
        raise ApplicationRefused("Nobody is named. Write the company's siren, or its name.")
    # The day is local and the instant is not: midnight may lie between them.
    if act.on > act.recorded_at.date() + timedelta(days=1):
        raise ApplicationRefused(f"{act.on} is to come: nothing is known on it yet. Choose an earlier day.")
    told = asked.told
    days = [
        *(("A statement closes", one.closed_on) for one in told.statements),
        *(("An announcement was published", one.published_on) for one in told.events),
        *(("A judgment was given", one.happened_on) for one in told.events),
        *(("A reference supplies since", one.since) for one in asked.references),
        ("The company was founded", told.founded_on),
    ]
    for what, day in days:
        if day is not None and day > act.on:
            raise ApplicationRefused(f"{what} on {day}, after the day of the decision, {act.on}. Check it.")


def application_of(
    session: ReadSession,
    registry: Champions,
    asked: Asked,
    *,
    on: date,
    policies: Policies,
    language: Language,
) -> Application:
    """All that the decision reads: the model is asked once as things stand and twice a missing piece."""
    policy = policies.acceptance
    asked = with_siren(asked, _plain(asked.siren))
    repository = AcceptanceRepository(session)
    held = repository.held(asked.siren, as_of=on)
    guess = company_of(asked, held, person=None, customers=held.customers)
    pieces = missing_of(asked, guess, held, on=on, old_months=policy.thresholds.accounts_old_months)
    ways = [asked.told, *supposed(asked.told, pieces, policy.missing, on=on)]
    met = score_met(
        session, registry, ways, siren=asked.siren, as_of=on, grades=policies.grades, language=language
    )
    base = met.scores[0]
    company = company_of(asked, held, person=base.natural_person, customers=met.customers)
    standing = _standing(repository, asked, met, on=on)
    standing = replace(
        standing,
        natural_person=company.natural_person,
        insolvent_since=company.proceeding_since,
        scored=_scored(base),
        accounts=last_accounts(asked, held),
    )
    request = asked.request
    book = repository.book_cents(request.currency, as_of=on)
    return Application(
        on=on,
        request=request,
        company=company,
        standing=standing,
        question=Question(0, book, request.cents + standing.exposure_cents),
        references=asked.references,
        external=asked.external,
        pieces=_pieces(pieces, met.scores),
        adverse=_causes(base.adverse),
        favourable=_causes(base.favourable),
        notes=base.notes,
    )


def decisions(session: ReadSession) -> list[Decided]:
    """Every answer given, in the order of their numbers."""
    return [_decided(one) for one in AcceptanceRepository(session).decisions()]


def decision(session: ReadSession, number: int) -> Decided:
    """One answer as it was given. Raises UnknownDecision."""
    return _decided(_found(session, number))


def replay(session: ReadSession, number: int | None = None) -> list[Replayed]:
    """Take one decision, or all, again. Raises UnknownDecision."""
    repository = AcceptanceRepository(session)
    kept = repository.decisions() if number is None else [_found(session, number)]
    return [_replayed(one) for one in kept]


def _replayed(one: Version[CreditDecisionRow]) -> Replayed:
    """What another version wrote may lack what this one reads: then it cannot be taken again here."""
    try:
        again = replayed(one.row.inputs)
    except (KeyError, TypeError, ValueError) as error:
        why = f"This version cannot read what was kept ({type(error).__name__}: {error})."
        return Replayed(one.id, one.row.subject, False, why)
    return Replayed(one.id, one.row.subject, answer_as_stored(again) == one.row.answer)


def _found(session: ReadSession, number: int) -> Version[CreditDecisionRow]:
    kept = AcceptanceRepository(session).decisions(number=number)
    if not kept:
        raise UnknownDecision(
            f"No application was answered under the number {number}. See them with encours prospect list."
        )
    return kept[-1]


def _decided(one: Version[CreditDecisionRow]) -> Decided:
    company = one.row.inputs["application"]["company"]
    return Decided(
        number=one.id,
        subject=one.row.subject,
        name=str(company["name"]),
        decided_on=one.row.decided_on,
        author=one.author,
        natural_person=company["natural_person"],
        answer=answer_from(one.row.answer),
    )


def _plain(siren: str) -> str:
    """The nine digits where they are some; what is none is refused when it is scored."""
    try:
        return siren_number(siren) if siren else ""
    except ValueError:
        return siren


def _standing(repository: AcceptanceRepository, asked: Asked, met: MetScores, *, on: date) -> Standing:
    request = asked.request
    if met.customer_id is not None:
        return repository.standing(met.customer_id, met.customers, currency=request.currency, as_of=on)
    return replace(
        Standing.bare(0, named(asked), as_of=on, currency=request.currency),
        name=asked.name,
        terms_days=request.days,
        siren=asked.siren,
        group=named(asked),
        country=asked.told.country,
        naf=asked.told.naf,
    )


def _scored(score: CustomerScore) -> Scored:
    return Scored(
        pd_12m=score.pd_12m,
        low=score.low,
        high=score.high,
        grade=score.grade.value,
        tier=score.tier,
        override=score.override,
        model=score.model,
        as_of=score.as_of,
        p_late_30=None if score.next_payment is None else score.next_payment.p_late_30,
    )


def _pieces(names: Sequence[str], scores: Sequence[CustomerScore]) -> tuple[Piece, ...]:
    chances = [Chance(one.pd_12m, one.low, one.high) for one in scores[1:]]
    return tuple(Piece(name, *chances[2 * place : 2 * place + 2]) for place, name in enumerate(names))


def _causes(reasons: Sequence[Reason]) -> tuple[Cause, ...]:
    return tuple(Cause(one.family, one.text, one.contribution) for one in reasons)
