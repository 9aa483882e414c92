"""Open invoices whose documents lack something: causes of lateness to come, the most money first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.language import Language
from ledger.einvoice.mentions import mention_text
from ledger.facts import Facts
from ledger.registers.catalogue import InvoiceDocumentRow
from ledger.summary import open_items


@dataclass(frozen=True, slots=True)
class Lacking:
    """An open invoice with the keys of what its document lacks."""

    customer: str
    number: str
    due_on: date
    open_cents: int
    currency: str
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "customer": self.customer,
            "number": self.number,
            "due_on": self.due_on.isoformat(),
            "open_cents": self.open_cents,
            "currency": self.currency,
            "missing": list(self.missing),
            "sentences": [mention_text(key, Language.ENGLISH) for key in self.missing],
        }


def lacking(facts: Facts, documents: Iterable[InvoiceDocumentRow]) -> list[Lacking]:
    """`facts` and `documents` as known on an evening. By currency, then by what is open, largest first."""
    missing = {row.invoice_id: tuple(row.missing) for row in documents if row.missing}
    left = open_items(facts)
    left = left.loc[(left["open_cents"] > 0) & left["invoice_id"].isin(list(missing))]
    codes = facts.customers.set_index("customer_id")["code"]
    rows: list[dict[Any, Any]] = left.to_dict("records")
    found = [
        Lacking(
            customer=str(codes[row["customer_id"]]),
            number=str(row["number"]),
            due_on=row["due_on"].date(),
            open_cents=int(row["open_cents"]),
            currency=str(row["currency"]),
            missing=missing[row["invoice_id"]],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.currency, -one.open_cents, one.due_on, one.number))
