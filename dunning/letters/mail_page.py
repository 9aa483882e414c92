"""The HTML of an e-mail: styles inline, since mail clients drop the rest, and every text escaped."""

from collections.abc import Iterator
from html import escape

from dunning.letters.columns import Row, Sum
from dunning.letters.sheet import Sheet

_INK, _FAINT, _LINE, _TINT = "#1c2430", "#5b6675", "#d5dae1", "#f6f7f9"
_FONT = "font:15px/1.55 Georgia,'Times New Roman',serif"
_BODY = f"margin:0;padding:24px 16px;background:#ffffff;color:{_INK};{_FONT}"
_RULED = f"width:100%;border-collapse:collapse;border-bottom:2px solid {_INK};margin:0 0 24px"
_NAME = "padding:0 8px 10px 0;font-size:18px;vertical-align:bottom"
_MARKS = f"padding:0 0 10px;text-align:right;vertical-align:bottom;color:{_FAINT};font-size:13px"
_CELL = f"padding:7px 8px;border-bottom:1px solid {_LINE};white-space:nowrap;text-align:"
_HEAD = f"color:{_FAINT};font-weight:normal;font-size:13px"
_TEXT_COLUMNS = 3  # number and two days stand left, figures right
_ASIDE = (1, 3)  # day of issue and amount of the whole invoice: a telephone is too narrow for them
_SUM = "padding:4px 8px;text-align:right"
_LAST = f"padding:8px;text-align:right;border-top:1px solid {_INK};font-weight:bold;font-size:16px"
_LISTED = "width:100%;border-collapse:collapse;margin:16px 0 8px;font-size:14px"
_ADDED = "border-collapse:collapse;margin:0 0 20px auto;font-size:14px"
_WEIGHTS = {True: "bold", False: "normal"}
_SMALL = f"color:{_FAINT};font-size:13px"
# Clients that drop it show the whole table, on a telephone as on a desk.
_NARROW = "@media (max-width:520px){.aside{display:none!important}body{padding:16px 8px!important}}"


def page_of(sheet: Sheet) -> str:
    """One page by itself: no script, no picture, nothing fetched."""
    parts = [
        f'<!doctype html><html lang="{sheet.language.value}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(sheet.subject)}</title><style>{_NARROW}</style></head>",
        f'<body style="{_BODY}"><div style="max-width:680px;margin:0 auto">',
        _head(sheet),
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


def _head(sheet: Sheet) -> str:
    """Who writes, about what and when, as a letter would say it."""
    marks = f"{escape(sheet.labels.reference)}{escape(sheet.labels.colon)}{escape(sheet.reference)}"
    told = f"{marks}<br>{escape(sheet.day)}"
    return (
        f'<table role="presentation" style="{_RULED}"><tr>'
        f'<td style="{_NAME}">{escape(sheet.sender.name)}</td><td style="{_MARKS}">{told}</td></tr></table>'
    )


def _paragraphs(*texts: str) -> Iterator[str]:
    return (f"<p>{escape(text)}</p>" for text in texts)


def _table(names: tuple[str, ...], rows: tuple[Row, ...], sums: tuple[Sum, ...]) -> str:
    return "".join((*_rows(names, rows), *_sums(sums)))


def _rows(names: tuple[str, ...], rows: tuple[Row, ...]) -> Iterator[str]:
    if not rows:
        return
    left = _TEXT_COLUMNS if len(names) > _TEXT_COLUMNS else 1
    sides = ["left" if place < left else "right" for place in range(len(names))]
    heads = (
        f'<th{_aside(names, place)} style="{_CELL}{side};{_HEAD}">{escape(name)}</th>'
        for place, (name, side) in enumerate(zip(names, sides, strict=True))
    )
    yield f'<table style="{_LISTED}"><tr>{"".join(heads)}</tr>'
    for row in rows:
        cells = (
            f'<td{_aside(names, place)} style="{_CELL}{side}">{escape(cell)}{_note(row, place)}</td>'
            for place, (cell, side) in enumerate(zip(row.cells, sides, strict=True))
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _sums(sums: tuple[Sum, ...]) -> Iterator[str]:
    """Below the last column; what is left to pay stands out."""
    yield f'<table role="presentation" style="{_ADDED}">'
    for one in sums:
        style = _LAST if one.strong else f"{_SUM};color:{_FAINT}"
        amount = f'<td style="{style};white-space:nowrap">{escape(one.amount)}</td>'
        yield f'<tr><td style="{style}">{escape(one.label)}</td>{amount}</tr>'
    yield "</table>"


def _aside(names: tuple[str, ...], place: int) -> str:
    """Columns that a narrow screen leaves out."""
    return ' class="aside"' if len(names) > _TEXT_COLUMNS and place in _ASIDE else ""


def _note(row: Row, place: int) -> str:
    style = f"display:block;white-space:normal;color:{_FAINT}"
    return f'<small style="{style}">{escape(row.note)}</small>' if row.note and place == 0 else ""


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
    name_style = f"padding:3px 16px 3px 0;color:{_FAINT};vertical-align:top"
    rows = (
        f'<tr><td style="{name_style}">{escape(fact.name)}</td>'
        f'<td style="padding:3px 0;font-weight:{_WEIGHTS[fact.strong]}">{_value(fact.value)}</td></tr>'
        for fact in payment.facts
    )
    yield f'<div style="background:{_TINT};border-left:3px solid {_INK};padding:14px 18px;margin:20px 0">'
    yield f'<b>{escape(labels.payment)}</b><table style="border-collapse:collapse">{"".join(rows)}</table>'
    if payment.code:
        yield f'<p style="margin:8px 0 0;{_SMALL}">{escape(labels.attached_code)}</p>'
    yield "</div>"


def _value(value: str) -> str:
    """The payment link is the one address in a message; a notice with any but https:// is refused."""
    shown = escape(value)
    link = f'<a href="{shown}" style="color:{_INK};word-break:break-all">{shown}</a>'
    return link if value.startswith("https://") else shown


def _past(sheet: Sheet) -> Iterator[str]:
    if sheet.past:
        items = "".join(f"<li>{escape(one)}</li>" for one in sheet.past)
        yield f"<p><b>{escape(sheet.labels.past)}</b></p><ul>{items}</ul>"


def _mentions(sheet: Sheet) -> Iterator[str]:
    if sheet.sender.mentions:
        yield f'<p style="color:{_FAINT};font-size:12px">{_broken(sheet.sender.mentions)}</p>'


def _broken(lines: tuple[str, ...]) -> str:
    return "<br>".join(escape(line) for line in lines)
