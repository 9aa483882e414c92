"""What matching does to the ledger, and how it is taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, event

from ledger.as_known import as_known
from ledger.errors import ActRefused, UnknownBankEntry, UnknownCustomer, UnknownInvoice
from ledger.matching.explicit import Explicit
from ledger.matching.usecases import confirm, history, proposal_of, set_aside, undo
from ledger.summary import open_items
from ledger.usecases import import_payments
from store.session import Database
from tests.ledger.deliveries import AT, deliver, facts_of
from tests.ledger.matching_books import INVOICES, act, bring, match, movement, open_cents, waiting_on

_ALL_OPEN = {"F-0012": 120_000, "F-0013": 30_050, "F-0014": 8_731, "F-0015": 64_020}


def _confirm(database: Database, entry: int, *invoices: str, customer: str | None = None) -> None:
    told = Explicit(customer, tuple((number, None) for number in invoices))
    with database.transaction() as session:
        confirm(session, entry, what=told, act=act())


def _undo(database: Database, entry: int, *, on: str = "2024-07-02") -> None:
    with database.transaction() as session:
        undo(session, entry, why="It was another invoice.", act=act(on))


def test_certain_entries_are_applied_and_the_others_wait(database: Database) -> None:
    """The payment has the bank's day, its allocations say how they were found; a second run does nothing."""
    deliver(database, INVOICES)
    bring(
        database,
        [
            movement("1200.00", "VIR F-0012", payer="ACIER MODERNE"),
            movement("640.20", "VIREMENT"),
            movement("-90.00", "LOYER"),
        ],
    )
    report = match(database)
    assert (report.applied, report.waiting, report.outgoing) == (1, 1, 1)
    assert open_cents(database) == {key: _ALL_OPEN[key] for key in ("F-0013", "F-0014", "F-0015")}
    facts = facts_of(database)
    assert facts.payments["amount_cents"].tolist() == [120_000]
    assert [str(day.date()) for day in facts.payments["paid_on"]] == ["2024-06-03"]
    assert [str(day.date()) for day in facts.payments["known_on"]] == ["2024-06-03"]
    assert (facts.allocations["how"].tolist(), facts.allocations["confidence"].tolist()) == (
        ["reference"],
        [99],
    )
    again = match(database)
    assert (again.applied, again.booked, again.waiting) == (0, 0, 1)
    assert len(facts_of(database).payments) == 1


def test_i16_i37_undo_restores_every_open_amount_and_keeps_the_history(database: Database) -> None:
    """What is undone waits, is not applied by itself again, and can be confirmed otherwise."""
    deliver(database, INVOICES)
    (entry,) = bring(database, [movement("1200.00", "VIR F-0012", payer="ACIER MODERNE")])
    match(database)
    _undo(database, entry)
    assert open_cents(database) == _ALL_OPEN
    assert match(database, on="2024-07-02").applied == 0
    (waits,) = waiting_on(database, "2024-07-02")
    assert waits.proposal is not None
    assert waits.why.startswith("What was decided was taken back")
    with database.transaction() as session:
        confirm(
            session,
            entry,
            what=Explicit(None, (("F-0013", None), ("F-0012", 50_000))),
            act=act("2024-07-03", "Léa"),
        )
    assert open_cents(database) == {"F-0012": 70_000, "F-0014": 8_731, "F-0015": 64_020}
    with database.read() as session:
        told = history(session, entry, as_of=date(2024, 7, 3))
    assert [(one.act, one.author) for one in told] == [
        ("applied", "Ana"),
        ("undone", "Ana"),
        ("confirmed", "Léa"),
    ]
    past = open_items(as_known(facts_of(database), date(2024, 7, 1)))
    assert set(past["number"]) == {"F-0013", "F-0014", "F-0015"}, "that evening stays as it was"


def test_a_person_confirms_what_waits_and_the_payer_is_learned(database: Database) -> None:
    """The next payment from the same account with an exact amount needs nobody."""
    deliver(database, INVOICES)
    iban = "FR7630006000011234567890189"
    first, second = bring(
        database,
        [
            movement("640.20", payer="LE FOURNIL", iban=iban),
            movement("300.50", payer="AUTRE NOM", iban="FR7610107001011234567890129"),
        ],
    )
    assert match(database).waiting == 2
    with database.transaction() as session:
        proposal = proposal_of(session, first, rank=1, as_of=date(2024, 7, 1))
        confirm(session, first, what=proposal, act=act())
    _confirm(database, second, customer="ACIER")
    assert open_cents(database) == {key: _ALL_OPEN[key] for key in ("F-0012", "F-0013", "F-0014")}, (
        "the second stays on the account, unallocated"
    )
    deliver(database, INVOICES.replace("F-0015", "F-0016"), on="2024-07-05")
    bring(database, [movement("640.20", payer="X", iban=iban, on="2024-07-04")], on="2024-07-05")
    assert match(database, on="2024-07-05").how == {"payer": 1}


def test_unrelated_money_is_set_aside_and_stays_so(database: Database) -> None:
    deliver(database, INVOICES)
    (entry,) = bring(database, [movement("640.20", "REMB TVA", payer="DGFIP")])
    match(database)
    with database.transaction() as session:
        set_aside(session, entry, why="A tax refund.", act=act())
    assert match(database).waiting == 0
    assert waiting_on(database) == []
    _undo(database, entry)
    assert [one.entry for one in waiting_on(database, "2024-07-02")] == [entry]


def test_money_the_ledger_has_is_not_received_twice(database: Database) -> None:
    """A payment of another source answers one entry only."""
    deliver(database, INVOICES)
    with database.transaction() as session:
        import_payments(
            session,
            b"date,customer,amount\n2024-06-01,ACIER,1200.00\n2024-06-02,DUPONT,640.20\n",
            name="p.csv",
            mapping=None,
            source=None,
            on=date(2024, 7, 1),
            recorded_at=AT,
            progress=None,
        )
    first, *_ = bring(
        database,
        [
            movement("1200.00", "VIR F-0012", payer="ACIER MODERNE"),
            movement("640.20", "VIREMENT"),
            movement("1200.00", "VIREMENT", payer="INCONNU", on="2024-06-05"),
        ],
    )
    report = match(database)
    assert (report.booked, report.applied, report.waiting) == (2, 0, 1)
    assert len(facts_of(database).payments) == 2
    with database.read() as session:
        (told,) = history(session, first, as_of=date(2024, 7, 1))
    assert (told.act, told.customer, told.how) == ("booked", "ACIER", "payer")
    assert match(database).booked == 0


def test_i16_a_returned_direct_debit_opens_its_invoices_again(database: Database) -> None:
    """At the same amount, from the day it was known; paid again, they are settled again."""
    deliver(database, INVOICES)
    debit, back, again = bring(
        database,
        [
            movement("1200.00", "PRLV F-0012", end_to_end="PRLV-2024-0001"),
            movement("-1200.00", "REJET PRLV", end_to_end="PRLV-2024-0001", on="2024-06-07", returned=True),
            movement("1200.00", "VIR F-0012", payer="ACIER MODERNE", on="2024-06-20"),
        ],
    )
    report = match(database)
    assert (report.applied, report.returned, report.waiting) == (2, 1, 0)
    facts = facts_of(database)
    assert facts.payments["amount_cents"].tolist() == [120_000, -120_000, 120_000]
    for day, left in (("2024-06-06", 0), ("2024-06-07", 120_000), ("2024-06-20", 0)):
        held = open_items(as_known(facts, date.fromisoformat(day)))
        assert held.loc[held["number"] == "F-0012", "open_cents"].sum() == left
    with pytest.raises(ActRefused, match=f"Bank entry {back} took this payment back"):
        _undo(database, debit)
    _undo(database, again)
    _undo(database, back)
    _undo(database, debit)
    assert open_cents(database) == _ALL_OPEN


def test_what_a_person_asks_must_fit(sqlite_database: Database) -> None:
    """Never more than the entry or the invoice, nothing unknown, nothing decided twice."""
    database = sqlite_database
    deliver(database, INVOICES)
    (entry,) = bring(database, [movement("640.20", "VIREMENT")])
    for told, error, why in (
        (Explicit(None, (("F-0014", 10_000),)), ActRefused, "87.31 EUR is left"),
        (Explicit(None, (("F-0012", 100_000),)), ActRefused, "the entry to 640.20 EUR"),
        (Explicit(None, (("F-9", None),)), UnknownInvoice, "F-9"),
        (Explicit("NOBODY", ()), UnknownCustomer, "NOBODY"),
        (Explicit(None, ()), ActRefused, "which customer"),
        (Explicit(None, (("F-0012", -5),)), ActRefused, "cannot go on"),
    ):
        with pytest.raises(error, match=why), database.transaction() as session:
            confirm(session, entry, what=told, act=act())
    with pytest.raises(UnknownBankEntry), database.transaction() as session:
        set_aside(session, 99, why="", act=act())
    with pytest.raises(ActRefused, match="nothing to undo"):
        _undo(database, entry)
    _confirm(database, entry, "F-0015")
    with pytest.raises(ActRefused, match="was applied already"):
        _confirm(database, entry, "F-0015")
    with pytest.raises(ActRefused, match="was applied already"), database.read() as session:
        proposal_of(session, entry, rank=1, as_of=date(2024, 7, 1))


def test_two_who_confirm_at_once_confirm_once(database: Database) -> None:
    """The second is told that the entry was applied already, and nothing of theirs is written."""
    deliver(database, INVOICES)
    (entry,) = bring(database, [movement("640.20", "VIREMENT")])

    def decide(number: str) -> str:
        try:
            _confirm(database, entry, number)
        except ActRefused as error:
            return str(error)
        return "applied"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(decide, ["F-0015", "F-0012"]))
    assert said == [f"Bank entry {entry} was applied already. Undo that first, if it was wrong.", "applied"]
    assert facts_of(database).payments["amount_cents"].tolist() == [64_020]


def test_what_is_told_late_changes_no_evening_before(database: Database) -> None:
    """A decision taken after the day of the import counts from its own day."""
    deliver(database, INVOICES)
    first, second = bring(database, [movement("1200.00", "F-0012"), movement("640.20", "VIREMENT")])
    match(database, on="2024-07-10")
    with database.transaction() as session:
        confirm(session, second, what=Explicit(None, (("F-0015", None),)), act=act("2024-07-20"))
    facts = facts_of(database)
    for day, left in (("2024-07-09", 4), ("2024-07-10", 3), ("2024-07-19", 3), ("2024-07-20", 2)):
        assert len(open_items(as_known(facts, date.fromisoformat(day)))) == left
    assert [one.entry for one in waiting_on(database, "2024-07-09")] == [first, second]
    assert [one.entry for one in waiting_on(database, "2024-07-19")] == [second]
    assert waiting_on(database, "2024-07-20") == []


def test_a_proposal_that_no_longer_holds_is_refused(sqlite_database: Database) -> None:
    """Another entry took the invoice meanwhile."""
    database = sqlite_database
    deliver(database, INVOICES)
    first, second = bring(database, [movement("640.20", "A"), movement("640.20", "B")])
    with database.read() as session:
        proposal = proposal_of(session, second, rank=1, as_of=date(2024, 7, 1))
    _confirm(database, first, "F-0015")
    with pytest.raises(ActRefused, match="cannot be applied so"), database.transaction() as session:
        confirm(session, second, what=proposal, act=act())


def test_an_act_is_not_decided_before_the_last_one(database: Database) -> None:
    """No earlier evening knows what is decided by now, so a person is refused and a run takes that day."""
    deliver(database, INVOICES)
    first, second = bring(
        database,
        [movement("1200.00", "VIR F-0012", payer="ACIER MODERNE"), movement("640.20", "VIREMENT")],
        on="2024-06-10",
    )
    assert match(database, on="2024-07-01").applied == 1
    assert match(database, on="2024-06-20").applied == 0, "the first entry is not paid in twice"
    for decided in (first, second):
        with pytest.raises(ActRefused, match="known on 2024-07-01"), database.transaction() as session:
            confirm(session, decided, what=Explicit("DUPONT", ()), act=act("2024-06-20"))
    with pytest.raises(ActRefused, match="known on 2024-07-01"), database.transaction() as session:
        set_aside(session, second, why="Not ours.", act=act("2024-06-20"))
    with pytest.raises(ActRefused, match="known on 2024-07-01"):
        _undo(database, first, on="2024-06-20")
    assert len(facts_of(database).payments) == 1
    (entry,) = bring(database, [movement("300.50", "F-0013", on="2024-06-04")], on="2024-06-21")
    assert match(database, on="2024-06-21").applied == 1, "an import dated back still matches"
    with database.read() as session:
        (told,) = history(session, entry, as_of=date(2024, 7, 1))
    assert told.on == date(2024, 7, 1)


def test_undo_and_set_aside_read_no_invoices(database: Database) -> None:
    """A ledger of a hundred thousand invoices takes seconds to read, which neither needs."""
    deliver(database, INVOICES)
    applied, strange = bring(
        database, [movement("1200.00", "VIR F-0012", payer="ACIER MODERNE"), movement("5.00", "X")]
    )
    match(database)
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        _undo(database, applied)
        with database.transaction() as session:
            set_aside(session, strange, why="Not ours.", act=act("2024-07-02"))
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert asked
    assert not [one for one in asked if "invoice.amount_cents" in one]
    assert open_cents(database) == _ALL_OPEN


def test_what_waited_on_an_evening_knows_no_customer_met_later(database: Database) -> None:
    """Who may have paid is told by the names of that evening, whatever was imported since."""
    deliver(database, INVOICES)
    bring(database, [movement("640.20", "VIREMENT", payer="MENUISERIE MARTIN")])
    before = waiting_on(database)
    later = INVOICES + "F-0020,MARTIN,Menuiserie Martin,2024-07-03,2024-08-02,9.00\n"
    deliver(database, later, on="2024-07-05")
    assert waiting_on(database) == before
    assert waiting_on(database, "2024-07-05") != before
