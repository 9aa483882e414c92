"""The statement of account of a dossier, by whoever prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from dunning.dossier.facts import Account
from dunning.dossier.page import page, sentence, table
from dunning.dossier.words import day_or_blank, label, money_text, titled
from kernel.bundle import csv_bytes, decimal_text
from kernel.language import Language


class StatementPress(Protocol):
    """Prints an account as files by their names, without folders. The same account gives the same bytes."""

    def statement(self, account: Account, *, language: Language) -> Mapping[str, bytes]: ...


@dataclass(frozen=True, slots=True)
class PlainStatement:
    """A table for machines and the same for readers."""

    def statement(self, account: Account, *, language: Language) -> Mapping[str, bytes]:
        title = titled("account", f"{account.code} {account.name}", language)
        return {
            "statement.csv": csv_bytes(_rows(account)),
            "statement.html": page(title, account_parts(account, language), language),
        }


def account_parts(account: Account, language: Language) -> list[str]:
    """Sums, open items and credits as tables."""
    if not account.nets:
        return [f"<p>{escape(label('nothing_open', language))}</p>", *_beside(account, language)]
    sums = [
        (
            one.currency,
            *(
                money_text(cents, one.currency, language)
                for cents in (one.gross_cents, one.credit_cents, one.net_cents)
            ),
        )
        for one in account.nets
    ]
    items = [
        (
            one.number,
            day_or_blank(one.issued_on, language),
            day_or_blank(one.due_on, language),
            str(max((account.on - one.due_on).days, 0)),
            money_text(one.amount_cents, one.currency, language),
            money_text(one.open_cents, one.currency, language),
        )
        for one in account.items
    ]
    held = [
        (
            one.number or label("unallocated", language),
            day_or_blank(one.day, language),
            money_text(-one.cents, one.currency, language),
        )
        for one in account.credits
    ]
    heads = ("invoice", "issued_on", "due_on", "days_late", "amount", "open")
    return [
        table(_heads(("currency", "gross", "credits", "net"), language), sums),
        table(_heads(heads, language), items),
        *([table(_heads(("credit", "day", "amount"), language), held)] if held else []),
        *_beside(account, language),
    ]


def _beside(account: Account, language: Language) -> list[str]:
    """What was claimed beside the invoices, apart from every balance."""
    if not account.penalties:
        return []
    rows = [
        (
            one.invoice,
            one.letter,
            day_or_blank(one.letter_on, language),
            money_text(one.open_interest_cents, one.currency, language),
            money_text(one.open_indemnity_cents, one.currency, language),
        )
        for one in account.penalties
    ]
    heads = _heads(("invoice", "letter", "day", "interest", "indemnity"), language)
    return [sentence(label("beside", language)), table(heads, rows)]


def _heads(keys: tuple[str, ...], language: Language) -> list[str]:
    return [label(key, language) for key in keys]


def _rows(account: Account) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("what", "number", "issued_on", "due_on", "days_late", "amount", "open", "currency")
    ]
    for one in account.items:
        late = str(max((account.on - one.due_on).days, 0))
        issued = "" if one.issued_on is None else str(one.issued_on)
        cents = (decimal_text(one.amount_cents), decimal_text(one.open_cents))
        rows.append(("invoice", one.number, issued, str(one.due_on), late, *cents, one.currency))
    for held in account.credits:
        what, lowers = ("credit_note" if held.number else "money"), decimal_text(-held.cents)
        rows.append((what, held.number, str(held.day), "", "", lowers, lowers, held.currency))
    for net in account.nets:
        for what, sum_cents in (
            ("gross", net.gross_cents),
            ("credits", -net.credit_cents),
            ("net", net.net_cents),
        ):
            rows.append((what, "", "", "", "", "", decimal_text(sum_cents), net.currency))
    for left in account.penalties:
        told = (("interest", left.open_interest_cents), ("indemnity", left.open_indemnity_cents))
        for what, open_cents in told:
            if open_cents:
                lone = (what, left.invoice, str(left.letter_on), str(left.due_on), "", "")
                rows.append((*lone, decimal_text(open_cents), left.currency))
    return rows
