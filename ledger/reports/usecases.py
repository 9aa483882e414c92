"""What the ledger is asked to tell: each report of one evening, as it was known then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from ledger.errors import EmptyLedger
from ledger.facts import Facts
from ledger.master.profiles import resolved
from ledger.registers.catalogue import LINKS, ORDERS, PROFILES, RELATION_ACTS, SalesOrderRow
from ledger.registers.register import Version, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import disputed_cents
from ledger.reports.ageing import ORDERS as ORDERED
from ledger.reports.ageing import AgedBalance, balances, split
from ledger.reports.dso import SalesDays, months_before, sales_days, trailing
from ledger.reports.groups import By, People, group_of, labels, month_of, titles
from ledger.reports.movements import evening_of
from ledger.reports.repository import OpenItemsRepository
from ledger.timeline import timeline
from ledger.usecases import load_facts
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Question:
    """The evening a report tells of, what the database held at an instant if one is given, and its cut."""

    as_of: date
    as_recorded: datetime | None
    by: By | None  # all customers together when None


def ageing(session: ReadSession, question: Question) -> list[AgedBalance]:
    """The aged balance, the largest debt first; by month, each item stands in the month it is due.

    Raises EmptyLedger before the first import.
    """
    repository = OpenItemsRepository(session, as_of=question.as_of, as_recorded=question.as_recorded)
    if not repository.holds_any():
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    acts = RegisterRepository(session, RELATION_ACTS).versions(as_recorded=question.as_recorded)
    orders = RegisterRepository(session, ORDERS).versions(as_recorded=question.as_recorded)
    items = with_orders(repository.items(), standing_on(orders, question.as_of))
    parts = split(items, as_of=question.as_of, disputed=disputed_cents(acts, as_of=question.as_of))
    people = people_of(session, question)
    if question.by is By.MONTH:
        return balances(parts.assign(group=month_of(parts["due_on"])), names={})
    if question.by is None:
        return balances(parts.assign(group=None), names={})
    groups = group_of(parts["customer_id"], question.by, people)
    return balances(parts.assign(group=groups), names=titles(question.by, people))


def dso(session: ReadSession, question: Question, *, days: int, months: int) -> list[SalesDays]:
    """Days of sales and what goes with them, over the last `days` days; by month, one row for each of the
    last `months` months as its own last evening knew it, in the order of time.

    Raises EmptyLedger before the first import.
    """
    facts = load_facts(session, as_recorded=question.as_recorded)
    states = timeline(facts)
    people = people_of(session, question)
    if question.by is By.MONTH:
        return _by_month(facts, states, question.as_of, days=days, months=months)
    evening = evening_of(facts, states, day=question.as_of)
    over = trailing(evening, days=days)
    groups = labels(question.by, people) if question.by else None
    return sales_days(
        evening, groups, period=over, over=over, names=titles(question.by, people) if question.by else {}
    )


def _by_month(facts: Facts, states: pd.DataFrame, as_of: date, *, days: int, months: int) -> list[SalesDays]:
    rows: list[SalesDays] = []
    for month in months_before(as_of, months=months):
        evening = evening_of(facts, states, day=month.last)
        if not evening.known:
            continue
        found = sales_days(evening, None, period=month, over=trailing(evening, days=days), names={})
        rows += [replace(row, group=f"{month.last:%Y-%m}") for row in found]
    return rows


def people_of(session: ReadSession, question: Question) -> People:
    repository = OpenItemsRepository(session, as_of=question.as_of, as_recorded=question.as_recorded)
    codes, names = repository.customers()
    if question.by in {By.CUSTOMER, By.MONTH}:
        return People(codes, names)
    profiles = RegisterRepository(session, PROFILES).versions(as_recorded=question.as_recorded)
    links = RegisterRepository(session, LINKS).versions(as_recorded=question.as_recorded)
    return People(codes, names, resolved(profiles, links, question.as_of))


def with_orders(items: pd.DataFrame, orders: Sequence[Version[SalesOrderRow]]) -> pd.DataFrame:
    """Open items, and what is ordered but not invoiced, due when it is to be delivered."""
    rows = [one.row for one in orders if one.row.amount_cents]
    if not rows:
        return items
    days = [row.deliver_on or row.ordered_on for row in rows]
    ordered = pd.DataFrame(
        {
            "invoice_id": 0,
            "customer_id": [row.customer_id for row in rows],
            "account_class": ORDERED,
            "currency": [row.currency for row in rows],
            "due_on": pd.to_datetime(pd.Series(days)).astype("datetime64[s]"),
            "left_cents": [row.amount_cents for row in rows],
        }
    )
    return pd.concat([items, ordered], ignore_index=True)
