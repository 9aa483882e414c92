"""Files and events in, and what came of them."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ledger.files.liasse import CODES
from serving.api.schemas.common import Code, Currency
from serving.api.schemas.days import Day

_PLAIN = r"^[^\x00-\x1f\x7f]*$"  # an event is one line of the file it becomes


class LineAnswer(BaseModel):
    """A line, or an event, and what is to be said of it."""

    line: int = Field(description="Its place in the file, the header being 1; of events, the first is 1.")
    why: str = Field(description="A sentence that its sender can act on.")


class ImportAnswer(BaseModel):
    """The report of an import; each kind adds what it has to say."""

    model_config = ConfigDict(extra="allow")

    import_id: int | None = Field(default=None, description="Its number.")
    read: int = Field(default=0, description="Lines read.")
    accepted: int = Field(default=0, description="New, or corrections of what was there.")
    unchanged: int = Field(default=0, description="Lines that told nothing new.")
    rejected: int = Field(default=0, description="Lines that were set aside.")
    rejections: list[LineAnswer] = Field(default=[], description="Lines set aside, each with its reason.")


class ImportedAnswer(BaseModel):
    """A file that was brought in."""

    model_config = ConfigDict(from_attributes=True)

    import_id: int = Field(description="Its number.")
    content: str = Field(description="What kind of file.")
    file_name: str = Field(description="The file's name.")
    recorded_at: datetime = Field(description="RFC 3339.")
    author: str = Field(description="Who did it.")
    read: int = Field(description="Lines read.")
    accepted: int = Field(description="Lines accepted.")
    unchanged: int = Field(description="Lines that told nothing new.")
    rejected: int = Field(description="Lines that were set aside.")


class ImportPage(BaseModel):
    """Imports, the latest first."""

    items: list[ImportedAnswer] = Field(description="At most as many as asked for.")
    next: int | None = Field(description="Ask again `before` this number; null at the end.")


class RejectionAnswer(LineAnswer):
    """A line that was set aside, as it stood."""

    number: int = Field(description="Its place among what was set aside.")
    raw: str = Field(description="The line as it was read.")


_BOXES = sorted(code for code in CODES if code.isalpha())
_Box = Annotated[str, Field(pattern=f"^({'|'.join(_BOXES)})$")]
_Figure = Annotated[int, Field(gt=-(10**15), lt=10**15)]


class _Event(BaseModel):
    customer: Code = Field(pattern=_PLAIN, description="The customer's code.")
    customer_name: str = Field(
        description="The customer's name, where the code is new.", default="", max_length=200, pattern=_PLAIN
    )
    number: Code = Field(pattern=_PLAIN, description="Unique in its source.")
    amount_cents: int = Field(description="In cents.", gt=-(10**15), lt=10**15)
    currency: Currency = "EUR"


class InvoiceEvent(_Event):
    """An invoice that was issued, or is corrected; a credit note is negative."""

    issued_on: Day = Field(description="The day of the invoice.")
    due_on: Day = Field(description="The due date.")


class PaymentEvent(_Event):
    """A sum that came in, or is corrected; what was paid back is negative."""

    paid_on: Day = Field(description="The day it was paid.")
    reference: str = Field(description="What the payer wrote.", default="", max_length=200, pattern=_PLAIN)


class StatementEvent(BaseModel):
    """The yearly statement of a company."""

    siren: str = Field(description="SIREN of the company.", pattern="^[0-9]{9}$", examples=["732829320"])
    closed_on: Day = Field(description="The last day of its year.")
    filed_on: Day | None = Field(default=None, description="The day it was filed.")
    figures_cents: dict[_Box, _Figure] = Field(
        min_length=1,
        description="By the codes of the tax forms 2050 to 2053.",
        examples=[{"FL": 1_250_000}],
        json_schema_extra={"additionalProperties": False},
    )


class Batch(BaseModel):
    """Facts as another system pushes them."""

    source: Code | None = Field(
        default=None, pattern=_PLAIN, description="The system; “csv” when left out. Numbers are unique in it."
    )


class InvoiceBatch(Batch):
    """Invoices."""

    events: list[InvoiceEvent] = Field(
        description="What happened to it, the first first.", min_length=1, max_length=1000
    )


class PaymentBatch(Batch):
    """Payments."""

    events: list[PaymentEvent] = Field(
        description="What happened to it, the first first.", min_length=1, max_length=1000
    )


class StatementBatch(Batch):
    """Statements of companies."""

    events: list[StatementEvent] = Field(
        description="What happened to it, the first first.", min_length=1, max_length=1000
    )


# So that nothing is guessed of a file that we wrote ourselves.
WRITTEN = {"file": {"delimiter": ",", "encoding": "utf-8", "date_format": "%Y-%m-%d", "decimal": "."}}


def as_file(events: Sequence[InvoiceEvent | PaymentEvent | StatementEvent]) -> bytes:
    """The lines that the import of a file reads, one for each event."""
    held = io.StringIO()
    rows = [_row(one) for one in events]
    columns = dict.fromkeys(name for row in rows for name in row)
    out = csv.DictWriter(held, list(columns), restval="", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return held.getvalue().encode("utf-8")


def _row(one: InvoiceEvent | PaymentEvent | StatementEvent) -> dict[str, Any]:
    told = one.model_dump(mode="json")
    if isinstance(one, StatementEvent):
        figures = told.pop("figures_cents")
        return {**told, **{box: _written(cents) for box, cents in figures.items()}}
    return {**told, "amount": _written(told.pop("amount_cents"))}


def _written(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
