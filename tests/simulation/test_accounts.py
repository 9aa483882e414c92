"""The invented company's books and bank: they add up, and payments are as messy as the laws say."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from stdnum import iban, iso11649

from simulation.accounts import facts
from simulation.accounts.camt_file import camt_bytes
from simulation.accounts.cfonb_file import cfonb_bytes
from simulation.accounts.company import IBAN, OWNER, SIREN, Accounts, accounts
from simulation.accounts.csv_files import customers_csv, truth_csv
from simulation.accounts.facts import Movement
from simulation.accounts.fec_file import FecFile, fec_files, fiscal_years
from simulation.accounts.laws import BANK_LAWS
from simulation.accounts.remittance import creditor_reference
from simulation.usecases import write_company
from simulation.world import World, invent
from tests.tables import rows

START = date(2023, 1, 2)


def told_of(world: World, *, seed: int) -> Accounts:
    return accounts(world.customers, world.invoices, start=START, horizon=world.horizon, seed=seed)


@pytest.fixture(scope="module")
def told(default_world: World) -> Accounts:
    return told_of(default_world, seed=7)


@pytest.fixture(scope="module")
def files(told: Accounts) -> list[FecFile]:
    return written(told)


def written(told: Accounts, *, closes_in: int = 12) -> list[FecFile]:
    names = {client.code: client.name for client in told.clients}
    years = fiscal_years(told.first_on, told.horizon, closes_in=closes_in)
    return fec_files(told.books, names, siren=SIREN, capital_cents=BANK_LAWS.capital_cents, years=years)


def lines_of(file: FecFile) -> list[dict[str, str]]:
    text = file.content.decode()
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def cents(line: dict[str, str]) -> int:
    return int(line["Debit"].replace(",", "")) - int(line["Credit"].replace(",", ""))


def movements(told: Accounts) -> list[Movement]:
    return [entry.movement for statement in told.statements for entry in statement.entries]


def receipts(told: Accounts) -> list[Movement]:
    return [one for one in movements(told) if one.customer and one.cents > 0]


def test_payments_are_as_messy_as_real_ones(told: Accounts) -> None:
    """Three in ten name nothing, one in six settles several, one in twenty is short, one in fifty alien."""
    found = receipts(told)
    coming = [one for one in movements(told) if one.cents > 0]
    assert sum(one.remittance.naming == facts.NOTHING for one in found) >= 0.30 * len(found)
    several = [len(one.shares) for one in found if len(one.shares) > 1]
    assert len(several) >= 0.15 * len(found)
    assert max(several) == BANK_LAWS.most_together
    short = sum(one.kind in (facts.FEES, facts.DISCOUNT) for one in found)
    assert 0.05 * len(found) <= short <= 0.08 * len(found)
    unrelated = sum(one.kind == facts.UNRELATED for one in coming)
    assert 0.02 * len(coming) <= unrelated <= 0.025 * len(coming)
    kinds = Counter(one.kind for one in movements(told))
    assert all(kinds[kind] for kind in (facts.OVERPAID, facts.TWICE, facts.PART, facts.RETURNED))
    assert {one.remittance.naming for one in found} == {
        *(facts.NOTHING, facts.FULL, facts.SHORT, facts.CUT, facts.WRONG, facts.STRUCTURED)
    }


def test_every_entry_balances_and_years_follow_each_other(files: list[FecFile]) -> None:
    assert [file.name for file in files] == [
        "000000000FEC20231231.txt",
        "000000000FEC20241231.txt",
        "000000000FEC20251231.txt",
    ]
    closing: Counter[tuple[str, str]] = Counter()
    for file in files:
        entries: Counter[tuple[str, str]] = Counter()
        opening: Counter[tuple[str, str]] = Counter()
        year: Counter[tuple[str, str]] = Counter()
        for line in lines_of(file):
            entries[line["JournalCode"], line["EcritureNum"]] += cents(line)
            account = line["CompteNum"], line["CompAuxNum"]
            account = ("110000", "") if account[0][0] in "67" else account
            year[account] += cents(line)
            if line["JournalCode"] == "AN":
                opening[account] += cents(line)
        assert not any(entries.values())
        if closing:
            assert +opening == +closing
            assert -opening == -closing
        closing = year


def test_lettered_lines_balance_and_codes_begin_anew(files: list[FecFile]) -> None:
    """By customer and year; small letters do not balance, and stand in the last year only."""
    used: set[tuple[str, str]] = set()
    for file in files:
        groups: dict[tuple[str, str], int] = defaultdict(int)
        for line in lines_of(file):
            if line["EcritureLet"]:
                groups[line["CompAuxNum"], line["EcritureLet"]] += cents(line)
        partial = {group for group, sum_ in groups.items() if sum_}
        assert partial == {group for group in groups if group[1].islower()}
        assert not partial or file is files[-1]
        again = used & groups.keys()
        assert again or not used
        used |= groups.keys()


def test_open_lines_of_the_accounts_are_what_the_bank_did_not_settle(
    told: Accounts, files: list[FecFile]
) -> None:
    """The balance of every customer is its invoices less credit notes, money and what was let go."""
    owed: Counter[str] = Counter()
    for sale in told.sales:
        owed[sale.customer] += sale.cents
    for note in told.credit_notes:
        owed[note.customer] -= note.cents
    for one in movements(told):
        owed[one.customer] -= one.cents + one.difference_cents if one.customer else 0
    balance: Counter[str] = Counter()
    for line in lines_of(files[-1]):
        balance[line["CompAuxNum"]] += cents(line) if line["CompteNum"] == "411000" else 0
    assert {code: due for code, due in owed.items() if due} == {
        code: due for code, due in balance.items() if due
    }


def test_no_invoice_is_settled_beyond_its_amount(told: Accounts) -> None:
    left = {sale.number: sale.cents for sale in told.sales}
    for note in told.credit_notes:
        left[note.invoice] -= note.cents
    for one in sorted(movements(told), key=lambda one: one.booked_on):
        assert sum(share.cents for share in one.shares) <= max(one.cents, 0) or one.kind == facts.RETURNED
        for share in one.shares:
            left[share.invoice] -= share.cents + share.difference_cents
            assert left[share.invoice] >= 0
    unpaid = {sale.number for sale in told.sales if sale.paid_on is None}
    # A collection that bounces after the last day is still counted as money on that day.
    assert {number for number, cents in left.items() if cents} <= unpaid


def test_statements_add_up_in_both_forms(told: Accounts) -> None:
    space = "{urn:iso:std:iso:20022:tech:xsd:camt.053.001.08}"
    before = BANK_LAWS.capital_cents
    for statement in told.statements[:8]:
        document = etree.fromstring(camt_bytes(statement, iban=IBAN, owner=OWNER))
        amounts = [
            int(where.findtext(f"{space}Amt").replace(".", ""))
            * (1 if where.findtext(f"{space}CdtDbtInd") == "CRDT" else -1)
            for where in document.iter(f"{space}Bal", f"{space}Ntry")
        ]
        opening, closing, *booked = amounts
        assert opening == before
        assert opening + sum(booked) == closing == statement.closing_cents
        before = closing
        lines = cfonb_bytes(statement, iban=IBAN).decode("ascii").splitlines()
        assert {len(line) for line in lines} == {120}
        assert sum(line.startswith("04") for line in lines) == len(booked)


def test_invented_accounts_and_references_pass_every_check(told: Accounts) -> None:
    for one in movements(told):
        assert not one.iban or iban.is_valid(one.iban)
        assert not one.remittance.structured or iso11649.is_valid(one.remittance.structured)
    assert creditor_reference("C00012-00034").endswith("C0001200034")


def test_due_dates_follow_from_the_terms_told(told: Accounts) -> None:
    terms = {client.code: client.terms for client in told.clients}
    assert all(terms[sale.customer].due_on(sale.issued_on) == sale.due_on for sale in told.sales)


def test_the_truth_tells_every_entry(told: Accounts) -> None:
    truth = pd.read_csv(io.BytesIO(truth_csv(told.statements)), dtype={"entry": str})
    by_entry = truth.groupby("entry")
    assert len(by_entry) == len(movements(told))
    assert by_entry["amount"].first().sum() == pytest.approx(
        sum(one.cents for one in movements(told)) / 100, abs=0.005
    )
    returned = truth[truth["class"] == facts.RETURNED]
    assert (
        set(returned["answers"]) <= {float(entry) for entry in truth["entry"]}
        or returned["answers"].notna().all()
    )


@rows("""
    first day  | last day   | closes in | years
    2023-01-02 | 2024-03-31 | 12        | 2023-01-01 2023-12-31, 2024-01-01 2024-12-31
    2023-01-02 | 2023-05-01 | 3         | 2022-04-01 2023-03-31, 2023-04-01 2024-03-31
    2023-07-01 | 2023-07-01 | 6         | 2023-07-01 2024-06-30
    2023-02-28 | 2024-02-29 | 2         | 2022-03-01 2023-02-28, 2023-03-01 2024-02-29
""")
def test_fiscal_years_close_at_the_end_of_a_month(
    first_on: str, last_on: str, closes_in: str, expected: str
) -> None:
    found = fiscal_years(date.fromisoformat(first_on), date.fromisoformat(last_on), closes_in=int(closes_in))
    assert ", ".join(f"{year.first_on} {year.last_on}" for year in found) == expected


def test_same_seed_same_accounts_and_another_seed_others() -> None:
    world = invent(customers=12, months=5, seed=3)
    one, two, other = (told_of(world, seed=seed) for seed in (3, 3, 4))
    assert one == two
    assert truth_csv(one.statements) != truth_csv(other.statements)
    assert [file.content for file in written(one, closes_in=3)] == [
        file.content for file in written(two, closes_in=3)
    ]


def test_accounts_leave_the_other_files_alone(tmp_path: Path) -> None:
    """They come beside; only the customer master knows more, its first five columns in the same order."""
    plain, more = tmp_path / "plain", tmp_path / "more"
    write_company(plain, customers=12, months=5, seed=3)
    write_company(more, customers=12, months=5, seed=3, accounts=True)
    for name in ("invoices.csv", "truth.csv", "truth.npz"):
        assert (plain / name).read_bytes() == (more / name).read_bytes()
    columns = (more / "customers.csv").read_text(encoding="utf-8").splitlines()[0]
    assert columns.startswith("code,name,siren,naf,country,")
    assert sorted(
        path.name for path in more.iterdir() if path.name not in {p.name for p in plain.iterdir()}
    ) == [*("bank", "bank_cfonb", "bank_truth.csv", "bodacc.csv", "fec", "fec_sales", "statements.csv")]
    assert len(list((more / "bank").iterdir())) == 6


def test_the_master_knows_what_a_master_knows(told: Accounts) -> None:
    lines = list(csv.DictReader(io.StringIO(customers_csv(told.clients).decode())))
    assert len(lines) == len(told.clients)
    share = sum(line["iban"] != "" for line in lines) / len(lines)
    assert 0.5 < share < 0.7
