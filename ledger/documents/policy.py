"""What we choose about facts told twice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentPolicy:
    """Days within which two tellings may be one fact."""

    version: str
    invoice_days: int
    write_off_days: int


# Accounts date an invoice by its document or by its entry, which follows within the week; numbers that
# start anew each year are a year apart. A loss decided within a quarter is booked when that is closed.
POLICY = DocumentPolicy("2026-11", invoice_days=7, write_off_days=60)
