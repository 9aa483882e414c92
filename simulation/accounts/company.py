"""The accounts of an invented company, from its customers and invoices; one seed, one outcome."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from stdnum import luhn

from kernel.days import MonthEnd, Terms
from simulation.accounts.bank import Statement, others, statements
from simulation.accounts.books import Books, books
from simulation.accounts.credits import credit_notes
from simulation.accounts.facts import Client, CreditNote, Movement, Sale
from simulation.accounts.laws import BANK_LAWS, BankLaws
from simulation.accounts.parties import Payer, groups, invented_iban, legal_name, payer, sales_owner
from simulation.accounts.receipts import Account

# Streams of chance of their own, so that accounts change nothing in the world they are told of.
_CUSTOMER_STREAM, _COMPANY_STREAM = 21, 22
_NO_SIREN = "00000000"

OWNER = "ENCOURS DEMONSTRATION"
SIREN = _NO_SIREN + luhn.calc_check_digit(_NO_SIREN)
IBAN = invented_iban(0, 1)


class Accounts(NamedTuple):
    """What the company's books and bank hold up to the horizon."""

    clients: Sequence[Client]
    sales: Sequence[Sale]
    credit_notes: Sequence[CreditNote]
    statements: Sequence[Statement]
    books: Books
    first_on: date
    horizon: date


class _Person(NamedTuple):
    """A customer of the world, by its columns."""

    code: str
    name: str
    siren: str
    naf: str
    country: str
    terms_days: int
    terms_month_end: str

    @property
    def number(self) -> int:
        return int(self.code[1:])


def accounts(
    customers: pd.DataFrame,
    invoices: pd.DataFrame,
    *,
    start: date,
    horizon: date,
    seed: int,
    laws: BankLaws = BANK_LAWS,
) -> Accounts:
    """`customers` and `invoices` are the frames of a world, the latter in the order of issue."""
    sales = _sales(invoices)
    by_customer: dict[str, list[Sale]] = defaultdict(list)
    for sale in sales:
        by_customer[sale.customer].append(sale)
    company = np.random.default_rng(np.random.SeedSequence((seed, _COMPANY_STREAM)))
    people = [_Person(*values) for values in zip(*(customers[name] for name in _Person._fields), strict=True)]
    treasuries = groups(laws, [one.number for one in people], company)
    clients: list[Client] = []
    notes: list[CreditNote] = []
    receipts: list[Movement] = []
    for one in people:
        own_chance = np.random.SeedSequence((seed, _CUSTOMER_STREAM), spawn_key=(one.number,))
        chance = np.random.default_rng(own_chance)
        client, pays = _party(one, laws, chance)
        own = by_customer[client.code]
        credited = credit_notes(laws.credits, own, horizon=horizon, chance=chance)
        account = Account(laws, client.code, pays, treasuries.get(client.number), horizon, chance)
        receipts += account.tell(own, {note.invoice: note.cents for note in credited})
        notes += credited
        clients.append(client)
    rest = others(laws, receipts, first_on=start, horizon=horizon, chance=company)
    told = statements(laws, [*receipts, *rest], first_on=start, horizon=horizon, chance=company)
    journals = books({client.code: client for client in clients}, sales, notes, told)
    return Accounts(clients, sales, notes, told, journals, start, horizon)


def _party(one: _Person, laws: BankLaws, chance: np.random.Generator) -> tuple[Client, Payer]:
    name = legal_name(one.name, one.naf, chance)
    told = chance.random() < laws.parties.account_told
    owner = sales_owner(chance)
    pays = payer(laws, name=name, naf=one.naf, number=one.number, chance=chance)
    terms = Terms(int(one.terms_days), MonthEnd(one.terms_month_end))
    iban = pays.ibans[0] if told else ""
    values = (one.number, one.code, name, one.siren, one.naf, one.country)
    return Client(*values, terms, owner, iban), pays


def _sales(invoices: pd.DataFrame) -> list[Sale]:
    columns = (
        invoices["number"].tolist(),
        invoices["customer"].tolist(),
        *([_day(one) for one in invoices[name].tolist()] for name in ("issued_on", "due_on", "paid_on")),
        invoices["amount_cents"].tolist(),
    )
    return [
        Sale(number, customer, issued or date.min, due or date.min, int(cents), paid)
        for number, customer, issued, due, paid, cents in zip(*columns, strict=True)
    ]


def _day(stamp: pd.Timestamp) -> date | None:
    return None if pd.isna(stamp) else stamp.date()
