"""Which payments leave no doubt, told on a company of two customers."""

from datetime import date

from kernel.days import Terms
from simulation.accounts.bank import Entry, Statement
from simulation.accounts.books import Books
from simulation.accounts.company import Accounts
from simulation.accounts.decisive import decisive
from simulation.accounts.facts import EXACT, FEES, Client, Movement, Remittance, Sale, Share
from tests.tables import rows

DAY = date(2024, 1, 31)
# Number: customer, cents and month of issue; all due thirty days later.
SALES = {
    "C00001-00001": ("C00001", 10_000, 1),
    "C00001-00002": ("C00001", 20_000, 1),
    "C00001-00003": ("C00001", 30_000, 1),
    "C00002-00001": ("C00002", 10_000, 1),
}
CLIENTS = (("C00001", "Moulin SARL", "FR1"), ("C00002", "Verger SAS", ""))


def _told(*movements: Movement) -> Accounts:
    clients = [
        Client(place, code, name, "", "46", "FR", Terms(30), "", iban)
        for place, (code, name, iban) in enumerate(CLIENTS, start=1)
    ]
    sales = [
        Sale(number, customer, date(2024, month, 2), date(2024, month + 1, 1), cents, DAY)
        for number, (customer, cents, month) in SALES.items()
    ]
    entries = tuple(Entry(f"E{place}", one) for place, one in enumerate(movements))
    statement = Statement(1, date(2024, 1, 1), DAY, 0, 0, entries)
    return Accounts(clients, sales, [], [statement], Books([], []), date(2024, 1, 1), DAY)


def _paid(cents: int, text: str, payer: str, invoices: str) -> Movement:
    """An iban or a name as the payer; what is short of the invoices is let go with the first of them."""
    numbers = invoices.split()
    short = sum(SALES[number][1] for number in numbers) - cents
    shares = tuple(
        Share(number, SALES[number][1] - (short if not place else 0), short if not place else 0)
        for place, number in enumerate(numbers)
    )
    customer = SALES[numbers[0]][0]
    name, iban = ("", payer) if payer.startswith("FR") else (payer, "")
    kind = FEES if short else EXACT
    return Movement(
        f"{customer} {cents} {text}", DAY, cents, kind, customer, name, iban, "", Remittance((text,)), shares
    )


@rows("""
    text                        | payer        | cents | invoices settled          | what decides
    FACT C00001-00001           | someone      | 10000 | C00001-00001              | reference
    c00001 00001 et c0000100002 | someone      | 30000 | C00001-00001 C00001-00002 | reference
    FACT C00001-00001           | someone      | 9000  | C00001-00001              | reference
    FACT C00001-00001           | someone      | 30000 | C00001-00001 C00001-00002 |
    FACT C00001-00001           | FR1          | 30000 | C00001-00001 C00001-00002 |
    VIREMENT                    | FR1          | 10000 | C00001-00001              | amount
    VIREMENT                    | MOULIN SARL  | 20000 | C00001-00002              | amount
    VIREMENT                    | MOULIN       | 20000 | C00001-00002              |
    VIREMENT                    | FR1          | 60000 | C00001-00001 C00001-00002 C00001-00003 | amount
    VIREMENT                    | FR1          | 40000 | C00001-00001 C00001-00003 |
    VIREMENT                    | FR1          | 9000  | C00001-00001              |
    C00002-00001                | FR1          | 10000 | C00001-00001              |
    VIREMENT                    | VERGER SAS   | 10000 | C00002-00001              | amount
""")
def test_what_decides(text: str, payer: str, cents: str, invoices: str, expected: str) -> None:
    """A sum of 30000 may be two invoices or the third one; a name without its legal form is nobody's yet."""
    found = decisive(_told(_paid(int(cents), text, payer, invoices)))
    assert found.get("E0", "") == expected


def test_settled_invoices_are_out_of_the_way() -> None:
    """Once the third invoice is paid, 30000 can only be the first two."""
    first = _paid(30_000, "C00001-00003", "FR1", "C00001-00003")
    second = _paid(30_000, "", "FR1", "C00001-00001 C00001-00002")
    assert decisive(_told(first, second)) == {"E0": "reference", "E1": "amount"}
    assert decisive(_told(second, first)) == {"E1": "reference"}


def test_an_account_is_known_once_a_payment_from_it_was_decided() -> None:
    first = _paid(10_000, "C00002-00001", "FR2", "C00002-00001")
    assert decisive(_told(_paid(10_000, "", "FR2", "C00002-00001"))) == {}
    again = _paid(20_000, "", "FR2", "C00001-00002")
    assert decisive(_told(first, again)) == {"E0": "reference"}, "the account is another customer's"
