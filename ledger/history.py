"""What earlier imports left behind to be looked up."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that an import set aside, with its text."""

    import_id: int
    file_name: str
    line: int
    why: str
    raw: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was brought in, and what came of its lines."""

    import_id: int
    content: str
    file_name: str
    recorded_at: datetime
    author: str
    read: int
    accepted: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class InvoiceIdentity:
    """Whose invoice carries a number, in which source, and its identifier in the frames of facts."""

    invoice_id: int
    number: str
    customer: str
    source: str
