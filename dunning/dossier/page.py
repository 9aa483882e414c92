"""A page that opens by itself: no script, nothing fetched, every word of somebody else escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from kernel.language import Language

_STYLE = (
    "body{font:15px/1.45 Georgia,serif;margin:2.5em auto;max-width:68em;padding:0 1em;color:#1a1a1a}"
    "h1{font-size:1.6em;border-bottom:2px solid #1a1a1a;padding-bottom:.3em}"
    "h2{font-size:1.15em;margin-top:2em}"
    "table{border-collapse:collapse;margin:.6em 0;font-size:.92em}"
    "th,td{text-align:left;vertical-align:top;padding:.25em .8em .25em 0;border-bottom:1px solid #ccc}"
    "th{border-bottom:1px solid #1a1a1a;font-weight:600}code{font-size:.8em;word-break:break-all}"
    ".missing{color:#8a1c00}@media print{body{margin:0;max-width:none}}"
)
# Even were a word of a customer to slip through unescaped, the browser would run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, parts: Iterable[str], language: Language) -> bytes:
    head = (
        f'<!doctype html>\n<html lang="{language.value}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>"
    )
    return "\n".join([head, *parts, "</body>", "</html>", ""]).encode()


def section(title: str, parts: Iterable[str]) -> list[str]:
    return [f"<h2>{escape(title)}</h2>", *parts]


def sentence(text: str, *, missing: bool = False) -> str:
    return f'<p class="missing">{escape(text)}</p>' if missing else f"<p>{escape(text)}</p>"


def link(path: str) -> str:
    """To a file of the dossier; `path` is one we made."""
    return f'<a href="{escape(path)}">{escape(path)}</a>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, linked: int | None = None) -> str:
    """Cells are escaped; those of the column `linked` are paths of ours, and become links."""
    lines = ["<table>", "<tr>" + "".join(f"<th>{escape(one)}</th>" for one in heads) + "</tr>"]
    for row in rows:
        cells = [link(one) if place == linked and one else escape(one) for place, one in enumerate(row)]
        lines.append("<tr>" + "".join(f"<td>{one}</td>" for one in cells) + "</tr>")
    return "\n".join([*lines, "</table>"])
