"""What was known of an applicant, and what was not: registers and its own word together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isnan, nan

from credit.acceptance.application import Asked, Company
from credit.acceptance.policy import Profile, Profiles
from credit.standing import Accounts, Standing
from ledger.company.proceeding import Proceeding, proceeding_of
from ledger.met import Met, MetEvent, MetStatement
from ledger.registers.catalogue import LegalEventRow

_STRIKING_OFF, _CREATION, _DISSOLVED = "striking_off", "creation", "closure_insufficient_assets"
_PERSON, _IN_OWN_NAME = "person", "1"
_OWN_NAMES = ("entrepreneur", "entreprise individuelle", "auto", "micro", "artisan", "sole trader")
_SHORT = ("ei", "eirl", "sole proprietor", "sole proprietorship")
_DAYS_A_MONTH = 30.4375
# A made-up statement is of the last calendar year that firms have had half a year to close.
_MONTH_OF_ACCOUNTS = 7
_RECENT, _LONG_AGO = timedelta(days=60), timedelta(days=3_653)
STATEMENTS, EVENTS, AGE, SECTOR, LEGAL_FORM = "statements", "legal_events", "age", "sector", "legal_form"


@dataclass(frozen=True, slots=True)
class Held:
    """What registers held of the company that evening, and our codes of it as a customer.

    `gazette_read` says that the gazette's silence tells something. `ceased_on` and the last three are of the
    company register; None and "" where it was never asked or does not say.
    """

    statements: tuple[MetStatement, ...] = ()
    events: tuple[LegalEventRow, ...] = ()
    gazette_read: bool = False
    customers: tuple[str, ...] = ()
    ceased_on: date | None = None
    founded_on: date | None = None
    naf: str = ""
    legal_form: str = ""


def company_of(asked: Asked, held: Held, *, person: bool | None, customers: tuple[str, ...]) -> Company:
    """The applicant; `person` is what registers say of whether it is a natural person."""
    events = [*held.events, *(_row(asked.siren, one) for one in asked.told.events)]
    proceeding = _open(events) or _open(held.events)
    told_person = _person(asked, person)
    last = last_accounts(asked, held)
    return Company(
        siren=asked.siren,
        name=asked.name,
        natural_person=told_person,
        proceeding_since=None if proceeding is None else proceeding.open_since,
        proceeding_stage="" if proceeding is None else proceeding.stage,
        struck_off_on=_struck_off(events, held, person=told_person)
        or _struck_off(held.events, held, person=told_person),
        equity_cents=_equity(asked, held),
        accounts_on=None if last is None else last.closed_on,
        founded_on=asked.told.founded_on or held.founded_on or _founded(held.events),
        customers=customers,
    )


def last_accounts(asked: Asked, held: Held) -> Accounts | None:
    """The accounts closed last that tell equity or assets, with the equity last told."""
    told = [one for one in _statements(asked, held) if {"equity", "total_assets"} & _told(one)]
    if not told:
        return None
    one = told[0]

    def cents(name: str) -> int | None:
        return round(one.items[name]) if name in _told(one) else None

    assets, debts = cents("current_assets"), cents("current_liabilities")
    return Accounts(
        closed_on=one.closed_on,
        equity_cents=_equity(asked, held),
        working_capital_cents=None if assets is None or debts is None else assets - debts,
        total_assets_cents=cents("total_assets"),
        sales_cents=cents("sales"),
        purchases_cents=cents("purchases"),
    )


def together(first: Standing, others: Sequence[Standing]) -> Standing:
    """One company under several codes: credits of one are not taken off another's debt."""
    everyone = (first, *others)
    months = zip(*(one.sales_by_month for one in everyone), strict=True)
    return replace(
        first,
        owed_cents=sum(max(one.owed_cents, 0) for one in everyone) if others else first.owed_cents,
        overdue_cents=sum(one.overdue_cents for one in everyone),
        disputed_cents=sum(one.disputed_cents for one in everyone),
        orders_cents=sum(one.orders_cents for one in everyone),
        days_late=max(one.days_late for one in everyone),
        sales_by_month=tuple(sum(month) for month in months),
        covers=tuple(cover for one in everyone for cover in one.covers),
    )


def missing_of(asked: Asked, company: Company, held: Held, *, on: date, old_months: int) -> tuple[str, ...]:
    """The pieces nobody has told. Of a customer of ours the master says who it is.

    Beside an open proceeding nothing else counts, so that nothing is missing.
    """
    if company.proceeding_since is not None:
        return ()
    found = []
    oldest = old_months * _DAYS_A_MONTH
    if company.accounts_on is None or (on - company.accounts_on).days > oldest:
        found.append(STATEMENTS)
    if not asked.told.events and not held.gazette_read:
        found.append(EVENTS)
    if company.customers:
        return tuple(found)
    if company.founded_on is None:
        found.append(AGE)
    if not (asked.told.naf or held.naf):
        found.append(SECTOR)
    if not (asked.told.legal_form or held.legal_form):
        found.append(LEGAL_FORM)
    return tuple(found)


def supposed(told: Met, pieces: Sequence[str], profiles: Profiles, *, on: date) -> list[Met]:
    """What is told, with each missing piece once good and once bad, in their order."""
    return [
        told.with_more(_met(piece, profile, on=on, good=profile is profiles.good))
        for piece in pieces
        for profile in (profiles.good, profiles.bad)
    ]


def _met(piece: str, profile: Profile, *, on: date, good: bool) -> Met:
    if piece == STATEMENTS:
        year = on.year - 1 if on.month >= _MONTH_OF_ACCOUNTS else on.year - 2
        items = {name: float(cents) for name, cents in profile.statement.items()}
        return Met(statements=(MetStatement(date(max(year, 1), 12, 31), 12, items),))
    if piece == EVENTS:
        day = on - (_LONG_AGO if good else _RECENT)
        return Met(events=(MetEvent(day, day, profile.event, profile.event),))
    if piece == AGE:
        return Met(founded_on=on - timedelta(days=round(365.25 * profile.age_years)))
    return Met(naf=profile.naf) if piece == SECTOR else Met(legal_form=profile.legal_form)


def _statements(asked: Asked, held: Held) -> list[MetStatement]:
    """The latest first, each year once, with all that anybody tells of it."""
    years: dict[date, MetStatement] = {}
    for one in (*held.statements, *asked.told.statements):
        known = years.get(one.closed_on)
        years[one.closed_on] = one if known is None else _of_one_year(known, one)
    return [replace(years[day], items=_with_equity(years[day].items)) for day in sorted(years, reverse=True)]


def _of_one_year(known: MetStatement, later: MetStatement) -> MetStatement:
    """The later word stands, save on equity: of two words on it the lower one does."""
    items = {**known.items, **{name: later.items[name] for name in _told(later)}}
    if "equity" in _told(known) and "equity" in _told(later):
        items["equity"] = min(known.items["equity"], later.items["equity"])
    return replace(later, items=items)


def _with_equity(items: Mapping[str, float]) -> Mapping[str, float]:
    """Where nobody tells equity and debts are above all assets, it is no more than what lies between."""
    equity, assets, debts = (items.get(name, nan) for name in ("equity", "total_assets", "debts"))
    if isnan(equity) and debts > assets:
        return {**items, "equity": assets - debts}
    return items


def _told(one: MetStatement) -> set[str]:
    return {name for name, value in one.items.items() if not isnan(value)}


def _equity(asked: Asked, held: Held) -> int | None:
    """Of the last accounts that tell it, or the most it can be; later ones without it do not hide it."""
    told = (one for one in _statements(asked, held) if "equity" in _told(one))
    return next((round(one.items["equity"]) for one in told), None)


def _person(asked: Asked, registers: bool | None) -> bool | None:
    told = asked.told
    if asked.natural_person is not None:
        return asked.natural_person
    if told.kind or told.legal_form:
        return told.kind == _PERSON or _in_own_name(told.legal_form)
    return registers


def _in_own_name(legal_form: str) -> bool:
    """By INSEE's category, or by the words that people write for it."""
    words = " ".join(legal_form.casefold().replace("-", " ").split())
    return words.startswith((_IN_OWN_NAME, *_OWN_NAMES)) or words in _SHORT


def _row(siren: str, one: MetEvent) -> LegalEventRow:
    return LegalEventRow(siren, one.published_on, one.happened_on, one.family, one.kind, "", None, False)


def _open(events: Sequence[LegalEventRow]) -> Proceeding | None:
    found = proceeding_of(events)
    return found if found is not None and found.open else None


def _struck_off(events: Sequence[LegalEventRow], held: Held, *, person: bool | None) -> date | None:
    """When it ceased to be, unless it was registered anew since.

    A liquidation closed for insufficient assets ends a company (C. civ., art. 1844-7, 7°), not a person.
    """
    standing = [one for one in events if not one.cancelled]
    ends = [one.published_on for one in standing if one.family == _STRIKING_OFF]
    ends += [one.published_on for one in standing if one.kind == _DISSOLVED and not person]
    ends += [] if held.ceased_on is None else [held.ceased_on]
    starts = [one.published_on for one in standing if one.family == _CREATION]
    last = max(ends, default=None)
    return None if last is None or any(day > last for day in starts) else last


def _founded(events: Sequence[LegalEventRow]) -> date | None:
    days = [one.happened_on or one.published_on for one in events if one.family == _CREATION]
    return min(days, default=None)


def named(asked: Asked) -> str:
    """What the decision is filed under."""
    return asked.siren or asked.name


def with_siren(asked: Asked, siren: str) -> Asked:
    return replace(asked, siren=siren)
