"""How the import of a file of facts beside invoices and payments runs and is told, whatever it holds."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.errors import ImportRefused
from ledger.files.mapping import read_toml
from ledger.registers.report import RegisterReport
from ledger.registers.usecases import Delivery
from serving import clock
from serving.cli.house import opened
from serving.cli.output import print_json, print_table, progress, say
from serving.errors import EXIT_NOTHING_USABLE
from serving.settings import settings

_SHOWN = 10  # lines set aside; all are in --json, and in encours import rejections
_DEFAULT_SOURCE = "csv"

RegisterFile = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A CSV file.")
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        exists=True,
        dir_okay=False,
        metavar="MAPPING",
        help="A TOML file that says which column is which, when the headers do not.",
    ),
]
SourceName = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help="The program the file comes from. “csv” when left out."),
]
Partial = Annotated[
    bool,
    typer.Option("--partial", help="The file only adds: what it does not name stays as it is."),
]


def bring_register(
    usecase: Callable[..., RegisterReport],
    file: Path,
    *,
    kind: str,
    mapping: Path | None,
    source: str | None,
    on: date | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Import one file with a use case, tell its report, and leave with the exit code that fits."""
    configured = settings()
    with (
        _refusal_as_json(as_json),
        opened(configured) as database,
        database.transaction() as session,
        progress(file.name) as step,
    ):
        delivery = Delivery(
            file.read_bytes(),
            kind,
            file.name,
            source or _DEFAULT_SOURCE,
            on or clock.today(),
            clock.now(),
            author=configured.author,
            progress=step,
        )
        report = usecase(
            session, delivery, mapping=read_toml(mapping.read_bytes()) if mapping else None, **said
        )
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report)
    if not report.accepted and not report.unchanged:
        raise typer.Exit(EXIT_NOTHING_USABLE)


@contextmanager
def _refusal_as_json(as_json: bool) -> Iterator[None]:
    """A file that is refused whole still answers in the agreed shape to who asked for JSON."""
    try:
        yield
    except ImportRefused as error:
        if not as_json:
            raise
        counts = {"read": 0, "accepted": 0, "unchanged": 0, "rejected": 0}
        print_json({**counts, "rejections": [], "refused": str(error)})
        raise typer.Exit(EXIT_NOTHING_USABLE) from error


def _tell(report: RegisterReport) -> None:
    corrected = f" ({report.corrected} of them corrections)" if report.corrected else ""
    say(
        f"{report.read} lines read: {report.accepted} accepted{corrected}, {report.unchanged} unchanged, "
        f"{report.rejected} set aside."
    )
    for sentence in _sentences(report):
        say(sentence)
    if report.warnings:
        print_table(("line", "what is doubtful, though accepted"), _doubts(report), right=(0,))
    shown = report.rejections[:_SHOWN]
    if shown:
        print_table(("line", "why it was set aside"), [(str(one.line), one.why) for one in shown], right=(0,))
    if report.rejected > len(shown):
        rest = report.rejected - len(shown)
        say(f"… and {rest} more: encours import rejections --import {report.import_id}")


def _sentences(report: RegisterReport) -> Iterator[str]:
    """What the use case counted beside the lines, in the order it counted."""
    for name, value in report.told.items():
        word = name.replace("_", " ")
        if name == "settings":
            renamed = [f"{one} from “{header}”" for one, header in value["columns"].items() if one != header]
            if renamed:
                yield f"Columns: {', '.join(renamed)}."
        elif name == "ignored_columns":
            if value:
                yield f"Columns not used: {', '.join(value)}."
        elif isinstance(value, dict):
            counted = ", ".join(f"{count} {what}" for what, count in value.items() if count)
            if counted:
                yield f"{word.capitalize()}: {counted}."
        elif value:
            yield f"{word.capitalize()}." if value is True else f"{word.capitalize()}: {value}."


def _doubts(report: RegisterReport) -> list[tuple[str, str]]:
    """One row for each kind of doubt: its first line, and how many more are like it."""
    times = Counter(doubt.about for doubt in report.warnings)
    first = {doubt.about: doubt for doubt in reversed(report.warnings)}
    alike = {about: f" {more} more like it." if (more := count - 1) else "" for about, count in times.items()}
    return [
        (str(doubt.line), doubt.why + alike[about])
        for about, doubt in sorted(first.items(), key=lambda item: item[1].line)
    ]
