"""An answer is kept with all it read, on both databases, and the day of it looks at nothing later."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Rule
from credit.acceptance.application import Asked, Reference, Request
from credit.acceptance.policy import Outcome
from credit.acceptance.usecases import (
    ApplicationRefused,
    Decided,
    UnknownDecision,
    answer_prospect,
    application_of,
    decision,
    decisions,
    replay,
)
from kernel.language import Language
from ledger.company.lookup.usecases import look_up
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.met import Met, MetEvent
from ledger.registers.usecases import Act, Delivery
from scoring.gateway import Registry
from store.session import Database
from tests.credit.acceptance.applications import ON, POLICIES
from tests.ledger.deliveries import AT, deliver
from tests.ledger.gazette import COMPANY
from tests.ledger.lookup.servers import REGISTER_PATH, company, found, public_registers

ACT = Act("Ana", ON, datetime(2025, 6, 30, 9, tzinfo=UTC))
ASKED = Asked(
    request=Request(800_000, "EUR", 45),
    name="Café Noël",
    told=Met(legal_form="5499", founded_on=date(2001, 2, 3)),
    references=(Reference("Durand", date(2019, 1, 1), None, 0, 0),),
)


def answered(database: Database, home: Path, asked: Asked, act: Act = ACT) -> Decided:
    with database.transaction() as session:
        return answer_prospect(
            session, Registry(home), act, asked, policies=POLICIES, language=Language.FRENCH
        )


def test_an_answer_reads_back_and_is_taken_again(database: Database, tmp_path: Path) -> None:
    given = answered(database, tmp_path, ASKED)
    again = answered(database, tmp_path, ASKED)
    with database.read() as session:
        assert decision(session, given.number) == given
        assert [one.number for one in decisions(session)] == [given.number, again.number]
        assert all(one.same for one in replay(session))
        with pytest.raises(UnknownDecision):
            replay(session, 99)


def test_what_is_missing_is_what_nobody_told(sqlite_database: Database, tmp_path: Path) -> None:
    """And beside an open proceeding nothing is missing any more."""
    found = answered(sqlite_database, tmp_path, ASKED).answer
    assert {one.piece for one in found.missing} == {"statements", "legal_events", "sector"}
    assert found.missing[0].piece == "statements"  # accounts say more than all else
    opened = MetEvent(date(2025, 6, 1), None, "collective", "opening_liquidation")
    broken = replace(ASKED, told=replace(ASKED.told, events=(opened,)))
    refused = answered(sqlite_database, tmp_path, broken).answer
    assert (refused.outcome, refused.missing, refused.grade) == (Outcome.REFUSE, (), "F")


def test_nothing_of_a_later_day_is_looked_at(sqlite_database: Database, tmp_path: Path) -> None:
    later = MetEvent(date(2025, 7, 1), None, "collective", "opening_liquidation")
    with pytest.raises(ApplicationRefused, match="after the day of the decision"):
        answered(sqlite_database, tmp_path, replace(ASKED, told=Met(events=(later,))))
    with pytest.raises(ApplicationRefused, match="is to come"):
        answered(sqlite_database, tmp_path, ASKED, replace(ACT, on=date(2026, 1, 1)))
    with pytest.raises(ApplicationRefused, match="Nobody is named"):
        answered(sqlite_database, tmp_path, replace(ASKED, name=""))


def test_a_company_that_its_register_says_ceased_is_refused(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """From the evening on which the register was asked, and by the day it ceased where it tells one."""
    with public_registers() as server:
        server.says(REGISTER_PATH, found(company(etat_administratif="C", date_fermeture=None)))
        with sqlite_database.transaction() as session:
            look_up(session, server.gateways(), COMPANY, on=ON, recorded_at=ACT.recorded_at)
    asked = replace(ASKED, siren=COMPANY, told=Met())
    refused = answered(sqlite_database, tmp_path, asked).answer
    assert (refused.outcome, refused.rule) == (Outcome.REFUSE, Rule.STRUCK_OFF)
    assert not {one.piece for one in refused.missing} & {"age", "sector", "legal_form"}
    earlier = replace(ACT, on=date(2025, 6, 29))
    assert answered(sqlite_database, tmp_path, asked, earlier).answer.rule is not Rule.STRUCK_OFF


def test_what_a_company_owes_under_every_code_is_taken_off_the_offer(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Two codes of one SIREN are one company; what it owes in another currency is not added."""
    master = f"code,name,siren\nA,Martin,{COMPANY}\nB,Martin bis,{COMPANY}\n".encode()
    with sqlite_database.transaction() as session:
        import_customers(session, Delivery(master, MASTER, "m.csv", "csv", ON, AT), mapping=None)
    rows = ("F-1,A,2025-06-01,2025-07-20,100.00,EUR,", "F-2,B,2025-06-02,2025-07-20,4000.00,EUR,")
    header = "number,customer,issue_date,due_date,amount_ttc,currency,paid_date"
    deliver(
        sqlite_database,
        "\n".join((header, *rows, "F-3,B,2025-06-02,2025-07-20,9.00,USD,", "")),
        on="2025-06-29",
    )
    asked = replace(ASKED, siren=COMPANY, request=Request(2_000_000, "EUR", 30), references=())
    with sqlite_database.read() as session:
        told = application_of(
            session, Registry(tmp_path), asked, on=ON, policies=POLICIES, language=Language.ENGLISH
        )
    assert set(told.company.customers) == {"A", "B"}
    assert told.standing.exposure_cents == 410_000
    one, both = (decide(replace(told, standing=replace(told.standing, owed_cents=cents)), POLICIES)
                 for cents in (0, 410_000))  # fmt: skip
    assert one.offered_cents - both.offered_cents == 410_000
