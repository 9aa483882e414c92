"""Registers keep every version: what a day knew can always be asked again."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.registers.catalogue import LEGAL_EVENTS, REGISTERS, LegalEventRow
from ledger.registers.register import Told, Version, enter, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.registers.tables import METADATA
from ledger.registers.usecases import Act, Delivery, Reading, record_act, record_import
from store.session import Database

FIRST = date(2024, 1, 1)


def _row(nature: str, *, happened_on: date | None = None) -> LegalEventRow:
    return LegalEventRow(
        "732829320", FIRST, happened_on, "collective", "opening", nature, None, cancelled=False
    )


def _bring(database: Database, *told: Told, day: int) -> None:
    on = FIRST + timedelta(days=day)
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
    with database.transaction() as session:
        repository = RegisterRepository(session, LEGAL_EVENTS)
        standing = repository.standing(source="gazette")
        entered = enter(told, standing, next_id=repository.next_id(), on=on)
        delivery = Delivery(b"", "bodacc", "a.csv", "gazette", on, at, author="Ana")
        record_import(session, delivery, Reading(len(told)), entered=[(LEGAL_EVENTS, entered)])


def _held(database: Database, *, as_recorded: datetime | None = None) -> list[Version[LegalEventRow]]:
    with database.read() as session:
        return RegisterRepository(session, LEGAL_EVENTS).versions(as_recorded=as_recorded)


def test_a_correction_is_a_version_and_the_past_stays(database: Database) -> None:
    """Both cuts work: by the day it was known, and by the instant it was written down."""
    _bring(database, Told("A1", FIRST, _row("opening")), day=0)
    _bring(database, Told("A1", FIRST, _row("closing", happened_on=FIRST)), day=10)
    _bring(database, Told("A1", FIRST, _row("closing", happened_on=FIRST)), day=20)
    versions = _held(database)
    assert [(one.version, one.row.nature, one.author) for one in versions] == [
        (0, "opening", "Ana"),
        (1, "closing", "Ana"),
    ]
    assert [one.row.nature for one in standing_on(versions, FIRST + timedelta(days=9))] == ["opening"]
    assert [one.row.nature for one in standing_on(versions, FIRST + timedelta(days=10))] == ["closing"]
    assert standing_on(versions, FIRST - timedelta(days=1)) == []
    first = _held(database, as_recorded=datetime(2024, 1, 5, tzinfo=UTC))
    assert [one.row for one in first] == [_row("opening")]


def test_an_act_says_who_and_when(database: Database) -> None:
    at = datetime(2024, 2, 1, 9, 30, tzinfo=UTC)
    with database.transaction() as session:
        entered = enter([Told("x", FIRST, _row("opening"))], {}, next_id=1, on=FIRST)
        record_act(
            session, Act("Léa", FIRST, at), source="person", versions=[(LEGAL_EVENTS, entered.versions)]
        )
    (only,) = _held(database)
    assert (only.author, only.recorded_at, only.source) == ("Léa", at, "person")


@given(
    known=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    later=st.integers(0, 30),
    evening=st.integers(0, 30),
)
def test_i32_what_becomes_known_later_changes_no_evening(known: list[int], later: int, evening: int) -> None:
    """Adding a version known after an evening leaves that evening as it was."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    versions = [
        Version(1, place, "s", "a", FIRST + timedelta(days=day), at, "", _row(str(place)))
        for place, day in enumerate(known)
    ]
    as_of = FIRST + timedelta(days=evening)
    more = Version(1, len(known), "s", "a", as_of + timedelta(days=1 + later), at, "", _row("later"))
    assert standing_on([*versions, more], as_of) == standing_on(versions, as_of)


def test_rows_are_the_columns_of_their_tables() -> None:
    identity = {"company_id", "id", "version", "source", "source_id", "known_on", "import_id"}
    for register in REGISTERS:
        table = METADATA.tables[register.table]
        assert set(register.row._fields) == {column.name for column in table.c} - identity, register.table
