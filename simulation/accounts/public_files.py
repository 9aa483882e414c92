"""Statements and announcements as files: boxes of forms 2050 to 2053, and the gazette's public dataset."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from simulation.accounts.public import Told
from simulation.failure.gazette import ACCOUNTS, CHANGE, COLLECTIVE, Announcement

_ABOUT = ("siren", "closed_on", "months", "kind", "filed_on", "confidential")
_GAZETTE = (
    *("id", "publicationavis", "parution", "dateparution", "numeroannonce", "typeavis", "typeavis_lib"),
    *("familleavis", "familleavis_lib", "tribunal", "commercant", "registre", "jugement", "depot"),
    "modificationsgenerales",
)
# Edition, code and name of each family.
_FAMILIES = {
    COLLECTIVE: ("A", "collective", "Procédures collectives"),
    CHANGE: ("B", "modification", "Modifications diverses"),
    ACCOUNTS: ("C", "dpc", "Dépôts des comptes"),
}
_NATURES = {
    "opening_liquidation": "Jugement d'ouverture de liquidation judiciaire",
    "opening_receivership": "Jugement d'ouverture d'une procédure de redressement judiciaire",
    "opening_safeguard": "Jugement d'ouverture d'une procédure de sauvegarde",
}
_COURT = "Greffe du Tribunal de Commerce d'Encoursville"


def statements_csv(companies: Iterable[Told]) -> bytes:
    """A row a statement, in whole euros; the boxes of a confidential one are blank."""
    filed = [(one.siren, statement) for one in companies for statement in one.statements]
    codes = sorted({code for _, statement in filed for code in statement.lines})
    rows = [
        (
            *(siren, statement.closed_on, 12, "C", statement.filed_on),
            "yes" if statement.confidential else "no",
            *(statement.lines.get(code, "") for code in codes),
        )
        for siren, statement in filed
    ]
    return _csv((*_ABOUT, *codes), rows, delimiter=",")


def gazette_csv(companies: Iterable[Told]) -> bytes:
    """An export of the dataset annonces-commerciales, in the order of publication."""
    printed = [(told, company) for company in companies for told in company.announcements]
    printed.sort(key=lambda one: (one[0].published_on, one[1].siren, one[0].family))
    numbers: Counter[str] = Counter()
    rows = []
    for told, company in printed:
        issue = f"{told.published_on.year}{told.published_on.timetuple().tm_yday:04d}"
        edition = _FAMILIES[told.family][0]
        numbers[edition + issue] += 1
        rows.append(_record(told, company, issue=issue, number=numbers[edition + issue]))
    return _csv(_GAZETTE, [[row.get(name, "") for name in _GAZETTE] for row in rows], delimiter=";")


def _record(told: Announcement, company: Told, *, issue: str, number: int) -> Mapping[str, object]:
    edition, code, name = _FAMILIES[told.family]
    siren = company.siren
    record: dict[str, object] = {
        "id": f"{edition}{issue}{number}",
        "publicationavis": edition,
        "parution": issue,
        "dateparution": told.published_on,
        "numeroannonce": number,
        "typeavis": "annonce",
        "typeavis_lib": "Avis initial",
        "familleavis": code,
        "familleavis_lib": name,
        "tribunal": _COURT,
        "commercant": company.name,
        "registre": f"{siren[:3]} {siren[3:6]} {siren[6:]},{siren}",
    }
    if told.family == COLLECTIVE:
        judgment = {"type": "initial", "nature": _NATURES[told.kind], "date": str(told.happened_on)}
        record["jugement"] = _text(judgment)
    elif told.family == ACCOUNTS:
        record["depot"] = _text({"dateCloture": str(told.closed_on), "typeDepot": "Comptes annuels"})
    else:
        record["modificationsgenerales"] = _text({"descriptif": "Modification de l'activité"})
    return record


def _text(value: Mapping[str, str]) -> str:
    """The portal writes what is inside a column as JSON."""
    return json.dumps(value, ensure_ascii=False)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
