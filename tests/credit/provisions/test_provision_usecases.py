"""Provisions from a ledger: its own experience, what stands apart, and nothing known later."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from credit.cover import usecases as cover
from credit.cover.acts import Wanted
from credit.provisions.expected import Kind, Provided
from credit.provisions.matrix import Source
from credit.provisions.policy import BUCKETS, Bucket, ProvisionPolicy, SegmentBy
from credit.provisions.repository import ProvisionRepository, rolled
from credit.provisions.usecases import Provisions, provisions
from ledger.company.usecases import NamedContent, import_bodacc
from ledger.errors import EmptyLedger
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.catalogue import InsurancePolicyRow
from ledger.registers.usecases import Act, Delivery
from ledger.relation.deciding import Named
from ledger.relation.usecases import open_dispute, resolve_dispute, write_off
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


def told(
    database: Database,
    *,
    as_of: date = JUNE,
    registry: NullRegistry | None = None,
    policy: ProvisionPolicy = SMALL,
) -> Provisions:
    with database.read() as session:
        return provisions(session, registry or NullRegistry(), as_of=as_of, policy=policy)


def describe(database: Database, master: str) -> None:
    with database.transaction() as session:
        delivery = Delivery(master.encode(), MASTER, "m.csv", "csv", date(2023, 1, 1), AT)
        import_customers(session, delivery, mapping=None)


def adds_up(found: Provided) -> None:
    """Lines and what stands apart are the totals, to the cent, and each bridge closes."""
    for total in found.totals:
        lines = [one for one in found.lines if one.currency == total.currency]
        apart = [one for one in found.specific if one.currency == total.currency]
        own = sum(one.cents for one in apart)
        opened = sum(one.open_cents for one in lines) + sum(one.open_cents for one in apart)
        assert total.open_cents == opened
        assert total.matrix_cents == sum(one.matrix_cents for one in lines) + own
        assert total.model_cents == sum(one.model_cents or 0 for one in lines) + own
        for one in lines:
            bridge = one.matrix_cents + (one.probability_cents or 0) + (one.security_cents or 0)
            assert bridge == one.model_cents


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


@pytest.mark.parametrize(
    ("by", "segments"), [("country", {"FR", "DE"}), ("sector", {"10", "unknown"}), ("none", {"all"})]
)
def test_customers_are_told_apart_by_country_or_by_sector(
    sqlite_database: Database, by: str, segments: set[str]
) -> None:
    """The one who never pays stands alone in its segment, and the same amounts are in every cut."""
    describe(sqlite_database, "code,name,country,naf\nC-0,Zero,FR,\nC-1,One,,\nC-3,Three,DE,1071C\n")
    deliver(sqlite_database, OPEN, on="2025-07-01")
    policy = replace(SMALL, segment_by=SegmentBy(by))
    found = told(sqlite_database, registry=served(), policy=policy).provided
    adds_up(found)
    euros = [line for line in found.lines if line.currency == "EUR"]
    assert {line.segment for line in euros} == segments
    assert [total.open_cents for total in found.totals] == [210_000, 5_000]
    rates = {line.segment: line.rate for line in euros if line.bucket is Bucket.NOT_DUE}
    alone = next((line for line in euros if line.segment in ("DE", "10")), None)
    if alone is None:
        return
    assert (alone.open_cents, alone.rate.source, alone.bucket) == (
        90_000,
        Source.SEGMENT,
        Bucket.DAYS_OVER_90,
    )
    # Nothing of the others is ever older than sixty days: the whole currency answers for that.
    (others,) = rates.values()
    assert others.source is Source.CURRENCY


WHO = Act("Ann", date(2025, 5, 20), datetime(2025, 6, 20, 9, tzinfo=UTC))
INSURER = InsurancePolicyRow("Acme", "P", "EUR", 9_000, 0, date(2023, 1, 1), None, 30, 90, {})


def secured(database: Database, as_of: date = JUNE) -> tuple[dict[Bucket, int | None], Provided]:
    """By age in euros; of nine invoices of 100.00 of C-3 85 % are lost without security."""
    found = told(database, registry=served(), as_of=as_of).provided
    adds_up(found)
    lines = {line.bucket: line.security_cents for line in found.lines if line.currency == "EUR"}
    return lines, found


def test_insurers_bear_what_was_delivered_while_they_covered_it(sqlite_database: Database) -> None:
    """Of nine deliveries the six since cover began fall under it; on the evening before it is not known."""
    deliver(sqlite_database, OPEN, on="2025-07-01")
    bare = told(sqlite_database, registry=served()).provided
    with sqlite_database.transaction() as session:
        cover.add_policy(session, WHO, INSURER)
        cover.set_cover(session, WHO, "C-3", Wanted("P", 80_000, date(2023, 3, 15)))
    lines, found = secured(sqlite_database)
    assert lines[Bucket.DAYS_OVER_90] == -round(0.85 * 0.9 * 60_000)
    assert {cents for bucket, cents in lines.items() if bucket is not Bucket.DAYS_OVER_90} == {0}
    assert [one.matrix_cents for one in found.totals] == [one.matrix_cents for one in bare.totals]
    eve, _ = secured(sqlite_database, as_of=date(2025, 5, 19))
    assert set(eve.values()) == {0}


@pytest.mark.parametrize(
    ("since", "cut_on", "borne"),
    [("2023-01-01", "2025-05-01", 90_000), ("2025-04-01", "2025-07-15", 0)],
)
def test_cover_holds_for_the_deliveries_of_its_days_alone(
    sqlite_database: Database, since: str, cut_on: str, borne: int
) -> None:
    """Cancelled later it still bears them; begun later it bears none."""
    deliver(sqlite_database, OPEN, on="2025-07-01")
    with sqlite_database.transaction() as session:
        cover.add_policy(session, WHO, INSURER)
        cover.set_cover(session, WHO, "C-3", Wanted("P", 1_000_000, date.fromisoformat(since)))
        cover.lower_cover(
            *(session, WHO, "C-3"),
            policy="P",
            kind="named",
            cents=0,
            from_on=date.fromisoformat(cut_on),
            why="cut",
        )
    lines, _ = secured(sqlite_database)
    assert lines[Bucket.DAYS_OVER_90] == -round(0.85 * 0.9 * borne)


def test_retention_of_title_lowers_the_model_s_answer_alone(sqlite_database: Database) -> None:
    describe(sqlite_database, "code,name,retention_of_title\nC-3,Three,yes\nC-1,One,no\n")
    deliver(sqlite_database, OPEN, on="2025-07-01")
    lines, found = secured(sqlite_database)
    assert lines[Bucket.DAYS_OVER_90] == -round((0.85 - 0.65) * 90_000)
    assert found.totals[0].matrix_cents > (found.totals[0].model_cents or 0)


def test_a_dispute_leaves_the_matrix_and_comes_back_when_it_is_settled(sqlite_database: Database) -> None:
    """The disputed part of an invoice is provided for once, the rest of it by its age."""
    deliver(sqlite_database, OPEN, on="2025-07-01")
    calm = told(sqlite_database, registry=served()).provided
    act = Act("Ann", date(2025, 6, 20), datetime(2025, 6, 20, 9, tzinfo=UTC))
    with sqlite_database.transaction() as session:
        opened = open_dispute(
            *(session, act, "C-1", [Named("N-2", 15_000)]), reason="quality", note="", happened_on=act.on
        )
    found = told(sqlite_database, registry=served()).provided
    adds_up(found)
    late = {(line.currency, line.bucket): line for line in found.lines}["EUR", Bucket.DAYS_1_30]
    assert late.open_cents == 5_000
    assert [(one.kind, one.open_cents, one.cents) for one in found.specific] == [
        (Kind.DISPUTED, 15_000, 3_000)
    ]
    assert found.totals[0].open_cents == calm.totals[0].open_cents
    settled = Act("Ann", date(2025, 6, 25), datetime(2025, 6, 25, 9, tzinfo=UTC))
    with sqlite_database.transaction() as session:
        resolve_dispute(
            *(session, settled, opened.case),
            outcome="seller",
            conceded=[],
            credit_note=None,
            note="",
            happened_on=settled.on,
        )
    assert told(sqlite_database, registry=served()).provided == calm


@pytest.mark.parametrize("column", ["siret\nC-0,Zero,73282932000074", f"vat\nC-0,Zero,FR44{COMPANY}"])
def test_an_insolvent_customer_is_known_by_any_of_its_numbers(sqlite_database: Database, column: str) -> None:
    describe(sqlite_database, f"code,name,{column}\n")
    deliver(sqlite_database, OPEN, on="2025-07-01")
    with sqlite_database.transaction() as session:
        content = NamedContent("g.json", as_json([judged(1, "2025-06-15", nature=LIQUIDATION)]))
        import_bodacc(session, [content], source=None, on=date(2025, 6, 16), recorded_at=AT)
    assert [one.kind for one in told(sqlite_database).provided.specific] == [Kind.INSOLVENT]
