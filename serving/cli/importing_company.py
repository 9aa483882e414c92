"""`encours import statements` and `encours import bodacc`: what is public about companies."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.company import usecases
from ledger.files.mapping import read_toml
from ledger.registers.report import RegisterReport
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, progress, say
from serving.cli.refusal import refusal_as_json
from serving.errors import EXIT_NOTHING_USABLE
from serving.settings import settings

_SHOWN = 10  # lines of a list; all are in --json

Source = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Where the file comes from. Files of one source correct each other."),
]


def statements(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV or JSON."),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="MAPPING",
            help="A TOML file that says which column is which; its section “statements” may say "
            'unit = "thousands".',
        ),
    ] = None,
    source: Source = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import yearly statements of companies: codes of the tax forms 2050 to 2053, or public ratios."""
    where = settings()
    with (
        refusal_as_json(as_json),
        opened(where) as database,
        database.transaction() as session,
        progress(file.name) as step,
    ):
        report = usecases.import_statements(
            session,
            file.read_bytes(),
            name=file.name,
            mapping=read_toml(mapping.read_bytes()) if mapping else None,
            source=source,
            on=on or clock.today(),
            recorded_at=clock.now(),
            author=where.author,
            progress=step,
        )
    _answer(report, what="statement", details=("kinds",), as_json=as_json)


def bodacc(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            readable=True,
            help="Exports of annonces-commerciales, CSV or JSON.",
        ),
    ],
    source: Source = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import announcements of the official gazette (BODACC) about companies."""
    where = settings()
    with (
        refusal_as_json(as_json),
        opened(where) as database,
        database.transaction() as session,
        progress("BODACC") as step,
    ):
        report = usecases.import_bodacc(
            session,
            [usecases.NamedContent(file.name, file.read_bytes()) for file in files],
            source=source,
            on=on or clock.today(),
            recorded_at=clock.now(),
            author=where.author,
            progress=step,
        )
    _answer(report, what="announcement", details=("notices", "kinds"), as_json=as_json)


def _answer(report: RegisterReport, *, what: str, details: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report, what, details)
    if not report.accepted and not report.unchanged:
        raise typer.Exit(EXIT_NOTHING_USABLE)


def _tell(report: RegisterReport, what: str, details: tuple[str, ...]) -> None:
    corrected = f" ({report.corrected} of them corrections)" if report.corrected else ""
    say(
        f"{report.read} {what}{'' if report.read == 1 else 's'} read: {report.accepted} accepted{corrected}, "
        f"{report.unchanged} unchanged, {report.rejected} set aside."
    )
    for detail in details:
        _tell_counts(detail, report.told.get(detail, {}))
    doubts = Counter(doubt.about for doubt in report.warnings)
    first = {doubt.about: doubt for doubt in reversed(report.warnings)}
    if first:
        rows = [
            (str(one.line), one.why + (f" {doubts[about] - 1} more like it." if doubts[about] > 1 else ""))
            for about, one in sorted(first.items(), key=lambda item: item[1].line)
        ]
        print_table(("line", "what is doubtful, though accepted"), rows, right=(0,))
    shown = [(str(one.line), one.why) for one in report.rejections[:_SHOWN]]
    if shown:
        print_table(("line", "why it was set aside"), shown, right=(0,))
    if report.rejected > len(shown):
        rest = report.rejected - len(shown)
        say(f"… and {rest} more: encours import rejections --import {report.import_id}")


def _tell_counts(title: str, counts: Mapping[str, Any]) -> None:
    if counts:
        say(f"{title.capitalize()}: {', '.join(f'{count} {name}' for name, count in counts.items())}.")
