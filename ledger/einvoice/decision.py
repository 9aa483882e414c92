"""From documents to invoices: which are new, which the ledger holds already, and what is doubtful."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.einvoice.claims import Claim, claim_of, document_row, once
from ledger.einvoice.customers import Candidates, KnownCustomer
from ledger.einvoice.differences import differences
from ledger.einvoice.document import Document, richness_of
from ledger.einvoice.due import BY_DEFAULT, PROVIDED, SURENESS, Due, due_of
from ledger.einvoice.outcome import ATTACHED, CORRECTED, NEW, REPEATED, UNCHANGED, Outcome
from ledger.einvoice.settling import Settling
from ledger.einvoice.state import EInvoiceState, HeldInvoice
from ledger.files.invoices import CREDIT_NOTE, INVOICE
from ledger.imports.changes import Changes, InvoiceVersion, NewInvoice
from ledger.imports.customers import CustomerBook
from ledger.registers.catalogue import InvoiceDocumentRow
from ledger.registers.register import Entered, Told, enter


@dataclass(frozen=True, slots=True)
class Decided:
    """Facts for the ledger, versions of the register of documents, and what became of each file."""

    changes: Changes
    entered: Entered


def decide_einvoices(read: Sequence[tuple[Document, Outcome]], state: EInvoiceState) -> Decided:
    """The outcomes are filled in."""
    claims = [claim for document, outcome in read if (claim := claim_of(document, outcome)) is not None]
    decision = _Decision(state)
    # Credit notes after the invoices they lower, whatever the order of the files.
    for claim in sorted(once(claims), key=lambda one: (one.credit, one.invoice.issued_on, one.key)):
        decision.take(claim)
    decided = decision.decided()
    decided.entered.unchanged += sum(claim.outcome.status == REPEATED for claim in claims)
    return decided


class _Decision:
    """Turns one document after the other into changes."""

    def __init__(self, state: EInvoiceState) -> None:
        self._state = state
        self._known = state.knowledge
        self._changes = Changes()
        self._book = CustomerBook(state.customers, state.ids)
        self._told: list[Told] = []
        self._unchanged = 0
        self._settling = Settling(state, self._changes)
        rows = [one.row for one in state.documents.values()]
        self._documented = {row.invoice_id for row in rows}
        self._seller = _usual_seller(rows)

    def decided(self) -> Decided:
        state = self._state
        self._settling.settle_credits()
        self._book.save_in(self._changes, on=self._known.on)
        entered = enter(self._told, state.documents, next_id=state.next_document_id, on=self._known.on)
        entered.unchanged += self._unchanged
        return Decided(self._changes, entered)

    def take(self, claim: Claim) -> None:
        outcome, recorded = claim.outcome, self._state.documents.get(claim.key)
        self._check_seller(claim)
        held = self._held(claim) if recorded is None else self._state.invoices.get(recorded.row.invoice_id)
        if outcome.why:
            return
        if held is None:
            held = self._add(claim)
        else:
            outcome.status = ATTACHED if recorded is None else UNCHANGED
            self._describe(claim, held)
            self._compare(claim, held)
        self._document(claim, held)
        self._documented.add(held.id)
        self._settling.note(held, claim.invoice, outcome)

    def _check_seller(self, claim: Claim) -> None:
        """Invoices we received are not invoices we sent: most earlier documents tell who we are."""
        invoice, outcome = claim.invoice, claim.outcome
        if self._seller is None:
            return
        if invoice.buyer.company == self._seller:
            outcome.refuse(
                "The buyer is the seller of earlier documents: it is an invoice to pay, not a claim."
            )
        elif invoice.seller.company not in (None, self._seller):
            outcome.doubts.append(
                f"The seller, {invoice.seller.company}, is not that of earlier documents: only invoices "
                "that the company itself issued belong here."
            )

    def _held(self, claim: Claim) -> HeldInvoice | None:
        """The invoice of the ledger that the document is; the outcome says when nobody can tell."""
        outcome = claim.outcome
        if outcome.why:
            return None
        found = self._state.buyers.candidates(claim.invoice.buyer)
        # An invoice that has another document, of another seller or year, only happens to have this number.
        numbered = [
            one
            for one in self._state.invoices.numbered(claim.invoice.number)
            if one.id not in self._documented or _is(one, claim)
        ]
        same = [one for one in numbered if one.customer_id in found.ids]
        if not found.ids:
            same = [one for one in numbered if _is(one, claim)]
            if len(same) == 1:
                outcome.doubts.append(
                    "The buyer is known neither by number nor name; number, day and amount are those of an "
                    "invoice of the ledger."
                )
        held = _only(same, claim)
        if held is None and same:
            outcome.refuse(
                f"The ledger holds {len(same)} invoices of this number; none has its amount and day."
            )
        elif held is not None and held.credit != claim.credit:
            kinds = ("a credit note", "an invoice") if held.credit else ("an invoice", "a credit note")
            outcome.refuse(f"The ledger holds this number as {kinds[0]}; the document is {kinds[1]}.")
        elif held is None:
            self._refuse_unknown(found, outcome)
        return held

    def _refuse_unknown(self, found: Candidates, outcome: Outcome) -> None:
        if len(found.ids) > 1:
            codes = ", ".join(sorted(self._state.buyers.customers[one].code for one in found.ids))
            outcome.refuse(
                f"Several customers have the buyer's {found.by} ({codes}), and none has this number. Link or "
                "correct them in the customer master first."
            )
        elif not found.ids and found.code is None:
            outcome.refuse(
                "The buyer (BT-44) has no name, and neither SIREN nor VAT number that could be used."
            )

    def _add(self, claim: Claim) -> HeldInvoice:
        invoice, ids = claim.invoice, self._state.ids
        known_on = self._known.of(invoice.issued_on)
        customer_id, agreed = self._customer(claim, known_on)
        due = due_of(invoice, agreed.terms if agreed else None)
        values = (
            customer_id,
            claim.outcome.kind or INVOICE,
            invoice.issued_on,
            due.on,
            claim.cents,
            invoice.currency,
        )
        source_id = self._source_id(claim)
        self._changes.invoices.append(
            NewInvoice(ids.invoice, source_id, invoice.number, *values, known_on, due.source)
        )
        held = HeldInvoice(
            id=ids.invoice,
            version=0,
            source=self._state.source,
            source_id=source_id,
            number=invoice.number,
            customer_id=customer_id,
            issued_on=invoice.issued_on,
            due_on=due.on,
            due_on_source=due.source,
            amount_cents=claim.cents,
            open_cents=claim.cents,
            currency=invoice.currency,
            known_on=known_on,
        )
        ids.invoice += 1
        self._state.invoices.put(held)
        claim.outcome.status = NEW
        self._describe(claim, held)
        self._doubt_new(claim, due)
        return held

    def _customer(self, claim: Claim, known_on: date) -> tuple[int, KnownCustomer | None]:
        buyer, buyers = claim.invoice.buyer, self._state.buyers
        found = buyers.candidates(buyer)
        if found.ids:
            known = buyers.customers[found.ids[0]]
            return self._book.id_of(known.code, known_on=known_on), known
        code = found.code or ""
        customer_id = self._book.id_of(code, known_on=known_on)
        self._book.name(code, buyer.said.name, said_on=claim.invoice.issued_on)
        buyers.add(KnownCustomer(customer_id, code, buyer.said.name, buyer.company, buyer.vat, None))
        return customer_id, None

    def _source_id(self, claim: Claim) -> str:
        """Named by its number, as files of allocations name it, unless another invoice has that name."""
        plain = f"number {claim.invoice.number}"
        return claim.key if self._state.invoices.named(self._state.source, plain) else plain

    def _describe(self, claim: Claim, held: HeldInvoice) -> None:
        outcome, known = claim.outcome, self._state.buyers.customers[held.customer_id]
        outcome.customer, outcome.customer_name = known.code, known.name or outcome.customer_name
        outcome.due_on, outcome.due_on_source = held.due_on, held.due_on_source

    def _doubt_new(self, claim: Claim, due: Due) -> None:
        doubts, invoice = claim.outcome.doubts, claim.invoice
        if due.source == BY_DEFAULT:
            doubts.append(f"It says no due date that could be used; thirty days were taken ({due.on}).")
        if due.parts > 1:
            doubts.append(f"It is to be paid in {due.parts} parts; the last day was taken ({due.on}).")
        if invoice.issued_on > self._known.on:
            doubts.append(f"It is dated {invoice.issued_on}, after the day of the import.")
        if claim.outcome.prepaid_cents:
            paid = claim.outcome.prepaid_cents / 100
            doubts.append(f"Of its total {paid:.2f} was paid before (BT-113); only the rest is owed.")

    def _compare(self, claim: Claim, held: HeldInvoice) -> None:
        """A difference is told and changes nothing, but for a due date that only was our guess."""
        outcome, invoice = claim.outcome, claim.invoice
        own, buyers = held.source == self._state.source, self._state.buyers
        outcome.doubts += differences(claim, held, own=own, buyers=buyers)
        due = due_of(invoice, buyers.customers[held.customer_id].terms)
        if due.on == held.due_on:
            return
        surer = SURENESS[due.source] >= SURENESS.get(held.due_on_source, 0)
        if own and held.due_on_source != PROVIDED and surer:
            self._redate(held, due, outcome)
        elif due.source == PROVIDED:
            outcome.doubts.append(
                f"The ledger holds it as due on {held.due_on}, the document says {due.on}; the "
                "ledger was not changed."
            )

    def _redate(self, held: HeldInvoice, due: Due, outcome: Outcome) -> None:
        values = (CREDIT_NOTE if held.credit else INVOICE, held.issued_on, due.on, held.amount_cents)
        self._changes.invoice_versions.append(
            InvoiceVersion(
                *(held.id, held.version + 1, held.customer_id, *values, held.currency, self._known.on),
                due.source,
            )
        )
        outcome.status, outcome.due_on, outcome.due_on_source = CORRECTED, due.on, due.source

    def _document(self, claim: Claim, held: HeldInvoice) -> None:
        recorded = self._state.documents.get(claim.key)
        row = document_row(claim.document, held.id)
        if recorded is not None:
            before = richness_of(recorded.row.form, recorded.row.profile)
            if claim.document.richness < before or tuple(recorded.row) == tuple(row):
                self._unchanged += 1
                return
            claim.outcome.status = CORRECTED
        known_on = max(self._known.of(claim.invoice.issued_on), held.known_on)
        self._told.append(Told(claim.key, known_on, row))


def _usual_seller(rows: Sequence[InvoiceDocumentRow]) -> str | None:
    """The SIREN that sold most of what is known; None while none did."""
    sold = Counter(row.seller_siren for row in rows if row.seller_siren is not None)
    return next((seller for seller, times in sold.items() if 2 * times > sold.total()), None)


def _is(held: HeldInvoice, claim: Claim) -> bool:
    amounts = (claim.outcome.amount_cents, claim.outcome.total_cents)
    return held.amount_cents in amounts and held.issued_on == claim.invoice.issued_on


def _only(found: Sequence[HeldInvoice], claim: Claim) -> HeldInvoice | None:
    """The one invoice; of several that carry one number, the one of this amount or of this day."""
    if len(found) <= 1:
        return found[0] if found else None
    amounts = (claim.outcome.amount_cents, claim.outcome.total_cents)
    for alike in (
        [one for one in found if _is(one, claim)],
        [one for one in found if one.amount_cents in amounts],
        [one for one in found if one.issued_on == claim.invoice.issued_on],
    ):
        if len(alike) == 1:
            return alike[0]
    return None
