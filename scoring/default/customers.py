"""Whom the default model speaks of on an evening: one supposed invoice a customer, to ask features of.

Nothing the model reads is about that invoice; it only names the account, the one the customer buys most on.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.evening import Floats, Place
from features.pairs import Pairs
from features.streams import Stream, Streams, streams_of
from ledger.facts import Facts
from ledger.timeline import timeline

Ints = NDArray[np.int64]

# Who bought nothing for a year and owes nothing cannot default on us: there is nothing to be late with.
ACTIVE_DAYS = 365
# Terms of a customer without an invoice: the legal ones.
_USUAL_TERMS = 30
_LOG_UNIT = 1_000_000


def streams_for(facts: Facts) -> tuple[pd.DataFrame, Streams]:
    """The timeline of facts and all that the model's features read of it."""
    states = timeline(facts)
    return states, streams_of(states, beside=facts.beside, customers=facts.customers)


def customers_on(streams: Streams, day: int, *, active: bool = True) -> tuple[Ints, Pairs]:
    """Customers by id, in order, and their supposed invoices on the evening of `day`.

    `active` keeps those who bought within a year or owe something.
    """
    account = np.arange(len(streams.accounts), dtype=np.int64)
    issued, owed = (_place(stream, account, day) for stream in (streams.issued, streams.open))
    count = issued.total("n")
    owner = streams.accounts.get_level_values(0).to_numpy(np.int64)
    order = np.lexsort((account, -count, owner))
    first = np.r_[True, owner[order][1:] != owner[order][:-1]][: len(order)]
    chosen = order[first]  # in the order of `customers`, whatever that of the accounts
    customers, which = np.unique(owner, return_inverse=True)
    buys = (issued.total("n", days=ACTIVE_DAYS) > 0) | (owed.total("n") > 0)
    kept = np.bincount(which, buys, minlength=len(customers)) > 0 if active else np.ones(len(customers), bool)
    return customers[kept], _supposed(issued, chosen[kept], count, day)


def _supposed(issued: Place, account: Ints, count: Floats, day: int) -> Pairs:
    """An invoice of the usual amount and terms of each account, issued that evening."""
    n = np.maximum(count[account], 1.0)
    terms = np.where(count[account] > 0, issued.total("terms")[account] / n, _USUAL_TERMS)
    amount = np.exp(issued.total("log_amount")[account] / n / _LOG_UNIT).round().astype(np.int64)
    today = np.full(len(account), day, dtype=np.int64)
    return Pairs(
        account=account,
        as_of=today,
        from_day=today,
        issued=today,
        due=today + terms.round().astype(np.int64),
        amount_cents=amount,
        open_cents=amount,
        state=np.full(len(account), -1, dtype=np.int64),
    )


def _place(stream: Stream, account: Ints, day: int) -> Place:
    days = np.full(len(account), day, dtype=np.int64)
    return Place(lambda: stream, account, days)
