"""The day's queue from a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from dunning.contacts.contact import Outcome
from dunning.errors import NoPlan
from dunning.holdout import HoldOut, draw
from dunning.instalments.usecases import propose
from dunning.outcomes.outcome import Came
from dunning.outcomes.usecases import hand, record
from dunning.press import PlainPress
from dunning.queue_policy import Collector
from dunning.reminders.usecases import DunOrder, Rules, dun, preview
from dunning.today.usecases import Asked, Day, QueueRules, team, todays_queue
from dunning.today.work import QueueEntry, Work
from dunning.trials.usecases import evidence
from kernel.language import Language
from ledger.errors import EmptyLedger
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Act, Delivery
from ledger.usecases import import_payments
from scoring.gateway import NoChampion, NullRegistry
from store.session import Database
from tests.dunning.queue_cases import dunning_policy, queue_policy, queue_texts, scenarios
from tests.ledger.deliveries import AT, deliver
from tests.training.companies import served

TODAY = date(2024, 6, 28)
INVOICES = """number,customer,issue_date,due_date,amount_ttc,currency,paid_date
A-1,ALPHA,2024-03-01,2024-03-31,1000.00,EUR,2024-04-10
A-2,ALPHA,2024-04-01,2024-05-01,200000.00,EUR,
A-3,ALPHA,2024-06-20,2024-07-20,5000.00,EUR,
B-1,BETA,2024-04-15,2024-05-15,3000.00,EUR,
C-1,GAMMA,2024-06-01,2024-06-30,9000.00,EUR,
D-1,DELTA,2024-04-01,2024-05-01,700.00,EUR,2024-05-20
E-1,EPSILON,2024-05-01,2024-05-31,40000.00,USD,
"""
PAYMENT = "date,customer,amount,method,reference\n"
_ROOT = Path(__file__).parents[2]


def rules(**changed: object) -> QueueRules:
    policy = queue_policy(**changed)
    return QueueRules(Rules(dunning_policy(), scenarios(), holdout=policy.holdout), policy, queue_texts())


def queue(
    database: Database,
    *,
    on: date = TODAY,
    capacity: int = 50,
    registry: NullRegistry | None = None,
    by: QueueRules | None = None,
    language: Language = Language.ENGLISH,
    **asked: str,
) -> list[QueueEntry]:
    with database.read() as session:
        return todays_queue(
            *(session, registry or served(), by or rules(), Asked(capacity, **asked)),
            on=on,
            language=language,
        )


def _act(on: date = TODAY, author: str = "Anne") -> Act:
    return Act(author, on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


def _pay(database: Database, line: str) -> None:
    with database.transaction() as session:
        report = import_payments(
            session,
            (PAYMENT + line).encode(),
            name="payments.csv",
            mapping=None,
            source=None,
            on=date(2024, 6, 27),
            recorded_at=AT,
            progress=None,
        )
    assert report.accepted == 1


def test_only_what_is_past_due_and_unpaid_is_on_it(database: Database) -> None:
    """GAMMA is due later, as is A-3; A-1 and DELTA are paid. Dollars have no factor, and come last."""
    deliver(database, INVOICES)
    told = queue(database)
    numbers = [(entry.customer, [item.number for item in entry.invoices]) for entry in told]
    assert numbers == [("ALPHA", ["A-2"]), ("BETA", ["B-1"]), ("EPSILON", ["E-1"])]
    assert {entry.candidate.chosen.work for entry in told} == {Work.UNREACHABLE}
    alpha = told[0].invoices[0]
    assert (alpha.due_on, alpha.days_late, alpha.open_cents) == (date(2024, 5, 1), 58, 20_000_000)
    assert 0 <= alpha.soon <= 1
    assert 0 < alpha.expected_days <= 90
    assert 0 < alpha.saved_days < 90


def test_capacity_keeps_the_top(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    assert queue(sqlite_database, capacity=2) == queue(sqlite_database)[:2]


def _crowd() -> str:
    """Forty customers who owe very different amounts: late, soon, in dollars, less a credit note."""
    chance = np.random.default_rng(11)
    lines = []
    for n in range(40):
        for place in range(chance.integers(1, 5)):
            due = TODAY - timedelta(days=int(chance.integers(-20, 81)))
            cents = round(10 ** chance.uniform(4, 7.5))
            currency = "USD" if n % 9 == 0 else "EUR"
            sign = "-" if place == 3 else ""
            told = f"{due - timedelta(days=30)},{due},{sign}{cents // 100}.{cents % 100:02},{currency},"
            lines.append(f"F-{n}-{place},K{n:02},{told}")
    return "\n".join([INVOICES.splitlines()[0], *lines, ""])


def test_i33_nobody_is_lost_by_looking_at_few(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best of a day are the same whether customers are looked at three by three or all at once."""
    deliver(database, _crowd())
    by = rules(collectors=(Collector("Anne", share=1, others=4), Collector("Marc", share=1)))
    _profiles(database, [f"K{n:02}" for n in range(0, 40, 3)])
    with database.transaction() as session:
        record(session, _act(), "K06", Came(Outcome.NO_ANSWER), by.rules, by.policy)
    free, bound = (queue(database, by=one) for one in (rules(), by))
    assert 10 < len(bound) < len(free)
    monkeypatch.setattr("dunning.today.usecases._PIECE", 3)
    for capacity in (2, 13):
        assert queue(database, capacity=capacity) == free[:capacity]
        assert queue(database, capacity=capacity, by=by) == bound[:capacity]


def test_few_are_looked_at_for_the_first_of_the_day(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(sqlite_database, _crowd())
    monkeypatch.setattr("dunning.today.usecases._PIECE", 3)
    with sqlite_database.read() as session:
        day = Day(session, served(), rules(), Asked(1), TODAY)
        whole = len(day.unread)
        (first,) = day.best(1, {})
    assert first.code == queue(sqlite_database)[0].customer
    assert len(day.unread) > whole / 2


def test_money_received_but_not_allocated_counts_against_the_debt(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    saved = {entry.customer: entry.candidate.worth.saved_cent_days for entry in queue(sqlite_database)}
    _pay(sqlite_database, "2024-06-27,BETA,1500.00,transfer,V-1\n")
    half = {entry.customer: entry.candidate.worth.saved_cent_days for entry in queue(sqlite_database)}
    assert half["BETA"] == pytest.approx(saved["BETA"] / 2)
    _pay(sqlite_database, "2024-06-27,BETA,1500.00,transfer,V-2\n")
    assert {entry.customer for entry in queue(sqlite_database)} == {"ALPHA", "EPSILON"}


def test_a_credit_note_counts_against_the_debt(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES + "B-2,BETA,2024-06-10,2024-06-10,-3000.00,EUR,\n")
    assert "BETA" not in {entry.customer for entry in queue(sqlite_database)}


def test_a_queue_of_nobody(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    assert queue(sqlite_database, on=date(2024, 3, 4)) == []


def test_why_follows_the_reader(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    told = queue(sqlite_database, capacity=1, language=Language.FRENCH)
    assert "échus sur 1 facture" in told[0].why
    assert "personne n'est joignable" in told[0].why


def test_nothing_to_rank_without_facts_or_model(sqlite_database: Database) -> None:
    with pytest.raises(EmptyLedger):
        queue(sqlite_database)
    deliver(sqlite_database, INVOICES)
    with pytest.raises(NoChampion):
        queue(sqlite_database, registry=NullRegistry())


def test_a_customer_handed_over_is_on_the_list_of_who_has_it(database: Database) -> None:
    """And the team sees what waits for whom, and what was done today."""
    deliver(database, INVOICES)
    by = rules(collectors=(Collector("Anne", letters="A-A"), Collector("Marc", share=1)))
    assert [one.customer for one in queue(database, by=by, collector="Anne")] == ["ALPHA"]
    with database.transaction() as session:
        hand(session, _act(), "BETA", "Anne", by.policy, why="Marc is away")
        record(session, _act(), "ALPHA", Came(Outcome.NO_ANSWER), by.rules, by.policy)
    assert [one.customer for one in queue(database, by=by, collector="Anne")] == ["ALPHA", "BETA"]
    with database.read() as session:
        anne, marc = team(session, served(), by, on=TODAY)
    assert (anne.collector, anne.entries, anne.done, anne.outcomes) == ("Anne", 2, 1, {"no-answer": 1})
    assert (marc.collector, marc.entries, list(marc.value_cents)) == ("Marc", 1, ["USD"])


def _profiles(database: Database, codes: list[str]) -> None:
    """An address each, so that reminders leave."""
    from_file = "code,name,email\n" + "".join(f"{code},{code},ap@{code.lower()}.example\n" for code in codes)
    _import_master(database, from_file)


def _import_master(database: Database, text: str) -> None:
    with database.transaction() as session:
        told = Delivery(text.encode(), "customers.csv", MASTER, "csv", date(2024, 1, 1), AT)
        import_customers(session, told, mapping=None)


@pytest.mark.parametrize("on", [TODAY])
def test_i36_with_a_holdout_too_a_dry_run_is_the_real_run(database: Database, on: date) -> None:
    """Half are held out: both arms are logged once, and what was decided is what was said."""
    codes = [f"K{n:02}" for n in range(12)]
    due = on - timedelta(days=5)
    lines = "".join(f"F-{code},{code},2024-05-01,{due},500.00,EUR,\n" for code in codes)
    deliver(database, "number,customer,issue_date,due_date,amount_ttc,currency,paid_date\n" + lines)
    _profiles(database, codes)
    by = rules(holdout_share=0.5).rules
    by = replace(by, policy=dunning_policy(rules=()))
    with database.read() as session:
        said = [one.decision for one in preview(session, by, on=on).decided]
    for _ in range(2):
        with database.transaction() as session:
            ran = dun(session, DunOrder(_act(on), by), PlainPress("us@example.com"))
    held = {code for code in codes if draw(HoldOut(0.5), code, on).held}
    assert 0 < len(held) < len(codes)
    assert {one.code for one in said if one.acts} == set(codes) - held
    assert not any(one.decision.acts for one in ran.decided)
    late = on + timedelta(days=8)
    with database.read() as session:
        (found,) = evidence(session, queue_policy(), on=late)
    assert (found.within_7.sent.customers, found.within_7.held.customers) == (12 - len(held), len(held))
    assert found.within_30.sent.customers == 0
    assert not found.enough


def test_a_plan_is_proposed_of_what_is_late(sqlite_database: Database) -> None:
    """ALPHA paid 1,000.00 in one month of two: its middle month is 500.00."""
    deliver(sqlite_database, INVOICES.replace("200000.00", "1200.00"))
    by = rules()
    with sqlite_database.read() as session:
        found = propose(*(session, "ALPHA", by.rules, by.policy), months=None, currency=None, on=TODAY)
        with pytest.raises(NoPlan, match="paid nothing"):
            propose(*(session, "BETA", by.rules, by.policy), months=None, currency=None, on=TODAY)
    assert [one.number for one in found.invoices] == ["A-2"]
    assert [one.cents for one in found.instalments] == [40_000, 40_000, 40_000]
    assert 0 < found.breach < 1
