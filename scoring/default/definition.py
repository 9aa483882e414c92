"""Who is in default on which evenings, since when and why: the definition, as one pure function on facts.

Five things put a customer in default: a collective proceeding, ninety days materially past due, a write-off,
a hand-over to a collector, a plan granted because it could not pay. It is cured once nothing of the kind has
stood for the months the policy asks for. Days count from 1970-01-01.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.company.proceeding import Proceeding, proceeding_of
from ledger.facts import Facts
from ledger.registers.catalogue import LegalEventRow
from ledger.relation.hand_overs import FACTOR, GIVEN
from ledger.relation.write_offs import WRITE_OFF
from ledger.timeline import NEVER, days_of, timeline
from scoring.default.past_due import Steps, changes, material_runs, steps_of
from scoring.default.policy import POLICY, DefaultPolicy

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_OPEN = "open"
_COURTS_PLAN = "plan"


class DefaultReason(StrEnum):
    """Why a customer is in default; the first thing that put it there."""

    INSOLVENCY = "insolvency"
    PAST_DUE = "past due"
    WRITE_OFF = "write-off"
    COLLECTION = "hand-over to a collector"
    PLAN = "distressed plan"


class Spell(NamedTuple):
    """Evenings [start, stop) on which something of the kind stood, and the clean days wanted after it.

    A `relapse` puts nobody in default who was not.
    """

    customer: int
    start: int
    stop: int
    clean_days: int
    reason: DefaultReason
    relapse: bool = False


def defaults(
    facts: Facts, *, policy: DefaultPolicy = POLICY, states: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every default of every customer as each evening knew it: customer_id, from_day, until_day, reason.

    The customer is in default on the evenings from `from_day` to before `until_day`, NEVER while it lasts.
    Nothing an evening says depends on what became known after it. `states` is the timeline of `facts`.
    """
    states = timeline(facts) if states is None else states
    steps = steps_of(facts, states, policy=policy)
    spells = [
        *_insolvencies(facts, policy=policy),
        *_past_due(steps, horizon=_day(facts.horizon), policy=policy),
        *_write_offs(facts, steps, policy=policy),
        *_hand_overs(facts, policy=policy),
        *_plans(facts, policy=policy),
    ]
    rows = list(_episodes(sorted(spells)))
    frame = pd.DataFrame(rows, columns=["customer_id", "from_day", "until_day", "reason"])
    return frame.astype({"customer_id": "int64", "from_day": "int64", "until_day": "int64", "reason": "str"})


def defaults_as_happened(facts: Facts, *, policy: DefaultPolicy = POLICY) -> pd.DataFrame:
    """The same by what is known in the end, each payment on the day it was received: what labels are made of.

    Technical delays fall away: money posted late, invoices cancelled and announcements taken back since.
    """
    return defaults(as_happened(facts), policy=policy)


def in_default(episodes: pd.DataFrame, customers: Ints, day: Ints) -> Bools:
    """Whether each customer is in default on its evening."""
    asked = pd.DataFrame({"place": np.arange(len(customers)), "customer_id": customers, "day": day})
    met = asked.merge(episodes, on="customer_id")
    held = (met["from_day"] <= met["day"]) & (met["day"] < met["until_day"])
    out = np.zeros(len(customers), dtype=bool)
    out[met.loc[held, "place"].to_numpy(np.int64)] = True
    return out


def as_happened(facts: Facts) -> Facts:
    """The last version of each fact, known from the day it happened."""
    invoices = _last(facts.invoices, "invoice_id")
    # Nobody knows when an opening item was issued: it is there from the day we learnt of it.
    known = invoices["known_on"].where(invoices["opening"].to_numpy(bool), invoices["issued_on"])
    payments, allocations = (
        _last(frame, key)
        for frame, key in ((facts.payments, "payment_id"), (facts.allocations, "allocation_id"))
    )
    events = facts.beside.events.sort_values("known_on", kind="stable")
    void = events.groupby(["customer_id", "event"])["cancelled"].transform("last").astype(bool)
    return replace(
        facts,
        beside=replace(facts.beside, events=events.loc[~void]),
        invoices=invoices.assign(known_on=known, version=0),
        payments=payments.assign(known_on=payments["paid_on"], version=0),
        allocations=allocations.assign(known_on=allocations["paid_on"], version=0),
    )


def _last(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    return versions.sort_values([key, "version"], kind="stable").drop_duplicates(key, keep="last")


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _past_due(steps: Steps, *, horizon: int, policy: DefaultPolicy) -> Iterator[Spell]:
    """Default on the evening of the ninetieth day; a relapse on that of the thirtieth."""
    runs = material_runs(steps)
    for days, relapse in ((policy.consecutive_days, False), (policy.relapse_days, True)):
        start = runs.start + days - 1
        lasting = (runs.stop > start) & (start <= horizon)
        rows = zip(runs.customer[lasting], start[lasting], runs.stop[lasting], strict=True)
        for customer, begin, stop in rows:
            yield Spell(
                int(customer), int(begin), int(stop), policy.cure_days, DefaultReason.PAST_DUE, relapse
            )


def _write_offs(facts: Facts, steps: Steps, *, policy: DefaultPolicy) -> Iterator[Spell]:
    """What was written off in a day, when it is above the bar of an exposure that still held it.

    One taken back ends at once: until then every evening knew it.
    """
    rows = changes(facts.payments.loc[facts.payments["kind"] == WRITE_OFF], "payment_id")
    rows = rows.assign(began=rows.groupby("payment_id")["day"].transform("first"))
    for key, lost in rows.groupby(["customer_id", "currency", "began"], observed=True):
        customer, currency, began = int(str(key[0])), str(key[1]), int(str(key[2]))
        bar = steps.bar_before(began, customer=customer, currency=currency)
        cents = lost.groupby("day")["moved"].sum().cumsum()
        above = cents > (policy.floor_cents if bar is None else bar)
        for since, undone in _stretches(above):
            clean = min(policy.cure_days, undone - since - 1)
            yield Spell(customer, since, since + 1, clean, DefaultReason.WRITE_OFF)


def _stretches(stands: pd.Series) -> Iterator[tuple[int, int]]:
    """From which day to before which it is so, NEVER where it stays; `stands` is by day, in order."""
    since: int | None = None
    for day, now in zip(stands.index.tolist(), stands.tolist(), strict=True):
        if now and since is None:
            since = day
        elif not now and since is not None:
            yield since, day
            since = None
    if since is not None:
        yield since, int(NEVER)


def _insolvencies(facts: Facts, *, policy: DefaultPolicy) -> Iterator[Spell]:
    """From the publication of an opening until the court adopts a plan or closes the proceeding."""
    for customer, rows in facts.beside.events.groupby("customer_id"):
        rows = rows.assign(day=days_of(rows["known_on"])).sort_values("day", kind="stable")
        known: dict[str, LegalEventRow] = {}
        opened: int | None = None
        for day, told in rows.groupby("day"):
            known |= {str(row.event): _legal_event(row) for row in told.itertuples()}
            now = proceeding_of(known.values())
            stands = now is not None and now.open and now.stage != _COURTS_PLAN
            if stands and opened is None:
                opened = int(str(day))
            elif not stands and opened is not None:
                yield Spell(
                    int(str(customer)),
                    opened,
                    int(str(day)),
                    _clean_after(now, policy),
                    DefaultReason.INSOLVENCY,
                )
                opened = None
        if opened is not None:
            yield Spell(int(str(customer)), opened, int(NEVER), 0, DefaultReason.INSOLVENCY)


def _clean_after(now: Proceeding | None, policy: DefaultPolicy) -> int:
    """Clean days after a proceeding: none when its announcement was taken back, for then there was none."""
    if now is None:
        return 0
    return policy.rescheduled_cure_days if now.open else policy.cure_days


def _legal_event(row: Any) -> LegalEventRow:
    told = row._asdict()
    published = told["known_on"] if pd.isna(told["published_on"]) else told["published_on"]
    happened = None if pd.isna(told["happened_on"]) else told["happened_on"].date()
    return LegalEventRow(
        siren="",
        published_on=published.date(),
        happened_on=happened,
        family=told["family"],
        kind=told["kind"],
        nature="",
        court=None,
        cancelled=bool(told["cancelled"]),
    )


def _hand_overs(facts: Facts, *, policy: DefaultPolicy) -> Iterator[Spell]:
    """While somebody else collects; assigning a claim to a factor is a way of financing and no default."""
    rows = facts.beside.hand_overs
    cases = _held(rows.loc[rows["party"] != FACTOR], rows["state"] == GIVEN)
    for customer, start, stop in cases:
        yield Spell(customer, start, stop, policy.cure_days, DefaultReason.COLLECTION)


def _plans(facts: Facts, *, policy: DefaultPolicy) -> Iterator[Spell]:
    """While an instalment of a plan agreed in distress is still to be paid."""
    rows = facts.beside.plans
    cases = _held(rows.loc[rows["distressed"]], rows["state"] == _OPEN)
    for customer, start, stop in cases:
        yield Spell(customer, start, stop, policy.rescheduled_cure_days, DefaultReason.PLAN)


def _held(rows: pd.DataFrame, stands: pd.Series) -> Iterator[tuple[int, int, int]]:
    """Customer, first day and end of each stretch on which a part of a case stood."""
    rows = rows.assign(day=days_of(rows["known_on"]), stands=stands.reindex(rows.index))
    parts = [name for name in ("invoice_id", "due_on") if name in rows]
    for _, case in rows.groupby(["customer_id", "case_id"]):
        customer = int(case["customer_id"].iloc[0])
        standing: dict[object, bool] = {}
        since: int | None = None
        for day, told in case.sort_values("day", kind="stable").groupby("day"):
            keys = list(told[parts].itertuples(index=False, name=None)) if parts else [()] * len(told)
            standing |= dict(zip(keys, told["stands"].tolist(), strict=True))
            if any(standing.values()) and since is None:
                since = int(str(day))
            elif not any(standing.values()) and since is not None:
                yield customer, since, int(str(day))
                since = None
        if since is not None:
            yield customer, since, int(NEVER)


def _episodes(spells: Sequence[Spell]) -> Iterator[tuple[int, int, int, str]]:
    """Spells of one customer run together while the clean time after the last one is not over."""
    now: list[int] = []
    reason = ""
    for spell in spells:
        until = min(spell.stop + spell.clean_days, int(NEVER)) if spell.stop < NEVER else int(NEVER)
        if now and now[0] == spell.customer and spell.start < now[2]:
            now[2] = max(now[2], until)
            continue
        if spell.relapse:
            continue
        if now:
            yield now[0], now[1], now[2], reason
        now, reason = [spell.customer, spell.start, until], spell.reason.value
    if now:
        yield now[0], now[1], now[2], reason
