"""What a company chooses about the release of orders."""

from dataclasses import astuple, dataclass
from hashlib import sha256

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """Amounts in cents of the order's own currency; shares in hundredths of a per cent (bp)."""

    version: str
    hold_from_days_late: int
    overdue_floor_cents: int
    without_limit_cents: int
    tolerance_bp: int
    approval_bp: int
    deposit_at_most_bp: int
    step_cents: int
    uninsured_at_most_cents: int
    prepay_grades: tuple[str, ...]
    approve_grades: tuple[str, ...]
    held_days: int

    @property
    def mark(self) -> str:
        """Its version, and what tells it from another of the same version with other figures."""
        return f"{self.version} {sha256(repr(astuple(self)).encode()).hexdigest()[:12]}"

    def __post_init__(self) -> None:
        for name in ("overdue_floor_cents", "without_limit_cents", "tolerance_bp", "uninsured_at_most_cents"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is below 0: write 0 to do without it.")
        if self.hold_from_days_late < 1:
            raise ValueError(
                "hold_from_days_late is below 1: an invoice is late from the day after it is due."
            )
        if self.approval_bp < self.tolerance_bp:
            raise ValueError("approval_bp is below tolerance_bp: what needs no approval would need one.")
        if not 0 <= self.deposit_at_most_bp <= _WHOLE_BP:
            raise ValueError("deposit_at_most_bp is a share of the order: between 0 and 10_000.")
        if self.step_cents < 1:
            raise ValueError("step_cents is below 1: write 1 for amounts to the cent.")
        if self.held_days < 0:
            raise ValueError("held_days is below 0: write 0 to hold no headroom beyond the day.")
