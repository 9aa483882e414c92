"""What the ledger is asked to tell: each report of one evening, as it was known then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from ledger.company.usecases import proceedings
from ledger.errors import EmptyLedger
from ledger.facts import Facts
from ledger.files.rates import read_rates
from ledger.master.links.usecases import proposed_links
from ledger.master.repository import profiles_on
from ledger.matching.state import fold
from ledger.registers.catalogue import (
    BANK_ENTRIES,
    DOCUMENTS,
    MATCH_ACTS,
    ORDERS,
    SalesOrderRow,
)
from ledger.registers.register import Version, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import disputed_cents
from ledger.relation.promises import promises_on
from ledger.relation.repository import RelationRepository
from ledger.reports.ageing import ORDERS as ORDERED
from ledger.reports.ageing import AgedBalance, balances, split
from ledger.reports.causes import Cause, explained, ranked
from ledger.reports.conversion import converted
from ledger.reports.dso import SalesDays, months_before, sales_days, trailing
from ledger.reports.groups import By, People, group_of, labels, month_of, titles
from ledger.reports.movements import Collected, collected_by_week, evening_of
from ledger.reports.repository import OpenItemsRepository, StatusRepository
from ledger.reports.signals import gathered
from ledger.reports.status import Desk, Status, still_owed, waiting_on
from ledger.timeline import timeline
from ledger.usecases import load_facts
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Question:
    """The evening a report tells of, what the database held at an instant if one is given, and its cut."""

    as_of: date
    as_recorded: datetime | None
    by: By | None  # all customers together when None


@dataclass(frozen=True, slots=True)
class InOneCurrency:
    """The currency a report is wanted in, and the file of rates that says how."""

    currency: str
    rates: bytes


def ageing(
    session: ReadSession, question: Question, *, converting: InOneCurrency | None = None
) -> list[AgedBalance]:
    """The aged balance, the largest debt first; by month in the order of time, of the month each item is due.

    Raises EmptyLedger before the first import; when converting, RateMissing for a currency without a rate of
    that evening, and ImportRefused for a file that holds no rates.
    """
    items = _opened(session, question).items()
    acts = RelationRepository(session, as_recorded=question.as_recorded).acts(as_of=question.as_of)
    orders = RegisterRepository(session, ORDERS).versions(as_recorded=question.as_recorded)
    items = with_orders(items, standing_on(orders, question.as_of))
    disputed = disputed_cents(acts, as_of=question.as_of)
    if converting is not None:
        items, disputed = converted(
            items,
            disputed,
            rates=read_rates(converting.rates),
            to=converting.currency,
            as_of=question.as_of,
        )
    parts = split(items, as_of=question.as_of, disputed=disputed)
    people = people_of(session, question)
    names = titles(question.by, people) if question.by else {}
    rows = balances(_cut(parts, question.by, people), names=names)
    return sorted(rows, key=lambda row: row.group or "") if question.by is By.MONTH else rows


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


def collected(session: ReadSession, *, as_of: date, weeks: int) -> list[Collected]:
    """What came in each of the last weeks, by currency. Raises EmptyLedger before the first import."""
    return collected_by_week(load_facts(session), as_of=as_of, weeks=weeks)


def _by_month(facts: Facts, states: pd.DataFrame, as_of: date, *, days: int, months: int) -> list[SalesDays]:
    rows: list[SalesDays] = []
    for month in months_before(as_of, months=months):
        evening = evening_of(facts, states, day=month.last)
        if not evening.known:
            continue
        found = sales_days(evening, None, period=month, over=trailing(evening, days=days), names={})
        rows += [replace(row, group=f"{month.last:%Y-%m}") for row in found]
    return rows


def causes(session: ReadSession, question: Question) -> list[Cause]:
    """Why what is overdue is late, the largest cause first; by month, of the month each item was due.

    Raises EmptyLedger before the first import.
    """
    items = _opened(session, question).described_items()
    as_recorded, as_of = question.as_recorded, question.as_of
    people = people_of(session, question)
    relation = RelationRepository(session, as_recorded=as_recorded).of_all(as_of=as_of)
    signals = gathered(
        items,
        as_of=as_of,
        acts=relation.acts,
        accounts=relation.accounts,
        documents=RegisterRepository(session, DOCUMENTS).versions(as_recorded=as_recorded),
        proceedings=proceedings(session, as_of=as_of, as_recorded=as_recorded),
        profiles=profiles_on(session, as_of, as_recorded=as_recorded),
    )
    return ranked(_cut(explained(signals), question.by, people))


def status(session: ReadSession, *, as_of: date, as_recorded: datetime | None) -> Status:
    """What the ledger holds and what waits, as known on an evening; everything is zero in an empty ledger.

    Links of customers are proposed on what is recorded now, so none are counted for an instant of the past.
    """
    repository = StatusRepository(session, as_recorded=as_recorded)
    holdings = repository.holdings()
    relation = RelationRepository(session, as_recorded=as_recorded).of_all(as_of=as_of)
    profiles = profiles_on(session, as_of, as_recorded=as_recorded)
    entries = RegisterRepository(session, BANK_ENTRIES).versions(as_recorded=as_recorded)
    matched = fold(RegisterRepository(session, MATCH_ACTS).versions(as_recorded=as_recorded), as_of=as_of)
    desk = Desk(
        holdings=holdings,
        items=OpenItemsRepository(session, as_of=as_of, as_recorded=as_recorded).described_items(),
        promises=still_owed(promises_on(relation.acts, relation.accounts, as_of=as_of), relation.accounts),
        entries=[
            one
            for one in standing_on(entries, as_of)
            if matched.of(one.id).waits and (one.row.amount_cents > 0 or one.row.returned)
        ],
        profiled=frozenset(profiles) if profiles else None,
        links=_proposed(session, as_of) if profiles and as_recorded is None else 0,
    )
    return Status(
        as_of=as_of,
        horizon=max((one.horizon for one in holdings if one.horizon is not None), default=None),
        counts=repository.counts(as_of),
        holdings=holdings,
        acts=repository.acts(),
        waiting=waiting_on(desk),
    )


def _proposed(session: ReadSession, as_of: date) -> int:
    proposals = proposed_links(session, as_of=as_of)
    return len(proposals.made) + len(proposals.undecided)


def _opened(session: ReadSession, question: Question) -> OpenItemsRepository:
    repository = OpenItemsRepository(session, as_of=question.as_of, as_recorded=question.as_recorded)
    if not repository.holds_any():
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    return repository


def _cut(items: pd.DataFrame, by: By | None, people: People) -> pd.DataFrame:
    """Items with the group each belongs to; a month is that of the day it was due."""
    if by is None:
        return items.assign(group=None)
    if by is By.MONTH:
        return items.assign(group=month_of(items["due_on"]))
    return items.assign(group=group_of(items["customer_id"], by, people))


def people_of(session: ReadSession, question: Question) -> People:
    repository = OpenItemsRepository(session, as_of=question.as_of, as_recorded=question.as_recorded)
    codes, names = repository.customers()
    if question.by not in {By.SALES_OWNER, By.SECTOR}:
        return People(codes, names)
    return People(codes, names, profiles_on(session, question.as_of, as_recorded=question.as_recorded))


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
