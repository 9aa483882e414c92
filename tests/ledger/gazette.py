"""Exports of the official gazette as its portal writes them, with invented companies."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from ledger.files.bodacc import Announcement, read_bodacc

COMPANY, OTHER = "732829320", "552100554"
RECEIVERSHIP = "Jugement d'ouverture d'une procédure de redressement judiciaire"
LIQUIDATION = "Jugement d'ouverture de liquidation judiciaire"
_COLUMNS = (
    *("id", "publicationavis", "parution", "dateparution", "numeroannonce", "typeavis", "typeavis_lib"),
    *("familleavis", "familleavis_lib", "numerodepartement", "tribunal", "commercant", "ville", "registre"),
    *("cp", "listepersonnes", "jugement", "acte", "modificationsgenerales", "radiationaurcs", "depot"),
    *("parutionavisprecedent", "url_complete"),
)


def notice(
    number: int,
    published_on: str,
    *,
    siren: str | None = COMPANY,
    family: str = "collective",
    typeavis: str = "annonce",
    before: dict[str, Any] | None = None,
    **columns: Any,
) -> dict[str, Any]:
    """A record of the dataset; a column given as an object is written as a text, as the portal does."""
    issue = published_on[:4] + "0" + published_on[5:7] + published_on[8:10][-1:]
    record: dict[str, Any] = dict.fromkeys(_COLUMNS)
    record |= {
        "id": f"A{issue}{number}",
        "publicationavis": "A",
        "parution": issue,
        "dateparution": published_on,
        "numeroannonce": number,
        "typeavis": typeavis,
        "familleavis": family,
        "tribunal": "Greffe du Tribunal de Commerce de Bordeaux",
        "registre": None if siren is None else f"{siren[:3]} {siren[3:6]} {siren[6:]},{siren}",
    }
    if before is not None:
        record["parutionavisprecedent"] = {
            "nomPublication": "BODACC A",
            "numeroParution": before["parution"],
            "dateParution": before["dateparution"],
            "numeroAnnonce": str(before["numeroannonce"]),
        }
    record |= columns
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        for name, value in record.items()
    }


def judged(
    number: int, published_on: str, nature: str, day: str = "", *, complement: str = "", **more: Any
) -> dict[str, Any]:
    """A record about a judgment."""
    judgment = {"type": "initial", "famille": "", "nature": nature, "date": day}
    if complement:
        judgment["complementJugement"] = complement
    return notice(number, published_on, jugement=judgment, **more)


def as_csv(records: Sequence[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode("utf-8-sig")


def as_json(records: Sequence[dict[str, Any]]) -> bytes:
    """The form of the portal's second interface: the SIREN is a list there."""
    listed = [{**one, "registre": one["registre"].split(",") if one["registre"] else None} for one in records]
    return json.dumps({"total_count": len(listed), "results": listed}).encode()


def read(*records: dict[str, Any]) -> list[Announcement]:
    """The announcements of records that are all good."""
    file = read_bodacc(as_json(records))
    assert not file.rejections
    return file.announcements
