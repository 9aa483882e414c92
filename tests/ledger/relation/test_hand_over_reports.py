"""What a third party tells of a claim after it was handed over."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.errors import ActRefused
from ledger.registers.usecases import Act
from ledger.relation import usecases
from ledger.relation.hand_overs import Report
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.ledger.relation.test_relation_usecases import INVOICES


def _day(day: int) -> date:
    return date(2024, 2, day)


def _act(day: int) -> Act:
    return Act("Ana", _day(day), datetime(2024, 2, day, 9, tzinfo=UTC))


def _given(database: Database) -> int:
    deliver(database, INVOICES, on="2024-02-01", at=datetime(2024, 2, 1, 8, tzinfo=UTC))
    mandate: dict[str, Any] = {"party": "agency", "name": "Recouvra", "recourse": None, "note": ""}
    with database.transaction() as session:
        case = usecases.hand_over(session, _act(3), "ACME", ["F-1"], **mandate, happened_on=_day(3))
    return case.case


def _told(database: Database, number: int, day: int, status: str, **more: Any) -> Any:
    with database.transaction() as session:
        return usecases.report_hand_over(session, _act(day), number, Report(_day(day), status, **more))


def test_reports_fold_into_the_case_and_stand_in_the_history(database: Database) -> None:
    """The last status counts, amounts add up, and every report is an act with its author and day."""
    number = _given(database)
    _told(database, number, 4, "accepted", reference="R-77")
    _told(database, number, 6, "recovered", cents=3_000)
    _told(database, number, 8, "recovered", cents=1_000, currency="EUR")
    case = _told(database, number, 9, "closed", reason="irrecoverable", note="no assets")
    assert (case.stands, case.told["status"]) == (True, "closed")
    assert case.told["recovered"] == [{"currency": "EUR", "cents": 4_000}]
    with database.read() as session:
        found = usecases.relation_of(session, "ACME", as_of=_day(9), as_recorded=None)
        before = usecases.relation_of(session, "ACME", as_of=_day(7), as_recorded=None)
    assert [(one.act, one.details.get("status")) for one in found.history] == [
        ("given", None),
        ("reported", "accepted"),
        ("reported", "recovered"),
        ("reported", "recovered"),
        ("reported", "closed"),
    ]
    assert before.cases[0].told["recovered"] == [{"currency": "EUR", "cents": 3_000}]
    assert before.cases[0].told["status"] == "recovered"


_REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("lost", {}, "is no status"),
    ("recovered", {}, "Say what was recovered"),
    ("working", {"cents": 100}, "Say what was recovered"),
    ("recovered", {"cents": 100, "currency": "USD"}, "no invoice in “USD”"),
    ("closed", {}, "Say why it is closed"),
    ("closed", {"reason": "bored"}, "no reason to close"),
    ("working", {"reason": "paid"}, "Say why it is closed, and only then"),
)


def test_a_report_says_what_its_status_needs(sqlite_database: Database) -> None:
    number = _given(sqlite_database)
    for status, more, sentence in _REFUSED:
        with pytest.raises(ActRefused, match=sentence):
            _told(sqlite_database, number, 4, status, **more)


def test_nothing_follows_the_end(sqlite_database: Database) -> None:
    """A file is accepted once; once closed or taken back, nothing more is told of it."""
    number = _given(sqlite_database)
    _told(sqlite_database, number, 4, "accepted")
    with pytest.raises(ActRefused, match="accepted already"):
        _told(sqlite_database, number, 5, "accepted")
    _told(sqlite_database, number, 5, "closed", reason="refused")
    with pytest.raises(ActRefused, match="is closed"):
        _told(sqlite_database, number, 6, "working")
    with sqlite_database.transaction() as session:
        usecases.take_back(session, _act(7), number, note="", happened_on=_day(7))
    with pytest.raises(ActRefused, match="taken back"):
        _told(sqlite_database, number, 8, "working")
