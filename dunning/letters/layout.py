"""What a page says, as plain values for the typesetter; none of it is ever read as markup."""

from io import BytesIO
from typing import Any

import segno

from dunning.letters.columns import Row, Sum
from dunning.letters.sheet import Sheet
from dunning.letters.typography import drawable, not_drawable
from dunning.notice import Form

Values = dict[str, Any]


def layout_of(sheet: Sheet) -> Values:
    """The letter as the template reads it, with a box for what its fonts cannot draw."""
    told = _drawable(
        {
            **_head(sheet),
            **_middle(sheet),
            "payment": _payment(sheet),
            "past": list(sheet.past),
            "past-title": sheet.labels.past,
            "closing": sheet.closing,
            "signature": list(sheet.signature),
            "signed": sheet.form is not Form.STATEMENT,
            "page": sheet.labels.page,
            "running": f"{sheet.labels.reference}{sheet.labels.colon}{sheet.reference}",
        }
    )
    day = sheet.dated_on
    return {**told, "date": {"year": day.year, "month": day.month, "day": day.day}}


def not_drawn(sheet: Sheet) -> str:
    """The letters a page shows as a box, each once: somebody should write the name in another script."""
    party = (sheet.recipient.name, *sheet.recipient.lines, sheet.recipient.contact, sheet.sender.name)
    numbers = (cell for table in sheet.tables for row in table.rows for cell in row.cells)
    paragraphs = (sheet.subject, *sheet.opening, *sheet.body)
    return not_drawable("".join((*party, *numbers, *paragraphs)))


def _head(sheet: Sheet) -> Values:
    sender, recipient, labels = sheet.sender, sheet.recipient, sheet.labels
    reach = [text for text in (sender.phone, sender.email) if text]
    marks = [(labels.reference, sheet.reference), (labels.customer, sheet.customer)]
    return {
        "language": sheet.language.value,
        "title": sheet.subject,
        "reference": sheet.reference,
        "sender": {
            "name": sender.name,
            "lines": [*sender.lines, *reach],
            "mentions": [sender.name, *sender.mentions],
        },
        "address": [text for text in (recipient.name, recipient.contact, *recipient.lines) if text],
        "registered": labels.registered if sheet.registered else "",
        "marks": [list(mark) for mark in marks if mark[1]],
        "day": sheet.day,
        "subject": f"{labels.subject}{labels.colon}{sheet.subject}",
    }


def _middle(sheet: Sheet) -> Values:
    labels, charges = sheet.labels, sheet.charges
    return {
        "greeting": sheet.greeting,
        "opening": list(sheet.opening),
        "columns": list(sheet.columns or labels.columns),
        "tables": [{"rows": _rows(table.rows), "sums": _sums(table.sums)} for table in sheet.tables],
        "charges": None
        if charges is None
        else {"rows": _rows(charges.rows), "sums": _sums(charges.sums), "rates": charges.rates},
        "charge-labels": {
            "charges": labels.charges,
            "beside": labels.beside,
            "columns": list(labels.charge_columns),
        },
        "body": list(sheet.body),
    }


def _payment(sheet: Sheet) -> Values:
    payment, labels = sheet.payment, sheet.labels
    return {
        "title": labels.payment,
        "facts": [[fact.name, fact.value, fact.strong] for fact in payment.facts],
        "code": qr_svg(payment.code) if payment.code else "",
        "code-alt": labels.by_telephone,
    }


def qr_svg(payload: str) -> str:
    """The code as a picture: it holds squares, and none of the text it stands for."""
    held = BytesIO()
    qr = segno.make_qr(payload, encoding="utf-8", error="m", boost_error=False)
    qr.save(held, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return held.getvalue().decode("ascii")


def _rows(rows: tuple[Row, ...]) -> list[Values]:
    return [{"cells": list(row.cells), "note": row.note} for row in rows]


def _sums(sums: tuple[Sum, ...]) -> list[Values]:
    return [{"label": one.label, "amount": one.amount, "strong": one.strong} for one in sums]


def _drawable(told: Any) -> Any:
    if isinstance(told, str):
        return drawable(told)
    if isinstance(told, dict):
        return {key: _drawable(value) for key, value in told.items()}
    return [_drawable(one) for one in told] if isinstance(told, list) else told
