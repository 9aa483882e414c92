"""What the user says of a file: how it is written, and which column is which."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ledger.errors import MappingWrong
from ledger.files.currencies import currency

_SECTIONS = ("file", "columns", "constants")
_TEXTS = ("delimiter", "encoding", "date_format", "decimal")
_SOME_DAY = date(2021, 12, 28)


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What was said, None where the file itself shall tell."""

    delimiter: str | None = None
    encoding: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    extracted_on: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None


def read_toml(content: bytes) -> dict[str, object]:
    """The mapping file as a dictionary. Raises MappingWrong with the place of the mistake."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingWrong(f"The mapping is not a TOML file: {error}.") from error


def file_mapping(said: Mapping[str, object] | None, *, words: Mapping[str, str]) -> FileMapping:
    """The mapping, checked against the words that this kind of file knows. Raises MappingWrong."""
    sections = {name: _section(said or {}, name) for name in _SECTIONS}
    _refuse_unknown(said or {}, _SECTIONS, "section")
    in_file = sections["file"]
    _refuse_unknown(in_file, (*_TEXTS, "extracted_on"), "key under [file]")
    _refuse_unknown(sections["columns"], tuple(words), "word under [columns]")
    _refuse_unknown(sections["constants"], ("currency",), "key under [constants]")
    texts = {key: _text(in_file, key) for key in _TEXTS}
    _check_marks(texts)
    columns = {word: str(_text(sections["columns"], word)) for word in sections["columns"]}
    return FileMapping(
        **texts, extracted_on=_day(in_file), columns=columns, currency=_currency(sections["constants"])
    )


def _section(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = said.get(name, {})
    if not isinstance(section, Mapping):
        raise MappingWrong(f"“{name}” in the mapping is a section: write [{name}] on a line of its own.")
    return section


def _refuse_unknown(said: Mapping[str, object], known: tuple[str, ...], what: str) -> None:
    for key in said:
        if key not in known:
            raise MappingWrong(f"“{key}” is not a known {what} of a mapping. Known are: {', '.join(known)}.")


def _text(section: Mapping[str, object], key: str) -> str | None:
    value = section.get(key)
    if value is not None and not (isinstance(value, str) and value):
        raise MappingWrong(f"“{key}” in the mapping must be a text between quotation marks; it is {value!r}.")
    return value


def _check_marks(texts: Mapping[str, str | None]) -> None:
    delimiter, decimal = texts["delimiter"], texts["decimal"]
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise MappingWrong(f"The delimiter must be one character, such as ; or , and is {delimiter!r}.")
    if decimal not in {None, ".", ","}:
        raise MappingWrong(f"The decimal mark must be . or , and is {decimal!r}.")
    if (written := texts["date_format"]) is not None and not _reads_back(written):
        raise MappingWrong(f'The date format {written!r} does not tell a day. Write it as "%d/%m/%Y".')


def _reads_back(written: str) -> bool:
    try:
        return datetime.strptime(_SOME_DAY.strftime(written), written).date() == _SOME_DAY  # noqa: DTZ007
    except (ValueError, re.error):
        return False


def _day(section: Mapping[str, object]) -> date | None:
    value = section.get("extracted_on")
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise MappingWrong(f"“extracted_on” in the mapping must be a day such as 2020-06-30; it is {value!r}.")


def _currency(section: Mapping[str, object]) -> str | None:
    said = _text(section, "currency")
    try:
        return None if said is None else currency(said)
    except ValueError as error:
        raise MappingWrong(f"The currency under [constants]: {error}") from error
