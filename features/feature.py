"""What every entry of the catalogue says of a feature."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from features.evening import Evening, Floats


class Family(StrEnum):
    """Features whose contributions are told in one sentence."""

    LATENESS = "lateness"
    HABIT = "habit"
    RECENT = "recent"
    OVERDUE = "overdue"
    RELATION = "relation"
    INVOICE = "invoice"
    CALENDAR = "calendar"
    IDENTITY = "identity"
    ACCOUNTS = "accounts"
    LEGAL = "legal"
    CONDUCT = "conduct"
    GROUP = "group"


class Risk(StrEnum):
    """What a higher value says of lateness and of default, when nothing else changes."""

    UP = "higher is riskier"
    DOWN = "higher is safer"
    OPEN = "either way"


class Block(StrEnum):
    """Where a feature's knowledge comes from; a customer may lack any of the first three.

    Tier T0 knows identity, T1 the company too, T2 our own ledger too. Invoice features are of one invoice and
    say nothing of a customer.
    """

    IDENTITY = "identity"
    COMPANY = "company"
    LEDGER = "ledger"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number. `low` and `high` bound what is possible, None where nothing does.

    `meaning` and `french` say it to a finance reader; `trap` names the mistake its definition avoids.
    """

    compute: Callable[[Evening], Floats]
    meaning: str
    unit: str
    low: float | None
    high: float | None
    risk: Risk
    family: Family
    block: Block = Block.LEDGER
    french: str = ""
    trap: str = ""

    @property
    def name(self) -> str:
        return self.compute.__name__
