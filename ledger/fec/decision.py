"""What a set of accounting files adds to the ledger: facts not recorded yet, and what now settles what."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from ledger.fec.allocations import Imputed, Share, impute
from ledger.fec.carried import Joined
from ledger.fec.imputation import Open, settle
from ledger.fec.movements import Movement
from ledger.fec.revision import Revision
from ledger.fec.roles import OFFSET
from ledger.fec.state import RecordedFact
from ledger.imports.changes import (
    AllocationVersion,
    Changes,
    InvoiceVersion,
    NewAllocation,
    NewInvoice,
    NewPayment,
    PaymentVersion,
)
from ledger.imports.customers import CustomerBook
from ledger.master.terms import BY_DEFAULT, PROVIDED, TERMS

_EURO = "EUR"  # amounts of an accounting file are in the currency of the accounts (art. 123-22 C. com.)
_SURENESS = {PROVIDED: 2, TERMS: 1, BY_DEFAULT: 0}


def decide_fec(joined: Joined, revision: Revision) -> tuple[Changes, Counter[tuple[str, int]]]:
    """The changes, and how many shares were imputed by how and confidence."""
    decision = _Decision(revision)
    for movement in joined.movements:
        decision.take(movement)
    for fact in revision.vanished:
        decision.take_back(fact)
    opens = _opens(joined, revision)
    imputed = impute(settle(opens), opens)
    decision.save(imputed)
    decision.book.save_in(decision.changes, on=revision.state.knowledge.on)
    return decision.changes, Counter((one.how, one.confidence) for one in imputed.shares.values())


def _opens(joined: Joined, revision: Revision) -> list[Open]:
    state = revision.state
    carried = {key: list(letters) for key, letters in joined.letters.items()}
    told = {one.source_id: one.letter for one in joined.movements}
    opens = []
    for source_id, fact in state.facts.items():
        if fact.left and fact.kind != OFFSET:
            letters = carried.get((fact.account, fact.piece, fact.left))
            letter = told.get(source_id) or (letters.pop() if letters else None)
            day = fact.happened_on.toordinal()
            freed = source_id in revision.freed
            opens.append(
                Open(source_id, fact.item, fact.account, day, fact.left, fact.piece, letter, new=freed)
            )
    for one in joined.movements:
        if one.source_id not in state.facts:
            # An item open at the end of its year is lettered in the next one, on the line that carries it.
            letters = carried.get((one.account, one.piece, one.cents)) if one.letter is None else None
            letter = letters.pop() if letters else one.letter
            day = (one.issued_on if one.item else one.entered_on).toordinal()
            opens.append(
                Open(one.source_id, one.item, one.account, day, one.cents, one.piece, letter, new=True)
            )
    return opens


class _Party(NamedTuple):
    id: int
    known_on: date


class _Decision:
    """Turns movements into facts, and shares into allocations of these facts."""

    def __init__(self, revision: Revision) -> None:
        state = revision.state
        self.changes = Changes()
        self._released = dict(revision.released)
        self.book = CustomerBook(state.customers, state.ids)
        self._state = state
        self._parties = {name: _Party(fact.id, fact.known_on) for name, fact in state.facts.items()}
        self._customers: dict[str, int] = {name: fact.customer_id for name, fact in state.facts.items()}

    def take(self, movement: Movement) -> None:
        recorded = self._state.facts.get(movement.source_id)
        if (voided := self._state.voided.get(movement.source_id)) is not None:
            self._restore(movement, voided)
        elif recorded is None:
            self._add(movement)
        elif movement.item and _better(movement, recorded):
            self._redate(movement, recorded)
        else:
            self.changes.unchanged += 1

    def _add(self, one: Movement) -> None:
        ids, knowledge = self._state.ids, self._state.knowledge
        known_on = knowledge.of(max(one.entered_on, one.issued_on))
        if one.source_id in self._state.met:
            # Until today the other source told this money: known earlier, it would count twice on past
            # evenings.
            known_on = max(known_on, knowledge.on)
        customer_id = self.book.id_of(one.customer, known_on=known_on)
        self.book.name(one.customer, one.name, said_on=one.entered_on)
        self._customers[one.source_id] = customer_id
        self.changes.accepted += 1
        if one.item:
            values = (customer_id, _kind(one), one.issued_on, one.due_on, one.cents, _EURO)
            self.changes.invoices.append(
                NewInvoice(
                    *(ids.invoice, one.source_id, one.piece or None, *values, known_on),
                    one.due_on_source,
                    one.account_class,
                    one.opening,
                )
            )
            self._parties[one.source_id] = _Party(ids.invoice, known_on)
            ids.invoice += 1
            return
        self._pay(one.source_id, customer_id, one.entered_on, -one.cents, known_on, one.piece or None, one)

    def _pay(
        self,
        source_id: str,
        customer_id: int,
        paid_on: date,
        cents: int,
        known_on: date,
        reference: str | None,
        one: Movement | RecordedFact | None,
    ) -> None:
        kind, account_class = (OFFSET, "411") if one is None else (one.kind, one.account_class)
        payment_id = self._state.ids.payment
        self._state.ids.payment += 1
        values = (customer_id, paid_on, cents, _EURO, None, reference, known_on, kind, account_class)
        self.changes.payments.append(NewPayment(payment_id, source_id, *values))
        self._parties[source_id] = _Party(payment_id, known_on)

    def take_back(self, fact: RecordedFact) -> None:
        """A line that its program does not tell any more never was."""
        self._amend(fact, 0)
        self.changes.voided += 1

    def _restore(self, one: Movement, voided: RecordedFact) -> None:
        """A line told again after it was taken back."""
        self._parties[one.source_id] = _Party(voided.id, voided.known_on)
        self._customers[one.source_id] = voided.customer_id
        self._amend(voided, one.cents)

    def _amend(self, fact: RecordedFact, cents: int) -> None:
        on, version = self._state.knowledge.on, fact.version + 1
        if fact.item:
            kind = fact.kind if not cents else "credit_note" if cents < 0 else "invoice"
            values = (fact.customer_id, kind, fact.happened_on, fact.due_on or fact.happened_on, cents, _EURO)
            self.changes.invoice_versions.append(
                InvoiceVersion(fact.id, version, *values, on, fact.due_on_source)
            )
        else:
            paid = (fact.customer_id, fact.happened_on, -cents, _EURO, on)
            self.changes.payment_versions.append(PaymentVersion(fact.id, version, *paid))
        self.changes.accepted += 1
        self.changes.corrected += 1

    def _redate(self, one: Movement, recorded: RecordedFact) -> None:
        """Better terms give another due date."""
        values = (_kind(one), one.issued_on, one.due_on, one.cents, _EURO, self._state.knowledge.on)
        self.changes.invoice_versions.append(
            InvoiceVersion(
                recorded.id, recorded.version + 1, recorded.customer_id, *values, one.due_on_source
            )
        )
        self.changes.accepted += 1
        self.changes.corrected += 1

    def save(self, imputed: Imputed) -> None:
        for name, (debit, credit) in imputed.offsets.items():
            if name not in self._parties:
                known_on = max(self._parties[debit.key].known_on, self._parties[credit.key].known_on)
                day = date.fromordinal(max(debit.day, credit.day))
                self._pay(name, self._customers[debit.key], day, 0, max(known_on, day), None, None)
        for share in imputed.shares.values():
            self._allocate(share)
        on = self._state.knowledge.on
        self.changes.allocation_versions += [
            AllocationVersion(share.id, share.version + 1, 0, on) for share in self._released.values()
        ]

    def _allocate(self, share: Share) -> None:
        name = f"{share.payment} > {share.item}"
        recorded = self._state.shares.get(name)
        if recorded is not None and recorded.how != share.how:
            # How a share was found is part of it: what a letter settles is no longer a guess.
            name = f"{name} by {share.how}"
            recorded = self._state.shares.get(name)
        knowledge = self._state.knowledge
        if not share.cents:
            return
        if recorded is not None:
            cents = recorded.cents + share.cents
            released = self._released.pop(name, None)
            if released is None or released.cents != cents:
                version = AllocationVersion(recorded.id, recorded.version + 1, cents, knowledge.on)
                self.changes.allocation_versions.append(version)
            return
        payment, item = self._parties[share.payment], self._parties[share.item]
        day = date.fromordinal(share.day)
        known_on = max(payment.known_on, item.known_on, knowledge.of(day))
        self.changes.allocations.append(
            NewAllocation(
                *(self._state.ids.allocation, name, payment.id, item.id, share.cents, day, known_on),
                share.how,
                share.confidence,
            )
        )
        self._state.ids.allocation += 1


def _kind(one: Movement) -> str:
    return "credit_note" if one.cents < 0 else "invoice"


def _better(one: Movement, recorded: RecordedFact) -> bool:
    """Whether the due date is another and at least as sure: a default never replaces agreed terms."""
    surer = _SURENESS[one.due_on_source] >= _SURENESS.get(recorded.due_on_source, 0)
    return surer and (one.due_on, one.due_on_source) != (recorded.due_on, recorded.due_on_source)
