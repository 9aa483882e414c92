"""Invoices open on an evening, beside the distribution of the day each will be paid."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.interval import LAST_DAY
from features.pairs import Pairs, day_number, day_of, pairs_of
from features.streams import Streams
from ledger.facts import Facts
from scoring.lateness.curve import NEVER_PAID, Curves
from scoring.lateness.promised import NOBODY, Promised, Words, promised_of
from scoring.score import InvoicePrediction

HORIZONS = (7, 14, 30, 60, 90)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpenInvoices:
    """Open invoices, one row each: their pairs, number, customer's code, currency, and what was promised."""

    pairs: Pairs
    number: list[str]
    customer: list[str]
    currency: list[str]
    promised: Promised

    def take(self, rows: Ints) -> "OpenInvoices":
        return OpenInvoices(
            pairs=self.pairs.take(rows),
            number=[self.number[row] for row in rows],
            customer=[self.customer[row] for row in rows],
            currency=[self.currency[row] for row in rows],
            promised=self.promised.take(rows),
        )


def open_invoices(
    facts: Facts,
    states: pd.DataFrame,
    streams: Streams,
    *,
    as_of: date,
    invoice_id: int | None = None,
    book_words: Words | None = None,
) -> OpenInvoices:
    """What was open on the evening of `as_of`, credit notes left out; one invoice only, if named.

    `book_words` are those of the book that the facts are a part of, where they are not all of it.
    """
    day = day_number(as_of)
    held = (states["known_day"] <= day) & (states["until_day"] > day)
    wanted = held & (states["open_cents"] > 0) & (states["amount_cents"] > 0)
    if invoice_id is not None:
        wanted &= states["invoice_id"] == invoice_id
    rows = np.flatnonzero(wanted.to_numpy())
    pairs = pairs_of(states, streams.accounts, rows=rows, as_of=np.full(len(rows), day, dtype=np.int64))
    numbers = facts.invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    codes = facts.customers.set_index("customer_id")["code"]
    told = states.iloc[rows]
    return OpenInvoices(
        pairs=pairs,
        number=[str(number) for number in numbers.reindex(told["invoice_id"]).fillna("")],
        customer=[str(code) for code in codes.reindex(told["customer_id"])],
        currency=[str(currency) for currency in told["currency"]],
        promised=promised_of(
            facts.beside,
            invoices=told["invoice_id"].to_numpy(np.int64),
            customers=told["customer_id"].to_numpy(np.int64),
            open_cents=pairs.open_cents,
            as_of=as_of,
            book_words=book_words,
        ),
    )


def prediction(
    items: OpenInvoices, curves: Curves, place: int, *, as_of: date, model: str
) -> InvoicePrediction:
    """One invoice's curve, told in days and probabilities; `curves` heed its promises already."""
    day = day_number(as_of)
    promised = int(items.promised.day[place])
    last = curves.due + LAST_DAY

    def by(days: int) -> float:
        return float(curves.paid_by(np.full(len(curves.due), day + days))[place])

    def quantile(share: float) -> date | None:
        reached = int(curves.quantile(share)[place])
        return None if reached == NEVER_PAID else day_of(reached)

    return InvoicePrediction(
        number=items.number[place],
        customer=items.customer[place],
        as_of=as_of,
        due_on=day_of(int(items.pairs.due[place])),
        open_cents=int(items.pairs.open_cents[place]),
        currency=items.currency[place],
        p_late=float(curves.late()[place]),
        p_late_30=float(curves.late(30)[place]),
        paid_within={days: by(days) for days in HORIZONS},
        median_on=quantile(0.5),
        q10_on=quantile(0.1),
        q80_on=quantile(0.8),
        q90_on=quantile(0.9),
        p_never=float(curves.never()[place]),
        p_ended=float(curves.ended_by(last)[place]),
        promised_on=None if promised == NOBODY else day_of(promised),
        p_kept=None if promised == NOBODY else float(items.promised.chance[place]),
        curve=tuple(curves.cdf[place].tolist()),
        model=model,
    )
