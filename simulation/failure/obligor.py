"""The story of one customer that may fail: what ledger and gazette show, and what they do not."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation.almanac import LATEST, Almanac, Floats, Ints, almanac
from simulation.customer import (
    DAYS_A_MONTH,
    Customer,
    chance_of,
    customer,
    first_day,
    invoices_of,
    size_rank,
)
from simulation.failure.chain import Fates, fates, path_of
from simulation.failure.laws import FAILURE_LAWS, FailureLaws
from simulation.laws import Sizes
from simulation.observer import NEVER, Ledger
from simulation.payer import Chains, Payers, chains, payers
from simulation.trade import MONTHS_AFTER, Habits, habits_of, orders_of, trade

_CENTS = 100

# A stream of chance of its own: what the gazette tells changes nothing in how invoices are paid before.
_GAZETTE_STREAM = 31


@dataclass(frozen=True, slots=True)
class Scene:
    """What all customers of a world share; `order_weight` adds up the weights of days, [day] before it."""

    laws: FailureLaws
    days: Almanac
    payers: Payers
    chains: Chains
    habits: Habits
    fates: dict[tuple[int, bool], Fates]
    order_weight: Floats
    seed: int


@dataclass(frozen=True, slots=True)
class Obligor:
    """`path` counts months from `origin`, the calendar month of the first due date; `ledger` ends when the
    gazette announces the customer's end: nothing is bought or paid from that day on.

    `rate` is invoices to expect for a weight of one, None for a one-off buyer; `level` that of its amounts.
    """

    customer: Customer
    ledger: Ledger
    cents: Ints
    path: Ints
    origin: int
    announced: int
    judged: int
    rate: float | None
    fates: Fates


def scene_of(laws: FailureLaws = FAILURE_LAWS, *, months: int, seed: int, start: date) -> Scene:
    days = almanac(laws.payment, start=start, months=months)
    law = {
        (sector, court): fates(laws, sector=sector, in_court=court)
        for sector in range(len(laws.payment.sectors))
        for court in (False, True)
    }
    return Scene(
        laws=laws,
        days=days,
        payers=payers(laws.payment, days, latest=LATEST),
        chains=chains(laws.payment),
        habits=habits_of(laws.payment),
        fates=law,
        order_weight=np.concatenate([np.zeros(1), np.cumsum(days.orders)]),
        seed=seed,
    )


def in_court(laws: FailureLaws, who: Customer) -> bool:
    """Whether a French court may liquidate it, and a French register lists it."""
    naf = laws.payment.sectors[who.sector].naf
    country = laws.payment.countries[who.country].code
    return country == "FR" and not naf.startswith(laws.proceeding.public_bodies)


def obligor(scene: Scene, number: int) -> Obligor | None:
    """What happens to one customer, from its own chance; None when it never ordered."""
    laws, days = scene.laws, scene.days
    chance = chance_of(scene.seed, number)
    who = customer(laws.payment, scene.chains, number=number, chance=chance)
    rate, issued = ordered(laws.payment.sizes, scene, rank=size_rank(scene.seed, number), chance=chance)
    if not len(issued):
        return None
    law = scene.fates[who.sector, in_court(laws, who)]
    months = int(days.month[days.horizon]) + MONTHS_AFTER
    path = path_of(law, months=months, chance=chance)
    orders = orders_of(laws.payment, days, who, issued, law.pays[path], chance)
    origin = int(days.month[days.due[who.term][issued[0]]])
    announced, judged = _gazette(scene, law, path, origin, number)
    bought = orders.issued < announced
    orders = orders._replace(
        issued=orders.issued[bought],
        due=orders.due[bought],
        month=orders.month[bought],
        amount=orders.amount[bought],
        season=orders.season[bought],
        state=orders.state[bought],
        luck=orders.luck[bought],
    )
    usual = float(np.log(laws.payment.sectors[who.sector].amount))
    outcome = trade(scene.payers, scene.habits, orders, who.kind, usual)
    kept = outcome.invoiced
    paid = np.where(outcome.paid >= announced, NEVER, outcome.paid)
    ledger = Ledger(
        orders.issued[kept], orders.due[kept], orders.month[kept], outcome.shift[kept], paid[kept]
    )
    cents = np.round(np.exp(orders.amount[kept]) * _CENTS).astype(np.int64)
    return Obligor(who, ledger, cents, path, origin, announced, judged, rate, law)


def ordered(
    sizes: Sizes, scene: Scene, *, rank: float, chance: np.random.Generator
) -> tuple[float | None, Ints]:
    """Rate and days of a customer's orders: a Poisson process on the days' weights from its first day on.

    A one-off buyer orders once or twice in the whole world, and has no rate.
    """
    weights, days = scene.days.orders.copy(), scene.days
    if rank < sizes.one_off:
        rate, count = None, 1 + int(chance.random() < sizes.second)
    else:
        begins = first_day(sizes, days, chance)
        weights[:begins] = 0.0
        rate = rate_of(scene, invoices_of(sizes, rank))
        count = int(chance.poisson(rate * weights.sum()))
    drawn = chance.choice(len(weights), size=count, p=weights / weights.sum())
    return rate, np.sort(drawn).astype(np.int64)


def rate_of(scene: Scene, invoices: float) -> float:
    """Invoices for a weight of one, from those in the reference period."""
    a_day = invoices / (scene.laws.payment.sizes.reference_months * DAYS_A_MONTH)
    return float(a_day * len(scene.days.orders) / scene.days.orders.sum())


def _gazette(scene: Scene, law: Fates, path: Ints, origin: int, number: int) -> tuple[int, int]:
    """Days of publication and of judgment, NEVER when the customer is never announced in this world."""
    chance = np.random.default_rng(np.random.SeedSequence((scene.seed, _GAZETTE_STREAM), spawn_key=(number,)))
    hits = chance.random(len(path)) < law.announced[path]
    where, when = chance.random(2)
    if not hits.any():
        return NEVER, NEVER
    inside = np.flatnonzero(scene.days.month == origin + int(np.argmax(hits)))
    if not len(inside) or inside[0] > scene.days.horizon:
        return NEVER, NEVER
    day = int(inside[int(where * len(inside))])
    low, high = scene.laws.proceeding.published_after
    return day, day - low - int(when * (high - low + 1))
