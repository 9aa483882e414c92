"""The e-mail of a notice: subject, plain text, HTML, and the code to pay by telephone as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import segno

from dunning.letters.columns import Charges, InvoiceTable, Row, Sum
from dunning.letters.mail_page import page_of
from dunning.letters.sheet import Sheet, sheet_of
from dunning.letters.templates import Templates
from dunning.notice import Notice
from messaging.message import Attachment


@dataclass(frozen=True, slots=True)
class Worded:
    """An e-mail ready to be queued; `texts_version` is that of the texts it was made from."""

    subject: str
    text: str
    html: str
    texts_version: str
    attachments: tuple[Attachment, ...] = field(default=())


def worded(notice: Notice, templates: Templates) -> Worded:
    """The notice as an e-mail. Raises NoticeRefused and TemplateRefused."""
    sheet = sheet_of(notice, templates)
    return Worded(
        subject=sheet.subject,
        text=_plain(sheet),
        html=page_of(sheet),
        texts_version=sheet.texts_version,
        attachments=_code(sheet),
    )


def _code(sheet: Sheet) -> tuple[Attachment, ...]:
    if not sheet.payment.code:
        return ()
    held = BytesIO()
    qr = segno.make_qr(sheet.payment.code, encoding="utf-8", error="m", boost_error=False)
    qr.save(held, kind="png", scale=5, border=4)
    return (Attachment("epc-qr.png", "image/png", held.getvalue()),)


def _plain(sheet: Sheet) -> str:
    reach = filter(None, (sheet.sender.phone, sheet.sender.email))
    blocks = [
        sheet.greeting,
        *sheet.opening,
        *("\n".join(_plain_table(table, sheet)) for table in sheet.tables),
        "\n".join(_plain_charges(sheet.charges, sheet)) if sheet.charges else "",
        *sheet.body,
        "\n".join(_plain_payment(sheet)),
        "\n".join(_plain_past(sheet)),
        sheet.closing,
        "\n".join((*sheet.signature, *reach)),
        "\n".join(sheet.sender.mentions),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _plain_table(table: InvoiceTable, sheet: Sheet) -> Iterator[str]:
    yield from (_plain_row(row, sheet.labels.columns, sheet) for row in table.rows)
    yield from _plain_sums(table.sums, sheet)


def _plain_charges(charges: Charges, sheet: Sheet) -> Iterator[str]:
    yield sheet.labels.charges
    yield from (_plain_row(row, sheet.labels.charge_columns, sheet) for row in charges.rows)
    yield from _plain_sums(charges.sums, sheet)
    yield from (text for text in (sheet.labels.beside, charges.rates) if text)


def _plain_row(row: Row, names: tuple[str, ...], sheet: Sheet) -> str:
    """One invoice on one line; what is not due is not said to be late."""
    number, *cells = row.cells
    told = (
        cell if cell == sheet.labels.not_due else f"{name.lower()} {cell}"
        for name, cell in zip(names[1:], cells, strict=True)
    )
    return f"- {number}{sheet.labels.colon}{', '.join(told)}" + (f" ({row.note})" if row.note else "")


def _plain_sums(sums: tuple[Sum, ...], sheet: Sheet) -> Iterator[str]:
    return (f"{one.label}{sheet.labels.colon}{one.amount}" for one in sums)


def _plain_payment(sheet: Sheet) -> Iterator[str]:
    payment, labels = sheet.payment, sheet.labels
    if payment.facts:
        yield labels.payment
        yield from (f"{fact.name}{labels.colon}{fact.value}" for fact in payment.facts)
    if payment.code:
        yield labels.attached_code


def _plain_past(sheet: Sheet) -> Iterator[str]:
    if sheet.past:
        yield sheet.labels.past
        yield from (f"- {one}" for one in sheet.past)
