"""What a dossier should hold and does not."""

from collections.abc import Iterator
from typing import NamedTuple

from dunning.actions import What
from dunning.dossier.facts import DossierFacts
from dunning.dossier.papers import Kind
from dunning.scenario import Way
from messaging.delivery import State

_WRITTEN = (Way.EMAIL, Way.LETTER, Way.REGISTERED, Way.WEBHOOK, Way.SMS)


class Lack(NamedTuple):
    """`what` is a word of `dunning.dossier.words`, `about` the numbers of invoices, or of actions."""

    what: str
    about: tuple[str, ...] = ()
    form: str = ""


def lacking(facts: DossierFacts) -> list[Lack]:
    """In the order of a file: invoices, deliveries, the contract, the proof of reminders, the proceeding."""
    return [*_of_invoices(facts), *_of_contract(facts), *_of_reminders(facts), *_of_proceeding(facts)]


def _of_invoices(facts: DossierFacts) -> Iterator[Lack]:
    held = {(one.kind, one.invoice_id) for one in facts.papers if not one.withdrawn}
    undocumented: dict[tuple[str, str], list[str]] = {}
    for item in facts.account.items:
        if (Kind.INVOICE, item.invoice_id) not in held:
            form = facts.documents.get(item.invoice_id, "")
            # A row of a CSV file is no document of its own: nothing was lost by not keeping it.
            key = ("invoice", "") if form in ("", "csv") else ("einvoice", form)
            undocumented.setdefault(key, []).append(item.number)
    for (what, form), numbers in sorted(undocumented.items()):
        yield Lack(what, tuple(numbers), form)
    items = facts.account.items
    undelivered = [one.number for one in items if (Kind.DELIVERY, one.invoice_id) not in held]
    if undelivered:
        yield Lack("delivery", tuple(undelivered))


def _of_contract(facts: DossierFacts) -> Iterator[Lack]:
    kinds = {one.kind for one in facts.papers if not one.withdrawn}
    if Kind.CONTRACT not in kinds:
        yield Lack("contract")
    if Kind.TERMS not in kinds:
        yield Lack("terms")
    if not facts.clauses.known:
        yield Lack("clauses")


def _of_reminders(facts: DossierFacts) -> Iterator[Lack]:
    doubtful = [
        str(one.action.id)
        for one in facts.proofs
        if any(event.what is What.PASSED for event in one.action.events)
        and one.action.way in _WRITTEN
        and one.state is not State.SENT
    ]
    if doubtful:
        yield Lack("proof", tuple(doubtful))


def _of_proceeding(facts: DossierFacts) -> Iterator[Lack]:
    proceeding = facts.proceeding
    if proceeding is None or not proceeding.open:
        return
    if not any(one.kind is Kind.DECLARATION and not one.withdrawn for one in facts.papers):
        yield Lack("declaration")
