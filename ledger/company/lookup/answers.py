"""Answers of public registers into the files that importers read, and into who a company is.

Announcements and ratios go through the readers of their files, so that one fetched and one imported are the
same fact. Every function raises ValueError with a sentence when an answer has not the shape it should have.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from ledger.files.bodacc import BodaccFile, read_bodacc
from ledger.files.jsontext import text_in
from ledger.files.rejection import Doubt, Rejection
from ledger.files.statement_lines import StatementFile
from ledger.files.statement_words import PUBLIC_RATIOS
from ledger.files.statements import read_statements
from ledger.files.wording import long_day, printable
from ledger.registers.catalogue import CompanyIdentityRow

ACTIVE, CEASED = "active", "ceased"
_STATES = {"A": ACTIVE, "C": CEASED}
_ABOUT = ("siren", "date_cloture_exercice", "type_bilan", "confidentiality")
_AS_WRITTEN = {"file": {"delimiter": ";", "decimal": ".", "date_format": "%Y-%m-%d"}}
_LONGEST_CODE, _LONGEST_NAME = 10, 200
_LARGEST_EXPONENT = 20
_LONGEST_COUNT = 9
_NOT_DISCLOSED = "["  # [NON-DIFFUSIBLE], [ND]: a sole trader may keep name and address to himself


Record = dict[str, Any]


class Records(NamedTuple):
    """One page of an answer: how many records there are in all, and those on the page."""

    total: int
    listed: list[Record]


def records_in(page: bytes, *, total: str = "total_count") -> Records:
    """The records of a page; numbers are kept as they are written."""
    try:
        value = json.loads(page.decode("utf-8"), parse_float=str, parse_int=str, parse_constant=_no_number)
    except (RecursionError, ValueError) as error:
        raise ValueError("It answered something that is not JSON.") from error
    listed = value.get("results") if isinstance(value, dict) else None
    count = text_in(value, total)
    if not isinstance(listed, list) or not (
        count.isascii() and count.isdigit() and len(count) <= _LONGEST_COUNT
    ):
        raise ValueError(f"It answered JSON of another shape: no “results” with a “{total}”.")
    if not all(isinstance(one, dict) for one in listed):
        raise ValueError("It answered JSON of another shape: a record that is no object.")
    return Records(int(count), listed)


def announcements_in(pages: Sequence[bytes], siren: str) -> BodaccFile:
    """What the gazette announced of a company, read as an export of the gazette is."""
    listed = _all_records(pages)
    file = read_bodacc(json.dumps({"results": listed}).encode())
    kept = [one for one in file.announcements if siren in one.sirens]
    file.rejections += [
        Rejection(one.line, f"{one.id} is not about {siren}.")
        for one in file.announcements
        if siren not in one.sirens
    ]
    file.announcements = kept
    _refuse_nothing_usable(len(listed), len(kept), file.rejections)
    return file


def ratios_in(pages: Sequence[bytes], siren: str) -> StatementFile:
    """The public ratios of a company by closing date, read as their published table is."""
    listed = _all_records(pages)
    file = read_statements(_as_table(listed), _AS_WRITTEN)
    lost = [place for place, one in enumerate(listed, start=2) if not any(_cells(one))]
    file.rejections += [Rejection(place, "The record says nothing.") for place in lost]
    kept = [one for one in file.statements if one.siren == siren]
    file.rejections += [
        Rejection(one.line, f"The year closed on {one.closed_on} is not of {siren}, but of {one.siren}.")
        for one in file.statements
        if one.siren != siren
    ]
    file.statements = kept
    _refuse_nothing_usable(len(listed), len(kept), file.rejections)
    return file


def identity_in(page: bytes, siren: str, *, on: date) -> tuple[CompanyIdentityRow | None, list[Doubt]]:
    """Who the company register says a company is, as of the day it is asked; None when it tells of none."""
    listed = records_in(page, total="total_results").listed
    found = [one for one in listed if text_in(one, "siren") == siren]
    if not found:
        return None, []
    one, doubts = found[0], list[Doubt]()
    seat = one.get("siege")
    days = {name: _day(one, name, on, doubts) for name in ("date_creation", "date_fermeture")}
    row = CompanyIdentityRow(
        siren=siren,
        name=_told(one, "nom_raison_sociale") or _told(one, "nom_complet"),
        legal_form=_code(one, "nature_juridique"),
        naf=_code(one, "activite_principale"),
        founded_on=days["date_creation"],
        ceased_on=days["date_fermeture"],
        state=_STATES.get(text_in(one, "etat_administratif").upper()),
        headcount_band=_code(one, "tranche_effectif_salarie"),
        headcount_year=_year(one, "annee_tranche_effectif_salarie"),
        size=_code(one, "categorie_entreprise"),
        address=_told(seat, "adresse"),
        postcode=_code(seat, "code_postal"),
        city=_told(seat, "libelle_commune"),
    )
    if row.name is None and row.legal_form is None and row.state is None:
        raise ValueError("It knows the company, but tells neither its name, its legal form nor its state.")
    return row, doubts


def _no_number(written: str) -> str:
    raise ValueError(f"{written} is no number.")


def _all_records(pages: Sequence[bytes]) -> list[Record]:
    return [one for page in pages for one in records_in(page).listed]


def _refuse_nothing_usable(read: int, kept: int, rejections: Sequence[Rejection]) -> None:
    if read and not kept:
        why = rejections[0].why if rejections else ""
        raise ValueError(f"None of its {read} records can be used. The first: {why}")


def _as_table(listed: Sequence[Record]) -> bytes:
    """Records as lines of the published table: a header, then one line each."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow((*_ABOUT, *PUBLIC_RATIOS))
    writer.writerows(map(_cells, listed))
    return text.getvalue().encode()


def _cells(record: Record) -> tuple[str, ...]:
    about = (printable(text_in(record, name), longest=_LONGEST_NAME) for name in _ABOUT)
    return (*about, *(_number(text_in(record, name)) for name in PUBLIC_RATIOS))


def _number(written: str) -> str:
    """A number without exponent: 1.2E6 in JSON is 1200000 in a table."""
    if "e" not in written.lower():
        return printable(written, longest=_LONGEST_NAME)
    try:
        value = Decimal(written)
    except InvalidOperation:
        return printable(written, longest=_LONGEST_NAME)
    return format(value, "f") if abs(value.adjusted()) <= _LARGEST_EXPONENT else "too large"


def _told(value: Any, name: str) -> str | None:
    said = printable(text_in(value, name), longest=_LONGEST_NAME)
    return None if not said or said.startswith(_NOT_DISCLOSED) else said


def _code(value: Any, name: str) -> str | None:
    said = _told(value, name)
    return None if said is None or len(said) > _LONGEST_CODE else said


def _year(value: Mapping[str, Any], name: str) -> int | None:
    said = text_in(value, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) == len("2024") else None


def _day(value: Mapping[str, Any], name: str, on: date, doubts: list[Doubt]) -> date | None:
    written = text_in(value, name)
    if not written:
        return None
    try:
        day = long_day(written)
    except ValueError as error:
        doubts.append(Doubt(1, f"{name}: {error}", f"register {name}"))
        return None
    if day > on:
        doubts.append(Doubt(1, f"{name} is {day}, after the day it was asked: left out.", f"register {name}"))
        return None
    return day
