"""Exports of the official gazette (BODACC, dataset annonces-commerciales) into announcements.

CSV with semicolons or JSON, as the public portal gives them; several columns hold JSON written as a text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kernel.siren import siren
from ledger.errors import FileUnreadable, MappingWrong
from ledger.files.bodacc_kinds import COLLECTIVE, family_of, kind_of_judgment
from ledger.files.jsontext import looks_like_json, parsed_file, parsed_object, text_in
from ledger.files.records import records, sniff_delimiter, split_lines
from ledger.files.rejection import Doubt, Rejection
from ledger.files.text import decoded, expanded
from ledger.files.wording import long_day, plain, printable

INITIAL, CORRECTION, CANCELLATION = "initial", "correction", "cancellation"
_NEEDED = ("id", "dateparution", "typeavis", "familleavis", "registre")
_LONGEST_ID = 60
_SIREN_DIGITS = 9
_DIGITS = frozenset("0123456789")


class Announcement(NamedTuple):
    """One announcement as published; `refers_to` is the one that a correction or cancellation is about."""

    line: int
    id: str
    notice: str
    sirens: tuple[str, ...]
    published_on: date
    happened_on: date | None
    family: str
    kind: str
    nature: str
    court: str | None
    refers_to: str | None


@dataclass(slots=True)
class BodaccFile:
    """What one file holds, in its order; `read` counts every record of it."""

    read: int = 0
    announcements: list[Announcement] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read_bodacc(content: bytes) -> BodaccFile:
    """Read an export. Raises ImportRefused, one of its kinds, when the file as a whole cannot be read."""
    text, _ = decoded(expanded(content))
    if not text.strip():
        raise FileUnreadable("The file is empty. Export it again.")
    file = BodaccFile()
    for line, fields, broken in _from_json(text) if looks_like_json(text) else _from_csv(text):
        file.read += 1
        try:
            if broken:
                raise ValueError(broken)
            file.announcements.append(_announcement(line, fields, file.doubts))
        except ValueError as error:
            file.rejections.append(Rejection(line, str(error)))
    return file


def _from_csv(text: str) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    lines = split_lines(text)
    header, *body = list(records(lines, delimiter=sniff_delimiter(lines)))
    names = [name.strip().casefold() for name in header.fields]
    missing = [name for name in _NEEDED if names.count(name) != 1]
    if missing:
        raise MappingWrong(
            f"The file has no column {missing[0]}, or has it twice. An export of annonces-commerciales has "
            f"the columns {', '.join(_NEEDED)} and more; this file has: {', '.join(names)[:300]}."
        )
    for record in body:
        why = "A quotation mark on this line is opened or closed in the wrong place." if record.broken else ""
        if not why and len(record.fields) != len(names):
            why = f"The line has {len(record.fields)} fields where the header has {len(names)}."
        yield record.line, dict(zip(names, record.fields, strict=False)), why


def _from_json(text: str) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    """Records counted from 1: their lines in the file mean nothing to its reader."""
    value = parsed_file(text)
    if isinstance(value, dict):
        listed = next((value[name] for name in ("results", "records") if name in value), None)
        value = [value] if listed is None and "id" in value else listed
    if not isinstance(value, list):
        raise FileUnreadable(
            "The JSON holds no list of announcements, neither as such nor under “results” or “records”."
        )
    for place, one in enumerate(value, start=1):
        inner = one.get("fields", one.get("record")) if isinstance(one, dict) else None
        if isinstance(inner, dict):  # the portal's two older forms wrap each record
            one = inner.get("fields") if isinstance(inner.get("fields"), dict) else inner
        yield place, one if isinstance(one, dict) else {}, ""


def _announcement(line: int, fields: Mapping[str, Any], doubts: list[Doubt]) -> Announcement:
    number = printable(text_in(fields, "id"), longest=_LONGEST_ID + 1).replace(" ", "")
    if not number or len(number) > _LONGEST_ID:
        raise ValueError("The announcement has no usable id.")
    published_on = _published_on(fields)
    family = family_of(text_in(fields, "familleavis"), text_in(fields, "familleavis_lib"))
    told = _Told(line, number, doubts)
    if family == COLLECTIVE:
        kind, nature, happened = _judgment(fields, told)
    else:
        kind, (nature, happened) = family, _other(fields, told)
    notice = _notice(fields)
    refers_to = None if notice == INITIAL else _refers_to(fields, told)
    return Announcement(
        line=line,
        id=number,
        notice=notice,
        sirens=_sirens(fields, told, needed=notice != CANCELLATION or refers_to is None),
        published_on=published_on,
        happened_on=_happened_on(happened, published_on, told),
        family=family,
        kind=kind,
        nature=nature,
        court=printable(text_in(fields, "tribunal"), longest=200) or None,
        refers_to=refers_to,
    )


class _Told(NamedTuple):
    """Where doubts about an announcement go."""

    line: int
    number: str
    doubts: list[Doubt]

    def doubt(self, why: str, about: str) -> None:
        self.doubts.append(Doubt(self.line, f"{self.number}: {why}", f"bodacc {about}"))

    def object(self, fields: Mapping[str, Any], name: str) -> dict[str, Any]:
        try:
            return parsed_object(fields.get(name))
        except ValueError as error:
            self.doubt(f"the column {name} {error}, so what it says is not known.", name)
            return {}


def _published_on(fields: Mapping[str, Any]) -> date:
    written = text_in(fields, "dateparution")
    if not written:
        raise ValueError("The day of publication (dateparution) is missing.")
    try:
        return long_day(written)
    except ValueError as error:
        raise ValueError(f"The day of publication: {error}") from error


def _notice(fields: Mapping[str, Any]) -> str:
    said = plain(text_in(fields, "typeavis") + " " + text_in(fields, "typeavis_lib"))
    if "annulation" in said:
        return CANCELLATION
    return CORRECTION if "rectificatif" in said else INITIAL


def _judgment(fields: Mapping[str, Any], told: _Told) -> tuple[str, str, str]:
    """Kind, wording and written day of a judgment."""
    judgment = told.object(fields, "jugement")
    nature, complement = text_in(judgment, "nature"), text_in(judgment, "complementJugement")
    group = text_in(judgment, "famille")
    kind, from_complement = kind_of_judgment(nature, group=group, complement=complement)
    wording = nature or group
    if from_complement:
        wording = f"{wording} – {complement}"
    if not wording:
        told.doubt("it says no judgment, so its kind is not known.", "no judgment")
    return kind, printable(wording), text_in(judgment, "date")


def _other(fields: Mapping[str, Any], told: _Told) -> tuple[str, str]:
    """Wording and written day of what is no judgment, from whichever column is filled."""
    filing = told.object(fields, "depot")
    act = told.object(fields, "acte")
    left = told.object(fields, "radiationaurcs")
    change = told.object(fields, "modificationsgenerales")
    closed = text_in(filing, "dateCloture")
    wordings = (
        " ".join(part for part in (text_in(filing, "typeDepot"), closed) if part),
        text_in(filing, "descriptif"),
        *(
            text_in(act.get(inner), f"categorie{inner.capitalize()}")
            for inner in ("vente", "creation", "immatriculation")
        ),
        text_in(change, "descriptif"),
        text_in(left, "commentaire"),
        text_in(fields, "familleavis_lib"),
    )
    days = (
        text_in(left.get("radiationPM"), "dateCessationActivitePM"),
        text_in(left.get("radiationPP"), "dateCessationActivitePP"),
        text_in(change, "dateEffet"),
        text_in(act, "dateCommencementActivite"),
        text_in(act, "dateImmatriculation"),
    )
    return printable(next(filter(None, wordings), "")), next(filter(None, days), "")


def _happened_on(written: str, published_on: date, told: _Told) -> date | None:
    """The day it happened; None, with a doubt, where the gazette's day cannot be."""
    if not written:
        return None
    try:
        day = long_day(written)
    except ValueError as error:
        told.doubt(f"{error} The day it happened is left open.", "day")
        return None
    if day > published_on:
        told.doubt(
            f"dated {day}, after its publication on {published_on}: the day it happened is left open.", "day"
        )
        return None
    return day


def _sirens(fields: Mapping[str, Any], told: _Told, *, needed: bool) -> tuple[str, ...]:
    """The companies it is about, each once, however often and in whatever way their number is written."""
    registered = fields.get("registre")
    parts = registered if isinstance(registered, list) else text_in(fields, "registre").split(",")
    numbers = _nine_digits(parts) or _nine_digits(_of_persons(fields, told))
    found, wrong = [], []
    for number in sorted(numbers):
        try:
            found.append(siren(number))
        except ValueError:
            wrong.append(number)
    if needed and not found and wrong:
        raise ValueError(f"“{wrong[0]}” is not a SIREN: its key is wrong.")
    if needed and not found:
        raise ValueError("The announcement names no SIREN (columns registre and listepersonnes).")
    for number in wrong:
        told.doubt(f"“{number}” is not a SIREN, its key is wrong; the others were kept.", "siren")
    return tuple(dict.fromkeys(found))


def _nine_digits(written: Iterable[object]) -> set[str]:
    """What may be a SIREN among texts such as “RCS Bordeaux 732 829 320”."""
    texts = (one[:_LONGEST_ID] for one in written if isinstance(one, str))
    numbers = ("".join(digit for digit in one if digit in _DIGITS) for one in texts)
    return {number for number in numbers if len(number) == _SIREN_DIGITS}


def _of_persons(fields: Mapping[str, Any], told: _Told) -> Iterator[str]:
    persons = told.object(fields, "listepersonnes").get("personne")
    for one in persons if isinstance(persons, list) else [persons]:
        if isinstance(one, dict):
            yield text_in(one.get("numeroImmatriculation"), "numeroIdentification")


def _refers_to(fields: Mapping[str, Any], told: _Told) -> str | None:
    """The id of the announcement before: letter of the edition, number of the issue, number in it."""
    before = told.object(fields, "parutionavisprecedent")
    edition = text_in(before, "nomPublication").split()[-1:]
    issue, number = text_in(before, "numeroParution"), text_in(before, "numeroAnnonce")
    if not (edition and issue and number):
        return None
    return printable(f"{edition[0].upper()}{issue}{number.lstrip('0')}", longest=_LONGEST_ID).replace(" ", "")
