"""The file of a claim: what an insurer asks for, as plain files with their digests, always packed alike."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from credit.cover.book import Book
from credit.cover.cover import CoverVersion
from ledger.registers.catalogue import LegalEventRow

_NO_INSTANT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can tell: the day it was packed is no fact
Rows = Sequence[Sequence[str]]
_PLAIN_FILE = 0o644 << 16
# A cell that begins so is run as a formula by spreadsheets; customers write their own names.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    files = {name: _csv(rows) for name, rows in tables.items()}
    files["claim.html"] = _page(facts, tables, on)
    listed = [(name, str(len(content)), _digest(content)) for name, content in sorted(files.items())]
    files["index.csv"] = _csv([("file", "bytes", "sha256"), *listed])
    return files | {"SHA256SUMS": _sums(files)}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but the files."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name, date_time=_NO_INSTANT)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _PLAIN_FILE, 3
            archive.writestr(entry, files[name])
    return held.getvalue()


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
        rows.append((currency, *map(_amount, amounts)))
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
                *(str(max((on - one.due_on).days, 0)), _amount(one.open_cents), _amount(one.disputed_cents)),
                _amount(sum(share.covered_cents for share in mine)),
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
                *(_amount(one.amount_cents), _amount(one.paid_cents), one.currency),
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
                _amount(one.amount_cents),
                _amount(one.unallocated_cents),
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
                    _amount(one.row.cents),
                    one.row.currency,
                ),
                "" if one.row.quota_bp is None else _amount(one.row.quota_bp),
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


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    held = StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return held.getvalue().encode()


def _harmless(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(files.items())).encode()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _amount(cents: int) -> str:
    sign, (units, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return f"{sign}{units}.{rest:02d}"
