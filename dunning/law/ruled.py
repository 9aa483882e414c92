"""What a rule of law gives, and how sure we are of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
