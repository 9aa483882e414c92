"""Check an order, and remember what was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.orders.check import decide
from credit.orders.held import (
    KIND,
    Decision,
    held_cents,
    plain,
    released_lately,
    same_answer,
    source_id,
    word_on,
)
from credit.orders.order import Order, OrderAnswer
from credit.orders.policy import OrderPolicy
from credit.orders.repository import Account, OrderRepository, record_decision
from credit.orders.stored import answer_as_stored, answer_from, inputs_of
from credit.overruled import Overruling, Words
from credit.standing import Standing
from ledger.errors import ActRefused
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.register import NewVersion, Version
from ledger.registers.usecases import Act
from store.session import WriteSession


@dataclass(frozen=True, slots=True)
class Question:
    """The order asked about; without a number it is a question only, and holds no headroom."""

    customer: str
    cents: int
    currency: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, and the decision it was written down as; `again` when it was given before.

    `overruled` is what a person decided in its place.
    """

    customer: str
    name: str
    decided_on: date
    decision: int
    version: int
    again: bool
    answer: OrderAnswer
    overruled: Overruling | None = None


def check_order(session: WriteSession, act: Act, question: Question, *, policy: OrderPolicy) -> Checked:
    """Answer from what is known on `act.on`. The ledger is locked first: of two orders checked at once, the
    second sees the first.

    Raises UnknownCustomer, and ActRefused for an amount that is none.
    """
    if question.cents <= 0:
        raise ActRefused("The amount of the order must be above zero. Ask with what is to be delivered.")
    ImportRepository(session).lock()
    repository = OrderRepository(session)
    account = repository.account(question.customer)
    standing = repository.standing(account, currency=question.currency, as_of=act.on)
    order = _order(repository, account, question, on=act.on, policy=policy)
    answer = decide(standing, order, policy, on=act.on)
    asked = repository.next_id()
    name = source_id(account.customer_id, question.number, asked=asked)
    earlier = repository.last_decision(name)
    stored = answer_as_stored(answer)
    words = repository.words(account)
    if earlier is not None and same_answer(earlier, stored, on=act.on):
        return _checked(standing, act.on, earlier, answer_from(earlier.row.answer), words=words)
    inputs = inputs_of(standing, order, policy, on=act.on)
    row = _row(account, act.on, answer, inputs, stored)
    if earlier is None:
        version = NewVersion(asked, 0, name, act.on, row)
    else:
        version = NewVersion(earlier.id, earlier.version + 1, name, max(act.on, earlier.known_on), row)
    record_decision(session, act, version)
    return _checked(standing, act.on, version, answer, words=words)


def _order(
    repository: OrderRepository, account: Account, question: Question, *, on: date, policy: OrderPolicy
) -> Order:
    """The order with what the ledger and earlier answers hold of it and of others."""
    listed = repository.listed(account.customer_id, as_of=on)
    since = date.fromordinal(max(on.toordinal() - policy.held_days, 1))
    decided = repository.decided_since(account, since)
    released = released_lately(decided, on=on, held_days=policy.held_days, words=repository.words(account))
    waiting = {plain(one.row.answer["number"]) for one in released} - listed.numbers
    held = held_cents(
        released,
        listed=listed,
        invoiced=repository.invoiced(account.customer_id, waiting, as_of=on),
        but=question.number,
        currency=question.currency,
    )
    return Order(
        number=question.number,
        cents=question.cents,
        currency=question.currency,
        listed_cents=listed.of(question.number, question.currency),
        held_cents=held,
        handed_over=repository.handed_over(account.customer_id, as_of=on),
    )


def _row(
    account: Account, on: date, answer: OrderAnswer, inputs: dict[str, Any], stored: dict[str, Any]
) -> CreditDecisionRow:
    return CreditDecisionRow(
        subject=account.code,
        customer_id=account.customer_id,
        kind=KIND,
        decided_on=on,
        outcome=answer.outcome.value,
        policy=answer.policy,
        inputs=inputs,
        answer=stored,
    )


def _checked(
    standing: Standing, on: date, written: Decision | NewVersion, answer: OrderAnswer, *, words: Words
) -> Checked:
    """A decision of the register, unlike a new version, was given before."""
    return Checked(
        customer=standing.code,
        name=standing.name,
        decided_on=on,
        decision=written.id,
        version=written.version,
        again=isinstance(written, Version),
        answer=answer,
        overruled=word_on(written.id, answer_as_stored(answer), words),
    )
