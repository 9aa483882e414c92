"""Provisions from a ledger: its own experience, what stands apart, and nothing known later."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from credit.provisions.expected import Kind
from credit.provisions.matrix import Source
from credit.provisions.policy import BUCKETS, Bucket
from credit.provisions.repository import ProvisionRepository, rolled
from credit.provisions.usecases import Provisions, provisions
from ledger.company.usecases import NamedContent, import_bodacc
from ledger.errors import EmptyLedger
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Act, Delivery
from ledger.relation.deciding import Named
from ledger.relation.usecases import open_dispute, write_off
from ledger.usecases import load_facts
from scoring.gateway import NullRegistry
from store.session import Database
from tests.ledger.deliveries import AT, deliver
from tests.ledger.gazette import COMPANY, LIQUIDATION, as_json, judged
from tests.policies import PROVISIONS
from tests.training.companies import served

HEADER = "number,customer,issue_date,due_date,amount_ttc,currency,paid_date\n"
JUNE = date(2025, 6, 30)
# Of four invoices of 100.00 a month in 2023, one is paid on time, one twenty days late, one two months late
# and one never; then some that are open in June 2025.
PAST = HEADER + "".join(
    f"F-{month}-{place},C-{place},2023-{month:02d}-01,2023-{month:02d}-28,100.00,EUR,{paid}\n"
    for month in range(1, 10)
    for place, paid in enumerate(
        (f"2023-{month:02d}-28", f"2023-{month + 1:02d}-18", f"2023-{month + 2:02d}-27", "")
    )
)
OPEN = PAST + (
    "N-1,C-0,2025-06-01,2025-07-01,1000.00,EUR,\n"
    "N-2,C-1,2025-05-01,2025-06-10,200.00,EUR,\n"
    "N-3,C-1,2025-05-01,2025-06-10,50.00,USD,\n"
)
SMALL = replace(PROVISIONS, window_days=3_000, at_least_invoices=5)


def told(database: Database, *, as_of: date = JUNE, registry: NullRegistry | None = None) -> Provisions:
    with database.read() as session:
        return provisions(session, registry or NullRegistry(), as_of=as_of, policy=SMALL)


def test_the_matrix_is_the_ledger_s_own_experience(database: Database) -> None:
    """Three in four are late, two in four by more than thirty days, one in four is never paid."""
    deliver(database, OPEN, on="2025-07-01")
    found = told(database).provided
    with database.read() as session:
        repository = ProvisionRepository(session, load_facts(session), policy=SMALL)
        evening = repository.evening(JUNE)
    steps = {one.bucket: one for one in rolled(evening, window_days=3_000) if one.currency == "EUR"}
    shares = [steps[bucket].to_cents / steps[bucket].from_cents for bucket in BUCKETS]
    not_due = (27 * 100 + 200) / (36 * 100 + 200)
    assert shares == pytest.approx([not_due, 18 / 27, 9 / 18, 1, 1])
    lines = {(line.currency, line.bucket): line for line in found.lines}
    assert lines["EUR", Bucket.NOT_DUE].open_cents == 100_000
    assert lines["EUR", Bucket.DAYS_1_30].open_cents == 20_000
    assert lines["EUR", Bucket.DAYS_OVER_90].open_cents == 9 * 10_000
    assert lines["EUR", Bucket.DAYS_OVER_90].rate.rate == pytest.approx(0.85)
    assert lines["USD", Bucket.DAYS_1_30].rate.source is Source.FLOOR
    assert [(total.currency, total.open_cents) for total in found.totals] == [
        ("EUR", 210_000),
        ("USD", 5_000),
    ]
    assert all(total.model_cents is None for total in found.totals)


def test_the_model_answers_beside_it(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN, on="2025-07-01")
    found = told(sqlite_database, registry=served())
    (euros, _dollars) = found.provided.totals
    assert found.model == "unreleased"
    assert euros.model_cents is not None
    assert 0 < euros.model_cents < euros.open_cents
    over = next(line for line in found.provided.lines if line.bucket is Bucket.DAYS_OVER_90)
    assert over.model_cents == pytest.approx(0.85 * over.open_cents)  # their year is over


def test_a_year_ago_is_told_beside_what_was_lost_since(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN, on="2025-07-01")
    on = date(2025, 6, 20)
    act = Act("Ann", on, datetime(2025, 6, 20, 9, tzinfo=UTC))
    with sqlite_database.transaction() as session:
        write_off(session, act, "C-3", [Named("F-1-3")], reason="irrecoverable", note="", happened_on=on)
    (back,) = told(sqlite_database).looked_back
    assert (back.currency, back.provided_on, back.open_cents) == ("EUR", date(2024, 6, 30), 90_000)
    assert (back.lost_cents, back.still_open_cents) == (10_000, 80_000)
    assert back.provided_cents > 0
    assert told(sqlite_database, as_of=date(2023, 3, 31)).looked_back == ()


def test_what_was_written_off_counts_as_lost_and_not_as_paid(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN, on="2025-07-01")
    before = told(sqlite_database).provided
    act = Act("Ann", date(2023, 12, 1), datetime(2025, 6, 20, 9, tzinfo=UTC))
    with sqlite_database.transaction() as session:
        write_off(
            *(session, act, "C-3", [Named("F-1-3"), Named("F-2-3")]),
            reason="irrecoverable",
            note="",
            happened_on=act.on,
        )
    after = told(sqlite_database).provided
    assert after.totals[0].open_cents == before.totals[0].open_cents - 20_000
    rates = [{(line.currency, line.bucket): line.rate.rate for line in one.lines} for one in (before, after)]
    assert rates[1]["EUR", Bucket.NOT_DUE] == pytest.approx(rates[0]["EUR", Bucket.NOT_DUE])


def test_disputes_and_proceedings_stand_apart(sqlite_database: Database) -> None:
    master = f"code,name,siren\nC-0,Zero,{COMPANY}\n"
    on = date(2025, 6, 1)
    with sqlite_database.transaction() as session:
        import_customers(session, Delivery(master.encode(), MASTER, "m.csv", "csv", on, AT), mapping=None)
    deliver(sqlite_database, OPEN, on="2025-07-01")
    with sqlite_database.transaction() as session:
        content = NamedContent("g.json", as_json([judged(1, "2025-06-15", nature=LIQUIDATION)]))
        import_bodacc(session, [content], source=None, on=date(2025, 6, 16), recorded_at=AT)
        act = Act("Ann", date(2025, 6, 20), datetime(2025, 6, 20, 9, tzinfo=UTC))
        open_dispute(
            *(session, act, "C-1", [Named("N-2", 15_000)]), reason="quality", note="", happened_on=act.on
        )
    found = told(sqlite_database).provided
    apart = {one.kind: (one.open_cents, one.cents) for one in found.specific}
    assert apart == {Kind.INSOLVENT: (100_000, 90_000), Kind.DISPUTED: (15_000, 3_000)}
    assert found.totals[0].open_cents == 210_000
    earlier = told(sqlite_database, as_of=date(2025, 6, 14)).provided
    assert earlier.specific == ()


@pytest.mark.parametrize("day", ["2024-06-30", "2023-11-15"])
def test_what_a_later_file_mends_moves_no_past_provision(sqlite_database: Database, day: str) -> None:
    """Amounts, due days, payments and invoices that became known in July 2025."""
    as_of = date.fromisoformat(day)
    deliver(sqlite_database, PAST, on="2024-07-01")
    before = told(sqlite_database, as_of=as_of, registry=served())
    new = PAST.replace("F-2-3,C-3,2023-02-01,2023-02-28,100.00", "F-2-3,C-3,2023-02-01,2023-03-31,77.00")
    new = new.replace(
        "F-4-3,C-3,2023-04-01,2023-04-28,100.00,EUR,", "F-4-3,C-3,2023-04-01,2023-04-28,100.00,EUR,2023-05-02"
    )
    deliver(sqlite_database, new + "L-1,C-1,2023-10-01,2023-10-31,55.00,EUR,\n", on="2025-07-10")
    assert told(sqlite_database, as_of=as_of, registry=served()) == before
    assert (
        told(sqlite_database, as_of=date(2025, 7, 10)).provided.totals[0].open_cents
        == 77_00 + 55_00 + 7 * 100_00
    )


def test_an_empty_ledger_says_so(sqlite_database: Database) -> None:
    with pytest.raises(EmptyLedger):
        told(sqlite_database)


def test_the_first_and_last_days_there_are_can_be_asked_about(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN, on="2025-07-01")
    assert told(sqlite_database, as_of=date.min).provided.lines == ()
    assert told(sqlite_database, as_of=date.max).provided.totals[0].open_cents == 210_000
