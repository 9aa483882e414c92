"""An invoice told by the accounts and by another source counts once, whichever came first."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.documents.held import Bill, Origin, Parties
from ledger.documents.policy import POLICY
from ledger.documents.twins import twins_of
from ledger.replaced.invoices import Replaced
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.accounting import Line, receipt, sale
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
from tests.ledger.einvoices import Draft
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


@rows("""
    told       | then
    einv       | sales
    csv        | sales
    sales      | csv
    sales      | einv
    csvpaid    | paid
    paid       | csvpaid
""")
def test_past_evenings_stay(sqlite_database: Database, told: str, then: str) -> None:
    """What an evening gave before the second source came, it gives after, whichever it was."""
    _tell(sqlite_database, told, 0)
    days = ["2024-05-02", "2024-05-10", "2024-05-20", "2024-05-25", "2024-05-31", "2024-06-01"]
    before = [aged(sqlite_database, day) for day in days]
    _tell(sqlite_database, then, 1)
    assert [aged(sqlite_database, day) for day in days] == before


def test_invoices_from_documents_count_once_with_the_accounts(database: Database) -> None:
    """On both databases, with the report and the customers of the accounts."""
    bring_einvoices(database, _DRAFTS, on="2024-06-01")
    report = bring_accounts(database, _FILES["paid"], on="2024-06-02")
    assert report.as_json() == {
        "joined": 3,
        "redated": 3,
        "gave_way": 0,
        "moved": 0,
        "written_off": 0,
        "undecided": [],
        "undecided_write_offs": [],
    }
    assert aged(database, "2024-06-02") == balances(_FILES["paid"])
    assert meet(database, on="2024-06-03").joined == 0


_DAY = date(2024, 5, 2)


def _bill(key: int, customer: int, *, accounts: bool, days: int = 0, **said: object) -> Bill:
    origin = Origin("fec" if accounts else "einvoice", f"{key}", key, _DAY, accounts)
    cents = int(str(said.get("cents", 100)))
    return Bill(
        *(key, 0, origin, str(said.get("number", "F-1")), customer, _DAY + timedelta(days=days), _DAY),
        *("default", cents, cents, frozenset((cents,)), "EUR", str(said.get("of", "411"))),
        *(bool(said.get("opening")), _DAY),
    )


def _parties(**said: object) -> Parties:
    return Parties(
        dict(said.get("same", {})),  # type: ignore[call-overload]
        dict(said.get("companies", {})),  # type: ignore[call-overload]
        {1: "443061841", 2: "ACIER", 3: "CSV"},
        frozenset((1,)),
    )


@rows("""
    the other source           | the accounts              | joined
    1                          | 2                         | yes
    1 number=F1                | 2 number=f-1              | yes
    1 number=F2                | 2                         | no
    1 cents=101                | 2                         | told
    1                          | 2 days=7                  | yes
    1                          | 2 days=8                  | told
    1                          | 2 opening=1               | told
    1                          | 2 of=416                  | no
    3                          | 2                         | told
    3 cents=101                | 2                         | no
    2                          | 2                         | yes
    1                          | 2; 2                      | told
    1; 1                       | 2                         | told
""")
def test_what_is_the_same_invoice(ours: str, theirs: str, joined: str) -> None:
    """Customers: 1 is known from documents only, 2 from the accounts, 3 from another file."""
    bills = []
    for side, accounts in ((ours, False), (theirs, True)):
        for one in side.split(";"):
            customer, *said = one.split()
            values = dict(word.split("=") for word in said)
            days = int(values.pop("days", "0"))
            bills.append(_bill(len(bills) + 1, int(customer), accounts=accounts, days=days, **values))
    twins, undecided = twins_of(bills, _parties(), Replaced(), POLICY)
    assert ("yes" if twins else "told" if undecided else "no") == joined


def test_linked_customers_and_company_numbers_decide() -> None:
    """A link of a person joins; two company numbers part what only documents know."""
    ours, theirs = _bill(1, 3, accounts=False), _bill(2, 2, accounts=True)
    assert twins_of([ours, theirs], _parties(same={2: 3}), Replaced(), POLICY)[0]
    ours = _bill(1, 1, accounts=False)
    for company, joins in (("443061841", True), ("552100554", False)):
        parties = _parties(companies={1: "443061841", 2: company})
        assert bool(twins_of([ours, theirs], parties, Replaced(), POLICY)[0]) is joins


_SMALL = st.lists(
    st.tuples(st.sampled_from(("ACIER", "DUPONT")), st.integers(1, 400), st.sampled_from("-oap")),
    min_size=1,
    max_size=5,
)


def _written(invoices: list[tuple[str, int, str]]) -> tuple[list[Line], list[Line], str, list[Draft]]:
    """Sales and money of the accounts, then the table and the documents that tell the same invoices."""
    sales: list[Line] = []
    money = [
        Line("OD", "9", "20240531", account, cents) for account, cents in (("512000", 1), ("471000", -1))
    ]
    lines, drafts = _CSV, []
    for place, (customer, euros, how) in enumerate(invoices, start=1):
        day, cents = f"2024-05-{place:02d}", euros * 100
        sales += sale(f"{place}", day.replace("-", ""), customer, cents)
        drafts.append(draft(f"F-{place}", day, customer, cents))
        if how in "ap":
            money += receipt(f"{place}", f"202405{place + 10:02d}", customer, cents)
        paid = f"2024-05-{place + 10:02d}" if how in "po" else ""
        lines += f"F{place},{customer},x,{day},2024-06-30,{euros}.00,{paid}\n"
    return sales, money, lines, drafts


@settings(max_examples=6, deadline=None)
@given(invoices=_SMALL, steps=st.permutations(["einv", "csv", "half", "whole"]))
def test_i28_any_small_ledger_told_in_any_order_is_that_of_the_accounts(
    servers: Databases, invoices: list[tuple[str, int, str]], steps: list[str]
) -> None:
    """Invoices are open, paid by the accounts, by both, or by the table alone, which the accounts undo."""
    """Invoices are open, paid by the accounts, by both, or by the table alone, which they overrule."""
    sales, money, lines, drafts = _written(invoices)
    database = open_database(servers.new("sqlite"))
    for place, step in enumerate([*steps, "whole"]):
        on = f"2024-06-{place + 1:02d}"
        if step == "einv":
            bring_einvoices(database, drafts, on=on)
        elif step == "csv":
            bring_table(database, lines, on=on)
        else:
            bring_accounts(database, sales if step == "half" else [*sales, *money], on=on)
    assert aged(database, "2024-06-30") == balances([*sales, *money])
    before = written_down(database)
    bring_table(database, lines, on="2024-06-08")
    bring_einvoices(database, drafts, on="2024-06-09")
    assert written_down(database) == before
    database.close()


@settings(max_examples=6, deadline=None)
@given(invoices=_SMALL, ours_first=st.booleans(), documents=st.booleans())
def test_i28_evenings_before_an_import_stay(
    servers: Databases, invoices: list[tuple[str, int, str]], ours_first: bool, documents: bool
) -> None:
    """Where the second source tells only what the first told, in either order."""
    invoices = [(customer, euros, "-" if documents else "p") for customer, euros, _ in invoices]
    sales, money, lines, drafts = _written(invoices)
    database = open_database(servers.new("sqlite"))
    seen: dict[str, dict[str, int]] = {}
    for place, ours in enumerate((ours_first, not ours_first)):
        on = f"2024-06-{place + 1:02d}"
        if not ours:
            bring_accounts(database, [*sales, *money], on=on)
        elif documents:
            bring_einvoices(database, drafts, on=on)
        else:
            bring_table(database, lines, on=on)
        if not place:
            seen = {f"2024-05-{day:02d}": {} for day in range(1, 30)} | {on: {}}
            seen = {day: aged(database, day) for day in seen}
    assert {day: aged(database, day) for day in seen} == seen
    database.close()
