"""Keep papers of customers, and put a customer's dossier together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dunning.dossier.errors import PaperRefused
from dunning.dossier.files import dossier_files
from dunning.dossier.gathering.repository import dossier_facts
from dunning.dossier.papers import Attached, Paper, media_of, name_shown
from dunning.dossier.repository import PaperReader, PaperRepository
from dunning.dossier.statement import StatementPress
from kernel.bundle import digest, packed
from kernel.language import Language
from ledger.errors import AmbiguousInvoice, UnknownInvoice
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation.accounts import Accounts
from ledger.relation.repository import RelationRepository
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper with the number of its invoice, and whether it was not there before."""

    paper: Paper
    invoice: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """Every file by its path."""

    files: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        """The zip: the same facts give the same bytes."""
        return packed(self.files)


def attach(session: WriteSession, act: Act, customer: str, file: Attached, *, happened_on: date) -> Kept:
    """Keep a file; the same one for the same purpose is kept once.

    Raises UnknownCustomer, UnknownInvoice, AmbiguousInvoice, PaperRefused.
    """
    media = media_of(file.content)
    _check(file, act, happened_on)
    ImportRepository(session).lock()
    relation = RelationRepository(session, as_recorded=None)
    customer_id = relation.customer_id(customer)
    accounts = relation.of_customer(customer_id, as_of=act.on).accounts
    invoice_id = _invoice(file.invoice, customer, customer_id, accounts) if file.invoice else 0
    repository = PaperRepository(session)
    paper = Paper(
        id=repository.next_id(),
        customer_id=customer_id,
        invoice_id=invoice_id,
        kind=file.kind,
        name=name_shown(file.name),
        media=media,
        sha256=digest(file.content),
        size=len(file.content),
        happened_on=happened_on,
        known_on=act.on,
        recorded_at=act.recorded_at,
        author=act.author,
        note=file.note,
    )
    for one in repository.of_customer(customer_id, as_of=date.max):
        if not one.withdrawn and _same(one) == _same(paper):
            return Kept(one, file.invoice)
    repository.add(paper, file.content)
    return Kept(paper, file.invoice, new=True)


def withdraw(session: WriteSession, act: Act, number: int, *, why: str) -> Paper:
    """A paper attached by mistake no longer counts. Raises UnknownPaper, PaperRefused."""
    ImportRepository(session).lock()
    repository = PaperRepository(session)
    paper = repository.numbered(number)
    if not why.strip():
        raise PaperRefused("Say why: whoever reads the case later must know.")
    if paper.withdrawn:
        raise PaperRefused(f"The paper {number} was withdrawn already: {paper.withdrawn}")
    if act.on < paper.known_on:
        raise PaperRefused(f"The paper {number} was attached on {paper.known_on}, after {act.on}.")
    repository.withdraw(number, act, why)
    return replace(paper, withdrawn=why)


def papers_of(session: ReadSession, customer: str, *, as_of: date) -> list[Kept]:
    """Raises UnknownCustomer."""
    relation = RelationRepository(session, as_recorded=None)
    customer_id = relation.customer_id(customer)
    accounts = relation.of_customer(customer_id, as_of=as_of).accounts
    return [
        Kept(one, accounts.number_of(one.invoice_id) if one.invoice_id else "")
        for one in PaperReader(session).of_customer(customer_id, as_of=as_of)
    ]


def dossier_of(
    session: ReadSession,
    customer: str,
    *,
    as_of: date,
    zone: ZoneInfo,
    press: StatementPress,
    language: Language,
) -> Dossier:
    """All about one customer as known on an evening. Raises UnknownCustomer."""
    facts = dossier_facts(session, customer, as_of=as_of, zone=zone)
    return Dossier(dossier_files(facts, press, language=language))


def _check(file: Attached, act: Act, happened_on: date) -> None:
    if file.kind.of_invoice and not file.invoice:
        raise PaperRefused(f"Of which invoice is it the {file.kind.value}? Say --invoice NUMBER.")
    if happened_on > act.on:
        raise PaperRefused(f"{happened_on} lies after {act.on}: a paper of a day to come proves nothing.")


def _invoice(number: str, customer: str, customer_id: int, accounts: Accounts) -> int:
    found = accounts.numbered(number, customer_id=customer_id)
    found = [one for one in found if one.amount_cents] or found
    if not found:
        raise UnknownInvoice(f"No invoice of {customer} has the number “{number}” on that day.")
    if len(found) > 1:
        raise AmbiguousInvoice(f"{customer} has {len(found)} invoices with the number “{number}”.")
    return found[0].invoice_id


def _same(paper: Paper) -> tuple[Any, ...]:
    return paper.customer_id, paper.invoice_id, paper.kind, paper.sha256
