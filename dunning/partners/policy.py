"""Who collects for us, as `policy/partners.toml` tells it, and when we ask them for news."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WHOLE_BP = 10_000


class Party(StrEnum):
    """As hand-overs name them."""

    AGENCY = "agency"
    BAILIFF = "commissaire_de_justice"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper the partner showed us, such as an insurance, and its last day."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Partner:
    """A third party and its criteria: amounts in cents by currency, age in days past due.

    `mandate_until` is the last day of the written mandate, which an agency needs (R124-3 CPCE).
    """

    name: str
    party: Party
    active: bool
    registration: str
    countries: tuple[str, ...]
    consumers: bool
    proceedings: bool
    disputed: bool
    success_bp: int
    fixed_cents: Mapping[str, int]
    minimum_cents: Mapping[str, int]
    maximum_cents: Mapping[str, int]
    youngest_days: int
    oldest_days: int
    certificates: tuple[Certificate, ...] = ()
    mandate_until: date | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.countries:
            raise ValueError("a partner needs a name, and the countries it works in.")
        if not 0 <= self.success_bp <= _WHOLE_BP:
            raise ValueError("success_bp is the share of what is recovered, from 0 to 10000 (100 %).")
        if not 0 <= self.youngest_days <= self.oldest_days:
            raise ValueError("youngest_days must be 0 or more and at most oldest_days.")
        if not self.minimum_cents:
            raise ValueError("minimum_cents names the currencies it takes: EUR = 0 for any amount in euros.")
        for sums in (self.fixed_cents, self.minimum_cents, self.maximum_cents):
            if any(cents < 0 for cents in sums.values()):
                raise ValueError("amounts are in cents, 0 or more.")
        for currency, most in self.maximum_cents.items():
            if most < self.minimum_cents.get(currency, 0):
                raise ValueError(f"maximum_cents of {currency} is below minimum_cents.")


@dataclass(frozen=True, slots=True)
class PartnersPolicy:
    """In days: until a partner should have accepted, between its news, and how far deadlines look ahead."""

    version: str
    accept_days: int
    news_days: int
    ahead_days: int
    partners: Mapping[str, Partner]

    def __post_init__(self) -> None:
        for name in ("accept_days", "news_days", "ahead_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more.")
        names = [(one.party, one.name) for one in self.partners.values()]
        if len(set(names)) != len(names):
            raise ValueError(
                "two partners have the same name and party: a hand-over could not tell them apart."
            )
