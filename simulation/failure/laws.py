"""The laws by which invented companies fail, and by which it becomes public; each number with its reason.

They aim at what credit insurers and the Banque de France tell of French firms: about one or two in a hundred
fail in a year, unpaid invoices come months before the judgment, accounts alone rank firms with an AUC of 0.70
to 0.80 a year ahead. How invoices are paid stays as `simulation.laws` says. They were fixed on the seeds 31
to 33 before any model was trained on their worlds.
"""

from dataclasses import dataclass

from simulation.laws import LAWS, Laws


@dataclass(frozen=True, slots=True)
class Solidity:
    """What a firm is made of, for good: how often it gets worse, and what its accounts show of it."""

    name: str
    share: float
    fragility: float  # multiplies the chances of getting worse, beside its sector's
    health: float  # of its accounts, in standard deviations of a year's own luck
    age: float  # median years since its foundation


@dataclass(frozen=True, slots=True)
class Proceeding:
    """How a failing firm comes before the court and into the gazette, or never does."""

    # The others close down quietly, are struck off, or settle in a conciliation nobody hears of.
    announced: float = 0.80
    # Each month of failing, so that half are published within five months of the first invoice left unpaid:
    # a firm must file within 45 days (art. L631-4 C. com.), and most file late.
    monthly: float = 0.14
    # From judgment to publication, in days: the court has fifteen days, the gazette takes a few more.
    published_after: tuple[int, int] = (5, 18)
    # Two judgments in three liquidate at once.
    natures: tuple[tuple[str, float], ...] = (
        ("opening_liquidation", 0.67),
        ("opening_receivership", 0.30),
        ("opening_safeguard", 0.03),
    )
    # Announcements a year that tell nothing: another manager, another seat.
    changes: float = 0.12
    public_bodies: tuple[str, ...] = ("84",)  # NAF divisions that no court liquidates and no register lists


@dataclass(frozen=True, slots=True)
class Filing:
    """When yearly accounts become public. Shares of firms, unless of filings."""

    # The form in use here is the complete one; below this turnover firms file the simplified one, or none.
    never_below_cents: int = 40_000_000
    never: float = 0.10  # larger ones that prefer the fine
    confidential: float = 0.30  # small ones may ask for it (art. L232-25 C. com.); about a third do
    december: float = 0.65  # close with the calendar year; the others at the end of another quarter
    months: tuple[float, float] = (4.0, 8.0)  # after closing: meeting within six months, filing within one
    late: float = 0.12  # filings that come later by up to `late_months`
    late_months: float = 6.0
    failing: float = 0.50  # filings of failing firms that are never made


@dataclass(frozen=True, slots=True)
class Health:
    """What a year's accounts show of its closing month's state: `states` are shifts, luck has scale 1."""

    states: tuple[float, ...] = (0.0, -1.0, -2.0, -3.0)


@dataclass(frozen=True, slots=True)
class FailureLaws:
    """All of the above, beside the laws of payment."""

    payment: Laws
    solidities: tuple[Solidity, ...]
    proceeding: Proceeding = Proceeding()
    filing: Filing = Filing()
    health: Health = Health()


FAILURE_LAWS = FailureLaws(
    payment=LAWS,
    # Failures gather among few firms: one firm in seven makes more than half of them.
    solidities=(
        Solidity("solid", 0.45, 0.15, 1.8, 16.0),
        Solidity("ordinary", 0.41, 0.65, 0.0, 12.0),
        Solidity("frail", 0.14, 2.20, -2.8, 7.0),
    ),
)
