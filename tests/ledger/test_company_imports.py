"""Statements and announcements in the database, and a company read back on any evening."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.company.company import Company
from ledger.company.usecases import (
    NamedContent,
    company_on,
    import_bodacc,
    import_statements,
    latest_statements,
    proceedings,
)
from ledger.errors import MappingWrong
from ledger.registers.catalogue import PROFILES, CustomerProfileRow
from ledger.registers.register import Told, enter
from ledger.registers.report import RegisterReport
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.usecases import horizon, list_rejections
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.ledger.gazette import COMPANY, LIQUIDATION, OTHER, RECEIVERSHIP, as_csv, as_json, judged, notice

_AT = datetime(2024, 9, 1, 8, tzinfo=UTC)
_OPENING = judged(11, "2024-03-05", RECEIVERSHIP, "20 février 2024")
_CORRECTION = judged(
    22, "2024-03-12", RECEIVERSHIP, "21 février 2024", typeavis="rectificatif", before=_OPENING
)
_END = judged(
    33, "2024-05-14", "Jugement mettant fin à la procédure de redressement judiciaire", "2024-05-02"
)
_NOBODY = notice(44, "2024-05-15", siren=None, family="divers")
_STATEMENTS = (
    f"siren;date de clôture;date de dépôt;CO;EE;FL\n{COMPANY};31/12/2023;20/06/2024;400;400;900,50\n"
)


def _gazette(
    database: Database, *files: Sequence[dict[str, Any]], on: str = "2024-09-01", at: datetime = _AT
) -> RegisterReport:
    contents = [NamedContent(f"{place}.csv", as_csv(records)) for place, records in enumerate(files)]
    with database.transaction() as session:
        return import_bodacc(
            session, contents, source=None, on=date.fromisoformat(on), recorded_at=at, author="Ana"
        )


def _statements(
    database: Database, text: str, *, on: str = "2024-09-01", source: str | None = None
) -> RegisterReport:
    with database.transaction() as session:
        return import_statements(
            session,
            text.encode(),
            name="s.csv",
            mapping=None,
            source=source,
            on=date.fromisoformat(on),
            recorded_at=_AT,
        )


def _company(
    database: Database, as_of: str, *, siren: str = COMPANY, as_recorded: datetime | None = None
) -> Company:
    with database.read() as session:
        return company_on(session, siren, as_of=date.fromisoformat(as_of), as_recorded=as_recorded)


def test_announcements_are_known_from_their_publication(database: Database) -> None:
    """Read once or twice, in one file or several: an evening finds what the gazette had printed by then."""
    report = _gazette(database, [_CORRECTION, _END], [_OPENING, _NOBODY])
    assert (report.read, report.accepted, report.unchanged, report.rejected) == (4, 3, 0, 1)
    assert report.rejections[0].why.startswith("1.csv: The announcement names no SIREN")
    assert report.told == {
        "notices": {"correction": 1, "initial": 2},
        "kinds": {"closure": 1, "opening_receivership": 2},
    }
    again = _gazette(database, [_OPENING, _CORRECTION, _END])
    assert (again.accepted, again.unchanged, again.rejected) == (0, 3, 0)
    assert _company(database, "2024-03-04").proceeding is None
    opened = {day: _company(database, day).proceeding for day in ("2024-03-05", "2024-03-12", "2024-05-14")}
    assert [one and (one.open, one.opened_on) for one in opened.values()] == [
        (True, date(2024, 2, 20)),
        (True, date(2024, 2, 21)),
        (False, date(2024, 2, 21)),
    ]
    with database.read() as session:
        assert [line.line for line in list_rejections(session, import_id=report.import_id)] == [3]


def test_what_the_database_held_at_an_instant_can_be_asked(database: Database) -> None:
    """A correction known since March but written down in September was not in the ledger in June."""
    early = datetime(2024, 4, 1, tzinfo=UTC)
    _gazette(database, [_OPENING], on="2024-04-01", at=early)
    _gazette(database, [_CORRECTION])
    now, then = _company(database, "2024-06-01"), _company(database, "2024-06-01", as_recorded=early)
    assert [one.row.happened_on for one in now.events] == [date(2024, 2, 21)]
    assert [one.row.happened_on for one in then.events] == [date(2024, 2, 20)]


def test_a_correction_applied_late_is_told_once(sqlite_database: Database) -> None:
    """It stood for itself while what it corrects was not held; then that event alone is listed."""
    _gazette(sqlite_database, [_CORRECTION])
    assert len(_company(sqlite_database, "2024-09-01").events) == 1
    _gazette(sqlite_database, [_OPENING])
    (event,) = _company(sqlite_database, "2024-09-01").events
    assert (event.row.published_on, event.row.happened_on) == (date(2024, 3, 5), date(2024, 2, 21))


def test_a_file_that_is_no_export_leaves_nothing(sqlite_database: Database) -> None:
    """All files are read before any is recorded, and the bad one is named."""
    files = [NamedContent("good.json", as_json([_OPENING])), NamedContent("bad.csv", b"a;b\n1;2\n")]
    why = r"bad\.csv: The file has no column id"
    with pytest.raises(MappingWrong, match=why), sqlite_database.transaction() as session:
        import_bodacc(session, files, source=None, on=date(2024, 9, 1), recorded_at=_AT)
    assert _company(sqlite_database, "2024-09-01").events == ()


def test_statements_are_known_from_their_filing_and_corrected_by_versions(database: Database) -> None:
    first = _statements(database, _STATEMENTS)
    assert (first.read, first.accepted, first.rejected) == (1, 1, 0)
    assert (_statements(database, _STATEMENTS).unchanged, _company(database, "2024-06-19").statements) == (
        1,
        (),
    )
    corrected = _statements(database, _STATEMENTS.replace("900,50", "950,00"), on="2024-10-01")
    assert (corrected.accepted, corrected.corrected) == (1, 1)
    sales = {
        day: _company(database, day).statements[0].row.lines["FL"]
        for day in ("2024-06-20", "2024-09-30", "2024-10-01")
    }
    assert sales == {"2024-06-20": 90_050, "2024-09-30": 90_050, "2024-10-01": 95_000}


def test_forms_are_sources_of_their_own(database: Database) -> None:
    """Ratios of a year do not replace its full statement, and ratios come back as they were."""
    _statements(database, _STATEMENTS)
    ratios = "siren;date_cloture_exercice;chiffre_d_affaires;marge_ebe;type_bilan;confidentiality\n"
    _statements(
        database, f"{ratios}{COMPANY};2023-12-31;900;8.416;C;Public\n{COMPANY};2023-12-31;2;1;K;Public\n"
    )
    found = _company(database, "2024-09-01").statements
    assert [(one.row.kind, one.source) for one in found] == [("consolidated", "inpi"), ("complete", "liasse")]
    assert found[0].row.ratios == {"marge_ebe": 1.0}
    assert found[1].row.lines == {"CO": 40_000, "EE": 40_000, "FL": 90_050}


def test_all_companies_can_be_asked_at_once(sqlite_database: Database) -> None:
    """By SIREN: their proceedings, and their last two statements of each kind, as an evening knew them."""
    _gazette(sqlite_database, [_OPENING, judged(1, "2024-04-05", LIQUIDATION, siren=OTHER)])
    _statements(sqlite_database, _STATEMENTS + f"{COMPANY};31/12/2022;01/06/2023;3;3;800\n")
    with sqlite_database.read() as session:
        early = proceedings(session, as_of=date(2024, 4, 1))
        later = proceedings(session, as_of=date(2024, 4, 5))
        latest = latest_statements(session, as_of=date(2024, 9, 1))[COMPANY]["complete"]
        assert latest_statements(session, as_of=date(2023, 5, 31)) == {}
    assert ([*early], {siren: one.stage for siren, one in later.items()}) == (
        [COMPANY],
        {COMPANY: "receivership", OTHER: "liquidation"},
    )
    assert latest.before is not None
    assert (latest.latest.row.closed_on.year, latest.before.row.closed_on.year) == (2023, 2022)


def test_text_that_no_database_takes_never_reaches_it(database: Database) -> None:
    """JSON can hold zero bytes and halves of characters, in what is kept as in what is refused."""
    bad = "x\u0000y\ud800"
    filing = {"siren": COMPANY, "dateCloture": "2023-12-31", "typeBilan": "C"}
    rows = [{"code": bad, "m1": "1"}, {"code": "DL", "m1": "1"}]
    sheet = {"bilanSaisi": {"bilan": {"detail": {"pages": [{"liasses": rows}]}}}}
    spoilt = [{**filing, name: bad} for name in ("siren", "dateCloture", "typeBilan")]
    report = _statements(database, json.dumps([filing | sheet, *spoilt]))
    assert (report.accepted, report.rejected, len(report.warnings)) == (1, 3, 1)
    names = ("id", "dateparution", "typeavis", "registre", "tribunal", "familleavis", "jugement")
    records = [{**judged(place, "2024-03-05", bad), name: bad} for place, name in enumerate(names)]
    announcements = NamedContent("b.json", json.dumps(records).encode())
    with database.transaction() as session:
        told = import_bodacc(session, [announcements], source=None, on=date(2024, 9, 1), recorded_at=_AT)
    assert (told.accepted, told.rejected) == (5, 2)


def test_a_company_is_our_customer_by_any_of_its_numbers(database: Database) -> None:
    """By SIREN, SIRET or VAT number, as the customer master has them that evening."""
    deliver(database, "number,customer,issue_date,due_date,amount\n" + "".join(
        f"F-{code},{code},2024-01-05,2024-02-05,100.00\n" for code in ("A", "B", "C", "D")
    ))  # fmt: skip
    blank = CustomerProfileRow(*[None] * len(CustomerProfileRow._fields))  # type: ignore[arg-type]
    profiles = [
        blank._replace(customer_id=1, name="Alpha", siren=COMPANY),
        blank._replace(customer_id=2, siret=f"{COMPANY}00017"),
        blank._replace(customer_id=3, vat=f"FR83{COMPANY}"),
        blank._replace(customer_id=4, siren=OTHER),
    ]
    told = [Told(f"{row.customer_id}", date(2024, 7, 1), row) for row in profiles]
    with database.transaction() as session:
        delivery = Delivery(b"", "customers", "c.csv", "csv", date(2024, 7, 1), _AT)
        entered = enter(told, {}, next_id=1, on=date(2024, 7, 1))
        record_import(session, delivery, Reading(4), entered=[(PROFILES, entered)])
    found = _company(database, "2024-07-01")
    assert [(one.code, one.name) for one in found.customers] == [("A", "Alpha"), ("B", None), ("C", None)]
    assert _company(database, "2024-06-30").customers == ()
    assert found.as_json()["customers"][0] == {"code": "A", "name": "Alpha"}


def test_public_data_does_not_move_the_horizon_of_the_ledger(database: Database) -> None:
    """How far invoices and payments are told has nothing to do with the gazette."""
    _gazette(database, [judged(1, "2024-03-05", LIQUIDATION)])
    _statements(database, _STATEMENTS)
    with database.read() as session:
        assert horizon(session) is None
