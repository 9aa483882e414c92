"""`encours import einvoice`: electronic invoices in, each file told on its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kernel.language import Language
from ledger.documents.usecases import meet_invoices
from ledger.einvoice.due import PROVIDED
from ledger.einvoice.mentions import mention_text
from ledger.einvoice.outcome import REFUSED, REPEATED
from ledger.einvoice.usecases import EInvoiceFile, import_einvoices
from ledger.errors import FileUnreadable
from ledger.registers.report import RegisterReport
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.house import opened
from serving.cli.importing_documents import tell_documents
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, progress, remark, say
from serving.errors import EXIT_NOTHING_USABLE
from serving.settings import settings

_KINDS = frozenset((".pdf", ".xml"))
_SHOWN = 20  # remarks of a kind; all are in --json

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        exists=True,
        readable=True,
        help="Invoices: Factur-X (PDF), CII or UBL (XML); or folders of them.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The program the invoices come from; numbers are unique within it."),
]
Author = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who brings them. ENCOURS_AUTHOR, else your login, when left out."),
]


def einvoice(
    files: Files, source: Source = None, on: On = None, author: Author = None, as_json: AsJson = False
) -> None:
    """Import electronic invoices and credit notes; a file that holds none is refused with its reason."""
    config = settings()
    paths = _invoices_among(files)
    if not paths:
        _refuse_nothing(as_json)
    act = Act(author or config.author, on or clock.today(), clock.now())
    with opened(config) as database, database.transaction() as session, progress("invoices") as step:
        report = import_einvoices(
            session,
            _contents(paths),
            source=source,
            on=act.on,
            recorded_at=act.recorded_at,
            author=act.author,
            progress=lambda done, _: step(done, len(paths) + 1),
        )
        met = meet_invoices(session, act)
    if as_json:
        print_json({**report.as_json(), "documents": met.as_json()})
    else:
        _tell(report)
        tell_documents(met)
    if report.rejected:
        raise typer.Exit(EXIT_NOTHING_USABLE)


def _refuse_nothing(as_json: bool) -> None:
    why = "There is neither a PDF nor an XML file in the folder, so nothing was imported."
    if not as_json:
        raise FileUnreadable(why)
    print_json(
        {
            "read": 0,
            "accepted": 0,
            "unchanged": 0,
            "rejected": 0,
            "rejections": [],
            "files": [],
            "refused": why,
        }
    )
    raise typer.Exit(EXIT_NOTHING_USABLE)


def _invoices_among(paths: Sequence[Path]) -> list[Path]:
    """Files as named; of a folder, the PDF and XML files in it and below, in the order of their names."""
    found: list[Path] = []
    left = 0
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        wanted = [one for one in inside if not path.is_dir() or one.suffix.lower() in _KINDS]
        left += len(inside) - len(wanted)
        found += wanted
    if left:
        remark(f"Left alone, being neither PDF nor XML: {left} of the files in the folder.")
    return found


def _contents(paths: Sequence[Path]) -> Iterator[EInvoiceFile]:
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            yield EInvoiceFile(path.name, None)
        else:
            yield EInvoiceFile(path.name, content)


def _tell(report: RegisterReport) -> None:
    files: list[dict[str, Any]] = list(report.told["files"])
    read = [one for one in files if one["status"] != REFUSED]
    good = [one for one in read if one["status"] != REPEATED]
    if read:
        headers = (
            "file",
            "form",
            "number",
            "kind",
            "customer",
            "amount",
            "due",
            "status",
            "warnings",
            "missing",
        )
        print_table(headers, [_row(one) for one in read], right=(5, 8, 9))
    _list("what is doubtful, though accepted", good, "doubts")
    _list("rules it breaks", good, "warnings")
    lacking = [{"file": one["file"], "missing": [_english(key) for key in one["missing"]]} for one in good]
    _list("what it lacks: lateness to come", lacking, "missing")
    _list("invoices it settles", good, "settles")
    aside = [(one["file"], one["why"]) for one in files if one["status"] in (REFUSED, REPEATED)]
    if aside:
        print_table(("file", "why it was set aside"), aside)
    say(
        f"{report.read} files read: {report.accepted} accepted ({report.corrected} corrections), "
        f"{report.unchanged} unchanged, {report.rejected} refused."
    )


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    form = f"{one['form']} {one['profile'] or ''}".strip()
    guessed = one["due_on_source"] not in (None, PROVIDED)
    due = f"{one['due_on'] or ''}{' (' + one['due_on_source'] + ')' if guessed else ''}"
    kind = f"{(one['kind'] or '').replace('_', ' ')} ({one['type_code']})"
    amount = f"{one['amount_cents'] / 100:,.2f} {one['currency']}"
    return (
        *(one["file"], form, one["number"], kind, one["customer"] or "", amount, due, one["status"]),
        *(str(len(one["warnings"])), str(len(one["missing"]))),
    )


def _english(key: str) -> str:
    return mention_text(key, Language.ENGLISH)


def _list(title: str, files: Sequence[dict[str, Any]], name: str) -> None:
    rows = [(one["file"], said) for one in files for said in one[name]]
    if rows:
        print_table(("file", title), rows[:_SHOWN])
    if len(rows) > _SHOWN:
        say(f"… and {len(rows) - _SHOWN} more, all of them with --json")
