"""Tables that commands write into files."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write a table here: .csv, or .parquet for other programs."),
]
_CSV, _PARQUET = ".csv", ".parquet"


def check_writable(path: Path) -> None:
    """Refuse a file of another kind, or in a folder that is not there, before the work is done."""
    if path.suffix not in (_CSV, _PARQUET):
        raise typer.BadParameter(
            f"“{path.name}” should end in {_CSV} or {_PARQUET}, which says how to write it."
        )
    if not path.parent.is_dir():
        raise typer.BadParameter(f"The folder {path.parent} does not exist. Create it first.")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write beside, then move: whoever reads the file finds all of it."""
    handle, unfinished = tempfile.mkstemp(suffix=path.suffix, dir=path.parent)
    os.close(handle)
    try:
        if path.suffix == _CSV:
            table.to_csv(unfinished, index=False, date_format="%Y-%m-%d")
        else:
            table.to_parquet(unfinished, index=False)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
