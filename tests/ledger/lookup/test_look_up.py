"""What registers answer becomes dated facts, once; a register that fails stops no other."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.company.company import Company
from ledger.company.lookup.answers import announcements_in, identity_in, ratios_in, records_in
from ledger.company.lookup.gateway import Gateways
from ledger.company.lookup.looked_up import ANSWERED, FAILED, OFF, LookedUp
from ledger.company.lookup.usecases import look_up
from ledger.company.usecases import NamedContent, company_on, import_bodacc, import_statements
from ledger.errors import SirenRefused
from ledger.registers.catalogue import REGISTERS
from ledger.registers.repository import RegisterRepository
from ledger.usecases import list_rejections
from store.session import Database
from tests.ledger.gazette import COMPANY, OTHER, RECEIVERSHIP, as_csv, judged, notice
from tests.ledger.lookup.servers import (
    BODACC_PATH,
    RATIOS_PATH,
    REGISTER_PATH,
    Registers,
    Reply,
    company,
    found,
    public_registers,
    ratios,
)

_DAY = date(2024, 9, 2)
_AT = datetime(2024, 9, 2, 8, tzinfo=UTC)
_OPENING = judged(11, "2024-03-05", RECEIVERSHIP, "20 février 2024")
_CORRECTION = judged(
    22, "2024-03-12", RECEIVERSHIP, "21 février 2024", typeavis="rectificatif", before=_OPENING
)


@pytest.fixture
def registers() -> Iterator[Registers]:
    """A company in receivership, with two years of accounts."""
    with public_registers() as server:
        server.says(REGISTER_PATH, found(company(OTHER), company()))
        server.pages = {
            BODACC_PATH: _as_answered(_OPENING, _CORRECTION),
            RATIOS_PATH: [ratios("2022-12-31"), ratios("2023-12-31")],
        }
        yield server


def _as_answered(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**one, "registre": one["registre"].split(",")} for one in records]


def _looked_up(
    database: Database, gateways: Gateways, *, on: date = _DAY, siren: str = COMPANY, at: datetime = _AT
) -> LookedUp:
    with database.transaction() as session:
        return look_up(session, gateways, siren, on=on, recorded_at=at, author="Ana")


def _company(database: Database, as_of: date, *, as_recorded: datetime | None = None) -> Company:
    with database.read() as session:
        return company_on(session, COMPANY, as_of=as_of, as_recorded=as_recorded)


def _held(database: Database) -> dict[str, list[Any]]:
    with database.read() as session:
        return {one.table: RegisterRepository(session, one).versions(as_recorded=None) for one in REGISTERS}


def test_what_registers_answer_is_kept_as_facts(database: Database, registers: Registers) -> None:
    told = _looked_up(database, registers.gateways())
    assert [(one.register, one.state, one.read, one.new) for one in told.answers] == [
        ("company_register", ANSWERED, 1, 1),
        ("bodacc", ANSWERED, 2, 2),
        ("ratios", ANSWERED, 2, 2),
    ]
    known = _company(database, _DAY)
    assert known.identity is not None
    assert known.identity.row == (
        *(COMPANY, "MENUISERIES DU LAC", "5710", "43.32A", date(2011, 4, 1), None, "active", "12", 2023),
        *("PME", "12 RUE DES FORGES 33300 BORDEAUX", "33300", "BORDEAUX"),
    )
    assert (known.identity.known_on, known.identity.author) == (_DAY, "Ana")
    assert known.proceeding is not None
    assert known.proceeding.opened_on == date(2024, 2, 21)
    latest = known.statements[0].row
    assert (latest.closed_on, latest.kind, latest.months) == (date(2023, 12, 31), "complete", 12)
    assert latest.lines == {"FL": 125_000_000, "GG": 120_000_000, "HN": -2_050_050}
    assert latest.ratios == {"autonomie_financiere": 31.456, "credit_clients_jours": 48.0}


def test_an_evening_before_knows_what_was_printed_by_then_and_nothing_else(
    database: Database, registers: Registers
) -> None:
    """The gazette is public from its day; who the company is, and its ratios, from the day we asked."""
    _looked_up(database, registers.gateways())
    eve, first = _company(database, _DAY - timedelta(days=1)), _company(database, date(2024, 3, 5))
    assert (eve.identity, eve.statements, len(eve.events)) == (None, (), 1)
    assert first.proceeding is not None
    assert first.proceeding.opened_on == date(2024, 2, 20)
    assert _company(database, date(2024, 3, 4)).events == ()
    before = _company(database, _DAY, as_recorded=_AT - timedelta(seconds=1))
    assert (before.identity, before.events, before.statements) == (None, (), ())


def test_asking_again_changes_nothing(database: Database, registers: Registers) -> None:
    """The same day or later: what was said before is not said anew."""
    _looked_up(database, registers.gateways())
    held = _held(database)
    for on in (_DAY, _DAY + timedelta(days=40)):
        again = _looked_up(database, registers.gateways(), on=on)
        assert [(one.new, one.unchanged, one.why) for one in again.answers] == [
            (0, 1, ""),
            (0, 2, ""),
            (0, 2, ""),
        ]
        assert _held(database) == held


def test_an_announcement_imported_and_one_fetched_are_one(database: Database, registers: Registers) -> None:
    """In either order, and so are the ratios of one year."""
    table = (
        "siren;date_cloture_exercice;type_bilan;confidentiality;chiffre_d_affaires;resultat_net;ebit;"
        "autonomie_financiere;credit_clients_jours\n"
        f"{COMPANY};2023-12-31;C;Public;1250000;-20500.5;1200000;31.456;48\n"
    )
    with database.transaction() as session:
        file = NamedContent("g.csv", as_csv([_OPENING]))
        import_bodacc(session, [file], source=None, on=date(2024, 6, 1), recorded_at=_AT)
        import_statements(
            *(session, table.encode()),
            name="r.csv",
            mapping=None,
            source=None,
            on=date(2024, 6, 1),
            recorded_at=_AT,
        )
    told = _looked_up(database, registers.gateways())
    assert [(one.new, one.unchanged) for one in told.answers] == [(1, 0), (1, 1), (1, 1)]
    known = _company(database, _DAY)
    assert (len(known.events), len(known.statements)) == (1, 2)
    with database.transaction() as session:
        file = NamedContent("g.csv", as_csv([_OPENING, _CORRECTION]))
        again = import_bodacc(session, [file], source=None, on=_DAY, recorded_at=_AT)
    assert (again.accepted, again.unchanged) == (0, 2)


def test_what_the_register_says_otherwise_later_is_known_from_then(
    database: Database, registers: Registers
) -> None:
    _looked_up(database, registers.gateways())
    moved = company(siege={"code_postal": "69003", "libelle_commune": "LYON"}, etat_administratif="C")
    registers.says(REGISTER_PATH, found(moved | {"date_fermeture": "2024-10-01"}))
    later = _DAY + timedelta(days=60)
    told = _looked_up(database, registers.gateways(), on=later)
    assert (told.answers[0].new, told.answers[1].new) == (1, 0)
    then, now = _company(database, later - timedelta(days=1)).identity, _company(database, later).identity
    assert then is not None
    assert now is not None
    assert (then.row.postcode, then.row.state, then.row.ceased_on) == ("33300", "active", None)
    assert (now.row.postcode, now.row.state, now.row.ceased_on) == ("69003", "ceased", date(2024, 10, 1))


_BROKEN = {
    "error": Reply(status=503),
    "silence": Reply(silent=True),
    "no JSON": Reply(b"<html>"),
    "no results": Reply(b'{"total_count": 1, "total_results": 1}'),
    "no objects": Reply(b'{"total_count": 2, "total_results": 2, "results": [1, null]}'),
    "too large": Reply(b" " * (5 << 20)),
}


@pytest.mark.parametrize("broken", _BROKEN)
@pytest.mark.parametrize("path", [REGISTER_PATH, BODACC_PATH, RATIOS_PATH])
def test_a_register_that_fails_stops_no_other(
    sqlite_database: Database, registers: Registers, path: str, broken: str
) -> None:
    """It is told in a sentence, and of it nothing is written."""
    registers.pages.pop(path, None)
    registers.replies[path] = _BROKEN[broken]
    told = _looked_up(sqlite_database, registers.gateways())
    at = [REGISTER_PATH, BODACC_PATH, RATIOS_PATH].index(path)
    states = [one.state for one in told.answers]
    assert (states[at], told.answers[at].import_id) == (FAILED, None)
    assert told.answers[at].why.endswith(".")
    assert [state for place, state in enumerate(states) if place != at] == [ANSWERED, ANSWERED]
    known = _company(sqlite_database, _DAY)
    assert [known.identity is None, known.events == (), known.statements == ()] == [
        place == at for place in range(3)
    ]


def test_a_record_that_cannot_be_used_is_set_aside_with_its_reason(
    sqlite_database: Database, registers: Registers
) -> None:
    """Also one about another company, however the register came to give it."""
    registers.pages = {
        BODACC_PATH: _as_answered(_OPENING, notice(33, "2024-04-01", siren=OTHER, family="divers")),
        RATIOS_PATH: [
            ratios("2023-12-31"),
            ratios("2022-12-31", OTHER),
            ratios("2021-12-31", chiffre_d_affaires="many"),
            ratios("2020-12-31", type_bilan="X"),
            ratios("2030-12-31"),
            {"other": "words"},
        ],
    }
    told = _looked_up(sqlite_database, registers.gateways())
    (other,) = told.answers[1].set_aside
    assert other.endswith(f" is not about {COMPANY}.")
    assert (told.answers[2].read, told.answers[2].new, len(told.answers[2].set_aside)) == (6, 1, 5)
    with sqlite_database.read() as session:
        assert len(list_rejections(session, import_id=told.answers[2].import_id)) == 5
        assert company_on(session, OTHER, as_of=_DAY).events == ()


def test_registers_that_know_nothing_say_so(sqlite_database: Database, registers: Registers) -> None:
    registers.says(REGISTER_PATH, found())
    registers.pages = {BODACC_PATH: [], RATIOS_PATH: []}
    told = _looked_up(sqlite_database, registers.gateways())
    assert [(one.state, one.read, one.new) for one in told.answers] == [(ANSWERED, 0, 0)] * 3
    assert "no company with this SIREN" in told.answers[0].why
    assert "no announcement" in told.answers[1].why
    assert "no statement" in told.answers[2].why


def test_off_nobody_is_asked_and_nothing_written(sqlite_database: Database) -> None:
    told = _looked_up(sqlite_database, Gateways())
    assert told.off
    assert {(one.state, one.why) for one in told.answers} == {
        (OFF, "look-ups are off: set ENCOURS_LOOKUPS=on")
    }
    assert not any(_held(sqlite_database).values())


def test_what_is_no_siren_is_refused_before_anybody_is_asked(
    sqlite_database: Database, registers: Registers
) -> None:
    with pytest.raises(SirenRefused, match="Nobody was asked"):
        _looked_up(sqlite_database, registers.gateways(), siren='732829320" or 1=1')
    assert registers.asked == []


def test_a_sole_trader_may_keep_name_and_address_to_himself() -> None:
    hidden = company(
        nom_complet="[NON-DIFFUSIBLE]",
        nom_raison_sociale=None,
        nature_juridique="1000",
        siege={"adresse": "[NON-DIFFUSIBLE]", "code_postal": "[ND]", "libelle_commune": "BORDEAUX"},
    )
    row, _ = identity_in(json.dumps(found(hidden)).encode(), COMPANY, on=_DAY)
    assert row is not None
    assert (row.name, row.address, row.postcode, row.legal_form) == (None, None, None, "1000")


def test_a_day_to_come_or_unreadable_is_left_out_with_a_doubt() -> None:
    odd = company(date_creation="2025-01-01", date_fermeture="soon")
    row, doubts = identity_in(json.dumps(found(odd)).encode(), COMPANY, on=_DAY)
    assert row is not None
    assert (row.founded_on, row.ceased_on, len(doubts)) == (None, None, 2)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = sorted({*company(), *company()["siege"], *ratios("2023-12-31"), *_OPENING})


@settings(max_examples=150, deadline=None)
@given(record=_JSON | st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=8), which=st.integers(0, 2))
def test_whatever_json_a_register_gives_is_read_or_refused_in_a_sentence(record: Any, which: int) -> None:
    """Strange fields in a record that is about the company otherwise: a value or ValueError, nothing else."""
    base = (company(), _as_answered(_OPENING)[0], ratios("2023-12-31"))[which]
    odd = base | record if isinstance(record, dict) else record
    page = json.dumps({"total_count": 1, "total_results": 1, "results": [odd]}).encode()
    with suppress(ValueError):
        if which == 0:
            identity_in(page, COMPANY, on=_DAY)
        else:
            (announcements_in if which == 1 else ratios_in)([page], COMPANY)


@given(page=st.binary(max_size=60))
def test_bytes_that_are_no_answer_are_refused(page: bytes) -> None:
    with pytest.raises(ValueError, match="It answered"):
        records_in(page)
