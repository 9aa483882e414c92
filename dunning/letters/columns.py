"""The invoices of a notice in columns with their sums, and apart from them interest and indemnities."""

from collections.abc import Sequence
from dataclasses import dataclass

from dunning.letters.checked import counted
from dunning.letters.labels import LABELS, Labels, net_label
from dunning.letters.typography import clean, money_text
from dunning.letters.values import days_text, number_of
from dunning.notice import Form, Notice, NoticeLine, Total
from dunning.receivable.receivable import Receivable
from kernel.language import Language, day_text

# Longer notices tell interest and indemnities by invoice as well, since they are what is contested.
_DETAILED = frozenset({Form.FORMAL_NOTICE, Form.STATEMENT})


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice; `note` says what of it is not claimed."""

    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceTable:
    """The invoices of one currency and their sums."""

    currency: str
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Charges:
    """Interest and indemnities, beside the balance; `rates` says how they were reckoned."""

    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    rates: str


def tables_of(notice: Notice) -> tuple[InvoiceTable, ...]:
    """One table a currency, in the order of the totals."""
    tables = []
    for total in notice.totals:
        lines = [line for line in notice.lines if line.currency == total.currency]
        rows = tuple(_row(line, notice) for line in lines)
        tables.append(InvoiceTable(total.currency, rows, _sums(total, lines, notice)))
    return tuple(tables)


def charges_of(notice: Notice) -> Charges | None:
    """None where nothing is claimed beside the invoices."""
    if not notice.rates and not any(one.interest_cents or one.indemnity_cents for one in notice.totals):
        return None
    charged = [line for line in notice.lines if line.interest_cents or line.indemnity_cents]
    rows = tuple(_charge(line, notice.language) for line in charged) if notice.form in _DETAILED else ()
    sums = tuple(one for total in notice.totals for one in _charge_sums(total, notice.language))
    return Charges(rows, sums, clean(notice.rates))


def charges_claimed(left: Sequence[Receivable], language: Language) -> Charges | None:
    """What letters claimed beside the invoices and is still open; None where nothing is."""
    if not left:
        return None
    lines = [
        NoticeLine(
            *(one.invoice, None, one.due_on, one.currency, 0, 0, 0, 0),
            interest_cents=one.open_interest_cents,
            indemnity_cents=one.open_indemnity_cents,
        )
        for one in left
    ]
    totals = [
        Total(
            *(currency, 0, 0, 0),
            interest_cents=sum(one.interest_cents for one in lines if one.currency == currency),
            indemnity_cents=sum(one.indemnity_cents for one in lines if one.currency == currency),
        )
        for currency in sorted({one.currency for one in lines})
    ]
    sums = tuple(one for total in totals for one in _charge_sums(total, language))
    return Charges(tuple(_charge(line, language) for line in lines), sums, LABELS[language].claimed_before)


def _row(line: NoticeLine, notice: Notice) -> Row:
    language, labels = notice.language, LABELS[notice.language]
    cells = (
        number_of(line, labels),
        day_text(line.issued_on, language) if line.issued_on else "–",
        day_text(line.due_on, language),
        money_text(line.amount_cents, line.currency, language),
        money_text(line.open_cents, line.currency, language),
        days_text(line.days_late, labels) if line.days_late > 0 else labels.not_due,
    )
    return Row(cells, _note(line, notice.form, labels, language))


def _note(line: NoticeLine, form: Form, labels: Labels, language: Language) -> str:
    held = 0 if form is Form.STATEMENT else line.open_cents - line.claimed_cents - line.disputed_cents
    parts = ((labels.in_dispute, line.disputed_cents), (labels.held_back, held))
    return ", ".join(
        text.format(amount=money_text(cents, line.currency, language)) for text, cents in parts if cents
    )


def _sums(total: Total, lines: list[NoticeLine], notice: Notice) -> tuple[Sum, ...]:
    """From what is open to what is left to pay; a step that changes nothing is left out."""
    language, labels = notice.language, LABELS[notice.language]
    owed = sum(line.open_cents for line in lines)
    disputed = 0 if notice.form is Form.STATEMENT else sum(line.disputed_cents for line in lines)
    apart = owed - disputed - sum(counted(line, notice.form) for line in lines)

    def one(label: str, cents: int, *, strong: bool = False) -> Sum:
        return Sum(label, money_text(cents, total.currency, language), strong)

    steps = [one(labels.open, owed)] if disputed or apart else []
    steps += [one(labels.disputed, -disputed)] if disputed else []
    steps += [one(labels.set_apart, -apart)] if apart else []
    net = net_label(notice.form, language, total.net_cents)
    overdue = sum(line.open_cents for line in lines if line.days_late > 0)
    return (
        *steps,
        one(labels.gross, total.gross_cents),
        *([one(labels.overdue, overdue)] if notice.form is Form.STATEMENT else []),
        one(labels.credits, -total.credits_cents),
        one(net, abs(total.net_cents), strong=True),
    )


def _charge(line: NoticeLine, language: Language) -> Row:
    amounts = (
        money_text(cents, line.currency, language) for cents in (line.interest_cents, line.indemnity_cents)
    )
    return Row((number_of(line, LABELS[language]), *amounts))


def _charge_sums(total: Total, language: Language) -> list[Sum]:
    labels = LABELS[language]
    parts = ((labels.interest, total.interest_cents), (labels.indemnity, total.indemnity_cents))
    shown = [Sum(label, money_text(cents, total.currency, language)) for label, cents in parts if cents]
    both = total.interest_cents + total.indemnity_cents
    ends = (
        [Sum(labels.charges_total, money_text(both, total.currency, language), strong=True)] if both else []
    )
    return shown + ends
