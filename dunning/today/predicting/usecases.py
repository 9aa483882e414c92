"""Curves of the lateness model for the invoices of the queue, reduced to days as they are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dunning.queue_policy import QueuePolicy
from dunning.today.choosing import late_claims
from dunning.today.valuing import Told, effect_of
from dunning.today.work import Chosen
from dunning.today.worth import saved_days
from features.pairs import day_number
from features.streams import Streams, streams_of
from ledger.timeline import timeline
from ledger.usecases import facts_known, last_change
from scoring.lateness.artifact import LATENESS, LatenessModel
from scoring.lateness.curve import Curves
from scoring.lateness.open_items import OpenInvoices, open_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.promised import with_promises
from scoring.usecases import Champions
from store.memory import remembered
from store.session import ReadSession

_SOON = 7
_PIECE = 1_000  # invoices predicted together: few, as what they are predicted from fills a megabyte each ten
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Asked = tuple[str, int, float, float, int]  # model, invoice, what a contact raises by 7 and 30 days, horizon


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The model beside all that it reads; `ids` are the invoices of `items`, in their order.

    `made` is what was told before from the same, by all it depends on: a day's page is looked at many times.
    """

    model: LatenessModel
    streams: Streams
    items: OpenInvoices
    ids: Ints
    made: dict[_Asked, Told]

    def of(self, choices: Sequence[Chosen], policy: QueuePolicy, *, on: date) -> dict[int, Told]:
        """By invoice, of the invoices that entries are about."""
        wanted: dict[int, _Asked] = {}
        for one in choices:
            effect = effect_of(one, policy)
            for claim in late_claims(one.debtor, on=on):
                key, raised = claim.invoice_id, (effect.within_7, effect.within_30)
                wanted[key] = (self.model.label, key, *raised, policy.horizon_days)
        new = [key for key, asked in wanted.items() if asked not in self.made]
        if new:
            told = self._predicted(new, wanted, policy.horizon_days)
            self.made.update({wanted[key]: one for key, one in told.items()})
        return {key: self.made[asked] for key, asked in wanted.items() if asked in self.made}

    def _predicted(self, new: Sequence[int], wanted: Mapping[int, _Asked], horizon: int) -> dict[int, Told]:
        rows = np.flatnonzero(np.isin(self.ids, new))
        some, keys = self.items.take(rows), self.ids[rows]
        raised = np.array([wanted[int(key)][2:4] for key in keys]).reshape(len(keys), 2)
        told: dict[int, Told] = {}
        for piece, by_habit in curves_in_pieces(self.model, self.streams, some.pairs, piece=_PIECE):
            curves = with_promises(by_habit, some.promised.take(piece))
            told |= _reduced(curves, keys[piece], raised[piece], horizon)
        return told


def forecasts(session: ReadSession, registry: Champions, *, on: date) -> Forecasts:
    """Raises EmptyLedger or NoChampion."""
    read = remembered(session, ("past due", on), lambda: last_change(session), lambda: _read(session, on))
    return Forecasts(registry.champion(LATENESS), *read)


def _read(session: ReadSession, on: date) -> tuple[Streams, OpenInvoices, Ints, dict[_Asked, Told]]:
    facts = facts_known(session, on)
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    late = _past_due(open_invoices(facts, states, streams, as_of=on), day_number(on))
    return streams, late, states["invoice_id"].to_numpy(np.int64)[late.pairs.state], {}


def _past_due(items: OpenInvoices, day: int) -> OpenInvoices:
    return items.take(np.flatnonzero(items.pairs.due < day))


def _reduced(curves: Curves, keys: Ints, raised: Floats, horizon: int) -> dict[int, Told]:
    first = curves.from_day
    expected = curves.expected_days(first, most=horizon)
    soon = curves.paid_by(first + _SOON - 1)
    saved = saved_days(_still_open(curves, horizon), raised[:, 0], raised[:, 1])
    rows = zip(keys.tolist(), expected.tolist(), soon.tolist(), saved.tolist(), strict=True)
    return {key: Told(*told) for key, *told in rows}


def _still_open(curves: Curves, horizon: int) -> Floats:
    """The chance of being open after each of the next days; beyond the end of a curve it stays."""
    gone = curves.cdf if curves.ended is None else np.minimum(curves.cdf + curves.ended, 1.0)
    width = gone.shape[1]
    gone = (
        gone[:, :horizon] if width >= horizon else np.pad(gone, ((0, 0), (0, horizon - width)), mode="edge")
    )
    return np.asarray(1.0 - gone, dtype=np.float64)
