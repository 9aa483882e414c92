"""Gathers where customers stand on an evening, each in each of its currencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from credit.cover.cover import in_force
from credit.granted import limits_in_force
from credit.standing import Accounts, Covered, Granted, Scored, Standing
from kernel.period import months_ended
from ledger.company.proceeding import Proceeding
from ledger.company.usecases import proceedings
from ledger.filling.repository import BesideRepository
from ledger.master.repository import customers_on, profiles_on
from ledger.orders.open_orders import open_by_customer
from ledger.registers.catalogue import (
    COVERS,
    INSURANCE_POLICIES,
    LIMITS,
    ORDERS,
    RELATION_ACTS,
    CustomerProfileRow,
)
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import disputed_cents
from ledger.reports.ageing import split
from ledger.reports.repository import OpenItemsRepository
from scoring.repository import ScoreRepository
from store.session import ReadSession

_MONTHS = 12
_FRANCE, _PERSON = "FR", "person"
Account = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Trade:
    """What was invoiced in twelve months, by account: cents by month, days of terms, first day."""

    months: Mapping[Account, tuple[int, ...]]
    terms: Mapping[Account, int]
    first: Mapping[int, date]


def standings(
    session: ReadSession, *, as_of: date, customers: Sequence[int] | None = None
) -> tuple[Standing, ...]:
    """Where each customer stands, by id and currency; a customer without any account in euros.

    Nothing known after `as_of` counts.
    """
    codes, names = OpenItemsRepository(session, as_of=as_of, as_recorded=None).customers()
    trade = _traded(session, as_of)
    # A master may come years after the customers it names: who was invoiced by then was known.
    met = set(customers_on(session, as_of)) | set(trade.first)
    wanted = sorted(met if customers is None else met & set(customers))
    owed = _owed(session, as_of, wanted)
    orders = open_by_customer(RegisterRepository(session, ORDERS).versions(as_recorded=None), as_of)
    profiles, broken = profiles_on(session, as_of), proceedings(session, as_of=as_of)
    scored = scored_of(session, wanted if customers is not None else None, as_of=as_of)
    accounts = _accounts(session, wanted if customers is not None else None, as_of=as_of)
    limits, covers = _limits(session, as_of), _covers(session, wanted, as_of=as_of)
    held: dict[int, set[str]] = {}
    for key, currency in [*owed, *trade.months, *orders]:
        held.setdefault(key, set()).add(currency)
    found = []
    for key in wanted:
        profile = profiles.get(key)
        for currency in sorted(held.get(key, {"EUR"})):
            account = (key, currency)
            bare = _bare(codes[key], names[key], profile, key=key, as_of=as_of, currency=currency)
            amounts = owed.get(account, _NOTHING)
            found.append(
                replace(
                    bare,
                    owed_cents=amounts["owed_cents"],
                    overdue_cents=amounts["overdue_cents"],
                    disputed_cents=amounts["disputed_cents"],
                    days_late=amounts["days_late"],
                    orders_cents=orders.get(account, 0),
                    sales_by_month=trade.months.get(account, bare.sales_by_month),
                    terms_days=_terms(profile, trade.terms.get(account)),
                    first_invoice_on=trade.first.get(key),
                    insolvent_since=_insolvent(profile, broken),
                    scored=scored.get(key),
                    accounts=accounts.get(key),
                    limit=limits.get(account),
                    covers=covers.get(key, ()),
                )
            )
    return tuple(found)


_NOTHING = {"owed_cents": 0, "overdue_cents": 0, "disputed_cents": 0, "days_late": 0}
_USUAL_TERMS = 30


def scored_of(session: ReadSession, customers: Sequence[int] | None, *, as_of: date) -> dict[int, Scored]:
    """The last score given of each customer up to an evening."""
    kept = ScoreRepository(session).latest(until=as_of, customers=customers)
    return {
        key: Scored(
            pd_12m=one.pd_12m,
            low=one.low,
            high=one.high,
            grade=one.grade,
            tier=one.tier,
            override=one.override,
            model=one.model,
            as_of=one.as_of,
            days_to_cash=one.days_to_cash,
            p_late_30=one.p_late_30,
        )
        for key, one in kept.items()
    }


def _owed(session: ReadSession, as_of: date, wanted: Sequence[int]) -> dict[Account, dict[str, int]]:
    items = OpenItemsRepository(session, as_of=as_of, as_recorded=None).items()
    items = items.loc[items["customer_id"].isin(wanted)]
    acts = RegisterRepository(session, RELATION_ACTS).versions(as_recorded=None)
    parts = split(items, as_of=as_of, disputed=disputed_cents(acts, as_of=as_of))
    late = (pd.Timestamp(as_of) - pd.to_datetime(parts["due_on"])).dt.days
    parts = parts.assign(late=late.where(parts["overdue_cents"] > 0, 0))
    sums = parts.groupby(["customer_id", "currency"], observed=True).agg(
        owed_cents=("exposure_cents", "sum"),
        overdue_cents=("overdue_cents", "sum"),
        disputed_cents=("disputed_cents", "sum"),
        days_late=("late", "max"),
    )
    return {
        (int(key), str(currency)): dict(zip(_NOTHING, map(int, values), strict=True))
        for (key, currency), *values in sums[list(_NOTHING)].itertuples()
    }


def _traded(session: ReadSession, as_of: date) -> _Trade:
    months = months_ended(as_of, _MONTHS)
    repository = OpenItemsRepository(session, as_of=as_of, as_recorded=None)
    rows = repository.issued_between(months[0].start, months[-1].end - timedelta(days=1))
    issued = pd.to_datetime(rows["issued_on"])
    place = (issued.dt.year - months[0].start.year) * 12 + issued.dt.month - months[0].start.month
    rows = rows.assign(place=place, terms=(pd.to_datetime(rows["due_on"]) - issued).dt.days)
    sums = rows.groupby(["customer_id", "currency", "place"], observed=True)["amount_cents"].sum()
    by_month: dict[Account, list[int]] = {}
    for key, currency, at, cents in sums.reset_index().itertuples(index=False, name=None):
        by_month.setdefault((int(key), str(currency)), [0] * _MONTHS)[int(at)] = int(cents)
    billed = rows.loc[rows["amount_cents"] > 0]
    terms = billed.groupby(["customer_id", "currency"], observed=True)["terms"].median().reset_index()
    return _Trade(
        months={account: tuple(cents) for account, cents in by_month.items()},
        terms={
            (int(key), str(currency)): round(days)
            for key, currency, days in terms.itertuples(index=False, name=None)
        },
        first=repository.first_issued(),
    )


def _terms(profile: CustomerProfileRow | None, seen: int | None) -> int:
    """As agreed; else as the last invoices had; else thirty days, which the law supposes (L441-10)."""
    if profile is not None and profile.terms_days is not None:
        return profile.terms_days
    return _USUAL_TERMS if seen is None else max(seen, 0)


def _bare(
    code: str,
    name: str | None,
    profile: CustomerProfileRow | None,
    *,
    key: int,
    as_of: date,
    currency: str,
) -> Standing:
    """Who the customer is, owing nothing."""
    bare = Standing(
        *(key, code, name or "", as_of, currency),
        *(0, 0, 0, 0, 0),
        sales_by_month=(0,) * _MONTHS,
        terms_days=_USUAL_TERMS,
        first_invoice_on=None,
        group=code,
    )
    if profile is None:
        return bare
    return replace(
        bare,
        siren=profile.siren or "",
        group=profile.parent or code,
        country=profile.country or _FRANCE,
        naf=profile.naf or "",
        natural_person=None if profile.kind is None else profile.kind == _PERSON,
        retention_of_title=profile.retention_of_title,
        payment_means=profile.payment_means or "",
    )


def _insolvent(profile: CustomerProfileRow | None, broken: Mapping[str, Proceeding]) -> date | None:
    found = None if profile is None or not profile.siren else broken.get(profile.siren)
    if found is None or not found.open:
        return None
    return found.opened_on or found.since


def _accounts(session: ReadSession, customers: Sequence[int] | None, *, as_of: date) -> dict[int, Accounts]:
    """The statement closed last among those known, whole ones before confidential ones."""
    frame = BesideRepository(session, customers=customers, as_recorded=None).companies()["statements"]
    known = frame.loc[(frame["known_on"] <= pd.Timestamp(as_of)) & ~frame["confidential"]]
    order = known.sort_values(["customer_id", "closed_on", "known_on"], kind="stable")
    last = order.drop_duplicates("customer_id", keep="last")
    names = ("equity", "current_assets", "current_liabilities", "total_assets", "sales", "purchases")
    found = {}
    for row in last[["customer_id", "closed_on", *names]].itertuples(index=False, name=None):
        customer, closed_on, *values = row
        equity, assets, debts, total, sales, purchases = (
            None if pd.isna(one) else int(one) for one in values
        )
        working = None if assets is None or debts is None else assets - debts
        found[int(customer)] = Accounts(closed_on.date(), equity, working, total, sales, purchases)
    return found


def _limits(session: ReadSession, as_of: date) -> dict[Account, Granted]:
    return limits_in_force(RegisterRepository(session, LIMITS).versions(as_recorded=None), on=as_of)


def _covers(session: ReadSession, wanted: Sequence[int], *, as_of: date) -> dict[int, tuple[Covered, ...]]:
    policies = RegisterRepository(session, INSURANCE_POLICIES).versions(as_recorded=None)
    if not policies:
        return {}
    covers = RegisterRepository(session, COVERS).versions(as_recorded=None)
    return in_force(policies, covers, as_of=as_of, customers=wanted)
