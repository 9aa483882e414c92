"""What matching did, and what waits, told to a person."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ledger.matching.run import Run


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Entries applied by how, found in the accounts, taken back, and waiting for a person.

    `outgoing` counts money paid out that takes back no payment.
    """

    applied: int
    booked: int
    returned: int
    waiting: int
    outgoing: int
    how: dict[str, int]

    @property
    def decided(self) -> bool:
        """Whether there was anything to decide."""
        return bool(self.applied or self.booked or self.returned or self.waiting)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def report_of(run: Run) -> MatchReport:
    returned = sum(one.proposal.returns is not None for one in run.applied)
    return MatchReport(
        applied=len(run.applied) - returned,
        booked=len(run.booked),
        returned=returned,
        waiting=len(run.waiting),
        outgoing=run.outgoing,
        how=dict(sorted(Counter(one.proposal.how for one in run.applied).items())),
    )


@dataclass(frozen=True, slots=True)
class ToldShare:
    invoice: str
    cents: int


@dataclass(frozen=True, slots=True)
class ToldProposal:
    """A proposal with the codes and numbers that people use."""

    customer: str
    shares: tuple[ToldShare, ...]
    how: str
    confidence: int
    why: str


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry that waits: what the bank said, what is proposed, what else it could be, why it waits."""

    entry: int
    booked_on: date
    amount_cents: int
    currency: str
    payer: str | None
    text: str
    proposal: ToldProposal | None
    alternatives: tuple[ToldProposal, ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "booked_on": self.booked_on.isoformat()}


@dataclass(frozen=True, slots=True)
class PastAct:
    """Something done about an entry: by whom, when, and what came of it."""

    act: str
    on: date
    at: datetime
    author: str
    customer: str | None
    how: str | None
    confidence: int | None
    why: str | None
    shares: tuple[ToldShare, ...]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat(), "at": self.at.isoformat()}
