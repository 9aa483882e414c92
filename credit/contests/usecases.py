"""Contest an automatic decision, answer, decide otherwise, and read all of it back."""

from dataclasses import asdict, replace
from typing import Any

from credit.acceptance.usecases import UnknownDecision
from credit.contests.decided import (
    CONTEST,
    OUTCOMES,
    Contest,
    Decided,
    Kept,
    Kind,
    Objection,
    State,
    Word,
    admit,
    contests_of,
    decided_of,
)
from credit.contests.errors import UnknownContest
from credit.contests.repository import ContestRepository, lock, record
from credit.limit import usecases as limits
from credit.limit.errors import NoScore
from credit.limit.policy import LimitPolicy
from credit.orders.order import Outcome as Order
from credit.overruled import overruling_row
from ledger.errors import ActRefused, UnknownCustomer
from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.register import NewVersion
from ledger.registers.usecases import Act
from ledger.repository import FactsRepository
from store.session import ReadSession, WriteSession

_NO_CURRENCY = "EUR"


def decision(session: ReadSession, number: int) -> Decided:
    """One automatic decision with all that was said of it. Raises UnknownDecision."""
    repository = ContestRepository(session)
    found = decided_of(repository.decision(number), repository.said())
    if not found:
        raise UnknownDecision(f"No automatic decision has the number {number}. Check it.")
    return found[0]


def decisions_of(session: ReadSession, code: str) -> list[Decided]:
    """The automatic decisions on one customer, the latest first. Raises UnknownCustomer."""
    repository = ContestRepository(session)
    found = decided_of(repository.of_customer(_customer(session, code)), repository.said())
    return found[::-1]


def contests(session: ReadSession, *, waiting: bool = False) -> list[Contest]:
    """Every contest by number, or those that wait for an answer."""
    found = contests_of(ContestRepository(session).said())
    return [one for one in found if one.waits or not waiting]


def contest_of(session: ReadSession, number: int) -> Contest:
    """Raises UnknownContest."""
    for one in contests(session):
        if one.number == number:
            return one
    raise UnknownContest(f"No contest has the number {number}. encours decisions contests lists them.")


def contest(session: WriteSession, act: Act, number: int, objection: Objection) -> Contest:
    """Write an objection down; it waits until a person answers. Raises UnknownDecision, ActRefused."""
    if not objection.says.strip():
        raise ActRefused("What do they say? Write what is objected to: whoever answers will read it.")
    lock(session)
    decided = decision(session, number)
    new = ContestRepository(session).next_id()
    said = Objection(objection.by.strip(), objection.says.strip())
    row = _contested(decided.kept, act, State.OPEN, said, answer={})
    record(session, act, [NewVersion(new, 0, f"contest {new}", act.on, row)])
    return contest_of(session, new)


def contest_score(session: WriteSession, act: Act, code: str, objection: Objection) -> Contest:
    """The same, of the last score kept of a customer. Raises UnknownCustomer, NoScore, ActRefused."""
    return contest(session, act, score_decision(session, act, code), objection)


def score_decision(session: WriteSession, act: Act, code: str) -> int:
    """The number of the decision that the last score kept of a customer is; given when first asked for.

    Raises UnknownCustomer, NoScore.
    """
    lock(session)
    repository, customer_id = ContestRepository(session), _customer(session, code)
    score = repository.last_score(customer_id, until=act.on)
    if score is None:
        raise NoScore(f"“{code}” has no score kept by {act.on}. Run encours score --all first.")
    name = f"score {customer_id} {score.as_of} {score.grade} {score.model}"
    found = repository.named(name)
    if found is not None:
        return found.id
    row = CreditDecisionRow(
        subject=code,
        customer_id=customer_id,
        kind=Kind.SCORE,
        decided_on=score.as_of,
        outcome=score.grade,
        policy=score.model,
        inputs={"tier": score.tier, "source": score.source, "contributions": score.contributions},
        answer={"pd_12m": score.pd_12m, "low": score.low, "high": score.high, "override": score.override},
    )
    number = repository.next_id()
    record(session, act, [NewVersion(number, 0, name, act.on, row)])
    return number


def answer(session: WriteSession, act: Act, number: int, *, state: State, reason: str) -> Contest:
    """Leave the decision as it is, and say why. Raises UnknownContest, and ActRefused.

    Whoever changes the decision overrules it: that answers its contests too.
    """
    if state not in (State.STANDS, State.WITHDRAWN):
        raise ActRefused("An answer leaves the decision as it stands. To change it, decide otherwise.")
    if not reason.strip():
        raise ActRefused("Whoever objects hears why. Write the reason.")
    lock(session)
    found = contest_of(session, number)
    if not found.waits:
        raise ActRefused(f"{found.answered_by} answered contest {number} on {found.answered_on}.")
    decided = decision(session, found.decision)
    record(session, act, [_answered(decided.kept, act, found, state, reason)])
    return contest_of(session, number)


def overrule(session: WriteSession, act: Act, number: int, word: Word, *, policy: LimitPolicy) -> Decided:
    """Keep a person's word beside the decision, which stays; its open contests are answered by it.

    Of a limit the amount is granted, above the policy's threshold asked for. Raises UnknownDecision,
    ActRefused, and what granting a limit raises.
    """
    lock(session)
    decided = decision(session, number)
    if not word.outcome and len(OUTCOMES[decided.kind]) == 1:
        word = replace(word, outcome=OUTCOMES[decided.kind][0])
    admit(decided, word, author=act.author, policy=policy)
    if decided.kind is Kind.LIMIT:
        word = replace(word, outcome=_granted(session, act, decided, word, policy))
    row = overruling_row(
        decided.kept.row,
        number,
        outcome=word.outcome,
        reason=word.reason,
        offered=(_at_stake(decided, word), _currency(decided)),
        on=act.on,
        person=word.person,
    )
    new = ContestRepository(session).next_id()
    answers = [
        _answered(decided.kept, act, one, State.CHANGED, word.reason) for one in decided.contests if one.waits
    ]
    record(session, act, [NewVersion(new, 0, f"overruled {new}", act.on, row), *answers])
    return decision(session, number)


def _granted(session: WriteSession, act: Act, decided: Decided, word: Word, policy: LimitPolicy) -> str:
    """Whether the amount is granted, or asked for."""
    wish = limits.Wish(word.cents, _currency(decided), reason=word.reason.strip())
    return limits.grant(session, act, decided.kept.row.subject, wish, policy=policy).state


def _at_stake(decided: Decided, word: Word) -> int:
    """What may be owed: of an order that a person lets go, the order."""
    released = word.outcome == Order.RELEASE
    return int(decided.kept.row.answer["order_cents"]) if released else word.cents


def _contested(
    about: Kept, act: Act, state: State, said: Objection, *, answer: dict[str, Any]
) -> CreditDecisionRow:
    return about.row._replace(
        kind=CONTEST,
        decided_on=act.on,
        outcome=state.value,
        inputs={"decision": about.id, "about": about.row.kind, **asdict(said)},
        answer=answer,
    )


def _answered(about: Kept, act: Act, found: Contest, state: State, reason: str) -> NewVersion:
    row = _contested(about, act, state, found.objection, answer={"reason": reason.strip()})
    return NewVersion(found.number, 1, f"contest {found.number}", max(act.on, found.told_on), row)


def _currency(decided: Decided) -> str:
    return str(decided.kept.row.answer.get("currency", _NO_CURRENCY))


def _customer(session: ReadSession, code: str) -> int:
    found = FactsRepository(session, as_recorded=None).customer_ids([code])
    if code not in found:
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    return found[code]
