"""What a company chooses about the deadlines of its insurance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoverPolicy:
    """All in days."""

    version: str
    ahead_days: int
    ending_days: int
    insolvency_days: int

    def __post_init__(self) -> None:
        for name in ("ahead_days", "ending_days", "insolvency_days"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is below 0.")
