"""`encours backup` and `encours restore`: the whole house in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, progress, remark, say
from serving.running import backup as copies
from serving.running.backup import Copied
from serving.settings import settings

app = typer.Typer(add_completion=False)
restoring = typer.Typer(add_completion=False)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The copy, such as encours-2026-11-27.zip.")]


@app.command()
def backup(
    file: File,
    check: Annotated[
        bool, typer.Option("--check", help="Only read a copy through, and say whether it is whole.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the database, the models, the policies and the letters into one file, while the house works."""
    where = settings()
    if check:
        told = copies.check(file)
    else:
        with opened(where) as database, progress("Copying") as step:
            told = copies.back_up(database, where, file, at=clock.now(), progress=step)
    _tell(file, told, as_json=as_json)
    remark("It holds all your house knows, and hashes of passwords: keep it where only you can read it.")


@restoring.command()
def restore(file: File, as_json: AsJson = False) -> None:
    """Put a copy back into an empty database and home, on SQLite or PostgreSQL, whichever it came from."""
    where = settings()
    with opened(where) as database, progress("Restoring") as step:
        database.witness = None  # the trail comes back as it was
        told = copies.restore(database, where, file, progress=step)
    _tell(file, told, as_json=as_json)


def _tell(file: Path, told: Copied, *, as_json: bool) -> None:
    if as_json:
        print_json(told.as_json())
    else:
        rows, tables = sum(told.rows.values()), len(told.rows)
        say(f"{file}: {rows} rows of {tables} tables and {told.files} files, as of {told.taken_at[:19]} UTC.")
