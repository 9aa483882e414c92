"""What commands print: results on standard output, remarks and progress on standard error."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from serving.settings import settings

# Into a file or a pipe, rows should not be folded at the 80 columns that rich would assume.
_WIDTH_OF_PIPE = 140

Step = Callable[[int, int], None]
NamedStep = Callable[[str, int, int], None]


def say(text: str) -> None:
    typer.echo(text)


def remark(sentence: str) -> None:
    """Tell the reader something that is not part of the result."""
    if sentence:
        typer.echo(sentence, err=True)


def write_out(path: Path, content: bytes, *, only_mine: bool = False) -> None:
    """A file a command was asked for; `only_mine`: for its reader's eyes. Raises BadParameter."""
    try:
        if only_mine:
            path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror}.") from error


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """A table without frame; the columns numbered in `right` are aligned to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, header in enumerate(headers):
        table.add_column(header, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_PIPE, highlight=False, markup=False)


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """A bar on standard error: `step(done, total)` moves it."""
    with stages(title) as step:
        yield lambda done, total: step(title, done, total)


@contextmanager
def stages(title: str) -> Iterator[NamedStep]:
    """A bar whose work has several parts: `step(part, done, total)` moves and renames it.

    Where a page began the command, it finds how far it is in the file that the settings name.
    """
    kept = settings().progress
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task(title, total=None)

        def step(part: str, done: int, total: int) -> None:
            bar.update(task, description=part, completed=done, total=total)
            if kept is not None:
                kept.write_text(f"{done} {total} {part}", encoding="utf-8")

        yield step


def figure(value: float | int | None, *, digits: int = 3) -> str:
    """A measure, or a dash where it could not be taken."""
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.{digits}f}"
