"""What goes with a message beside its text: only ever files of its own customer, and no more than fits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dunning.actions import Action
from dunning.deciding import Decision
from dunning.dossier.facts import Account
from dunning.dossier.papers import Kind, Media, Paper
from messaging.message import Attachment

ENCLOSED = "enclosed"
_INVOICE = "i:"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """The stored file of an invoice that a message names."""

    invoice: str
    paper: int
    size: int
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """`account` is what a statement is printed from, None where none goes along.

    `left_out` are the numbers of invoices whose files are stored, and too large to go along: `most` bytes do.
    """

    invoices: tuple[InvoiceFile, ...] = ()
    left_out: tuple[str, ...] = ()
    account: Account | None = None
    most: int = 0

    def beside(self, taken: int) -> "Enclosed":
        """What still fits once so many bytes are taken."""
        kept = fitting(self.invoices, most=self.most - taken)
        left = [one.invoice for one in self.invoices if one not in kept]
        return replace(self, invoices=kept, left_out=(*self.left_out, *left))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The invoices' files, named by their numbers; a number that stands twice is told apart."""
        names: dict[str, int] = {}
        found = []
        for one in self.invoices:
            plain = _UNSAFE.sub("-", one.invoice).strip("-.")[:_LONGEST_NAME] or f"{one.paper}"
            names[plain.lower()] = names.get(plain.lower(), 0) + 1
            told = plain if names[plain.lower()] == 1 else f"{plain}-{one.paper}"
            found.append(Attachment(f"{told}.pdf", Media.PDF.value, one.content))
        return tuple(found)


NOTHING = Enclosed()


def files_of(decision: Decision, papers: Iterable[Paper]) -> tuple[InvoiceFile, ...]:
    """The file of each invoice that the decision lists, in its order: the one attached last, if it is a PDF.

    A paper of another customer is none of them, whatever invoice it is about.
    """
    stored = {
        one.invoice_id: one
        for one in sorted(papers, key=lambda paper: paper.id)
        if one.customer_id == decision.customer_id
        and (one.kind, one.media) == (Kind.INVOICE, Media.PDF)
        and not one.withdrawn
    }
    lines = {one.invoice_id: one for one in decision.lines if one.item.startswith(_INVOICE)}
    return tuple(
        InvoiceFile(line.number, stored[invoice].id, stored[invoice].size)
        for invoice, line in lines.items()
        if invoice in stored
    )


def fitting(files: Sequence[InvoiceFile], *, most: int) -> tuple[InvoiceFile, ...]:
    """Those that fit together, in their order; one too large does not keep a smaller one behind it."""
    kept, left = [], most
    for one in files:
        if one.size <= left:
            kept.append(one)
            left -= one.size
    return tuple(kept)


def as_details(attachments: Sequence[Attachment], enclosed: Enclosed) -> dict[str, Any]:
    """For the event that queues the message: each file by name and SHA-256; nothing where none goes along."""
    papers = [one.paper for one in enclosed.invoices]
    files = [{"name": one.name, "sha256": one.sha256, "bytes": len(one.content)} for one in attachments]
    told = {"files": files, "papers": papers, "left_out": list(enclosed.left_out)}
    return {ENCLOSED: told} if enclosed.account is not None or papers or enclosed.left_out else {}


def papers_told(action: Action) -> frozenset[int]:
    """The papers that go with the message of an action."""
    told: Mapping[str, Any] = next(
        (one.details[ENCLOSED] for one in reversed(action.events) if ENCLOSED in one.details), {}
    )
    return frozenset(told.get("papers", ()))
