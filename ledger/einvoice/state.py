"""What the ledger holds that a document may be, lower or replace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.einvoice.customers import Buyers
from ledger.imports.changes import Knowledge, NextIds
from ledger.imports.customers import RecordedCustomer
from ledger.registers.catalogue import InvoiceDocumentRow
from ledger.registers.register import Version


class HeldInvoice(NamedTuple):
    """An invoice or credit note as it stands, with what is left to settle of it."""

    id: int
    version: int
    source: str
    source_id: str
    number: str
    customer_id: int
    issued_on: date
    due_on: date
    due_on_source: str
    amount_cents: int
    open_cents: int
    currency: str
    known_on: date

    @property
    def credit(self) -> bool:
        return self.amount_cents < 0


@dataclass(slots=True)
class Invoices:
    """Invoices by customer and number, as robustly as people write numbers."""

    _by_number: dict[str, dict[int, HeldInvoice]] = field(default_factory=dict)
    _by_id: dict[int, HeldInvoice] = field(default_factory=dict)
    _names: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, held: Iterable[HeldInvoice]) -> "Invoices":
        invoices = cls()
        for one in held:
            invoices.put(one)
        return invoices

    def put(self, one: HeldInvoice) -> None:
        self._by_id[one.id] = one
        self._by_number.setdefault(number_key(one.number), {})[one.id] = one
        self._names.add((one.source, one.source_id))

    def get(self, invoice_id: int) -> HeldInvoice | None:
        return self._by_id.get(invoice_id)

    def numbered(self, number: str) -> list[HeldInvoice]:
        """Of any customer; those whose number is written the same way before the others."""
        found = self._by_number.get(number_key(number), {}).values()
        exact = [one for one in found if one.number == number]
        return exact or list(found)

    def named(self, source: str, source_id: str) -> bool:
        return (source, source_id) in self._names


@dataclass(frozen=True, slots=True)
class EInvoiceState:
    """`documents` are those of this source by name; `settled` the names of payments it already wrote."""

    source: str
    customers: dict[str, RecordedCustomer]
    buyers: Buyers
    invoices: Invoices
    documents: Mapping[str, Version[InvoiceDocumentRow]]
    next_document_id: int
    settled: frozenset[str]
    knowledge: Knowledge
    ids: NextIds


def number_key(number: str) -> str:
    """Letters and digits only: FA-2017/0010 and fa 20170010 are one number, and so are 0042 and 42."""
    bare = "".join(one for one in number.casefold() if one.isalnum()).lstrip("0")
    return bare or number.casefold()
