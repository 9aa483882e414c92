"""The accounts and the bank tell the same money: it counts once, whichever comes first."""

from datetime import date

from ledger.matching.explicit import Explicit
from ledger.matching.usecases import confirm, history, undo
from ledger.registers.catalogue import BankEntryRow
from ledger.summary import standing
from store.session import Database
from tests.ledger.accounting import Line, receipt, sale
from tests.ledger.deliveries import facts_of
from tests.ledger.matching_books import act, movement
from tests.ledger.meeting_books import (
    balances,
    balances_of,
    bring_accounts,
    bring_bank,
    evening,
    left,
    meet,
    received,
    sums_hold,
    written_down,
)
from tests.tables import rows

_SALES = [
    *sale("1", "20240502", "ACIER", 120_000),
    *sale("2", "20240503", "ACIER", 30_050),
    *sale("3", "20240504", "DUPONT", 64_020),
    *sale("4", "20240505", "DUPONT", 120_000),
    *sale("5", "20240506", "ACIER", 45_000),
]
_MONEY = [
    *receipt("1", "20240521", "ACIER", 30_050),
    *receipt("2", "20240523", "DUPONT", 120_000),
    *receipt("3", "20240527", "ACIER", 45_000),
]


def _bank(**more: BankEntryRow) -> dict[str, BankEntryRow]:
    """Three credits that name what they pay, the first not the oldest open one of its customer."""
    return {
        "a": movement("300.50", "VIR FACTURE F2", payer="SOCIETE ACIER", on="2024-05-20"),
        "b": movement("1200.00", "VIR FACTURE F4", payer="SOCIETE DUPONT", on="2024-05-22"),
        "c": movement("450.00", "VIR FACTURE F5", payer="SOCIETE ACIER", on="2024-05-27"),
        **more,
    }


def _lettered(lines: list[Line], letter: str, *pieces: str) -> list[Line]:
    return [
        line._replace(letter=letter) if line.customer and line.piece in pieces else line for line in lines
    ]


def _agreeing() -> list[Line]:
    told = [*_SALES, *_MONEY]
    for letter, pieces in (("A", ("F2", "R1")), ("B", ("F4", "R2")), ("C", ("F5", "R3"))):
        told = _lettered(told, letter, *pieces)
    return told


def _disagreeing() -> list[Line]:
    """The accountant says that the third payment settles a part of the first invoice."""
    told = [*_SALES, *receipt("9", "20240526", "ACIER", 75_000), *_MONEY]
    return _lettered(told, "A", "F1", "R3", "R9")


_BATCHED = [
    *_SALES,
    *receipt("1", "20240521", "ACIER", 75_050),
    *receipt("2", "20240523", "DUPONT", 120_000),
]
_SPLIT = [
    *_SALES,
    *receipt("1", "20240521", "ACIER", 30_050),
    *receipt("2", "20240523", "DUPONT", 100_000),
    *receipt("4", "20240523", "DUPONT", 20_000),
    *receipt("3", "20240527", "ACIER", 45_000),
]
_FILES = {
    "sales": _SALES,
    "plain": [*_SALES, *_MONEY],
    "half": [*_SALES, *_MONEY[:2]],
    "agree": _agreeing(),
    "disagree": _disagreeing(),
    "batch": _BATCHED,
    "split": _SPLIT,
}


def _same_day(rows: dict[str, BankEntryRow]) -> dict[str, BankEntryRow]:
    return {key: row._replace(booked_on=row.booked_on.replace(day=22)) for key, row in rows.items()}


def _tell(database: Database, step: str, place: int) -> None:
    on = f"2024-06-{place + 1:02d}"
    if step in {"bank", "day"}:
        bring_bank(database, _same_day(_bank()) if step == "day" else _bank(), on=on)
    elif step == "match":
        meet(database, on=on)
    else:
        report = bring_accounts(database, _FILES[step], on=on)
        assert report.files.differences == []


_SETTLED = {"F1": 120_000, "F3": 64_020}


@rows("""
    told one after the other           | left at the end
    plain bank                         | guessed
    sales bank plain                   | known
    sales bank half plain              | known
    sales bank match plain plain bank  | known
    sales bank plain match bank plain  | known
    sales bank agree                   | known
    agree bank                         | known
    sales bank plain agree             | known
    sales bank plain agree plain       | known
    sales bank disagree                | letter
    sales bank plain disagree          | letter
    disagree bank                      | letter
    sales bank agree disagree agree    | known
    sales day batch                    | known
    batch day                          | guessed
    sales day batch batch day match    | known
    sales bank split                   | known
    split bank                         | guessed
    sales bank split plain             | known
    sales bank plain sales             | known
    sales bank plain sales plain       | known
""")
def test_i28_every_order_ends_with_the_accounts(sqlite_database: Database, steps: str, ends: str) -> None:
    """Balances agree to the cent after every step that tells accounts; all told again adds nothing."""
    database, told = sqlite_database, steps.split()
    for place, step in enumerate(told):
        _tell(database, step, place)
        assert sums_hold(database) == []
    last = next(_FILES[step] for step in reversed(told) if step in _FILES)
    if last is not _SALES:
        assert balances(database) == balances_of(last)
    if ends == "known":
        assert left(database) == _SETTLED
    elif ends == "letter":
        assert "F1" not in left(database)
        assert left(database)["F3"] == 64_020
    before = written_down(database)
    for step in dict.fromkeys(reversed(told)) if len(set(told) & set(_FILES)) == 1 else [told[-1], "match"]:
        _tell(database, step, len(told))
    _tell(database, "match", len(told) + 1)
    assert written_down(database) == before


def test_i28_i32_money_told_by_the_bank_first_counts_once(database: Database) -> None:
    """The payment of the accounts takes the place of the bank's, on the invoice the bank knew."""
    bring_accounts(database, _SALES, on="2024-05-10")
    assert bring_bank(database, _bank(), on="2024-06-01").applied == 3
    days = ["2024-05-15", "2024-05-20", "2024-05-23", "2024-05-31", "2024-06-09"]
    before = [(evening(database, day), left(database, day)) for day in days]
    report = bring_accounts(database, [*_SALES, *_MONEY], on="2024-06-10")
    assert report.meeting.replaced == {"payer": 3}
    assert report.meeting.ahead == ()
    assert report.files.differences == []
    assert balances(database) == {"ACIER": 120_000, "DUPONT": 64_020}
    assert received(database) == {"ACIER": 75_050, "DUPONT": 120_000}
    assert left(database) == _SETTLED
    after = [(evening(database, day), left(database, day)) for day in days]
    assert after == before, "past evenings stay, invoice by invoice"
    assert evening(database, "2024-06-10") == balances(database)
    links = standing(facts_of(database).allocations, "allocation_id")
    stand = links.loc[links["amount_cents"] != 0]
    assert set(zip(stand["how"], stand["confidence"], strict=True)) == {("reference", 99)}


def test_i16_a_returned_debit_told_by_both_counts_once(database: Database) -> None:
    """What came back is negative money of the accounts too, and its invoice stays open once."""
    bring_accounts(database, _SALES, on="2024-05-10")
    back = movement("-300.50", "REJET PRLV", on="2024-05-24", end_to_end="PRLV-0001", returned=True)
    bank = _bank(d=back)
    bank["a"] = bank["a"]._replace(end_to_end="PRLV-0001")
    assert bring_bank(database, bank, on="2024-06-01").returned == 1
    assert left(database) == {**_SETTLED, "F2": 30_050}
    told = [*_SALES, *_MONEY, *receipt("4", "20240525", "ACIER", -30_050)]
    report = bring_accounts(database, told, on="2024-06-10")
    assert (report.meeting.replaced, report.files.differences) == ({"payer": 4}, [])
    assert left(database) == {**_SETTLED, "F2": 30_050}
    assert received(database) == {"ACIER": 45_000, "DUPONT": 120_000}
    before = written_down(database)
    bring_accounts(database, told, on="2024-06-11")
    bring_bank(database, bank, on="2024-06-12")
    assert written_down(database) == before


def test_an_entry_waits_again_when_the_accounts_take_back_what_it_rested_on(database: Database) -> None:
    """What a file no longer tells leaves nothing settled; told again, all is as it was."""
    bring_accounts(database, _FILES["plain"], on="2024-06-01")
    bring_bank(database, _bank(), on="2024-06-02")
    without = [line for line in _FILES["plain"] if line.piece not in {"F2", "R1"}]
    report = bring_accounts(database, without, on="2024-06-03")
    assert list(report.meeting.released.values()) == [
        "The accounts took back the invoice or the payment that it rested on."
    ]
    assert (report.files.differences, report.matching.waiting) == ([], 1)
    assert (sums_hold(database), balances(database)) == ([], balances_of(without))
    report = bring_accounts(database, _FILES["plain"], on="2024-06-04")
    assert (report.matching.booked, report.matching.waiting) == (1, 0)
    assert balances(database) == balances_of(_FILES["plain"])


def test_a_vanished_invoice_takes_the_money_of_the_bank_with_it(sqlite_database: Database) -> None:
    """The bank's payment settles nothing that is not there: it is taken back and its entry waits."""
    database = sqlite_database
    bring_accounts(database, _SALES, on="2024-05-10")
    bring_bank(database, _bank(), on="2024-06-01")
    renamed = [
        line._replace(piece="G4", cents=line.cents * 2) if line.piece == "F4" else line for line in _SALES
    ]
    report = bring_accounts(database, renamed, on="2024-06-03")
    assert len(report.meeting.released) == 1
    assert (report.files.differences, sums_hold(database)) == ([], [])
    assert received(database) == {"ACIER": 75_050}
    assert left(database)["G4"] == 240_000


def test_undoing_takes_back_what_the_accounts_settle_on_its_word(sqlite_database: Database) -> None:
    """The payment of the accounts stays, and is never taken for that entry again."""
    database = sqlite_database
    bring_accounts(database, _SALES, on="2024-05-10")
    bring_bank(database, {"a": _bank()["a"]}, on="2024-06-01")
    bring_accounts(database, _FILES["plain"], on="2024-06-02")
    with database.transaction() as session:
        undo(session, 1, why="It was another's money.", act=act("2024-06-03"))
    assert left(database)["F2"] == 30_050
    assert received(database) == {"ACIER": 75_050, "DUPONT": 120_000}
    with database.transaction() as session:
        confirm(session, 1, what=Explicit("ACIER", (("F2", None),)), act=act("2024-06-04"))
    met, _ = meet(database, on="2024-06-05")
    assert (met.replaced, len(met.ahead)) == ({}, 1)
    assert left(database).get("F2") is None
    with database.read() as session:
        told = history(session, 1, as_of=date(2024, 6, 5))
    assert [one.act for one in told] == ["applied", "booked", "undone", "confirmed"]


def test_money_that_only_the_bank_has_is_said_to_be_ahead(sqlite_database: Database) -> None:
    """Accounts without their bank journal still agree with what they tell; the bank's money counts beside."""
    database = sqlite_database
    bring_accounts(database, _SALES, on="2024-05-10")
    bring_bank(database, _bank(), on="2024-06-01")
    report = bring_accounts(database, [*_SALES, *sale("9", "20240531", "ACIER", 900)], on="2024-06-02")
    assert [one.cents for one in report.meeting.ahead] == [30_050, 120_000, 45_000]
    assert report.files.differences == []
    assert left(database) == {**_SETTLED, "F9": 900}
    assert report.as_json()["meeting"]["ahead"][0]["booked_on"] == "2024-05-20"


def test_an_entry_that_waited_for_its_invoice_is_decided_with_the_accounts(sqlite_database: Database) -> None:
    database = sqlite_database
    bring_accounts(database, _SALES[:3], on="2024-05-10")
    assert bring_bank(database, _bank(), on="2024-06-01").waiting == 3
    report = bring_accounts(database, _SALES, on="2024-06-02")
    assert (report.matching.applied, report.matching.waiting) == (3, 0)
    assert left(database) == _SETTLED
