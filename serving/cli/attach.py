"""`encours attach`: papers of a customer, kept for its dossier."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dunning.dossier import usecases
from dunning.dossier.papers import LARGEST_BYTES, Attached, Kind, Paper
from dunning.dossier.usecases import Kept
from serving.cli.acting import Author, Customer, Happened, LearntOn, Note, acting
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

_ADD = "add"


class _AddByDefault(TyperGroup):
    """`encours attach CUSTOMER FILE` adds; a customer coded like a command is written after `add`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_ADD, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_AddByDefault, no_args_is_help=True, add_completion=False)


@app.callback()
def attach() -> None:
    """Keep invoices, proofs of delivery, contracts and terms of a customer.

    encours attach CUSTOMER FILE --kind delivery --invoice NUMBER
    """


@app.command(_ADD)
def add(
    customer: Customer,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="PDF, PNG, JPEG, XML or text."),
    ],
    kind: Annotated[Kind, typer.Option(help="What it proves.")],
    invoice: Annotated[
        str, typer.Option(metavar="NUMBER", help="The invoice it is about; needed for invoice and delivery.")
    ] = "",
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Keep a file of at most 10 MiB; what it is, is told by its content."""
    brought = Attached(file.name, _read(file), kind, invoice.strip(), note)
    with acting(author, on, happened) as desk:
        kept = usecases.attach(desk.session, desk.act, customer, brought, happened_on=desk.happened_on)
    if as_json:
        print_json({**paper_as_json(kept), "new": kept.new})
    else:
        paper = kept.paper
        done = "kept" if kept.new else "already there"
        say(f"Paper {paper.id}: {paper.media.value}, {paper.size:,} bytes, SHA-256 {paper.sha256}; {done}.")


@app.command("list")
def list_papers(customer: Customer, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the papers of a customer as known on an evening."""
    with opened(settings()) as database, database.read() as session:
        found = usecases.papers_of(session, customer, as_of=day_for(session, as_of))
    if as_json:
        print_json([paper_as_json(one) for one in found])
    elif found:
        heads = ("", "kind", "invoice", "day", "name", "type", "bytes", "by", "sha-256")
        print_table(heads, [_row(one) for one in found], right=(0, 6))
    else:
        say("There is no paper.")


@app.command()
def withdraw(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number that the list shows.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it was wrong.")],
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Take a paper out of dossiers; it stays in the database, as withdrawn."""
    with acting(author, on, None) as desk:
        paper = usecases.withdraw(desk.session, desk.act, number, why=why)
    if as_json:
        print_json(paper_as_json(Kept(paper, "")))
    else:
        say(f"Paper {number} no longer counts.")


def paper_as_json(kept: Kept) -> dict[str, Any]:
    paper = kept.paper
    return {
        "paper": paper.id,
        "kind": paper.kind.value,
        "invoice": kept.invoice,
        "name": paper.name,
        "media_type": paper.media.value,
        "sha256": paper.sha256,
        "bytes": paper.size,
        "happened_on": _day(paper.happened_on),
        "known_on": _day(paper.known_on),
        "author": paper.author,
        "note": paper.note,
        "withdrawn": paper.withdrawn,
    }


def _row(kept: Kept) -> tuple[str, ...]:
    paper: Paper = kept.paper
    shown = f"{paper.name} (withdrawn: {paper.withdrawn})" if paper.withdrawn else paper.name
    about = (str(paper.id), paper.kind.value, kept.invoice, _day(paper.happened_on), shown)
    return (*about, paper.media.value, f"{paper.size:,}", paper.author, paper.sha256[:12])


def _day(day: date) -> str:
    return day.isoformat()


def _read(file: Path) -> bytes:
    """One byte beyond what is kept at most, so that a file too large is refused without being read."""
    try:
        with file.open("rb") as source:
            return source.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}.") from error
