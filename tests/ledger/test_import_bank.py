"""Bank entries come in once, whatever statements tell them."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledger.bank.continuity import doubts_of_continuity
from ledger.bank.identity import name_movements
from ledger.errors import ImportRefused
from ledger.files.bank_statement import BankStatement, Movement
from ledger.registers.catalogue import BANK_ENTRIES, BankEntryRow
from ledger.registers.register import Version
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.usecases import horizon, import_bank
from store.session import Database
from tests.ledger.bank_writers import ACCOUNT, DAY, camt, cfonb, movement, statement

_AT = datetime(2024, 7, 1, 8, tzinfo=UTC)


def _bring(database: Database, *contents: str, on: date = DAY, source: str | None = None) -> RegisterReport:
    files = [(f"{place}.xml", content.encode()) for place, content in enumerate(contents, start=1)]
    with database.transaction() as session:
        return import_bank(session, files, source=source, on=on, recorded_at=_AT, author="Ana", progress=None)


def _held(database: Database) -> list[Version[BankEntryRow]]:
    with database.read() as session:
        return list(RegisterRepository(session, BANK_ENTRIES).standing().values())


def _counts(report: RegisterReport) -> tuple[int, int, int, int]:
    return report.read, report.accepted, report.unchanged, report.corrected


def _days(first: int, last: int, movements: Sequence[Movement], opening: int) -> BankStatement:
    """The statement of May's days from `first` to `last`."""
    told = [one for one in movements if first <= one.booked_on.day <= last]
    return statement(
        told,
        name=f"{first}-{last}",
        opening=opening,
        opening_on=date(2024, 5, first) - timedelta(days=1),
        closing_on=date(2024, 5, last),
    )


def _may(day: int) -> date:
    return date(2024, 5, day)


_MAY = (
    movement(10_000, "ABO", on=_may(2)),
    movement(10_000, "ABO", on=_may(2)),
    movement(-2_000, "FRAIS", on=_may(2)),
    movement(7_000, "F-12", on=_may(3), bank_reference="BANK00000001"),
    movement(10_000, "ABO", on=_may(4)),
)


def test_a_file_twice_is_a_file_once(database: Database) -> None:
    content = camt(statement([movement(25_050, "F-12", payer_name="DUPONT SA"), movement(-5_000)]))
    assert _counts(_bring(database, content)) == (2, 2, 0, 0)
    assert _counts(_bring(database, content, content)) == (2, 0, 2, 0)
    first, second = _held(database)
    assert (first.row.account, first.row.amount_cents, first.row.payer_name, first.row.text) == (
        *(ACCOUNT, 25_050, "DUPONT SA", "F-12"),
    )
    assert (first.known_on, first.author, first.source) == (DAY, "Ana", "bank")
    assert (second.row.amount_cents, second.row.returned) == (-5_000, False)
    with database.read() as session:
        assert horizon(session) == DAY


def test_overlapping_statements_bring_nothing_twice(database: Database) -> None:
    """Neither in one import nor one after the other; equal movements of one day stay two."""
    day_two, all_may = _days(2, 2, _MAY, 0), _days(1, 31, _MAY, 0)
    from_three = _days(3, 31, _MAY, 18_000)
    assert _counts(_bring(database, camt(day_two))) == (3, 3, 0, 0)
    report = _bring(database, camt(all_may), camt(from_three))
    assert _counts(report) == (7, 2, 5, 0)
    assert [(one["new"], one["unchanged"]) for one in report.told["statements"]] == [(2, 3), (0, 2)]
    assert sorted(one.row.amount_cents for one in _held(database)) == sorted(one.cents for one in _MAY)


def test_late_news_is_known_on_the_day_of_its_import(database: Database) -> None:
    """A movement of a day that the source had told already was not known before."""
    _bring(database, camt(_days(2, 3, _MAY, 0)), on=_may(4))
    late = movement(1_000, "LATE", on=_may(3))
    _bring(database, camt(_days(3, 5, [*_MAY, late], 18_000)), on=_may(6))
    known = {one.row.text: (one.row.booked_on, one.known_on) for one in _held(database)}
    assert known["LATE"] == (_may(3), _may(6))
    assert known["F-12"] == (_may(3), _may(3))
    assert known["ABO"] == (_may(4), _may(4))


def test_a_reference_lets_a_bank_correct_its_words(sqlite_database: Database) -> None:
    told = movement(7_000, "F-1", bank_reference="BANK00000001")
    more = movement(7_000, "F-12", bank_reference="BANK00000001", payer_name="DUPONT SA")
    _bring(sqlite_database, camt(statement([told])))
    assert _counts(_bring(sqlite_database, camt(statement([more])))) == (1, 1, 0, 1)
    (only,) = _held(sqlite_database)
    assert (only.version, only.row.text, only.row.payer_name) == (1, "F-12", "DUPONT SA")


def test_one_bad_file_refuses_all(database: Database) -> None:
    good = camt(statement([movement(1)]))
    bad = camt(statement([movement(25_050)], account="FR76")).replace(">250.50", ">250.51")
    with pytest.raises(ImportRefused, match=r"^2\.xml: The sum of statement “S1” is wrong"):
        _bring(database, good, bad)
    assert _held(database) == []
    with database.read() as session:
        assert horizon(session) is None


def test_a_statement_from_the_future_is_doubted(sqlite_database: Database) -> None:
    (doubt,) = _bring(sqlite_database, camt(statement([])), on=DAY - timedelta(days=1)).warnings
    assert "closes on 2024-05-31, after 2024-05-30, the day of this import" in doubt.why


def test_formats_and_accounts_live_side_by_side(sqlite_database: Database) -> None:
    mine = statement([movement(1)], account="300060000112345678901")
    report = _bring(sqlite_database, camt(statement([movement(1)])), cfonb(mine))
    assert {(one["format"], one["account"]) for one in report.told["statements"]} == {
        ("CAMT.053.001.08", ACCOUNT),
        ("CFONB120", mine.account),
    }
    assert report.accepted == 2


def test_a_statement_that_is_missing_in_between_is_doubted(database: Database) -> None:
    """In one import, and from one import to the next; other accounts have nothing to do with it."""
    two, four = _days(2, 2, _MAY, 0), _days(4, 4, _MAY, 25_000)
    other = statement([], account="OTHER", opening=5, opening_on=_may(3), closing_on=_may(5))
    assert not _bring(database, camt(two, other)).warnings
    (doubt,) = _bring(database, camt(four)).warnings
    assert (
        "opens on 2024-05-03 with 250.00 EUR, but the one before closed on 2024-05-02 with 180.00"
        in doubt.why
    )
    assert not _bring(database, camt(_days(3, 3, _MAY, 18_000))).warnings
    assert not doubts_of_continuity([two, _days(3, 3, _MAY, 18_000), four], [])
    assert len(doubts_of_continuity([two, four], [])) == 1


@st.composite
def _months(draw: st.DrawFn) -> list[Movement]:
    """Few values, so that equal movements are common."""
    return sorted(
        (
            movement(
                draw(st.sampled_from([100, -100, 250])),
                draw(st.sampled_from(["A", "B"])),
                on=_may(draw(st.integers(1, 6))),
                bank_reference=draw(st.sampled_from([None, "0000001", "BANK00000001"])),
            )
            for _ in range(draw(st.integers(0, 12)))
        ),
        key=lambda one: one.booked_on,
    )


def _pages(movements: Sequence[Movement], cuts: Sequence[int]) -> list[BankStatement]:
    """Statements that follow each other, cut between movements, in the middle of a day too."""
    places = [0, *sorted({cut % (len(movements) + 1) for cut in cuts}), len(movements)]
    pages, balance, last = [], 0, _may(1) - timedelta(days=1)
    for start, end in pairwise(places):
        told = movements[start:end]
        closing_on = told[-1].booked_on if told else last
        page = statement(told, name=f"{start}-{end}", opening=balance, opening_on=last, closing_on=closing_on)
        pages.append(page)
        balance, last = page.closing.cents, closing_on
    return pages


@given(_months(), st.lists(st.integers(0, 12), max_size=3), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_pages_name_movements_as_the_whole_statement_does(
    month: list[Movement], cuts: list[int], chance: random.Random
) -> None:
    """However a month is cut into statements that follow each other, its movements keep their names.

    But for a page that moves nothing on balance: it cannot be told from the same statement sent again.
    """
    whole = statement(month, opening=0, opening_on=_may(1) - timedelta(days=1), closing_on=_may(6))
    (together,) = name_movements([whole])
    assert len(set(together.source_ids)) == len(month)
    pages = _pages(month, cuts)
    assume(all(one.opening.cents != one.closing.cents for one in pages))
    chance.shuffle(pages)
    names = [name for one in name_movements(pages) for name in one.source_ids]
    assert sorted(names) == sorted(together.source_ids)


@given(_months(), st.integers(1, 6), st.integers(1, 6))
@settings(deadline=None, max_examples=150)
def test_overlaps_of_whole_days_share_all_names(month: list[Movement], one: int, other: int) -> None:
    """Two exports of whole days that overlap bring each movement once, in one import or in two."""
    first, last = min(one, other), max(one, other)
    before = sum(m.cents for m in month if m.booked_on.day < first)
    part, whole = _days(first, last, month, before), _days(1, 6, month, 0)
    (alone,), (all_of_it,) = name_movements([part]), name_movements([whole])
    assert set(alone.source_ids) <= set(all_of_it.source_ids)
    together = {name for named in name_movements([part, whole]) for name in named.source_ids}
    assert together == set(all_of_it.source_ids)
