"""What a company chooses about reminding: who gets which scenario, how often, on which days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dunning.claims import Kind


@dataclass(frozen=True, slots=True)
class QuietPeriod:
    """Days of every year on which nothing leaves, both included, as month and day: 12-24 to 01-01."""

    first: str
    last: str

    def __post_init__(self) -> None:
        for text in (self.first, self.last):
            try:
                date.fromisoformat(f"2024-{text}")
            except ValueError as error:
                raise ValueError(f"“{text}” is no month and day. Write 12-24.") from error

    def holds(self, on: date) -> bool:
        day = f"{on:%m-%d}"
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


@dataclass(frozen=True, slots=True)
class Rule:
    """Which scenario a customer gets that meets every condition named; `sooner` days move its levels.

    Blank conditions are met by everybody; one on a score by nobody who has none. `from_overdue_cents` counts
    what is late in euros. `why_fr` says `why` in French; where it is blank, `why` is told in both languages.
    """

    scenario: str
    why: str
    why_fr: str = ""
    sooner: int = 0
    grades: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    abroad: bool | None = None
    from_p_late: float = 0.0
    below_p_late: float = 1.0
    from_overdue_cents: int = 0

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise ValueError(f"the rule for “{self.scenario}” needs its reason in why.")


@dataclass(frozen=True, slots=True)
class DunningPolicy:
    """`minimum_cents` by currency: an invoice below it causes no message alone. The first rule met counts.

    `approve_above_cents` by currency: a message above it waits for a person, and so does any in a currency
    not named, unless none is. `sooner_at_most` and `later_at_most` bound how far rules may move levels, in
    days.
    """

    version: str
    zone: str
    country: str
    interval_days: int
    direct_debit_days: int
    sooner_at_most: int
    later_at_most: int
    chase_after_opening: bool
    stale_days: int
    usual_scenario: str
    minimum_cents: Mapping[str, int]
    approve_above_cents: Mapping[str, int]
    quiet: tuple[QuietPeriod, ...]
    rules: tuple[Rule, ...]
    hold_after_answer_days: int = 3

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"“{self.zone}” is no time zone. Write Europe/Paris.") from error
        if self.interval_days < 1:
            raise ValueError("interval_days is below 1: a customer gets one message a day at most.")
        for name in (
            "direct_debit_days",
            "sooner_at_most",
            "later_at_most",
            "stale_days",
            "hold_after_answer_days",
        ):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is below 0.")
        for name in ("minimum_cents", "approve_above_cents"):
            if any(cents < 0 for cents in getattr(self, name).values()):
                raise ValueError(f"{name} holds an amount below 0.")
        for rule in self.rules:
            if not -self.later_at_most <= rule.sooner <= self.sooner_at_most:
                raise ValueError(
                    f"the rule “{rule.why}” moves levels by {rule.sooner} days: "
                    f"at most {self.sooner_at_most} sooner and {self.later_at_most} later are allowed."
                )

    def quiet_on(self, on: date) -> bool:
        return any(one.holds(on) for one in self.quiet)
