"""The file of a claim: what an insurer asks for, as plain files with their digests, always packed alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from credit.cover.book import Book
from credit.cover.cover import CoverVersion
from kernel.bundle import csv_bytes, decimal_text, digest, sums_of
from ledger.registers.catalogue import LegalEventRow

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Invoice:
    """`paid_cents` is what settled it, in whatever way."""

    number: str
    kind: str
    issued_on: date
    delivered_on: date
    due_on: date
    amount_cents: int
    paid_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Payment:
    paid_on: date
    kind: str
    amount_cents: int
    unallocated_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something done about what is owed: a dispute, a promise, a hand-over."""

    happened_on: date
    known_on: date
    author: str
    matter: str
    act: str
    told: str


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    book: Book
    identity: Mapping[str, str]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    steps: tuple[Step, ...]
    covers: tuple[CoverVersion, ...]
    events: tuple[LegalEventRow, ...]


def claim_files(facts: ClaimFacts, *, on: date) -> dict[str, bytes]:
    """Each file by its name; the index and the digests come last and name the others."""
    tables: dict[str, Rows] = {
        "statement.csv": _statement(facts, on),
        "open_invoices.csv": _open_invoices(facts, on),
        "invoices.csv": _invoices(facts),
        "payments.csv": _payments(facts),
        "steps.csv": _steps(facts),
        "cover.csv": _covers(facts),
        "identity.csv": [("field", "value"), *sorted(facts.identity.items())],
        "legal_events.csv": _events(facts),
    }
    files = {name: csv_bytes(rows) for name, rows in tables.items()}
    files["claim.html"] = _page(facts, tables, on)
    listed = [(name, str(len(content)), digest(content)) for name, content in sorted(files.items())]
    files["index.csv"] = csv_bytes([("file", "bytes", "sha256"), *listed])
    return files | {"SHA256SUMS": sums_of(files)}


def _statement(facts: ClaimFacts, on: date) -> Rows:
    """Gross, credits and net, what of the net is covered and what the insurer would pay of it."""
    rows: list[Sequence[str]] = [
        ("currency", "gross", "credits", "net", "disputed", "covered", "uncovered", "insured_loss")
    ]
    for currency in facts.book.currencies:
        of = facts.book.insured(currency, on=on)
        mine = [one for one in facts.book.deliveries if one.currency == currency]
        amounts = (
            facts.book.gross_cents(currency),
            facts.book.credits_cents(currency),
            facts.book.net_cents(currency),
            sum(one.disputed_cents for one in mine),
            *(of.covered_cents, of.uncovered_cents, of.insured_loss_cents),
        )
        rows.append((currency, *map(decimal_text, amounts)))
    return rows


def _open_invoices(facts: ClaimFacts, on: date) -> Rows:
    rows: list[Sequence[str]] = [
        ("number", "delivered_on", "due_on", "days_late", "open", "disputed", "covered", "policy", "currency")
    ]
    shares: dict[int, list[Any]] = {}
    for currency in facts.book.currencies:
        for share in facts.book.insured(currency, on=on).shares:
            shares.setdefault(share.delivery.invoice_id, []).append(share)
    for one in facts.book.deliveries:
        mine = shares.get(one.invoice_id, [])
        rows.append(
            (
                *(one.number, one.delivered_on.isoformat(), one.due_on.isoformat()),
                *(
                    str(max((on - one.due_on).days, 0)),
                    decimal_text(one.open_cents),
                    decimal_text(one.disputed_cents),
                ),
                decimal_text(sum(share.covered_cents for share in mine)),
                " ".join(share.policy_number for share in mine),
                one.currency,
            )
        )
    return rows


def _invoices(facts: ClaimFacts) -> Rows:
    head = ("number", "kind", "issued_on", "delivered_on", "due_on", "amount", "settled", "currency")
    return [
        head,
        *(
            (
                *(one.number, one.kind, *map(str, (one.issued_on, one.delivered_on, one.due_on))),
                *(decimal_text(one.amount_cents), decimal_text(one.paid_cents), one.currency),
            )
            for one in facts.invoices
        ),
    ]


def _payments(facts: ClaimFacts) -> Rows:
    return [
        ("paid_on", "kind", "amount", "unallocated", "currency"),
        *(
            (
                str(one.paid_on),
                one.kind,
                decimal_text(one.amount_cents),
                decimal_text(one.unallocated_cents),
                one.currency,
            )
            for one in facts.payments
        ),
    ]


def _steps(facts: ClaimFacts) -> Rows:
    return [
        ("happened_on", "known_on", "author", "matter", "act", "told"),
        *(
            (str(one.happened_on), str(one.known_on), one.author, one.matter, one.act, one.told)
            for one in facts.steps
        ),
    ]


def _covers(facts: ClaimFacts) -> Rows:
    head = ("policy", "kind", "state", "amount", "currency", "quota_percent", "from", "until", "known_on")
    return [
        head,
        *(
            (
                *(
                    one.row.policy_number,
                    one.row.kind,
                    one.row.state,
                    decimal_text(one.row.cents),
                    one.row.currency,
                ),
                "" if one.row.quota_bp is None else decimal_text(one.row.quota_bp),
                *(str(one.row.from_on), str(one.row.until_on or ""), str(one.known_on)),
            )
            for one in facts.covers
        ),
    ]


def _events(facts: ClaimFacts) -> Rows:
    return [
        ("published_on", "happened_on", "kind", "nature", "court"),
        *(
            (str(one.published_on), str(one.happened_on or ""), one.kind, one.nature, one.court or "")
            for one in facts.events
        ),
    ]


def _page(facts: ClaimFacts, tables: Mapping[str, Rows], on: date) -> bytes:
    """The same tables for a reader, on one page that loads nothing from elsewhere."""
    title = escape(f"Claim / demande d'indemnisation: {facts.book.code} {facts.book.name}, {on}")
    parts = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>']
    for name, rows in tables.items():
        parts.append(f"<h2>{escape(name.removesuffix('.csv').replace('_', ' '))}</h2><table border=1>")
        for place, row in enumerate(rows):
            cell = "td" if place else "th"
            parts.append("<tr>" + "".join(f"<{cell}>{escape(one)}</{cell}>" for one in row) + "</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</html>", ""]).encode()
