"""A day by which something must be done, under which rule, and how sure we are of that rule."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DECLARATION, PRESCRIPTION, NOTICE, ACCEPTANCE, NEWS = (
    "declaration",
    "prescription",
    "notice",
    "acceptance",
    "news",
)


class Certainty(StrEnum):
    """How sure we are of a rule, and of whose making it is."""

    VERIFIED = "verified"  # read in the text itself
    SECONDARY = "secondary"  # as others quote it
    UNVERIFIED = "unverified"  # never applied before a person confirms it
    CONTRACT = "contract"
    CHOSEN = "chosen"  # by us, in a policy file


@dataclass(frozen=True, slots=True)
class Ruled:
    """The last day a rule gives; None where the rule holds and the day cannot be told."""

    last_on: date | None
    article: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_on` is None where the day cannot be told: it may be today. `cents` are what is at stake of it.

    `about` is a partner, an insurer's contract or a court; blank where there is none.
    """

    kind: str
    customer: str
    name: str
    last_on: date | None
    invoices: tuple[str, ...]
    cents: int
    currency: str
    article: str
    certainty: Certainty
    missed: bool
    about: str = ""
