"""An invented company as a credit manager knows it each month, and the orders that came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from credit.standing import Accounts, Scored, Standing
from features.catalogue import CATALOGUE
from features.frame import frame_of
from features.pairs import day_number, day_of
from kernel.policy import policy_from
from ledger.facts import Facts
from ledger.timeline import NEVER as STILL_OPEN
from ledger.timeline import timeline
from scoring.default.customers import customers_on, streams_for
from scoring.default.definition import defaults, in_default
from scoring.grades import GradePolicy
from simulation.failure.book import facts_of
from simulation.failure.laws import FAILURE_LAWS
from simulation.failure.obligor import scene_of
from simulation.laws import CreditStop
from simulation.limit_replay import NEVER, Orders
from training.default.fitting import Recipe, train_default

FIRST, LEARNT, MONTHS, REPLAYED = date(2018, 1, 1), 36, 66, 24
CUSTOMERS = 400
_RECIPE = Recipe(trees=60, most_snapshots=6_000, most_months=6_000)
_GRADES = policy_from(
    (Path(__file__).parents[2] / "policy" / "grades.toml").read_text(encoding="utf-8"),
    GradePolicy,
    name="grades.toml",
)
# Nobody stops delivering, so that whoever sets limits decides about every order.
_UNSTOPPED = replace(
    FAILURE_LAWS, payment=replace(FAILURE_LAWS.payment, credit_stop=CreditStop(invoices=10**9))
)
_LONG = 60
_OPENING = ("opening_safeguard", "opening_receivership", "opening_liquidation")


@dataclass(frozen=True, slots=True)
class Company:
    """`standings[m]` is what was known of each customer as month m of the replay began, by number.

    `orders` are all that customers wanted, `long` the same with 60 days to pay; `lived` those that the
    company delivered, which stopped who had two invoices overdue by 60 days.
    """

    orders: Orders
    long: Orders
    lived: Orders
    standings: Sequence[Mapping[int, Standing]]
    customers: int
    horizon: int


def company(seed: int) -> Company:
    facts = facts_of(scene_of(months=MONTHS, seed=seed, start=FIRST), CUSTOMERS)
    begins = _month(LEARNT)
    wanted = _wanted(seed)
    model = train_default(
        facts, as_of=begins - timedelta(days=1), country="FR", recipe=_RECIPE, progress=lambda *_told: None
    )
    states, streams = streams_for(facts)
    episodes = defaults(facts, states=states)
    read = [feature for feature in CATALOGUE if feature.name in model.manifest.features]
    invoices = _invoices(states)
    told = []
    for month in range(REPLAYED):
        eve = _month(LEARNT + month) - timedelta(days=1)
        customers, pairs = customers_on(streams, day_number(eve))
        standing = in_default(episodes, customers, pairs.as_of)
        found = model.assess(frame_of(streams, pairs, country="FR", catalogue=read), in_default=standing)
        scored = {
            int(key): _scored(float(pd_12m), bool(bad), eve)
            for key, pd_12m, bad in zip(customers, found.pd_12m, standing, strict=True)
        }
        told.append(_standings(facts, invoices, wanted[0], scored, eve))
    orders, long, lived = (_orders(one, begins) for one in (*wanted, invoices))
    return Company(orders, long, lived, told, CUSTOMERS + 1, day_number(facts.horizon))


def _invoices(states: pd.DataFrame) -> pd.DataFrame:
    last = states.drop_duplicates("invoice_id", keep="last")
    return last.loc[last["amount_cents"] > 0].sort_values(["issued_day", "invoice_id"])


def _wanted(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the same customers order of a company that stops nobody, on their terms and on 60 days."""
    facts = facts_of(scene_of(_UNSTOPPED, months=MONTHS, seed=seed, start=FIRST), CUSTOMERS)
    invoices = _invoices(timeline(facts))
    paid = invoices["paid_day"] + (invoices["issued_day"] + _LONG - invoices["due_day"])
    broken = {key: day_number(day) for key, day in _broken(facts, facts.horizon).items()}
    never = (invoices["paid_day"] >= STILL_OPEN) | (
        paid >= invoices["customer_id"].map(broken).fillna(STILL_OPEN)
    )
    return invoices, invoices.assign(paid_day=paid.where(~never, STILL_OPEN))


def _month(place: int) -> date:
    return date(FIRST.year + place // 12, place % 12 + 1, 1)


def _scored(pd_12m: float, bad: bool, eve: date) -> Scored:
    chance = min(max(pd_12m, 0.0), 1.0)
    grade = _GRADES.grade_of(chance).value
    return Scored(chance, chance, chance, grade, 2, "default" if bad else "", "study", eve)


def _standings(
    facts: Facts, invoices: pd.DataFrame, wanted: pd.DataFrame, scored: Mapping[int, Scored], eve: date
) -> dict[int, Standing]:
    known = invoices.loc[invoices["issued_day"] <= day_number(eve)]
    # What was asked for is known too, whoever refused it.
    months = _sales(wanted.loc[wanted["issued_day"] <= day_number(eve)], eve)
    terms = (known["due_day"] - known["issued_day"]).groupby(known["customer_id"]).median()
    met = known.groupby("customer_id")["issued_day"].min()
    accounts, broken = _accounts(facts, eve), _broken(facts, eve)
    found = {}
    for key in range(1, CUSTOMERS + 1):
        bare = Standing.bare(key, f"C{key}", as_of=eve, currency="EUR")
        found[key] = replace(
            bare,
            sales_by_month=months.get(key, bare.sales_by_month),
            terms_days=int(terms.get(key, bare.terms_days)),
            scored=scored.get(key),
            first_invoice_on=None if key not in met else day_of(int(met[key])),
            accounts=accounts.get(key),
            insolvent_since=broken.get(key),
        )
    return found


def _sales(known: pd.DataFrame, eve: date) -> dict[int, tuple[int, ...]]:
    """Cents ordered in each of the last twelve months, the oldest first."""
    day = pd.to_datetime(known["issued_day"], unit="D")
    place = 11 - ((eve.year - day.dt.year) * 12 + eve.month - day.dt.month)
    inside = place >= 0
    sums = known.loc[inside].groupby([known["customer_id"], place])["amount_cents"].sum()
    found: dict[int, list[int]] = {}
    for (key, at), cents in sums.items():
        found.setdefault(int(key), [0] * 12)[int(at)] = int(cents)
    return {key: tuple(cents) for key, cents in found.items()}


def _accounts(facts: Facts, eve: date) -> dict[int, Accounts]:
    frame = facts.beside.statements
    known = frame.loc[(frame["known_on"] <= pd.Timestamp(eve)) & ~frame["confidential"].astype(bool)]
    last = known.sort_values(["customer_id", "closed_on"]).drop_duplicates("customer_id", keep="last")
    found = {}
    for row in last.itertuples():
        working = row.current_assets - row.current_liabilities
        found[int(row.customer_id)] = Accounts(
            row.closed_on.date(), _cents(row.equity), _cents(working), _cents(row.total_assets),
            _cents(row.sales), _cents(row.purchases),
        )  # fmt: skip
    return found


def _cents(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def _broken(facts: Facts, eve: date) -> dict[int, date]:
    frame = facts.beside.events
    known = frame.loc[(frame["known_on"] <= pd.Timestamp(eve)) & frame["kind"].isin(_OPENING)]
    return {int(row.customer_id): row.known_on.date() for row in known.itertuples()}


def _orders(invoices: pd.DataFrame, begins: date) -> Orders:
    first, last = day_number(begins), day_number(_month(LEARNT + REPLAYED))
    mine = invoices.loc[(invoices["issued_day"] >= first) & (invoices["issued_day"] < last)]
    day = mine["issued_day"].to_numpy(np.int64)
    paid = mine["paid_day"].to_numpy(np.int64)
    period = [
        (day_of(int(one)).year - begins.year) * 12 + day_of(int(one)).month - begins.month for one in day
    ]
    return Orders(
        customer=mine["customer_id"].to_numpy(np.int64),
        day=day,
        cents=mine["amount_cents"].to_numpy(np.int64),
        paid_day=np.where(paid >= STILL_OPEN, NEVER, paid),
        period=np.array(period, dtype=np.int64),
    )
