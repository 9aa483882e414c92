"""What every study needs: the public data, a ledger of its own, and a way to write down what it found."""

import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.facts import Facts
from ledger.files.mapping import read_toml
from ledger.usecases import import_invoices, load_facts
from serving.settings import settings
from store.session import open_database

Figures = Mapping[str, float | int | None]

_WRITTEN = "<!-- written by run.py; do not edit -->\n"


def public_data(name: str, *, called: str) -> Path:
    """A file of the folder that ENCOURS_DATA names; leaves with a sentence when it is not there."""
    folder = settings().data
    if folder is None:
        sys.exit(f"This study reads {name}. Set ENCOURS_DATA to the folder that holds it: {called}.")
    path = folder / name
    if not path.exists():
        sys.exit(f"{path} is missing. It is public: {called}.")
    return path


def imported(path: Path, *, mapping: str, on: date) -> Facts:
    """The facts of a file after a real import into an empty ledger."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/ledger.db")
        with database.transaction() as session:
            report = import_invoices(
                session,
                path.read_bytes(),
                name=path.name,
                mapping=read_toml(mapping.encode()),
                source=None,
                on=on,
                recorded_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
                progress=None,
            )
        told(f"{report.read} lines read, {report.accepted} accepted, {report.rejected} set aside")
        with database.read() as session:
            facts = load_facts(session)
        database.close()
    return facts


def table(rows: Mapping[str, Figures], columns: Sequence[str], *, digits: int = 3) -> str:
    """Markdown, a row a method; a dash where a figure does not apply."""
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for name, figures in rows.items():
        cells = [_cell(figures.get(column), digits) for column in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(value: float | int | None, digits: int) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.{digits}f}"


def write_result(study: str, text: str) -> None:
    """RESULT.md beside the study's `run.py` (`study` is its `__file__`), and the same on the terminal."""
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    body = f"{_WRITTEN}{text.strip()}\n\n{machine}.\n"
    Path(study).with_name("RESULT.md").write_text(body, encoding="utf-8")
    print(body)


def section_written(study: str, *, before: str) -> str:
    """What RESULT.md holds up to the line `before`, or up to the line about the machine."""
    text = Path(study).with_name("RESULT.md").read_text(encoding="utf-8")
    body = text.removeprefix(_WRITTEN).partition("\n\nPython ")[0]
    return body.partition("\n" + before)[0].strip()


def told(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def quiet(_part: str, _done: int, _total: int) -> None:
    """Progress for studies that run in the background."""
