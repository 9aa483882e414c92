"""A day by which something must be done or a right is lost, and under which rule."""

from dataclasses import dataclass
from datetime import date

from dunning.law.ruled import Certainty

DECLARATION, RELIEF, RETENTION, PRESCRIPTION, NOTICE, ACCEPTANCE, NEWS = (
    "declaration",
    "relief",
    "retention",
    "prescription",
    "notice",
    "acceptance",
    "news",
)


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
