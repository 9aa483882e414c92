"""Covers and deadlines as they are told outside."""

from dataclasses import asdict
from datetime import date
from typing import Any

from credit.cover.book import Book
from credit.cover.deadlines import Deadline
from credit.cover.usecases import CustomerCover
from credit.cover.words import kind_text, missed_text
from kernel.language import Language
from kernel.money import Money
from ledger.registers.catalogue import CoverRow, InsurancePolicyRow


def row_as_json(row: CoverRow | InsurancePolicyRow) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row._asdict().items() if name != "customer_id"}


def deadline_as_json(one: Deadline) -> dict[str, Any]:
    told = {name: _plain(value) for name, value in asdict(one).items()}
    texts = {
        language.value: {
            "what": kind_text(one.kind, language),
            "if_missed": missed_text(one.kind, language),
        }
        for language in Language
    }
    return {**told, "text": texts}


def book_as_json(book: Book, *, on: date) -> list[dict[str, Any]]:
    """One value a currency in which the customer owes something."""
    found = []
    for currency in book.currencies:
        of = book.insured(currency, on=on)
        found.append(
            {
                "customer": book.code,
                "name": book.name,
                "currency": currency,
                "gross_cents": book.gross_cents(currency),
                "credits_cents": book.credits_cents(currency),
                "net_cents": book.net_cents(currency),
                "covered_cents": of.covered_cents,
                "uncovered_cents": of.uncovered_cents,
                "insured_loss_cents": of.insured_loss_cents,
            }
        )
    return found


def book_rows(book: Book, *, on: date) -> list[tuple[str, ...]]:
    names = ("net_cents", "covered_cents", "uncovered_cents", "insured_loss_cents")
    return [
        (book.code, book.name, *(str(Money(one[name], one["currency"])) for name in names))
        for one in book_as_json(book, on=on)
    ]


def history_as_json(found: CustomerCover) -> dict[str, Any]:
    covers = [cover for one in found.book.contracts if (cover := one.on(found.as_of)) is not None]
    return {
        "customer": found.book.code,
        "name": found.book.name,
        "as_of": found.as_of.isoformat(),
        "in_force": [{name: _plain(value) for name, value in asdict(one).items()} for one in covers],
        "owed": book_as_json(found.book, on=found.as_of),
        "history": [
            {**row_as_json(one.row), "known_on": one.known_on.isoformat(), "author": one.author}
            for one in found.history
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
