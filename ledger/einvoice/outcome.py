"""What became of each file, and the report of an import."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

NEW, ATTACHED, CORRECTED, UNCHANGED, REPEATED, REFUSED = (
    *("new", "attached", "corrected"),
    *("unchanged", "repeated", "refused"),
)


@dataclass(slots=True)
class Outcome:
    """One file: filled while deciding, then told. Amounts are cents, negative on credit notes.

    amount_cents: what is owed (BT-115); total_cents: with VAT (BT-112); prepaid_cents: what lies between
    settles: numbers of the invoices a credit note lowers or a corrective invoice replaces, now
    """

    place: int
    file: str
    status: str = REFUSED
    why: str = ""
    form: str | None = None
    profile: str | None = None
    number: str | None = None
    type_code: str | None = None
    kind: str | None = None
    customer: str | None = None
    customer_name: str | None = None
    issued_on: date | None = None
    due_on: date | None = None
    due_on_source: str | None = None
    amount_cents: int | None = None
    total_cents: int | None = None
    prepaid_cents: int | None = None
    currency: str | None = None
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    settles: list[str] = field(default_factory=list)

    def refuse(self, why: str) -> None:
        self.status, self.why = REFUSED, why

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__slots__ if name != "place"}
        for name in ("issued_on", "due_on"):
            told[name] = None if told[name] is None else told[name].isoformat()
        return told
