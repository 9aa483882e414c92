"""Facts in frames into what an account is made of, and what alerts read of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from credit.alerts.base import Fact
from credit.alerts.gathering.repository import Changed
from credit.alerts.history import Billed, History, known_of, last_months, trimmed
from credit.alerts.judging import Account
from credit.alerts.known import Known
from credit.alerts.policy import AlertPolicy
from ledger.as_known import as_known
from ledger.beside import Beside
from ledger.facts import Facts
from ledger.registers.catalogue import BANK_ENTRIES, ORDERS, RELATION_ACTS
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.promises import PROMISE
from ledger.reports.positions import open_positions
from ledger.summary import standing
from ledger.timeline import NEVER, timeline
from store.session import ReadSession

_ACCOUNT = ["customer_id", "currency"]
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS_BEFORE = 1970 * 12

Left = dict[Account, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """An account as gathered: what alerts read of it, and what that is made of."""

    known: Known
    history: History


def accounts_of(
    session: ReadSession,
    facts: Facts,
    customers: Collection[int] | None,
    *,
    as_of: date,
    policy: AlertPolicy,
) -> dict[Account, Gathered]:
    """Of each customer and currency with any fact known by then; `customers` as in `facts`."""
    known = as_known(facts, as_of)
    billed, money = _open(known, customers)
    paid, sales = _paid(known, customers), _sales(known, customers)
    orders = _orders(session, customers, as_of)
    accounts = {*billed, *money, *paid, *sales, *orders}
    told = _told(session, facts.beside, accounts, as_of=as_of)
    found = {}
    for account in accounts:
        history = History(
            billed.get(account, {}),
            trimmed(paid.get(account, ()), policy),
            money.get(account, {}),
            last_months(sales.get(account, {})),
        )
        theirs = {name: by_account.get(account, ()) for name, by_account in told.items()}
        read = known_of(history, orders=orders.get(account, ()), told=theirs, policy=policy)
        found[account] = Gathered(read, history)
    return found


def changes_of(changed: Changed, *, as_of: date) -> tuple[dict[Account, list[Billed]], Left]:
    """The invoices of a day's changes as they stand after it, and what is left of its payments."""
    known = as_known(changed.facts, as_of)
    positions = open_positions(known)
    left = positions.loc[positions["invoice_id"] > 0].set_index("invoice_id")["left_cents"].to_dict()
    paid = {one[1]: one for mine in _paid(known, None).values() for one in mine}
    invoices = standing(known.invoices, "invoice_id")
    billed: dict[Account, list[Billed]] = defaultdict(list)
    columns = ("invoice_id", *_ACCOUNT, "issued", "due", "month", "opening", "amount_cents")
    for key, customer, currency, issued, due, month, opening, cents in _rows(_dated(invoices), *columns):
        billed[Account(int(customer), str(currency))].append(
            Billed(
                *(int(key), int(issued), int(due), int(left.get(key, 0))),
                paid=paid.get(int(key)),
                sold_in=None if opening or not cents else int(month),
                cents=int(cents),
                new=int(key) in changed.fresh,
            )
        )
    return billed, _money(known, changed.payments)


def _open(
    known: Facts, customers: Collection[int] | None
) -> tuple[dict[Account, dict[int, tuple[int, int, int]]], Left]:
    """Invoices and payments not settled to the cent."""
    positions = open_positions(known)
    mine = _wanted(positions.loc[positions["invoice_id"] > 0], customers)
    issued = standing(known.invoices, "invoice_id").set_index("invoice_id")["issued_on"]
    mine = mine.assign(issued=_ordinals(issued.reindex(mine["invoice_id"])), due=_ordinals(mine["due_on"]))
    billed: dict[Account, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for customer, currency, key, *values in _rows(
        mine, *_ACCOUNT, "invoice_id", "issued", "due", "left_cents"
    ):
        day, due, cents = map(int, values)
        billed[Account(int(customer), str(currency))][int(key)] = (day, due, cents)
    theirs = _wanted(standing(known.payments, "payment_id"), customers)
    left = _left(theirs, known)
    return billed, _by_payment(left.loc[left["left"] != 0])


def _money(known: Facts, payments: Collection[int]) -> Left:
    """What is left of some payments, 0 too, so that it takes the place of what was left before."""
    held = standing(known.payments, "payment_id")
    return _by_payment(_left(held.loc[held["payment_id"].isin(list(payments))], known))


def _left(held: pd.DataFrame, known: Facts) -> pd.DataFrame:
    used = standing(known.allocations, "allocation_id").groupby("payment_id")["amount_cents"].sum()
    return held.assign(left=held["amount_cents"] - held["payment_id"].map(used).fillna(0).astype("int64"))


def _by_payment(left: pd.DataFrame) -> Left:
    found: Left = defaultdict(dict)
    for customer, currency, key, cents in _rows(left, *_ACCOUNT, "payment_id", "left"):
        found[Account(int(customer), str(currency))][int(key)] = int(cents)
    return found


def _paid(known: Facts, customers: Collection[int] | None) -> dict[Account, list[tuple[int, int, int, int]]]:
    """Invoices that cash settled: the day, the invoice, how late, and its terms."""
    states = timeline(known)
    last = states.loc[(states["until_day"] == NEVER) & (states["paid_day"] != NEVER)]
    last = _wanted(last.loc[last["amount_cents"] > 0], customers)
    last = last.assign(
        day=last["paid_day"].astype("int64") + _EPOCH,
        late=last["paid_day"].astype("int64") - last["due_day"],
        terms=last["due_day"].astype("int64") - last["issued_day"],
    )
    found: dict[Account, list[tuple[int, int, int, int]]] = defaultdict(list)
    for customer, currency, *values in _rows(last, *_ACCOUNT, "day", "invoice_id", "late", "terms"):
        day, key, late, terms = map(int, values)
        found[Account(int(customer), str(currency))].append((day, key, late, terms))
    return found


def _sales(known: Facts, customers: Collection[int] | None) -> Left:
    """Invoices less credit notes by month of issue."""
    invoices = standing(known.invoices, "invoice_id")
    invoices = _wanted(invoices.loc[(invoices["amount_cents"] != 0) & ~invoices["opening"]], customers)
    rows = _dated(invoices)
    sums = rows.groupby([*_ACCOUNT, "month"], observed=True)["amount_cents"].sum().reset_index()
    found: Left = defaultdict(dict)
    for customer, currency, at, cents in _rows(sums, *_ACCOUNT, "month", "amount_cents"):
        found[Account(int(customer), str(currency))][int(at)] = int(cents)
    return found


def _dated(invoices: pd.DataFrame) -> pd.DataFrame:
    """With days as ordinals, and the month of issue counted from year 0."""
    month = invoices["issued_on"].to_numpy().astype("datetime64[M]").astype(np.int64) + _MONTHS_BEFORE
    return invoices.assign(
        month=month, issued=_ordinals(invoices["issued_on"]), due=_ordinals(invoices["due_on"])
    )


def _ordinals(days: pd.Series) -> NDArray[np.int64]:
    return days.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH


def _wanted(frame: pd.DataFrame, customers: Collection[int] | None) -> pd.DataFrame:
    return frame if customers is None else frame.loc[frame["customer_id"].isin(list(customers))]


def _orders(
    session: ReadSession, customers: Collection[int] | None, as_of: date
) -> dict[Account, list[tuple[int, int]]]:
    """Open orders by delivery day, 0 where none is said."""
    register = RegisterRepository(session, ORDERS)
    found: dict[Account, list[tuple[int, int]]] = defaultdict(list)
    for one in standing_on(register.versions(as_recorded=None), as_of):
        row = one.row
        if row.amount_cents and (customers is None or row.customer_id in customers):
            day = 0 if row.deliver_on is None else row.deliver_on.toordinal()
            found[Account(row.customer_id, row.currency)].append((day, row.amount_cents))
    return found


def _told(
    session: ReadSession, beside: Beside, accounts: Collection[Account], *, as_of: date
) -> dict[str, dict[Account, tuple[Fact, ...]]]:
    """What happened, by account: money in its own currency, an announcement in all its customer has."""
    of_customer: dict[int, list[Account]] = defaultdict(list)
    for account in sorted(accounts, key=lambda one: one.currency):
        of_customer[account.customer_id].append(account)
    found: dict[str, dict[Account, tuple[Fact, ...]]] = {}
    for name, rows in _TOLD.items():
        by_customer = rows(beside, as_of)
        several = any(len(of_customer[one]) > 1 for one in by_customer)
        currency = _CURRENCIES[name](session) if several and name in _CURRENCIES else None
        found[name] = {
            account: tuple(one for one in facts if currency is None or _theirs(one, account, mine, currency))
            for customer, facts in by_customer.items()
            for mine in (of_customer[customer],)
            for account in mine
        }
    return found


def _theirs(fact: Fact, account: Account, among: list[Account], currency: Mapping[str, str]) -> bool:
    """Whether money is of an account; of the first one where the customer has none in its currency."""
    told = [one for one in among if one.currency == currency.get(fact.name)]
    return account == (told or among)[0]


def _currencies_of_promises(session: ReadSession) -> dict[str, str]:
    acts = RegisterRepository(session, RELATION_ACTS)
    told = acts.versions(as_recorded=None, among=[acts.where("matter", PROMISE)])
    return {
        str(one.row.case_id): str(one.row.details["currency"])
        for one in told
        if one.row.details.get("currency")
    }


def _currencies_of_debits(session: ReadSession) -> dict[str, str]:
    entries = RegisterRepository(session, BANK_ENTRIES)
    told = entries.versions(as_recorded=None, among=[entries.where("returned", True)])
    return {str(one.id): one.row.currency for one in told}


_CURRENCIES = {"debits": _currencies_of_debits, "promises": _currencies_of_promises}


def _debits(beside: Beside, as_of: date) -> Mapping[int, tuple[Fact, ...]]:
    rows = beside.returns
    key = ["customer_id", "entry_id", "returned_on"]
    columns = ("customer_id", "known_on", "returned_on", "cents", "entry_id")
    return _by_customer(
        (customer, Fact(str(entry or returned.date()), known.date(), returned.date(), int(cents)))
        for customer, known, returned, cents, entry in _rows(
            _held(rows, key, rows["cents"] > 0, as_of), *columns
        )
    )


def _promises(beside: Beside, as_of: date) -> Mapping[int, tuple[Fact, ...]]:
    """Promises whose last verdict is that they were broken; one on several invoices is one promise."""
    key = ["customer_id", "case_id", "known_on", "promised_on"]
    sums = beside.promises.groupby([*key, "state"])["cents"].sum().reset_index()
    broken = _held(sums, ["case_id"], sums["state"] == "broken", as_of)
    return _by_customer(
        (customer, Fact(str(case), known.date(), promised.date(), int(cents)))
        for customer, case, known, promised, cents in _rows(broken, *key, "cents")
    )


def _events(beside: Beside, as_of: date) -> Mapping[int, tuple[Fact, ...]]:
    rows = beside.events
    last = _held(rows, ["customer_id", "event"], ~rows["cancelled"], as_of)
    columns = ("customer_id", "event", "known_on", "published_on", "family", "kind")
    return _by_customer(
        (customer, Fact(str(event), known.date(), published.date(), word=f"{family} {kind}".strip()))
        for customer, event, known, published, family, kind in _rows(last, *columns)
    )


def _held(rows: pd.DataFrame, key: list[str], holds: pd.Series, as_of: date) -> pd.DataFrame:
    """Of each thing the row that stood on an evening, if it holds; else the first to hold later.

    What a later evening takes back still stood on this one; what a calendar brings needs no other reading.
    """
    told = rows.assign(holds=holds).sort_values("known_on", kind="stable")
    by_then = told["known_on"] <= pd.Timestamp(as_of)
    now = told.loc[by_then].drop_duplicates(key, keep="last")
    ahead = told.loc[~by_then & told["holds"]].drop_duplicates(key, keep="first")
    both = pd.concat([now.loc[now["holds"]], ahead]).drop_duplicates(key, keep="first")
    return both.sort_values(["known_on", *key], kind="stable")


_TOLD = {"debits": _debits, "promises": _promises, "events": _events}


def _by_customer(facts: Iterator[tuple[Any, Fact]]) -> Mapping[int, tuple[Fact, ...]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for customer, fact in facts:
        found[int(customer)].append(fact)
    return {key: tuple(theirs) for key, theirs in found.items()}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    return frame[list(columns)].itertuples(index=False, name=None)
