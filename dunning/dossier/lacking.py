"""What a dossier should hold and does not."""

from collections.abc import Iterator
from typing import NamedTuple

from dunning.actions import What
from dunning.dossier.facts import DossierFacts
from dunning.dossier.papers import Kind
from dunning.scenario import Way
from messaging.delivery import State

_WRITTEN = (Way.EMAIL, Way.LETTER, Way.REGISTERED, Way.WEBHOOK)


class Lack(NamedTuple):
    """`what` is a word of `dunning.dossier.words`, `about` an invoice's number or that of an action."""

    what: str
    about: str = ""
    form: str = ""


def lacking(facts: DossierFacts) -> list[Lack]:
    """In the order of a file: invoices, deliveries, the contract, the proof of reminders, the proceeding."""
    return [*_of_invoices(facts), *_of_contract(facts), *_of_reminders(facts), *_of_proceeding(facts)]


def _of_invoices(facts: DossierFacts) -> Iterator[Lack]:
    held = {(one.kind, one.invoice_id) for one in facts.papers if not one.withdrawn}
    for item in facts.account.items:
        if (Kind.INVOICE, item.invoice_id) not in held:
            form = facts.documents.get(item.invoice_id, "")
            # Rows of a CSV file are no document of their own: nothing was lost by not keeping it.
            yield (
                Lack("einvoice", item.number, form)
                if form not in ("", "csv")
                else Lack("invoice", item.number)
            )
        if (Kind.DELIVERY, item.invoice_id) not in held:
            yield Lack("delivery", item.number)


def _of_contract(facts: DossierFacts) -> Iterator[Lack]:
    kinds = {one.kind for one in facts.papers if not one.withdrawn}
    if Kind.CONTRACT not in kinds:
        yield Lack("contract")
    if Kind.TERMS not in kinds:
        yield Lack("terms")
    if not facts.clauses.known:
        yield Lack("clauses")


def _of_reminders(facts: DossierFacts) -> Iterator[Lack]:
    for one in facts.proofs:
        passed = any(event.what is What.PASSED for event in one.action.events)
        if passed and one.action.way in _WRITTEN and one.state is not State.SENT:
            yield Lack("proof", str(one.action.id))


def _of_proceeding(facts: DossierFacts) -> Iterator[Lack]:
    proceeding = facts.proceeding
    if proceeding is None or not proceeding.open:
        return
    if not any(one.kind is Kind.DECLARATION and not one.withdrawn for one in facts.papers):
        yield Lack("declaration")
