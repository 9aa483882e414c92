"""Gathers where customers stand on an evening, each in each of its currencies."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import isnan

from credit.cover.cover import in_force
from credit.granted import KINDS, STANDING, limits_in_force
from credit.groups import head_of
from credit.standing import Accounts, Covered, Granted, Scored, Standing
from credit.trade.repository import FEW, NOTHING, Account, Trade, owed_by_account, trade
from ledger.company.proceeding import Proceeding
from ledger.company.usecases import proceedings
from ledger.filling.items import items_of
from ledger.filling.profiles import is_person, siren_of
from ledger.filling.repository import BesideRepository
from ledger.master.repository import customers_on, profiles_on
from ledger.orders.open_orders import open_by_customer
from ledger.registers.catalogue import (
    COVERS,
    INSURANCE_POLICIES,
    LIMITS,
    ORDERS,
    CustomerProfileRow,
    FinancialStatementRow,
)
from ledger.registers.register import Register, Row, Version
from ledger.registers.repository import RegisterRepository
from ledger.reports.repository import OpenItemsRepository
from ledger.repository import FactsRepository
from scoring.repository import ScoreRepository
from store.session import ReadSession

_FRANCE = "FR"
_USUAL_TERMS = 30

_Limits = Mapping[Account, Granted]
_Profiles = Mapping[int, CustomerProfileRow]


def standings(
    session: ReadSession, *, as_of: date, customers: Sequence[int] | None = None
) -> tuple[Standing, ...]:
    """Where each customer stands, by id and currency; a customer without any account in euros.

    Nothing known after `as_of` counts. Of a few customers nothing is read of anybody else.
    """
    told = trade(session, as_of=as_of, customers=customers)
    # A master may come years after the customers it names: who was invoiced by then was known.
    met = set(customers_on(session, as_of, among=customers)) | set(told.first)
    wanted = sorted(met if customers is None else met & set(customers))
    return _Gathering(session, as_of, wanted, whole=customers is None).standings(told)


def owed_to_us(session: ReadSession, *, as_of: date) -> dict[Account, int]:
    """Cents owed, never below 0, and ordered, by account: the whole book a share is taken of."""
    found = {account: max(cents, 0) for account, cents in owed_by_account(session, as_of=as_of).items()}
    for account, cents in _open_orders(session, as_of, None).items():
        found[account] = found.get(account, 0) + cents
    return found


def groups_on(session: ReadSession, *, as_of: date) -> dict[int, str]:
    """The code at the head of every customer's group, its own where it stands alone."""
    codes, _ = OpenItemsRepository(session, as_of=as_of, as_recorded=None).customers()
    profiles = profiles_on(session, as_of)
    parents = {codes[key]: one.parent for key, one in profiles.items() if one.parent and key in codes}
    return {key: head_of(code, parents) for key, code in codes.items()}


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


class _Gathering:
    """All that is known of some customers on an evening beside what they owe and buy."""

    def __init__(self, session: ReadSession, as_of: date, wanted: Sequence[int], *, whole: bool) -> None:
        few = None if whole or len(wanted) > FEW else wanted
        self._session, self._as_of, self._wanted = session, as_of, wanted
        self._codes, self._names = OpenItemsRepository(session, as_of=as_of, as_recorded=None).customers(few)
        self._profiles: _Profiles = profiles_on(session, as_of, customers=few)
        self._heads = self._groups(few)
        sirens = None if few is None else {siren_of(one) for one in self._profiles.values()}
        self._broken = proceedings(session, as_of=as_of, sirens=sirens)
        self._scored = scored_of(session, few, as_of=as_of)
        self._accounts = _accounts(session, few, as_of=as_of)
        self._orders = _open_orders(session, as_of, few)
        limits = _versions(session, LIMITS, few)
        self._limits = limits_in_force(limits, on=as_of, kinds=KINDS)
        self._lasting = limits_in_force(limits, on=as_of, kinds=(STANDING,))
        self._covers = self._in_force(few)

    def standings(self, told: Trade) -> tuple[Standing, ...]:
        held: dict[int, set[str]] = {}
        for key, currency in [*told.owed, *told.months, *self._orders, *self._limits]:
            held.setdefault(key, set()).add(currency)
        return tuple(
            self._standing((key, currency), told)
            for key in self._wanted
            for currency in sorted(held.get(key, {"EUR"}))
        )

    def _standing(self, account: Account, told: Trade) -> Standing:
        key, currency = account
        profile, owed = self._profiles.get(key), told.owed.get(account, NOTHING)
        bare = Standing.bare(key, self._codes[key], as_of=self._as_of, currency=currency)
        return replace(
            _identified(bare, profile),
            name=self._names[key] or "",
            owed_cents=owed.owed_cents,
            overdue_cents=owed.overdue_cents,
            disputed_cents=owed.disputed_cents,
            days_late=owed.days_late,
            orders_cents=self._orders.get(account, 0),
            sales_by_month=told.months.get(account, bare.sales_by_month),
            terms_days=_terms(profile, told.terms.get(account)),
            first_invoice_on=told.first.get(key),
            group=self._heads.get(key, bare.code),
            insolvent_since=_insolvent(profile, self._broken),
            scored=self._scored.get(key),
            accounts=self._accounts.get(key),
            limit=self._limits.get(account),
            lasting_limit=self._lasting.get(account),
            covers=self._covers.get(key, ()),
        )

    def _groups(self, few: Sequence[int] | None) -> dict[int, str]:
        """A head may have a head itself: of a few customers their parents are read, one level at a time."""
        parents = {self._codes[key]: one.parent for key, one in self._profiles.items() if key in self._codes}
        above = {code for code in parents.values() if code} - set(parents)
        while few is not None and above:
            ids = FactsRepository(self._session, as_recorded=None).customer_ids(sorted(above))
            told = profiles_on(self._session, self._as_of, customers=list(ids.values()))
            parents |= {code: told[key].parent if key in told else None for code, key in ids.items()}
            parents |= dict.fromkeys(above - set(ids))
            above = {code for code in parents.values() if code} - set(parents)
        named = {code: parent for code, parent in parents.items() if parent}
        return {key: head_of(self._codes[key], named) for key in self._wanted}

    def _in_force(self, few: Sequence[int] | None) -> dict[int, tuple[Covered, ...]]:
        policies = _versions(self._session, INSURANCE_POLICIES, None)
        if not policies:
            return {}
        covers = _versions(self._session, COVERS, few)
        return in_force(policies, covers, as_of=self._as_of, customers=self._wanted)


def _versions(
    session: ReadSession, register: Register[Row], customers: Sequence[int] | None
) -> list[Version[Row]]:
    repository = RegisterRepository(session, register)
    among = [] if customers is None else [repository.within("customer_id", list(customers))]
    return repository.versions(as_recorded=None, among=among)


def _open_orders(session: ReadSession, as_of: date, customers: Sequence[int] | None) -> dict[Account, int]:
    return open_by_customer(_versions(session, ORDERS, customers), as_of)


def _terms(profile: CustomerProfileRow | None, seen: int | None) -> int:
    """As agreed; else as the last invoices had; else thirty days, which the law supposes (L441-10)."""
    if profile is not None and profile.terms_days is not None:
        return profile.terms_days
    return _USUAL_TERMS if seen is None else max(seen, 0)


def _identified(bare: Standing, profile: CustomerProfileRow | None) -> Standing:
    if profile is None:
        return bare
    return replace(
        bare,
        siren=siren_of(profile),
        country=profile.country or _FRANCE,
        naf=profile.naf or "",
        natural_person=is_person(profile),
        retention_of_title=profile.retention_of_title,
        payment_means=profile.payment_means or "",
    )


def _insolvent(profile: CustomerProfileRow | None, broken: Mapping[str, Proceeding]) -> date | None:
    found = None if profile is None else broken.get(siren_of(profile))
    return None if found is None else found.open_since


def _accounts(session: ReadSession, customers: Collection[int] | None, *, as_of: date) -> dict[int, Accounts]:
    """The statement closed last among those known, confidential ones left out."""
    repository = BesideRepository(session, customers=customers, as_recorded=None)
    return {key: _told(row) for key, row in repository.last_statements(as_of=as_of).items()}


def _told(row: FinancialStatementRow) -> Accounts:
    items = items_of(row.lines)
    equity, assets, debts, total, sales, purchases = (
        None if isnan(items[name]) else int(items[name])
        for name in ("equity", "current_assets", "current_liabilities", "total_assets", "sales", "purchases")
    )
    working = None if assets is None or debts is None else assets - debts
    return Accounts(row.closed_on, equity, working, total, sales, purchases)
