"""What came of the meeting of the accounts and the bank."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ledger.documents.report import DocumentsReport
from ledger.fec.report import FecReport
from ledger.matching.report import MatchReport


@dataclass(frozen=True, slots=True)
class Ahead:
    """A payment that only the bank told so far; it counts until the accounts tell it too."""

    entry: int
    booked_on: date
    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class MeetReport:
    """Payments of the bank that gave way to the accounts by how; entries that wait again, each with its
    reason; and the payments that the accounts do not have.
    """

    replaced: Mapping[str, int]
    released: Mapping[int, str]
    ahead: tuple[Ahead, ...]

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["replaced"] = dict(self.replaced)
        told["released"] = [{"entry": entry, "why": why} for entry, why in self.released.items()]
        told["ahead"] = [{**asdict(one), "booked_on": one.booked_on.isoformat()} for one in self.ahead]
        return told


@dataclass(frozen=True, slots=True)
class AccountsReport:
    """An import of accounting files, then what it meant for bank entries and for invoices told before."""

    files: FecReport
    meeting: MeetReport
    matching: MatchReport
    documents: DocumentsReport

    def as_json(self) -> dict[str, Any]:
        return {
            **self.files.as_json(),
            "meeting": self.meeting.as_json(),
            "matching": self.matching.as_json(),
            "documents": self.documents.as_json(),
        }
