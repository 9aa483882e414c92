"""An invoice told by the accounts and by another source counts once, whichever came first."""

from store.session import Database
from tests.ledger.accounting import receipt, sale
from tests.ledger.document_books import (
    aged,
    balances,
    bring_accounts,
    bring_einvoices,
    bring_table,
    draft,
    meet,
    written_down,
)
from tests.tables import rows

_CSV = "number,customer,customer_name,issue_date,due_date,amount_ttc,paid_date\n"
_SALES = [
    *sale("1", "20240502", "ACIER", 120_000),
    *sale("2", "20240503", "ACIER", 30_050),
    *sale("3", "20240504", "DUPONT", 64_020),
]
_FILES = {
    "sales": _SALES,
    "paid": [*_SALES, *receipt("1", "20240521", "ACIER", 30_050)],
    "letters": [
        *sale("1", "20240502", "ACIER", 120_000),
        *sale("2", "20240503", "ACIER", 30_050, letter="A"),
        *sale("3", "20240504", "DUPONT", 64_020),
        *receipt("1", "20240521", "ACIER", 30_050, letter="A"),
    ],
}
_DRAFTS = [
    draft("F-1", "2024-05-02", "ACIER", 120_000),
    draft("F-2", "2024-05-03", "ACIER", 30_050),
    draft("F-3", "2024-05-04", "DUPONT", 64_020),
]
_TABLE = (
    f"{_CSV}F1,ACIER,Acier,2024-05-02,2024-06-15,1200.00,\n"
    "F2,ACIER,Acier,2024-05-03,2024-06-15,300.50,{paid}\n"
    "F3,DUPONT,Dupont,2024-05-04,2024-06-15,640.20,\n"
)


def _tell(database: Database, step: str, place: int) -> None:
    on = f"2024-06-{place + 1:02d}"
    if step == "einv":
        bring_einvoices(database, _DRAFTS, on=on)
    elif step in ("csv", "csvpaid"):
        bring_table(database, _TABLE.replace("{paid}", "2024-05-20" if step == "csvpaid" else ""), on=on)
    elif step == "meet":
        meet(database, on=on)
    else:
        bring_accounts(database, _FILES[step], on=on)


@rows("""
    told one after the other
    einv sales
    sales einv
    csv sales
    sales csv
    einv csv sales
    einv sales csv
    csv einv sales
    einv paid
    csvpaid paid
    paid csvpaid
    csvpaid sales paid
    sales csvpaid paid
    csv csvpaid paid
    csv sales csvpaid paid
    csvpaid letters
    einv letters
    einv sales paid letters einv
    csvpaid sales einv paid csvpaid
""")
def test_i28_every_order_ends_with_the_accounts(sqlite_database: Database, steps: str) -> None:
    """What each customer owes is the balance of its account; all told again adds nothing."""
    told = steps.split()
    for place, step in enumerate(told):
        _tell(sqlite_database, step, place)
    last = next(_FILES[step] for step in reversed(told) if step in _FILES)
    assert aged(sqlite_database, "2024-06-30") == balances(last)
    before = written_down(sqlite_database)
    for step in (*(step for step in told[-1:]), "meet"):
        _tell(sqlite_database, step, len(told) + 1)
    assert written_down(sqlite_database) == before


def test_money_of_days_the_accounts_do_not_tell_yet_stays(sqlite_database: Database) -> None:
    """It settles the invoice of the accounts until they reach its day; what they have then counts alone."""
    bring_table(sqlite_database, _TABLE.replace("{paid}", "2024-05-20"), on="2024-06-01")
    report = bring_accounts(sqlite_database, _SALES, on="2024-06-02")
    assert (report.joined, report.moved, report.gave_way) == (3, 1, 0)
    assert aged(sqlite_database, "2024-06-30") == {"ACIER": 120_000, "DUPONT": 64_020}
    report = bring_accounts(sqlite_database, _FILES["paid"], on="2024-06-03")
    assert (report.joined, report.moved, report.gave_way) == (0, 0, 1)
    assert aged(sqlite_database, "2024-06-30") == balances(_FILES["paid"])
