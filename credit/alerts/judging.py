"""From what is kept of a customer, and what holds of it today, to the signals of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from credit.alerts.base import Fact, Kind, Path, Signals
from credit.alerts.crossing import path_ahead
from credit.alerts.known import Known, threes, twos
from credit.alerts.life import Memory
from credit.alerts.limit import WHOLE, reaches
from credit.alerts.policy import AlertPolicy, CrossingRule
from credit.cover.book import less_credits
from credit.cover.cover import CANCELLED, REDUCED, Contract, CoverVersion
from credit.cover.insured import Delivery, insured
from credit.standing import Covered, Granted
from ledger.registers.register import standing_on

_MONTHS_A_YEAR = 12
_OF_CUSTOMER = frozenset({Kind.GRADE, Kind.LEGAL_EVENT})  # and of no currency
_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds of a customer on the day: its limit, what insures it, its grade now and before."""

    limit: Granted | None = None
    contracts: tuple[Contract, ...] = ()
    cuts: tuple[Fact, ...] = ()
    grade: str = ""
    grade_before: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    customer_id: int
    currency: str


def quiet_ones(known: Mapping[Account, Known], memories: Mapping[Account, Memory]) -> frozenset[Account]:
    """Accounts that leave it to another of the same customer to tell of its grade and of announcements.

    The one that told of them already goes on to; else the one of the greatest exposure does.
    """
    theirs: dict[int, list[Account]] = defaultdict(list)
    for account in known:
        theirs[account.customer_id].append(account)

    def place(account: Account) -> tuple[bool, int, str]:
        told = any(key.partition(":")[0] in _OF_CUSTOMER for key in memories.get(account, ()))
        return not told, -known[account].exposure_cents, account.currency

    several = (sorted(mine, key=place) for mine in theirs.values() if len(mine) > 1)
    return frozenset(one for mine in several for one in mine[1:])


def news_since(on: date, *, last_on: date | None, policy: AlertPolicy) -> date:
    """The evening after which events are news: as the policy says, and never later than the last run."""
    usual = on - timedelta(days=policy.news_days)
    return usual if last_on is None else min(usual, last_on)


def signals_of(
    account: Account,
    known: Known,
    holding: Holding,
    *,
    on: date,
    since: date,
    book_cents: int,
    policy: AlertPolicy,
) -> Signals:
    covers = _covers(holding.contracts, account.currency, on) if holding.contracts else ()
    return Signals(
        *(account.customer_id, account.currency, on, since),
        *(known.exposure_cents, known.owed_cents, known.orders_cents, book_cents),
        limit=holding.limit,
        insured=_ever_insured(holding.contracts, account.currency, on),
        cover_cents=sum(one.cents for one in covers),
        covered_cents=_covered(known, holding.contracts, account.currency, on) if holding.contracts else 0,
        covers=covers,
        cuts=holding.cuts,
        grade=holding.grade,
        grade_before=holding.grade_before,
        habit=known.habit,
        debits=known.debits,
        promises=known.promises,
        events=known.events,
        path=_path_if_told(known, holding.limit, on, policy),
    )


def _path_if_told(known: Known, limit: Granted | None, on: date, policy: AlertPolicy) -> Path | None:
    """The path ahead; None where no limit can be reached, an empty one where it is reached already.

    A path is dear to compute, and most customers are far from their limits: no path rises above exposure by
    more than its sales.
    """
    if limit is None or known.exposure_cents <= 0:
        return None
    if reaches(known.exposure_cents, limit, WHOLE):
        return Path((), ())
    rule = policy.crossing
    per_day = sales_a_day(known.sales, on, months=rule.months)
    highest = known.exposure_cents + per_day * rule.horizon_days
    if not reaches(highest, limit, WHOLE - policy.limit.hysteresis):
        return None
    return _path(known, on, rule, per_day)


def _path(known: Known, on: date, rule: CrossingRule, per_day: int) -> Path:
    due: dict[date, int] = defaultdict(int)
    credit = max(known.credits_cents, 0)  # is in the exposure already: what it settles brings no cash
    for day, cents in sorted((due_on, cents) for _, due_on, cents in threes(known.items)):
        used = min(cents, credit)
        credit -= used
        due[date.fromordinal(day)] += cents - used
    orders: dict[date, int] = defaultdict(int)
    for day, cents in twos(known.orders):
        orders[date.fromordinal(day) if day else on + timedelta(days=rule.horizon_days)] += cents
    return path_ahead(
        *(on, due, known.delays or rule.delays, orders),
        per_day=per_day,
        terms_days=known.terms_days,
        days=rule.horizon_days,
    )


def sales_a_day(sales: Sequence[int], on: date, *, months: int) -> int:
    """Cents a day over the last whole months, fewer where the first sale is younger; never below 0."""
    told = dict(twos(sales))
    this = on.year * _MONTHS_A_YEAR + on.month - 1
    begun = [month for month in told if month < this]
    if not begun:
        return 0
    whole = min(months, this - min(begun))
    cents = sum(told.get(this - back, 0) for back in range(1, whole + 1))
    return max(0, cents * _MONTHS_A_YEAR // (whole * _DAYS_A_YEAR))


def _covers(contracts: tuple[Contract, ...], currency: str, on: date) -> tuple[Covered, ...]:
    found = (one.on(on) for one in contracts)
    return tuple(one for one in found if one is not None and one.currency == currency)


def _ever_insured(contracts: tuple[Contract, ...], currency: str, on: date) -> bool:
    """Whether any policy in this currency named the customer by then, or covers those nobody named."""
    return any(
        one.policy.currency == currency
        and (any(act.from_on <= on for act in one.acts) or one.on(on) is not None)
        for one in contracts
    )


def _covered(known: Known, contracts: tuple[Contract, ...], currency: str, on: date) -> int:
    """What of the exposure is covered: each item by the day of its delivery, open orders by that of today."""
    if (cents := covered_alike(known, contracts, currency, on)) is not None:
        return cents
    items = [
        Delivery(number, "", date.fromordinal(day), date.fromordinal(due), cents, 0, currency)
        for number, (day, due, cents) in enumerate(threes(known.items), start=1)
    ]
    left = less_credits(items, known.credits_cents)
    if known.orders_cents:
        left.append(Delivery(len(items) + 1, "", on, on, known.orders_cents, 0, currency))
    return insured(left, contracts, currency=currency, on=on).covered_cents


def covered_alike(known: Known, contracts: tuple[Contract, ...], currency: str, on: date) -> int | None:
    """The same at once where one cover holds for all that is open: that is nearly every customer."""
    if len(contracts) != 1 or len(contracts[0].acts) > 1:
        return None
    cover = contracts[0].on(on)
    if cover is None or cover.currency != currency:
        return None
    first = min(known.items[::3], default=on.toordinal())
    if max(cover.from_on, contracts[0].policy.from_on).toordinal() > first:
        return None
    return min(known.exposure_cents, cover.cents)


def cuts_of(covers: Sequence[CoverVersion], *, since: date, on: date) -> dict[int, tuple[Fact, ...]]:
    """By customer, covers that an insurer reduced or cancelled and of which that is still news."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for one in standing_on(covers, on):
        row, known_on = one.row, max(one.known_on, one.row.from_on)
        if row.state in (REDUCED, CANCELLED) and since < known_on <= on:
            cents = 0 if row.state == CANCELLED else row.cents
            name = f"{row.policy_number} {row.kind} {row.from_on}"
            found[row.customer_id].append(Fact(name, known_on, row.from_on, cents, row.policy_number))
    return {key: tuple(facts) for key, facts in found.items()}
