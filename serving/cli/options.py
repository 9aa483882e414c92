"""Options that several commands share."""

from datetime import date
from typing import Annotated

import typer


def parse_day(text: str) -> date:
    """A day as typed. Raises BadParameter, which the command line tells in one sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is not a day; write it as 2024-05-31.") from error


AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DATE",
        help="The evening whose knowledge is used. Today when left out, or the last day of a ledger "
        "that ended long ago.",
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=parse_day,
        metavar="DATE",
        help="The day we act. Today when left out, or the last day of a ledger that ended long ago.",
    ),
]
