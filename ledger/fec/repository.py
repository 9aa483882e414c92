"""Loads what earlier accounting files of a source told."""

from collections.abc import Mapping

from ledger.fec.roles import OFFSET
from ledger.fec.state import RecordedFact, RecordedShare, outside
from ledger.imports.repository import ImportRepository

CONTENT = "fec"  # of the runs that accounting files brought
_INVOICE = ("customer_id", "issued_on", "amount_cents", "kind", "due_on", "due_on_source")
_PAYMENT = ("customer_id", "paid_on", "amount_cents")
_OF_INVOICE = ("import_id", "account_class", "number")
_OF_SHARE = ("payment_id", "invoice_id", "how", "source")
_OF_PAYMENT = ("import_id", "kind", "account_class", "reference")


class FecRepository(ImportRepository):
    def fec_facts(self, *, source: str) -> dict[str, RecordedFact]:
        """Items and payments of a source as they stand, with what is left of each.

        Other files of the same program may go by the same source: what they told has no name of an entry.
        """
        runs = self._runs_of(CONTENT)
        codes = {customer.id: code for code, customer in self.customers().items()}
        on_items, by_payments = self._allocated("invoice_id"), self._allocated("payment_id")
        found: dict[str, RecordedFact] = {}
        for fact in self._standing("invoice", _INVOICE, source=source, fixed=_OF_INVOICE):
            customer_id, issued_on, cents, kind, due_on, due_on_source, run, account_class, number = (
                fact.values
            )
            if run not in runs:
                continue
            found[fact.source_id] = RecordedFact(
                *(fact.id, fact.version, True, kind, account_class, codes[customer_id], customer_id),
                *(number or "", issued_on, due_on, due_on_source),
                *(cents, cents - on_items[fact.id], fact.known_on),
            )
        for fact in self._standing("payment", _PAYMENT, source=source, fixed=_OF_PAYMENT):
            customer_id, paid_on, cents, run, kind, account_class, reference = fact.values
            if run not in runs:
                continue
            found[fact.source_id] = RecordedFact(
                *(fact.id, fact.version, False, kind, account_class, codes[customer_id], customer_id),
                *(reference or "", paid_on, None, ""),
                *(-cents, by_payments[fact.id] - cents, fact.known_on),
            )
        return found

    def shares(
        self, *, source: str, facts: Mapping[str, RecordedFact], of_others: bool = False
    ) -> dict[str, RecordedShare]:
        """The allocations as they stand that touch `facts` of a source, whoever told them or only those that
        others told. Those of the source itself are called as it calls them, others after who told them.
        """
        items = {fact.id: name for name, fact in facts.items() if fact.item}
        payments = {fact.id: name for name, fact in facts.items() if not fact.item}
        found: dict[str, RecordedShare] = {}
        for fact in self._standing(
            "allocation", ("amount_cents",), but=source if of_others else None, fixed=_OF_SHARE
        ):
            cents, payment_id, invoice_id, how, told_by = fact.values
            payment, item = payments.get(payment_id), items.get(invoice_id)
            if payment is None and item is None:
                continue
            name = fact.source_id if told_by == source else f"{told_by}: {fact.source_id}"
            found[name] = RecordedShare(
                *(fact.id, fact.version, payment or outside("payment", payment_id)),
                *(item or outside("invoice", invoice_id), how, cents),
            )
        return found


def told_and_voided(
    facts: Mapping[str, RecordedFact],
) -> tuple[dict[str, RecordedFact], dict[str, RecordedFact]]:
    """Facts that stand, and those taken back: of the amount 0, which no line of an account has."""
    voided = {name: fact for name, fact in facts.items() if not fact.cents and fact.kind != OFFSET}
    return {name: fact for name, fact in facts.items() if name not in voided}, voided
