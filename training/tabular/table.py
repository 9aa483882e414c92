"""A labelled table of anyone's, made fit to learn from: numbers, one label, and what keeps rows apart."""

import gzip
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class TableRefused(ValueError):
    """A table cannot be learnt from as it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of the columns; `event` is the label's value that means default."""

    label: str
    group: str | None = None
    time: str | None = None
    drop: Sequence[str] = ()
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Values by column, NaN where unknown; the label, 1 for default; groups as numbers."""

    columns: tuple[str, ...]
    values: Floats
    label: Floats
    group: Ints | None = None
    time: pd.Series | None = None

    def __len__(self) -> int:
        return len(self.label)

    @property
    def events(self) -> int:
        return int(self.label.sum())

    def take(self, rows: Bools | Ints) -> "Table":
        group = None if self.group is None else self.group[rows]
        time = None if self.time is None else self.time.iloc[rows].reset_index(drop=True)
        return Table(self.columns, self.values[rows], self.label[rows], group, time)

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.values, columns=list(self.columns))


def read_frame(content: bytes, *, name: str) -> pd.DataFrame:
    """The rows of a csv or arff file, packed with gzip or not. Raises TableRefused."""
    if not re.search(r"\.(csv|arff)(\.gz)?$", name.lower()):
        raise TableRefused(
            f"{name} is neither .csv, .csv.gz, .arff nor .arff.gz. Save the table as one of them."
        )
    try:
        text = (gzip.decompress(content) if name.lower().endswith(".gz") else content).decode("utf-8-sig")
        if ".arff" in name.lower():
            return _arff(text, name=name)
        return pd.read_csv(io.StringIO(text))
    except (OSError, EOFError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableRefused(f"{name} cannot be read: {error}. Save it again as UTF-8, with commas.") from error


def table_of(frame: pd.DataFrame, asked: Asked) -> Table:
    """The table to learn from. Raises TableRefused, with what to do about it."""
    named = [asked.label, *asked.drop, *(name for name in (asked.group, asked.time) if name is not None)]
    absent = [name for name in named if name not in frame.columns]
    if absent:
        raise TableRefused(
            f"The table has no column {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}."
        )
    label = _label(frame[asked.label], asked)
    features = frame.drop(columns=named)
    if features.shape[1] == 0:
        raise TableRefused("Beside the label and what is dropped, the table has no column to learn from.")
    text = [str(name) for name in features.columns if not _is_number(features[name])]
    if text:
        raise TableRefused(
            f"The column{'s' if len(text) > 1 else ''} {', '.join(text)} hold{'' if len(text) > 1 else 's'} "
            f"text, and the model reads numbers. Drop by {' '.join(f'--drop {name}' for name in text)}, "
            "or write numbers instead."
        )
    group = None if asked.group is None else pd.factorize(frame[asked.group])[0].astype(np.int64)
    if group is not None and (group < 0).any():
        raise TableRefused(
            f"{int((group < 0).sum())} rows have no {asked.group}. Fill it in, or leave them out."
        )
    time = None if asked.time is None else _time(frame[asked.time], asked.time)
    columns = tuple(str(name) for name in features.columns)
    return Table(columns, features.to_numpy(np.float64, na_value=np.nan), label, group, time)


def moment(text: str, time: pd.Series) -> float | pd.Timestamp:
    """A bound of time as typed, in the kind that the time column has. Raises TableRefused."""
    try:
        return float(text) if pd.api.types.is_numeric_dtype(time) else pd.Timestamp(text)
    except ValueError as error:
        kind = "a number" if pd.api.types.is_numeric_dtype(time) else "a day such as 2024-05-31"
        raise TableRefused(f"“{text}” bounds the time column, which holds {kind}. Write it so.") from error


def _label(values: pd.Series, asked: Asked) -> Floats:
    if values.isna().any():
        raise TableRefused(
            f"{int(values.isna().sum())} rows have no {asked.label}. Leave them out of the table."
        )
    found = sorted(values.astype(str).unique())
    if len(found) != 2:  # noqa: PLR2004 - default or not
        some = ", ".join(found[:5]) + (", …" if len(found) > 5 else "")  # noqa: PLR2004 - enough to recognise it
        raise TableRefused(
            f"The label {asked.label} has {len(found)} different values ({some}); it must have two, "
            "default or not."
        )
    if asked.event is not None and asked.event not in found:
        raise TableRefused(f"{asked.label} is never “{asked.event}”, but {found[0]} or {found[1]}.")
    if asked.event is None and (not _is_number(values) or set(values.astype(float)) != {0.0, 1.0}):
        raise TableRefused(
            f"The label {asked.label} is {found[0]} or {found[1]}, not 0 or 1: say which one is the default, "
            f"--event {found[0]} or --event {found[1]}."
        )
    is_event = values.astype(float) == 1.0 if asked.event is None else values.astype(str) == asked.event
    return is_event.to_numpy().astype(np.float64)


def _time(values: pd.Series, name: str) -> pd.Series:
    if values.isna().any():
        raise TableRefused(f"{int(values.isna().sum())} rows have no {name}. Fill it in, or leave them out.")
    if _is_number(values):
        return values.astype(float)
    try:
        return pd.to_datetime(values, format="ISO8601")
    except ValueError as error:
        raise TableRefused(
            f"The time column {name} holds neither numbers nor days such as 2024-05-31."
        ) from error


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values)


_ATTRIBUTE = re.compile(r"""@attribute\s+('[^']*'|"[^"]*"|\S+)\s+\S""", re.IGNORECASE)


def _arff(text: str, *, name: str) -> pd.DataFrame:
    """Weka's form: attributes by line, then rows without a header; `?` is unknown."""
    head, mark, body = _cut(text)
    columns = [found.group(1).strip("'\"") for line in head if (found := _ATTRIBUTE.match(line.strip()))]
    if not mark or not columns:
        raise TableRefused(f"{name} has no @attribute or no @data line, so it is no ARFF file.")
    if body.lstrip().startswith("{"):
        raise TableRefused(f"{name} is a sparse ARFF file. Save it with every value written out.")
    return pd.read_csv(
        io.StringIO(body), header=None, names=columns, na_values="?", comment="%", skipinitialspace=True
    )


def _cut(text: str) -> tuple[list[str], str, str]:
    found = re.search(r"^\s*@data[^\n]*\n", text, re.IGNORECASE | re.MULTILINE)
    if found is None:
        return text.splitlines(), "", ""
    return text[: found.start()].splitlines(), found.group(), text[found.end() :]
