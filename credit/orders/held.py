"""Headroom that a released order keeps until the ledger shows it, and when a question was answered before."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.orders.order import Outcome
from credit.overruled import Overruling, Words
from ledger.registers.catalogue import CreditDecisionRow, SalesOrderRow
from ledger.registers.register import Version, standing_on

KIND = "order"
SOURCE = "orders"
Decision = Version[CreditDecisionRow]
_NO_WORDS: Words = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the ledger's lists of open orders say of one customer on an evening.

    `numbers` are all orders they ever named, those closed since among them.
    """

    cents: Mapping[tuple[str, str], int]
    numbers: frozenset[str]

    def of(self, number: str, currency: str) -> int:
        return self.cents.get((plain(number), currency), 0) if number else 0


def plain(number: str) -> str:
    """An order's number as two programs may write it."""
    return "".join(number.split()).casefold()


def source_id(customer_id: int, number: str, *, asked: int) -> str:
    """How the register names the decision on an order; a question without a number is its own each time."""
    return (
        f"customer {customer_id} order {plain(number)}" if number else f"customer {customer_id} ask {asked}"
    )


def listed_on(orders: Sequence[Version[SalesOrderRow]], *, as_of: date) -> Listed:
    found: dict[tuple[str, str], int] = {}
    known = [one.row for one in standing_on(orders, as_of)]
    for row in known:
        key = (plain(row.number), row.currency)
        found[key] = found.get(key, 0) + row.amount_cents
    return Listed(found, frozenset(plain(row.number) for row in known))


def word_on(number: int, answer: Mapping[str, Any], words: Words) -> Overruling | None:
    """A person's word on an order, unless more is asked for by now than the person let go."""
    word = words.get(number)
    if word is None or word.outcome != Outcome.RELEASE:
        return word
    fits = answer["order_cents"] <= word.cents and answer["currency"] == word.currency
    return word if fits else None


def released_lately(
    decisions: Iterable[Decision], *, on: date, held_days: int, words: Words = _NO_WORDS
) -> list[Decision]:
    """Orders with a number that were released within so many days, by the last word on each: a person's,
    else the last automatic one.
    """
    last: dict[int, Decision] = {}
    for one in decisions:
        if one.row.kind == KIND and one.row.decided_on <= on:
            last[one.id] = max(one, last.get(one.id, one), key=lambda decision: decision.version)
    return [
        one
        for one in last.values()
        if (word_on(one.id, one.row.answer, words) or one.row).outcome == Outcome.RELEASE
        and (on - one.row.decided_on).days <= held_days
        and one.row.answer["number"]
    ]


def held_cents(
    released: Iterable[Decision], *, listed: Listed, invoiced: Container[str], but: str, currency: str
) -> int:
    """Cents of released orders that neither the lists of open orders nor an invoice name yet, `but` one."""
    return sum(
        one.row.answer["order_cents"]
        for one in released
        if one.row.answer["currency"] == currency
        and (number := plain(one.row.answer["number"])) != plain(but)
        and number not in listed.numbers
        and number not in invoiced
    )


def same_answer(earlier: Decision, answer: Mapping[str, Any], *, on: date) -> bool:
    """Whether a question was answered that day in the same way, of what has not changed since."""
    kept = {**earlier.row.answer, "number": answer["number"]}  # the number may be written in another way
    return earlier.row.decided_on == on and kept == dict(answer)
