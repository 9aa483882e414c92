"""An invented company whose truth is known: customers, invoices, and the law of every payment date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.almanac import EARLIEST, LATEST, Almanac, Floats, Ints, almanac
from simulation.customer import chance_of, customer, size_rank
from simulation.laws import LAWS, Laws
from simulation.observer import NEVER, curves, curves_knowing, observed
from simulation.payer import Chains, Payers, chains, payers, type_names
from simulation.trade import Account, Habits, account, habits_of

# Days after which an invoice is badly late: the first column of most ageing reports.
_BADLY_LATE = 30

# Their numbers have five digits, in codes as in invented SIREN.
MOST_CUSTOMERS = 99_999

# Customers made at a time: over five years their curves weigh a hundred megabytes.
BLOCK = 250

Curves = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class World:
    """An invented company up to its horizon, in the order of issue; no ledger shows columns named `hidden_*`.

    `given_all` and `given_ledger` hold, for each invoice on its issue day, the probability of being paid on
    each of `days` (relative to due); what is missing to one is paid later, or never. The first knows the
    hidden type and state of the due month, the second only what the ledger shows that evening.
    """

    customers: pd.DataFrame
    invoices: pd.DataFrame
    truth: pd.DataFrame
    days: Ints
    given_all: Curves
    given_ledger: Curves
    horizon: date


@dataclass(frozen=True, slots=True)
class Stage:
    """What all customers of a world share."""

    laws: Laws
    days: Almanac
    payers: Payers
    chains: Chains
    habits: Habits
    seed: int


def stage(laws: Laws, *, months: int, seed: int, start: date) -> Stage:
    days = almanac(laws, start=start, months=months)
    return Stage(laws, days, payers(laws, days, latest=LATEST), chains(laws), habits_of(laws), seed)


def invent(
    *,
    customers: int = 400,
    months: int = 30,
    seed: int = 7,
    laws: Laws = LAWS,
    start: date = date(2023, 1, 2),
) -> World:
    """A whole world in memory: 350 megabytes for a hundred thousand invoices; beyond, go by blocks."""
    blocks = list(invent_blocks(customers=customers, months=months, seed=seed, laws=laws, start=start))
    invoices = pd.concat([block.invoices for block in blocks], ignore_index=True)
    order = by_issue(invoices)
    return World(
        customers=pd.concat([block.customers for block in blocks], ignore_index=True),
        invoices=invoices.iloc[order].reset_index(drop=True),
        truth=pd.concat([block.truth for block in blocks]).iloc[order].reset_index(drop=True),
        days=blocks[0].days,
        given_all=np.concatenate([block.given_all for block in blocks])[order],
        given_ledger=np.concatenate([block.given_ledger for block in blocks])[order],
        horizon=blocks[0].horizon,
    )


def invent_blocks(
    *, customers: int, months: int, seed: int, laws: Laws, start: date, block: int = BLOCK
) -> Iterator[World]:
    """The same world, a block of customers after the other, each in its own order of issue.

    Raises ValueError for a number of customers or months that makes no world.
    """
    if not 1 <= customers <= MOST_CUSTOMERS or months < 1:
        raise ValueError(
            f"A world has 1 to {MOST_CUSTOMERS} customers and lasts a month or more; "
            f"{customers} customers and {months} months were asked."
        )
    scene = stage(laws, months=months, seed=seed, start=start)
    for first in range(0, customers, block):
        numbers = range(first + 1, min(first + block, customers) + 1)
        yield _world(scene, [story(scene, number) for number in numbers])


def by_issue(invoices: pd.DataFrame) -> Ints:
    """The order of a ledger: day of issue, then number."""
    order = np.lexsort((invoices["number"].to_numpy(dtype=str), invoices["issued_on"].to_numpy()))
    return np.asarray(order, dtype=np.int64)


def story(scene: Stage, number: int) -> Account:
    """What happens to one customer, from its own chance."""
    chance = chance_of(scene.seed, number)
    who = customer(scene.laws, scene.chains, number=number, chance=chance)
    rank = size_rank(scene.seed, number)
    hidden = (scene.payers, scene.chains, scene.habits)
    return account(scene.laws, scene.days, hidden, customer=who, rank=rank, chance=chance)


def truths(scene: Stage, found: Account) -> tuple[Floats, Floats]:
    """Payment curves of a customer's invoices: given all, and given the ledger of their issue day."""
    sector, shape = found.customer.sector, (len(found.cents), LATEST - EARLIEST + 1)
    start = np.multiply.outer(scene.chains.prior[sector], scene.chains.first)
    belief, evenings = observed(scene.payers, found.ledger, start, scene.chains.step[sector])
    given_all, given_ledger = np.zeros(shape), np.zeros(shape)
    curves(scene.payers, found.ledger, belief, evenings, given_ledger)
    curves_knowing(scene.payers, found.ledger, found.customer.kind, found.state, given_all)
    return given_all, given_ledger


def _world(scene: Stage, accounts: Sequence[Account]) -> World:
    invoices = pd.concat([_invoices(scene, one) for one in accounts], ignore_index=True)
    order = by_issue(invoices)
    invoices = invoices.iloc[order].reset_index(drop=True)
    pairs = [[curve.astype(np.float32) for curve in truths(scene, one)] for one in accounts]
    given_all, given_ledger = (np.concatenate(side)[order] for side in zip(*pairs, strict=True))
    del pairs
    return World(
        customers=_customers(scene, accounts),
        invoices=_as_of(invoices, scene.days.day(scene.days.horizon)),
        truth=_truth(invoices, given_all, given_ledger),
        days=np.arange(EARLIEST, LATEST + 1),
        given_all=given_all,
        given_ledger=given_ledger,
        horizon=scene.days.day(scene.days.horizon),
    )


def _customers(scene: Stage, accounts: Sequence[Account]) -> pd.DataFrame:
    laws, names = scene.laws, type_names(scene.laws)
    people = [one.customer for one in accounts]
    countries = [laws.countries[who.country].code for who in people]
    hidden = pd.DataFrame(
        [names[who.kind] for who in people],
        columns=["hidden_habit", "hidden_dispersion", "hidden_drift", "hidden_run"],
    )
    shown = pd.DataFrame(
        {
            "code": [who.code for who in people],
            "name": [who.name for who in people],
            "siren": [
                who.siren if country == "FR" else "" for who, country in zip(people, countries, strict=True)
            ],
            "naf": [laws.sectors[who.sector].naf for who in people],
            "country": countries,
            "terms_days": [laws.terms[who.term].terms.days for who in people],
            "terms_month_end": [laws.terms[who.term].terms.month_end.value for who in people],
        }
    )
    return pd.concat([shown, hidden], axis=1)


def _invoices(scene: Stage, one: Account) -> pd.DataFrame:
    """All invoices of a customer, with the true payment day even after the horizon."""
    code = one.customer.code
    return pd.DataFrame(
        {
            "number": [f"{code}-{place:05d}" for place in range(1, len(one.cents) + 1)],
            "customer": code,
            "issued_on": _dates(scene.days, one.ledger.issued),
            "due_on": _dates(scene.days, one.ledger.due),
            "amount_cents": one.cents,
            "paid_on": _dates(scene.days, one.ledger.paid),
            "hidden_state": np.array([state.name for state in scene.laws.states])[one.state],
            "hidden_disputed": one.disputed,
        }
    )


def _dates(days: Almanac, numbers: Ints) -> npt.NDArray[np.datetime64]:
    never = numbers == NEVER
    dates = np.datetime64(days.start, "D") + np.where(never, 0, numbers)
    return np.where(never, np.datetime64("NaT", "D"), dates).astype("datetime64[s]")


def _as_of(invoices: pd.DataFrame, horizon: date) -> pd.DataFrame:
    """What is paid after the horizon is still open."""
    known = invoices["paid_on"] < pd.Timestamp(horizon + timedelta(days=1))
    return invoices.assign(paid_on=invoices["paid_on"].where(known))


def _truth(invoices: pd.DataFrame, given_all: Curves, given_ledger: Curves) -> pd.DataFrame:
    columns = {"number": invoices["number"]}
    for name, days in (("p_late", 0), ("p_late_30", _BADLY_LATE)):
        until = days - EARLIEST + 1
        for given, curve in (("given_all", given_all), ("given_ledger", given_ledger)):
            columns[f"{name}_{given}"] = 1 - curve[:, :until].sum(axis=1, dtype=np.float64).clip(0, 1)
    return pd.DataFrame({**columns, "paid_on_true": invoices["paid_on"]})
