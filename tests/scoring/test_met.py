"""A company met on an evening, told in several ways."""

from datetime import date
from pathlib import Path

from ledger.met import Met, MetEvent, MetStatement
from scoring.gateway import Registry
from scoring.score import CustomerScore
from scoring.usecases import score_company, score_met
from store.session import Database
from tests.policies import GRADES

AS_OF = date(2024, 6, 30)
SIREN = "732829320"
SOUND = MetStatement(
    date(2023, 12, 31),
    12,
    {"total_assets": 1e8, "current_assets": 6e7, "current_liabilities": 2e7, "retained_earnings": 4e7,
     "ebit": 2e7, "equity": 6e7, "debts": 4e7},
)  # fmt: skip
OPENING = MetEvent(date(2024, 5, 1), None, "collective", "opening_receivership")
CONCILIATION = MetEvent(date(2024, 5, 1), None, "conciliation", "conciliation")


def score(database: Database, home: Path, *told: Met) -> tuple[CustomerScore, ...]:
    with database.read() as session:
        return score_met(session, Registry(home), told, siren=SIREN, as_of=AS_OF, grades=GRADES).scores


def test_told_nothing_it_is_scored_as_by_its_number(sqlite_database: Database, tmp_path: Path) -> None:
    (found,) = score(sqlite_database, tmp_path, Met())
    with sqlite_database.read() as session:
        known = score_company(session, Registry(tmp_path), SIREN, as_of=AS_OF, grades=GRADES)
    ours, theirs = ((one.pd_12m, one.low, one.high, one.grade) for one in (found, known))
    assert ours == theirs


def test_what_is_told_moves_the_score_as_facts_do(sqlite_database: Database, tmp_path: Path) -> None:
    """Sound accounts and age lower it, youth raises it; accounts raise the tier."""
    nothing, sound, old, young = score(
        sqlite_database,
        tmp_path,
        Met(),
        Met(statements=(SOUND,)),
        Met(founded_on=date(2000, 1, 1)),
        Met(founded_on=date(2023, 6, 1)),
    )
    assert sound.pd_12m < nothing.pd_12m
    assert (sound.tier, nothing.tier) == (1, 0)
    assert old.pd_12m < nothing.pd_12m < young.pd_12m


def test_an_opening_decides_alone_and_a_person_is_known_by_its_form(
    sqlite_database: Database, tmp_path: Path
) -> None:
    opened, person = score(
        sqlite_database, tmp_path, Met(events=(OPENING,), legal_form="5499"), Met(legal_form="1000")
    )
    assert (opened.override, opened.grade.value, opened.natural_person) == ("insolvency", "F", False)
    assert (person.override, person.natural_person) == ("", True)


def test_one_way_of_telling_changes_no_other(sqlite_database: Database, tmp_path: Path) -> None:
    """Announcements told in one way are not heard in another, whatever stands beside it."""
    for ways in (
        (Met(), Met(events=(CONCILIATION,)), Met(statements=(SOUND,))),
        (Met(events=(OPENING,)), Met(), Met(events=(CONCILIATION,))),
    ):
        together = score(sqlite_database, tmp_path, *ways)
        alone = tuple(score(sqlite_database, tmp_path, one)[0] for one in ways)
        assert [(one.pd_12m, one.override) for one in together] == [
            (one.pd_12m, one.override) for one in alone
        ]
