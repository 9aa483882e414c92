"""Yearly statements as the register of companies (RNE) gives them: each code with up to four amounts.

m1 to m4 are the columns of the form. On the assets (2050) they are gross, depreciation, net and the year
before; on the income statement (2052) m3 is the year, for sales after France (m1) and abroad (m2); on the
liabilities (2051) and the result (2053) m1 is the year and m2 the year before. So public users of it read it;
no official description was at hand.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ledger.errors import FileUnreadable
from ledger.files.amounts import cents_reader
from ledger.files.jsontext import text_in
from ledger.files.liasse import ASSETS, CODES, INCOME, MAIN
from ledger.files.rejection import Doubt, Rejection
from ledger.files.statement_lines import StatementFile, about, statement
from ledger.files.wording import long_day, printable

RNE = "rne"
Marks = Mapping[str, int | None]
# A row of sales is named after its first box, France; the others of the row are abroad and the total.
_SALES = {"FA": ("FB", "FC"), "FD": ("FE", "FF"), "FG": ("FH", "FI"), "FJ": ("FK", "FL")}
_MARKS = ("m1", "m2", "m3", "m4")
_LARGEST = 10**15  # cents


def amount_of(code: str, marks: Marks) -> dict[str, int]:
    """The amounts of the year in one row, by the code of their box."""
    m1, m2, m3 = marks["m1"], marks["m2"], marks["m3"]
    found: dict[str, int | None]
    if code in _SALES and m3 is not None:
        abroad, total = _SALES[code]
        found = {code: m1, abroad: m2, total: m3}
    elif CODES[code].form == ASSETS and code in MAIN:
        gross_less = None if m1 is None else m1 - abs(m2 or 0)
        found = {code: gross_less if m3 is None else m3}
        if beside := MAIN[code].depreciation:
            found[beside] = m2
    elif CODES[code].form == INCOME:
        found = {code: m1 if m3 is None else m3}
    else:
        found = {code: m1}
    return {box: cents for box, cents in found.items() if cents is not None}


def read_filings(value: Any, *, unit: int) -> StatementFile:
    """The statements of one or several filings. Raises FileUnreadable when there is none to look at."""
    file = StatementFile(form=RNE)
    unknown: dict[str, int] = {}
    for place, filing in enumerate(_filings(value), start=1):
        try:
            _read(file, place, filing, unit=unit, unknown=unknown)
        except ValueError as error:
            # A sentence quotes what it refuses, and JSON can hold characters that no database takes.
            file.rejections.append(Rejection(place, printable(str(error))))
    for code, times in unknown.items():
        why = f"“{code}” is no code of forms 2050 to 2053 that we know: {times} amounts were set aside."
        file.doubts.append(Doubt(1, why, f"code {code}"))
    return file


def _filings(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        inner = value.get("bilansSaisis", value.get("results"))
        value = [value] if inner is None else inner
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    if not any("bilanSaisi" in one or "dateCloture" in one for one in found):
        raise FileUnreadable("The JSON holds no yearly statement: none of its objects has “bilanSaisi”.")
    return found


def _read(
    file: StatementFile, place: int, filing: Mapping[str, Any], *, unit: int, unknown: dict[str, int]
) -> None:
    sheet = _inner(_inner(filing, "bilanSaisi"), "bilan")
    identity = _inner(sheet, "identite")
    said = about(
        number=text_in(filing, "siren") or text_in(identity, "siren"),
        closed_on=_day(text_in(filing, "dateCloture") or text_in(identity, "dateClotureExercice")),
        opened_on=None,
        months=text_in(identity, "dureeExerciceN").lstrip("0"),
        kind=text_in(filing, "typeBilan") or text_in(identity, "codeTypeBilan"),
        filed_on=_day(text_in(filing, "dateDepot") or text_in(identity, "dateDepot")),
        confidential=text_in(filing, "confidentiality"),
    )
    if (currency := text_in(identity, "codeDevise").upper()) not in {"", "EUR"}:
        raise ValueError(f"Its amounts are in {currency[:10]}, not in euros.")
    amounts: dict[str, int] = {}
    for row in _rows(sheet):
        code = text_in(row, "code").upper()
        if code in CODES:
            amounts.update(amount_of(code, {mark: _cents(text_in(row, mark), code, unit) for mark in _MARKS}))
        elif code:
            name = printable(code, longest=20)
            unknown[name] = unknown.get(name, 0) + 1
    file.statements.append(statement(place, said, amounts, gross=False))


def _rows(sheet: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    pages = _inner(sheet, "detail").get("pages")
    for page in pages if isinstance(pages, list) else []:
        rows = page.get("liasses") if isinstance(page, dict) else None
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                yield row


def _inner(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _day(written: str) -> date | None:
    return long_day(written) if written else None


def _cents(written: str, code: str, unit: int) -> int | None:
    """Amounts are whole euros padded with zeros, such as -000000000230752."""
    if not written:
        return None
    try:
        cents = cents_reader(".")(written) * unit
    except ValueError as error:
        raise ValueError(f"{code}: {error}") from error
    if abs(cents) >= _LARGEST:
        raise ValueError(f"{code}: “{written}” is too large for an amount.")
    return cents
