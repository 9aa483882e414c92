"""What came of the meeting of documents and accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.documents.twins import Undecided


@dataclass(frozen=True, slots=True)
class DocumentsReport:
    """Invoices that gave way to those of the accounts; due dates these took over; payments that gave way, and
    shares that moved with their invoice; write-offs of people that the accounts hold now; invoices that
    may be in the accounts, each with why nobody can tell; and write-offs likewise, by case.
    """

    joined: int = 0
    redated: int = 0
    gave_way: int = 0
    moved: int = 0
    written_off: int = 0
    undecided: tuple[Undecided, ...] = ()
    open_write_offs: Mapping[int, str] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "joined": self.joined,
            "redated": self.redated,
            "gave_way": self.gave_way,
            "moved": self.moved,
            "written_off": self.written_off,
            "undecided": [one._asdict() for one in self.undecided],
            "undecided_write_offs": [
                {"case": case, "why": why} for case, why in sorted((self.open_write_offs or {}).items())
            ],
        }
