"""Loads what earlier accounting files of a source told."""

from ledger.fec.decision import RecordedFact, RecordedShare
from ledger.imports.repository import ImportRepository

_INVOICE = ("customer_id", "issued_on", "amount_cents", "kind", "due_on", "due_on_source")
_PAYMENT = ("customer_id", "paid_on", "amount_cents")
_OF_INVOICE = ("account_class", "number")
_OF_PAYMENT = ("kind", "account_class", "reference")


class FecRepository(ImportRepository):
    def fec_facts(self, *, source: str) -> dict[str, RecordedFact]:
        """Items and payments of a source as they stand, with what is left of each."""
        codes = {customer.id: code for code, customer in self.customers().items()}
        on_items, by_payments = self._allocated("invoice_id"), self._allocated("payment_id")
        found: dict[str, RecordedFact] = {}
        for fact in self._standing("invoice", _INVOICE, source=source, fixed=_OF_INVOICE):
            customer_id, issued_on, cents, kind, due_on, due_on_source, account_class, number = fact.values
            found[fact.source_id] = RecordedFact(
                *(fact.id, fact.version, True, kind, account_class, codes[customer_id], customer_id),
                *(number or "", issued_on, due_on, due_on_source),
                *(cents, cents - on_items[fact.id], fact.known_on),
            )
        for fact in self._standing("payment", _PAYMENT, source=source, fixed=_OF_PAYMENT):
            customer_id, paid_on, cents, kind, account_class, reference = fact.values
            found[fact.source_id] = RecordedFact(
                *(fact.id, fact.version, False, kind, account_class, codes[customer_id], customer_id),
                *(reference or "", paid_on, None, ""),
                *(-cents, by_payments[fact.id] - cents, fact.known_on),
            )
        return found

    def shares(self, *, source: str) -> dict[str, RecordedShare]:
        """The allocations of a source as they stand."""
        return {
            fact.source_id: RecordedShare(fact.id, fact.version, fact.values[0])
            for fact in self._standing("allocation", ("amount_cents",), source=source)
        }
