"""What the law says of a deadline, asked through one narrow door."""

from datetime import date
from typing import Protocol

from dunning.claims import Kind
from dunning.law.ruled import Ruled
from ledger.company.proceeding import Proceeding


class LawDeadlines(Protocol):
    """None where no rule is known, or in force, for the case: nothing is then listed."""

    def prescription(self, *, due_on: date, issued_on: date | None, debtor: Kind) -> Ruled | None:
        """Until when a claim that fell due on a day may be brought to court."""
        ...

    def declaration(self, proceeding: Proceeding) -> Ruled | None:
        """Until when a claim born before the opening must be declared."""
        ...

    def relief(self, proceeding: Proceeding) -> Ruled | None:
        """Until when relief may be asked for by who declared too late."""
        ...

    def retention(self, proceeding: Proceeding) -> Ruled | None:
        """Until when goods under retention of title may be claimed back."""
        ...
