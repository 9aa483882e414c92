"""What the law says of a deadline, asked through one narrow door."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dunning.deadlines.deadline import Certainty, Ruled
from ledger.company.claims import MONTHS_TO_DECLARE
from ledger.company.proceeding import Proceeding


class LawDeadlines(Protocol):
    """None where no rule is known, or in force, for the case: nothing is then listed."""

    def prescription(self, *, due_on: date, person: bool) -> Ruled | None:
        """Until when a claim that fell due on a day may be brought to court."""
        ...

    def declaration(self, proceeding: Proceeding) -> Ruled | None:
        """Until when a claim born before the opening must be declared."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerLaw:
    """What the ledger itself knows: the declaration of claims. It has no rule on prescription."""

    def prescription(self, *, due_on: date, person: bool) -> Ruled | None:
        return None

    def declaration(self, proceeding: Proceeding) -> Ruled | None:
        return Ruled(proceeding.claims_due_on, MONTHS_TO_DECLARE.source, Certainty.SECONDARY)
