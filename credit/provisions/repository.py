"""Brings in what provisions read of the ledger: open items, how amounts rolled, and the model's chances."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from credit.cover.cover import FULL_BP
from credit.cover.insured import insured
from credit.cover.repository import CoverRepository
from credit.provisions.expected import Item
from credit.provisions.matrix import ENTERS_AFTER, EVERYBODY, UNPAID_AFTER, Rolled
from credit.provisions.policy import BUCKETS, ProvisionPolicy, SegmentBy
from features.interval import LAST_DAY
from features.pairs import day_number
from features.streams import streams_of
from ledger.as_known import as_known
from ledger.company.usecases import proceedings
from ledger.facts import Facts
from ledger.filling.profiles import siren_of
from ledger.master.repository import profiles_on
from ledger.registers.catalogue import CustomerProfileRow
from ledger.relation.write_offs import WRITE_OFF
from ledger.reports.groups import sector_of
from ledger.reports.positions import open_positions
from ledger.timeline import timeline
from scoring.default.past_due import changes
from scoring.lateness.artifact import LatenessModel
from scoring.lateness.open_items import open_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.promised import with_promises
from store.session import ReadSession

Ints = NDArray[np.int64]

_FRANCE = "FR"
_SPAN = np.int64(4_000_000)  # days of one invoice lie together in one sorted key


@dataclass(frozen=True, slots=True)
class Evening:
    """The book as known on an evening, the timeline of it, and the segment of customers with a profile.

    All others are `unprofiled`.
    """

    as_of: date
    known: Facts
    states: pd.DataFrame
    segments: Mapping[int, str]
    unprofiled: str


@dataclass(frozen=True, slots=True)
class _Steps:
    """A value by invoice that changes on some evenings, sorted by invoice and day."""

    key: Ints
    value: Ints

    def at(self, invoice: Ints, day: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The value each invoice had on an evening, and whether it had any yet."""
        if len(self.key) == 0:
            return np.zeros(len(invoice), np.int64), np.zeros(len(invoice), bool)
        place = np.searchsorted(self.key, invoice * _SPAN + day, side="right") - 1
        there = (place >= 0) & (self.key[place] // _SPAN == invoice)
        return np.where(there, self.value[place], 0), there


class ProvisionRepository:
    def __init__(self, session: ReadSession, book: Facts, *, policy: ProvisionPolicy) -> None:
        self._session = session
        self._book = book
        self._policy = policy

    def evening(self, as_of: date) -> Evening:
        """What was known, later facts cut away."""
        known = as_known(self._book, as_of)
        profiles = profiles_on(self._session, as_of)
        segments = {key: _segment(row, self._policy.segment_by) for key, row in profiles.items()}
        return Evening(as_of, known, timeline(known), segments, _segment(None, self._policy.segment_by))

    def items(self, evening: Evening, *, secured: bool) -> list[Item]:
        """Every invoice that owes something; securities only if asked for."""
        rows = open_positions(evening.known)
        rows = rows.loc[(rows["left_cents"] > 0) & (rows["invoice_id"] > 0)]
        profiles = profiles_on(self._session, evening.as_of)
        insolvent = self._insolvent(profiles, evening.as_of)
        disputed = _disputed(evening.known)
        covered = self._insured(evening.as_of) if secured else {}
        columns = rows[["invoice_id", "customer_id", "currency", "due_on", "left_cents"]]
        found = []
        for invoice, customer, currency, due_on, left in columns.itertuples(index=False, name=None):
            profile = profiles.get(customer)
            found.append(
                Item(
                    invoice_id=int(invoice),
                    customer_id=int(customer),
                    currency=str(currency),
                    segment=evening.segments.get(customer, evening.unprofiled),
                    due_on=due_on.date(),
                    open_cents=int(left),
                    disputed_cents=min(disputed.get(invoice, 0), int(left)),
                    insolvent=customer in insolvent,
                    retention_of_title=profile is not None and profile.retention_of_title is True,
                    insured=covered.get(int(invoice), 0.0),
                )
            )
        return found

    def _insolvent(self, profiles: Mapping[int, CustomerProfileRow], as_of: date) -> set[int]:
        broken = {siren for siren, one in proceedings(self._session, as_of=as_of).items() if one.open}
        return {key for key, row in profiles.items() if siren_of(row) in broken}

    def _insured(self, as_of: date) -> dict[int, float]:
        """The share of each invoice's loss that insurers bear, by the cover of the day of its delivery."""
        repository = CoverRepository(self._session, as_of=as_of)
        if not repository.policies():
            return {}
        found: dict[int, float] = {}
        for book in repository.books(None):
            for currency in book.currencies:
                for one in insured(book.deliveries, book.contracts, currency=currency, on=as_of).shares:
                    key, owed = one.delivery.invoice_id, one.delivery.open_cents
                    borne = one.covered_cents * one.quota_bp / (FULL_BP * owed)
                    found[key] = found.get(key, 0.0) + borne
        return found


def rolled(evening: Evening, *, window_days: int) -> list[Rolled]:
    """How amounts rolled from each age to the next within so many days."""
    invoices = _invoices(evening)
    if len(invoices) == 0:
        return []
    carried = _carried(evening, invoices)
    day = day_number(evening.as_of)
    rows = []
    for place, bucket in enumerate(BUCKETS):
        (_, before), (arrived, after) = carried[place], carried[place + 1]
        seen = (arrived <= day) & (arrived > day - window_days) & (before > 0)
        step = invoices.loc[seen, ["currency", "segment"]].assign(
            from_cents=before[seen], to_cents=np.minimum(after, before)[seen]
        )
        sums = step.groupby(["currency", "segment"])["from_cents"].agg(["size", "sum"])
        sums = sums.assign(to=step.groupby(["currency", "segment"])["to_cents"].sum()).reset_index()
        rows += [
            Rolled(str(currency), str(segment), bucket, int(count), int(cents), int(to))
            for currency, segment, count, cents, to in sums.itertuples(index=False, name=None)
        ]
    return rows


def with_chances(items: list[Item], evening: Evening, model: LatenessModel, *, lost: float) -> list[Item]:
    """Items with the chance that each is lost: neither paid nor ended a year after due, or written off.

    `lost` is the share of ends without cash that are losses. A year after due the year is over: 1.
    """
    streams = streams_of(evening.states, beside=evening.known.beside, customers=evening.known.customers)
    asked = open_invoices(evening.known, evening.states, streams, as_of=evening.as_of)
    numbers = evening.states["invoice_id"].to_numpy(np.int64)[asked.pairs.state]
    over = asked.pairs.due + LAST_DAY <= day_number(evening.as_of)
    chances: dict[int, float] = {}
    for rows, told in curves_in_pieces(model, streams, asked.pairs):
        some = asked.take(rows)
        heeded = with_promises(told, some.promised)
        ended = heeded.ended_by(heeded.due + LAST_DAY)
        chance = np.where(over[rows], 1.0, np.minimum(heeded.never() + lost * ended, 1.0))
        chances |= dict(zip(numbers[rows].tolist(), chance.tolist(), strict=True))
    return [replace(one, unpaid=chances.get(one.invoice_id)) for one in items]


def written_off_share(evening: Evening, *, days: int) -> float:
    """Of what ended without cash in the last days, the share that was written off; 0 where nothing did."""
    day = day_number(evening.as_of)
    last = evening.states.drop_duplicates("invoice_id", keep="last")
    ended = last.loc[(last["ended_day"] <= day) & (last["ended_day"] > day - days)]
    whole = int(ended["amount_cents"].clip(lower=0).sum())
    moves = _written_off(evening.known)
    moves = moves.loc[(moves["day"] <= day) & (moves["day"] > day - days)]
    return min(max(int(moves["moved"].sum()), 0) / whole, 1.0) if whole else 0.0


def lost_since(then: Evening, now: Evening, items: list[Item]) -> dict[str, tuple[int, int]]:
    """Of items open then: cents written off since, and cents still open now, by currency."""
    invoice = np.array([one.invoice_id for one in items], dtype=np.int64)
    written = _steps_written_off(now.known)
    first, last = (np.full(len(items), day_number(one.as_of)) for one in (then, now))
    gone = written.at(invoice, last)[0] - written.at(invoice, first)[0]
    left = open_positions(now.known).groupby("invoice_id")["left_cents"].sum()
    still = left.reindex(invoice).fillna(0).to_numpy(np.int64)
    found: dict[str, tuple[int, int]] = {}
    for one, lost, open_cents in zip(items, gone.tolist(), still.tolist(), strict=True):
        before = found.get(one.currency, (0, 0))
        held = min(max(open_cents, 0), one.open_cents)
        found[one.currency] = (before[0] + min(max(lost, 0), one.open_cents), before[1] + held)
    return found


def _invoices(evening: Evening) -> pd.DataFrame:
    """Invoices by their last known terms, with their segment and the evening they were first known."""
    states = evening.states
    first = states.drop_duplicates("invoice_id").set_index("invoice_id")["known_day"]
    last = states.drop_duplicates("invoice_id", keep="last")
    rows = last.loc[(last["amount_cents"] > 0) & ~last["opening"].to_numpy(bool)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "invoice_id": rows["invoice_id"].to_numpy(np.int64),
            "currency": rows["currency"].astype(str),
            "segment": [
                evening.segments.get(key, evening.unprofiled) for key in rows["customer_id"].tolist()
            ],
            "due": rows["due_day"].to_numpy(np.int64),
            "first": np.maximum(
                first.reindex(rows["invoice_id"]).to_numpy(np.int64), rows["issued_day"].to_numpy(np.int64)
            ),
        }
    )


def _carried(evening: Evening, invoices: pd.DataFrame) -> list[tuple[Ints, Ints]]:
    """For each age and the end of the year: the evening an invoice enters it, and its cents unpaid then.

    What was written off stays unpaid. Nothing is carried on evenings before an invoice was known, nor into
    the first age when it was known only after its due day.
    """
    states = evening.states
    key = states["invoice_id"].to_numpy(np.int64) * _SPAN + states["known_day"].to_numpy(np.int64)
    owed = _Steps(key, np.maximum(states["open_cents"].to_numpy(np.int64), 0))
    written = _steps_written_off(evening.known)
    invoice, due, first = (invoices[name].to_numpy(np.int64) for name in ("invoice_id", "due", "first"))
    found = []
    for day in (first, *(due + after for after in (*ENTERS_AFTER, UNPAID_AFTER))):
        cents, known = owed.at(invoice, day)
        carried = np.where(known, cents + np.maximum(written.at(invoice, day)[0], 0), 0)
        found.append((day, carried))
    found[0] = (first, np.where(first <= due, found[0][1], 0))
    return found


def _written_off(known: Facts) -> pd.DataFrame:
    rows = known.allocations.loc[known.allocations["paid_by"] == WRITE_OFF]
    return changes(rows, "allocation_id")


def _steps_written_off(known: Facts) -> _Steps:
    """How much of each invoice was written off from which evening on."""
    rows = _written_off(known).sort_values(["invoice_id", "day"], kind="stable")
    key = rows["invoice_id"].to_numpy(np.int64) * _SPAN + rows["day"].to_numpy(np.int64)
    return _Steps(key, rows.groupby("invoice_id")["moved"].cumsum().to_numpy(np.int64))


def _disputed(known: Facts) -> dict[int, int]:
    """Cents in dispute by invoice, all cases together."""
    rows = known.beside.disputes.sort_values("known_on", kind="stable")
    last = rows.drop_duplicates(["case_id", "invoice_id"], keep="last")
    sums = last.groupby("invoice_id")["cents"].sum()
    return {int(str(key)): int(cents) for key, cents in sums.items() if cents > 0}


def _segment(profile: CustomerProfileRow | None, by: SegmentBy) -> str:
    if by is SegmentBy.NONE:
        return EVERYBODY
    if by is SegmentBy.COUNTRY:
        return _FRANCE if profile is None or not profile.country else profile.country
    return (sector_of(profile.naf) if profile is not None else None) or "unknown"
