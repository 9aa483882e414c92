"""A person's word against an automatic decision, as the register of decisions keeps it beside that one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.register import Version

OVERRULED = "overruled"
Words = Mapping[int, "Overruling"]


@dataclass(frozen=True, slots=True)
class Overruling:
    """What a person decided about a decision, and why; `cents` may be owed at once.

    `person` says who decided where a program, the `author`, wrote it down.
    """

    number: int
    decision: int
    outcome: str
    cents: int
    currency: str
    reason: str
    person: str
    author: str
    decided_on: date

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "cents": self.cents,
            "currency": self.currency,
            "reason": self.reason,
            "by": self.person or self.author,
            "decided_on": self.decided_on.isoformat(),
        }


def overruling_row(
    about: CreditDecisionRow,
    number: int,
    *,
    outcome: str,
    reason: str,
    offered: tuple[int, str],
    on: date,
    person: str = "",
) -> CreditDecisionRow:
    """The row of a word on the decision of that number; `offered` is an amount in cents and its currency."""
    cents, currency = offered
    return about._replace(
        kind=OVERRULED,
        decided_on=on,
        outcome=outcome,
        inputs={"decision": number, "reason": reason.strip(), "person": person.strip()},
        answer={"offered_cents": cents, "currency": currency},
    )


def overrulings_of(said: Iterable[Version[CreditDecisionRow]]) -> list[Overruling]:
    """What people decided, in the order in which they did."""
    return [_overruling(one) for one in said if one.row.kind == OVERRULED]


def last_words(said: Iterable[Version[CreditDecisionRow]]) -> Words:
    """The last word on each decision, by the number of the decision."""
    return {one.decision: one for one in overrulings_of(said)}


def _overruling(one: Version[CreditDecisionRow]) -> Overruling:
    row = one.row
    return Overruling(
        number=one.id,
        decision=row.inputs["decision"],
        outcome=row.outcome,
        cents=row.answer["offered_cents"],
        currency=row.answer["currency"],
        reason=row.inputs["reason"],
        person=row.inputs.get("person", ""),
        author=one.author,
        decided_on=row.decided_on,
    )
