"""`encours import`: facts in, with every rejected line told."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ledger import usecases
from ledger.accounts.usecases import import_accounts
from ledger.documents.report import DocumentsReport
from ledger.documents.usecases import meet_invoices
from ledger.files.mapping import read_toml
from ledger.files.table import Settings as FileSettings
from ledger.registers.usecases import Act
from ledger.report import ImportReport
from serving import clock
from serving.cli import importing_bank, importing_company, importing_master, importing_orders
from serving.cli.house import opened
from serving.cli.importing_documents import tell_documents
from serving.cli.importing_einvoice import einvoice
from serving.cli.importing_fec import tell_fec
from serving.cli.matching import tell_matching, tell_meeting
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, progress, say
from serving.cli.refusal import refusal_as_json
from serving.errors import EXIT_NOTHING_USABLE
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

# Enough to see what is wrong with a file; thousands of the same reason teach nothing more.
_REJECTIONS_SHOWN = 10

File = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A CSV file.")
]
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", exists=True, dir_okay=False, readable=True, help="Accounting files."),
]
TermsFile = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        exists=True,
        dir_okay=False,
        metavar="TERMS",
        help="A CSV file of payment terms: code, days, month_end (none, days_then_end or end_then_days).",
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        metavar="MAPPING",
        help="A TOML file that says which column is which, when the headers do not.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The program the file comes from; numbers are unique within it."),
]
Import = Annotated[
    int | None,
    typer.Option("--import", metavar="N", help="The lines of this import only; of all when left out."),
]


@app.callback()
def importing() -> None:
    """Bring files in, of every kind a company has; a bad line is set aside and told."""


@app.command()
def invoices(
    file: File, mapping: Mapping = None, source: Source = None, on: On = None, as_json: AsJson = False
) -> None:
    """Import invoices and credit notes."""
    _bring(usecases.import_invoices, file, mapping=mapping, source=source, on=on, as_json=as_json)


@app.command()
def payments(
    file: File, mapping: Mapping = None, source: Source = None, on: On = None, as_json: AsJson = False
) -> None:
    """Import payments."""
    _bring(usecases.import_payments, file, mapping=mapping, source=source, on=on, as_json=as_json)


@app.command()
def allocations(
    file: File, mapping: Mapping = None, source: Source = None, on: On = None, as_json: AsJson = False
) -> None:
    """Import which payment settles which invoice."""
    _bring(usecases.import_allocations, file, mapping=mapping, source=source, on=on, as_json=as_json)


@app.command()
def fec(
    files: Files, terms: TermsFile = None, source: Source = None, on: On = None, as_json: AsJson = False
) -> None:
    """Import accounting files (FEC), one per fiscal year: invoices, payments, and what settles what."""
    house = settings()
    with (
        refusal_as_json(as_json),
        opened(house) as database,
        database.transaction() as session,
        progress("FEC") as step,
    ):
        report = import_accounts(
            session,
            [usecases.FecContent(file.name, file.read_bytes()) for file in files],
            terms=terms.read_bytes() if terms else None,
            source=source,
            act=Act(house.author, on or clock.today(), clock.now()),
            progress=step,
        )
    if as_json:
        print_json(report.as_json())
    else:
        tell_fec(report.files)
        tell_documents(report.documents)
        tell_meeting(report.meeting, until=report.files.last_on)
        if report.matching.decided:
            tell_matching(report.matching)
    if not report.files.accepted and not report.files.unchanged:
        raise typer.Exit(EXIT_NOTHING_USABLE)


app.command("bank")(importing_bank.bank)
app.command("customers")(importing_master.customers)
app.command("contacts")(importing_master.contacts)
app.command("einvoice")(einvoice)
app.command("orders")(importing_orders.orders)
app.command("statements")(importing_company.statements)
app.command("bodacc")(importing_company.bodacc)


@app.command()
def rejections(number: Import = None, as_json: AsJson = False) -> None:
    """List every line that was set aside, with its reason."""
    with opened(settings()) as database, database.read() as session:
        lines = usecases.list_rejections(session, import_id=number)
    if as_json:
        print_json(
            [
                {"import": one.import_id, "file": one.file_name, "line": one.line, "why": one.why}
                for one in lines
            ]
        )
    elif lines:
        rows = [(str(one.import_id), one.file_name, str(one.line), one.why) for one in lines]
        print_table(("import", "file", "line", "why"), rows, right=(0, 2))
    else:
        say("No line was set aside.")


def _bring(
    usecase: Callable[..., ImportReport],
    file: Path,
    *,
    mapping: Path | None,
    source: str | None,
    on: date | None,
    as_json: bool,
) -> None:
    with refusal_as_json(as_json):
        report, met = _brought(usecase, file, mapping=mapping, source=source, on=on)
    if as_json:
        print_json({**report.as_json(), "documents": met.as_json()})
    else:
        _tell(report)
        tell_documents(met)
    if not report.accepted and not report.unchanged:
        raise typer.Exit(EXIT_NOTHING_USABLE)


def _brought(
    usecase: Callable[..., ImportReport],
    file: Path,
    *,
    mapping: Path | None,
    source: str | None,
    on: date | None,
) -> tuple[ImportReport, DocumentsReport]:
    house = settings()
    act = Act(house.author, on or clock.today(), clock.now())
    with opened(house) as database, database.transaction() as session, progress(file.name) as step:
        report = usecase(
            session,
            file.read_bytes(),
            name=file.name,
            mapping=read_toml(mapping.read_bytes()) if mapping else None,
            source=source,
            on=act.on,
            recorded_at=act.recorded_at,
            progress=step,
        )
        return report, meet_invoices(session, act)


def _tell(report: ImportReport) -> None:
    for line in (_how_it_was_read(report.settings), _counts(report), _new(report)):
        if line:
            say(line)
    if report.warnings:
        print_table(("line", "what is doubtful, though accepted"), _doubts(report), right=(0,))
    shown = report.rejections[:_REJECTIONS_SHOWN]
    if shown:
        print_table(("line", "why it was set aside"), [(str(one.line), one.why) for one in shown], right=(0,))
    if report.rejected > len(shown):
        rest = report.rejected - len(shown)
        say(f"… and {rest} more: encours import rejections --import {report.import_id}")


def _doubts(report: ImportReport) -> list[tuple[str, str]]:
    """One row for each kind of doubt: its first line, and how many more are like it."""
    times = Counter(doubt.about for doubt in report.warnings)
    first = {doubt.about: doubt for doubt in reversed(report.warnings)}
    return sorted(
        (
            (str(doubt.line), doubt.why + (f" {more} more like it." if (more := times[about] - 1) else ""))
            for about, doubt in first.items()
        ),
        key=lambda row: int(row[0]),
    )


def _how_it_was_read(read: FileSettings) -> str:
    delimiter = {"\t": "tabs", " ": "spaces"}.get(read.delimiter, f"“{read.delimiter}”")
    renamed = [f"{word} from “{header}”" for word, header in read.columns.items() if word != header]
    columns = f" Columns: {', '.join(renamed)}." if renamed else ""
    return (
        f"Read as {read.encoding}, separated by {delimiter}, dates as {read.date_format}, "
        f"decimals after “{read.decimal}”.{columns}"
    )


def _counts(report: ImportReport) -> str:
    corrected = f" ({_count(report.corrected, 'correction')} among them)" if report.corrected else ""
    return (
        f"{_count(report.read, 'line')} read: {report.accepted} accepted{corrected}, "
        f"{report.unchanged} unchanged, {report.rejected} set aside."
    )


def _new(report: ImportReport) -> str:
    new = {
        "customer": report.new_customers,
        "invoice": report.new_invoices,
        "credit note": report.new_credit_notes,
        "payment": report.new_payments,
        "allocation": report.new_allocations,
    }
    told = ", ".join(_count(count, what) for what, count in new.items() if count)
    return f"New: {told}." if told else ""


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
