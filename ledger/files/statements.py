"""Yearly statements of companies: one row a statement, one row a line, or the public ratios.

Wide: a column for each code of forms 2050 to 2053, or for each public ratio (dataset ratios_inpi_bce). Long:
a row for each code, with its amount, or with the columns m1 to m4 of the register of companies (RNE). JSON of
that register is read by `rne`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import FileUnreadable, MappingWrong
from ledger.files.amounts import cents_reader, sniff_decimal
from ledger.files.dates import day_reader, sniff_date_format
from ledger.files.headers import recognised
from ledger.files.jsontext import looks_like_json, parsed_file
from ledger.files.liasse import CODES, DEPRECIATION_OF
from ledger.files.mapping import FileMapping, file_mapping
from ledger.files.records import Record, records, sniff_delimiter, split_lines
from ledger.files.rejection import Doubt, Rejection
from ledger.files.rne import RNE, amount_of, read_filings
from ledger.files.statement_lines import About, StatementFile, about, statement
from ledger.files.statement_words import ABOUT, AMOUNTS, LONG, PUBLIC_RATIOS, RATIOS, WIDE
from ledger.files.text import decoded, expanded

LIASSE, RATIOS_FORM = "liasse", "inpi"
_DAYS = ("closed_on", "opened_on", "filed_on")
_MARKS = ("m1", "m2", "m3", "m4")
_WORDS = {**ABOUT, **LONG, **WIDE, **PUBLIC_RATIOS}
_UNITS = {"euros": 1, "thousands": 1_000}
_LARGEST = 10**15  # cents


def read_statements(content: bytes, said: Mapping[str, object] | None = None) -> StatementFile:
    """Read a file of statements; `said` is its mapping. `[statements] unit = "thousands"` in it says that
    amounts are in thousands of euros.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    unit, rest = _unit(said)
    mapping = file_mapping(rest, words=_WORDS)
    text, encoding = decoded(expanded(content), encoding=mapping.encoding)
    if not text.strip():
        raise FileUnreadable("The file is empty. Export it again.")
    if looks_like_json(text):
        return read_filings(parsed_file(text), unit=unit)
    sheet = _sheet(text, mapping, unit)
    if "code" in sheet.places and ("amount" in sheet.places or {"m1", "m3"} & set(sheet.places)):
        file = _long(sheet)
    elif {*WIDE, *PUBLIC_RATIOS} & set(sheet.places):
        file = _wide(sheet)
    else:
        raise MappingWrong(
            "No column is a code of forms 2050 to 2053 (such as CO, DL, FL), a public ratio, or “code” with "
            f"“amount”. The file has the columns: {', '.join(sheet.names)[:300]}."
        )
    file.settings = {"encoding": encoding, "delimiter": sheet.delimiter, "unit": unit}
    return file


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The records of a file by our words, and how to read what is in them."""

    delimiter: str
    names: Sequence[str]
    places: Mapping[str, int]
    body: Sequence[Record]
    read_day: Callable[[str], date]
    read_cents: Callable[[str], int]
    unit: int

    def fields(self, record: Record) -> Sequence[str]:
        if record.broken:
            raise ValueError("A quotation mark on this line is opened or closed in the wrong place.")
        if len(record.fields) < len(self.names) or any(record.fields[len(self.names) :]):
            raise ValueError(
                f"The line has {len(record.fields)} fields where the header has {len(self.names)}."
            )
        return record.fields

    def text(self, fields: Sequence[str], word: str) -> str:
        place = self.places.get(word)
        return "" if place is None else fields[place].strip()

    def day(self, fields: Sequence[str], word: str) -> date | None:
        written = self.text(fields, word)
        return self.read_day(written) if written else None

    def cents(self, fields: Sequence[str], word: str) -> int | None:
        """The amount of a column in cents, None when blank. Raises ValueError naming the column."""
        written = self.text(fields, word)
        if not written:
            return None
        try:
            cents = self.read_cents(written) * self.unit
        except ValueError as error:
            raise ValueError(f"{word}: {error}") from error
        if abs(cents) >= _LARGEST:
            raise ValueError(f"{word}: “{written}” is too large for an amount.")
        return cents

    def about(self, fields: Sequence[str]) -> About:
        return about(
            number=self.text(fields, "siren"),
            closed_on=self.day(fields, "closed_on"),
            opened_on=self.day(fields, "opened_on"),
            months=self.text(fields, "months"),
            kind=self.text(fields, "kind") if "kind" in self.places else None,
            filed_on=self.day(fields, "filed_on"),
            confidential=self.text(fields, "confidential"),
        )


def _unit(said: Mapping[str, object] | None) -> tuple[int, dict[str, object]]:
    """How many euros a written one stands for, and the rest of the mapping."""
    rest = dict(said or {})
    section = rest.pop("statements", {})
    unit = section.get("unit", "euros") if isinstance(section, Mapping) else None
    known = isinstance(unit, str) and unit in _UNITS
    if not known or not isinstance(section, Mapping) or set(section) - {"unit"}:
        raise MappingWrong(
            'Under [statements] the mapping may say unit = "euros" or unit = "thousands", and nothing else.'
        )
    return _UNITS[str(unit)], rest


def _sheet(text: str, mapping: FileMapping, unit: int) -> _Sheet:
    lines = split_lines(text)
    delimiter = mapping.delimiter or sniff_delimiter(lines)
    header, *body = list(records(lines, delimiter=delimiter)) or [Record(1, [])]
    names = [name.strip() for name in header.fields]
    places = _places(names, mapping)
    for word in ("siren", "closed_on"):
        if word not in places:
            raise MappingWrong(
                f"No column was recognised as the {'SIREN' if word == 'siren' else 'closing date'} ({word}). "
                f"The file has the columns: {', '.join(names)[:300]}. "
                "Name it in the mapping, under [columns]."
            )
    days = [cell for word in _DAYS for cell in _cells(body, places, word)]
    amounts = [cell for word in places if word in _AMOUNT_WORDS for cell in _cells(body, places, word)]
    return _Sheet(
        delimiter=delimiter,
        names=names,
        places=places,
        body=body,
        read_day=day_reader(mapping.date_format or sniff_date_format(days)),
        read_cents=cents_reader(mapping.decimal or sniff_decimal(amounts)),
        unit=unit,
    )


_AMOUNT_WORDS = frozenset({"amount", *_MARKS, *WIDE, *AMOUNTS})


def _places(names: Sequence[str], mapping: FileMapping) -> dict[str, int]:
    """The place of each word: as the mapping names it, else as its header tells."""
    named = {word: name.strip() for word, name in mapping.columns.items()}
    for word, name in named.items():
        if list(names).count(name) != 1:
            raise MappingWrong(
                f"The column “{name}”, named for {word}, is absent from the file or in it twice."
            )
    found = recognised([name for name in names if name not in named.values()], _WORDS)
    for beside, code in DEPRECIATION_OF.items():
        if code not in found and code not in named:
            found.pop(beside, None)  # a lone “CA” is more likely sales than the depreciation of receivables
    return {word: list(names).index(name) for word, name in {**found, **named}.items()}


def _cells(body: Sequence[Record], places: Mapping[str, int], word: str) -> list[str]:
    place = places.get(word)
    if place is None:
        return []
    return [one.fields[place] for one in body if len(one.fields) > place and not one.broken]


def _wide(sheet: _Sheet) -> StatementFile:
    codes = [word for word in sheet.places if word in WIDE]
    if not codes and "kind" not in sheet.places:
        raise MappingWrong(
            "No column holds the kind of statement (kind, type_bilan): complete and consolidated ones never "
            "add up, so it must be told. Name it in the mapping, under [columns]."
        )
    file = StatementFile(form=LIASSE if codes else RATIOS_FORM)
    for record in sheet.body:
        try:
            fields = sheet.fields(record)
            said = sheet.about(fields)
            amounts = _told(sheet, fields, (*AMOUNTS, *codes))
            file.statements.append(
                statement(record.line, said, amounts, ratios=_ratios(sheet, fields), told=codes)
            )
        except ValueError as error:
            file.rejections.append(Rejection(record.line, str(error)))
    _tell_unused(file, sheet)
    return file


def _tell_unused(file: StatementFile, sheet: _Sheet) -> None:
    used = {place for word, place in sheet.places.items() if word not in LONG}
    for place, name in enumerate(sheet.names):
        if name and place not in used:
            why = f"The column “{name[:40]}” is no code of forms 2050 to 2053 that we know: it was set aside."
            file.doubts.append(Doubt(1, why, f"column {name[:40]}"))


def _told(sheet: _Sheet, fields: Sequence[str], words: Iterable[str]) -> dict[str, int]:
    """The amounts of a row that are not blank, by their code; a code's own column before its public name."""
    cents = ((AMOUNTS.get(word, word), sheet.cents(fields, word)) for word in words)
    return {code: amount for code, amount in cents if amount is not None}


def _ratios(sheet: _Sheet, fields: Sequence[str]) -> dict[str, float]:
    ratios = {}
    for name in RATIOS:
        if written := sheet.text(fields, name):
            ratios[name] = _ratio(written, name)
    return ratios


def _ratio(written: str, name: str) -> float:
    try:
        value = float("".join(written.split()).replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise ValueError(f"{name}: “{written[:40]}” is not a number.")
    return value


@dataclass(slots=True)
class _Gathered:
    """The lines of one statement, as they come."""

    line: int
    said: About
    amounts: dict[str, int]
    marked: bool


def _long(sheet: _Sheet) -> StatementFile:
    marked = "amount" not in sheet.places
    file = StatementFile(form=RNE if marked else LIASSE)
    gathered: dict[tuple[str, date, str], _Gathered] = {}
    unknown: dict[str, list[int]] = {}
    for record in sheet.body:
        try:
            fields = sheet.fields(record)
            said = sheet.about(fields)
            one = gathered.setdefault(said.identity, _Gathered(record.line, said, {}, marked))
            code = sheet.text(fields, "code").upper()
            if code in CODES:
                _add(one, _amounts(sheet, fields, code))
            else:
                unknown.setdefault(code[:20], []).append(record.line)
        except ValueError as error:
            file.rejections.append(Rejection(record.line, str(error)))
    for one in gathered.values():
        try:
            file.statements.append(statement(one.line, one.said, one.amounts, gross=not one.marked))
        except ValueError as error:
            file.rejections.append(Rejection(one.line, str(error)))
    for code, lines in unknown.items():
        why = f"“{code}” is no code of forms 2050 to 2053 that we know: {len(lines)} lines were set aside."
        file.doubts.append(Doubt(lines[0], why, f"code {code}"))
    return file


def _amounts(sheet: _Sheet, fields: Sequence[str], code: str) -> dict[str, int]:
    if "amount" in sheet.places:
        cents = sheet.cents(fields, "amount")
        return {} if cents is None else {code: cents}
    return amount_of(code, {mark: sheet.cents(fields, mark) for mark in _MARKS})


def _add(one: _Gathered, amounts: Mapping[str, int]) -> None:
    for code, cents in amounts.items():
        if one.amounts.setdefault(code, cents) != cents:
            raise ValueError(f"The code {code} is told twice for this year, with two amounts.")
