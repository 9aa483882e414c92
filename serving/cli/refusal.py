"""How a command tells that a file as a whole was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ledger.errors import ImportRefused
from serving.cli.output import print_json
from serving.errors import EXIT_NOTHING_USABLE

_NOTHING = {"read": 0, "accepted": 0, "unchanged": 0, "rejected": 0, "rejections": []}


@contextmanager
def refusal_as_json(as_json: bool) -> Iterator[None]:
    """A file that is refused whole still answers in the agreed shape to who asked for JSON."""
    try:
        yield
    except ImportRefused as error:
        if not as_json:
            raise
        print_json({**_NOTHING, "refused": str(error)})
        raise typer.Exit(EXIT_NOTHING_USABLE) from error
