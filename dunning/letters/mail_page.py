"""The HTML of an e-mail: styles inline, since mail clients drop the rest, and every text escaped."""

from collections.abc import Iterator
from html import escape

from dunning.letters.columns import Row, Sum
from dunning.letters.sheet import Sheet

_INK, _FAINT, _LINE = "#1c2430", "#5b6675", "#d5dae1"
_BODY = f"margin:0;padding:24px;color:{_INK};font:15px/1.5 Georgia,'Times New Roman',serif"
_CELL = f"padding:6px 8px;border-bottom:1px solid {_LINE};text-align:"
_HEAD = f"color:{_FAINT};font-weight:normal;font-size:13px"
_TEXT_COLUMNS = 3  # number and two days stand left, figures right
_SUM = "padding:4px 8px;text-align:right;white-space:nowrap"
_SMALL = f"color:{_FAINT};font-size:13px"


def page_of(sheet: Sheet) -> str:
    """One page by itself: no script, no picture, nothing fetched."""
    parts = [
        f'<!doctype html><html lang="{sheet.language.value}"><head><meta charset="utf-8">',
        f'<title>{escape(sheet.subject)}</title></head><body style="{_BODY}">',
        '<div style="max-width:680px;margin:0 auto">',
        *_paragraphs(sheet.greeting, *sheet.opening),
        *(_table(sheet.labels.columns, table.rows, table.sums) for table in sheet.tables),
        *_charges(sheet),
        *_paragraphs(*sheet.body),
        *_payment(sheet),
        *_past(sheet),
        *_paragraphs(sheet.closing),
        f"<p>{_broken((*sheet.signature, *filter(None, (sheet.sender.phone, sheet.sender.email))))}</p>",
        *_mentions(sheet),
        "</div></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _paragraphs(*texts: str) -> Iterator[str]:
    return (f"<p>{escape(text)}</p>" for text in texts)


def _table(names: tuple[str, ...], rows: tuple[Row, ...], sums: tuple[Sum, ...]) -> str:
    left = _TEXT_COLUMNS if len(names) > _TEXT_COLUMNS else 1
    sides = ["left" if place < left else "right" for place in range(len(names))]
    parts = ['<table style="width:100%;border-collapse:collapse;margin:16px 0;font-size:14px">']
    if rows:
        named = zip(names, sides, strict=True)
        heads = (f'<th style="{_CELL}{side};{_HEAD}">{escape(name)}</th>' for name, side in named)
        parts.append("<tr>" + "".join(heads) + "</tr>")
    for row in rows:
        cells = (
            f'<td style="{_CELL}{side}">{escape(cell)}{_note(row, place)}</td>'
            for place, (cell, side) in enumerate(zip(row.cells, sides, strict=True))
        )
        parts.append("<tr>" + "".join(cells) + "</tr>")
    for one in sums:
        style = f"{_SUM};font-weight:bold" if one.strong else f"{_SUM};color:{_FAINT}"
        label = f'<td colspan="{len(names) - 1}" style="{style}">{escape(one.label)}</td>'
        parts.append(f'<tr>{label}<td style="{style}">{escape(one.amount)}</td></tr>')
    return "".join((*parts, "</table>"))


def _note(row: Row, place: int) -> str:
    return f'<br><small style="color:{_FAINT}">{escape(row.note)}</small>' if row.note and place == 0 else ""


def _charges(sheet: Sheet) -> Iterator[str]:
    if sheet.charges is None:
        return
    yield f'<p style="margin-bottom:0"><b>{escape(sheet.labels.charges)}</b></p>'
    yield _table(sheet.labels.charge_columns, sheet.charges.rows, sheet.charges.sums)
    told = " ".join(text for text in (sheet.labels.beside, sheet.charges.rates) if text)
    yield f'<p style="{_SMALL}">{escape(told)}</p>'


def _payment(sheet: Sheet) -> Iterator[str]:
    payment, labels = sheet.payment, sheet.labels
    if not payment.facts:
        return
    name_style = f"padding:2px 16px 2px 0;color:{_FAINT}"
    rows = (
        f'<tr><td style="{name_style}">{escape(fact.name)}</td><td>{_value(fact.value)}</td></tr>'
        for fact in payment.facts
    )
    yield f'<div style="border:1px solid {_LINE};padding:12px 16px;margin:16px 0">'
    yield f"<b>{escape(labels.payment)}</b><table>{''.join(rows)}</table>"
    if payment.code:
        yield f'<p style="margin:8px 0 0;{_SMALL}">{escape(labels.attached_code)}</p>'
    yield "</div>"


def _value(value: str) -> str:
    """The payment link is the one address in a message; a notice with any but https:// is refused."""
    shown = escape(value)
    return f'<a href="{shown}">{shown}</a>' if value.startswith("https://") else shown


def _past(sheet: Sheet) -> Iterator[str]:
    if sheet.past:
        items = "".join(f"<li>{escape(one)}</li>" for one in sheet.past)
        yield f"<p><b>{escape(sheet.labels.past)}</b></p><ul>{items}</ul>"


def _mentions(sheet: Sheet) -> Iterator[str]:
    if sheet.sender.mentions:
        yield f'<p style="color:{_FAINT};font-size:12px">{_broken(sheet.sender.mentions)}</p>'


def _broken(lines: tuple[str, ...]) -> str:
    return "<br>".join(escape(line) for line in lines)
