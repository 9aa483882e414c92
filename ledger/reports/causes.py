"""Why money is late: signals in, causes out, each overdue cent under one cause only.

The causes stand in the order of `CAUSES`, which is who must act first: a judge before a dispute, a dispute
before what was agreed, what was agreed before our own paperwork. What none of them explains is the customer's
own delay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Cents = NDArray[np.int64]
Account = tuple[int, str]  # a customer and a currency

PROCEEDINGS, DISPUTE, PROMISED, PROMISE_BROKEN = "proceedings", "dispute", "promised", "promise_broken"
PLAN, PLAN_BROKEN, CREDIT_NOTES, UNALLOCATED = "plan", "plan_broken", "credit_notes", "unallocated_money"
ORDER_MISSING, MENTIONS_MISSING, LATE_INVOICING = "order_number_missing", "mentions_missing", "late_invoicing"
OWN_DELAY = "own_delay"

_ORDER = "order_reference"
# These protect the seller; no buyer holds a payment back for want of them.
_HARMLESS = frozenset(("penalty_mention", "indemnity_mention", "discount_mention"))
# An invoice is issued with the delivery (art. L441-9 C. com.); a week covers a weekly run of invoices.
_DAYS_TO_INVOICE = 7


class Word(NamedTuple):
    """What is promised or planned on some invoices; without any, on all the customer owes in the currency."""

    customer_id: int
    currency: str
    invoices: tuple[int, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Signals:
    """All that a cause may look at, as known on the evening.

    items: what is overdue, the oldest first: invoice_id, customer_id, currency, issued_on, left_cents.
    disputed: cents by invoice_id and reason. credits and money: open credit notes and unallocated money by
    account, positive. missing and delivered_on come from documents, by invoice_id.
    """

    items: pd.DataFrame
    in_proceedings: frozenset[int] = frozenset()
    disputed: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    pending: Sequence[Word] = ()
    broken: Sequence[Word] = ()
    planned: Sequence[Word] = ()
    plans_broken: Sequence[Word] = ()
    credits: Mapping[Account, int] = field(default_factory=dict)
    money: Mapping[Account, int] = field(default_factory=dict)
    missing: Mapping[int, Sequence[str]] = field(default_factory=dict)
    delivered_on: Mapping[int, pd.Timestamp] = field(default_factory=dict)


class Explained(NamedTuple):
    """How many cents of each item a cause explains, in the order of the items."""

    cause: str
    cents: Cents


@dataclass(frozen=True, slots=True)
class Cause:
    """What a cause keeps from coming in, of one group in one currency, and its share of all overdue there."""

    group: str | None
    currency: str
    cause: str
    overdue_cents: int
    items: int
    share: float


def explained(signals: Signals) -> pd.DataFrame:
    """The overdue items, a row for each item and cause, with its cents; they sum to all that is overdue."""
    rest = signals.items["left_cents"].to_numpy(np.int64).copy()
    rows = []
    for cause in CAUSES:
        for word, cents in cause(signals, rest):
            rest -= cents
            rows.append(signals.items.assign(cause=word, cents=cents).loc[cents > 0])
    return pd.concat([one for one in rows if len(one)] or rows[:1], ignore_index=True)


def ranked(rows: pd.DataFrame) -> list[Cause]:
    """Causes of each group and currency by money, the largest first; `rows` say the group of each item."""
    if rows.empty:
        return []
    keys = ["group", "currency"]
    sums = rows.groupby([*keys, "cause"], dropna=False)["cents"].agg(["sum", "size"]).reset_index()
    total = sums.groupby(keys, dropna=False)["sum"].transform("sum")
    found = [
        Cause(
            group=group if isinstance(group, str) else None,
            currency=str(currency),
            cause=str(cause),
            overdue_cents=int(cents),
            items=int(items),
            share=round(float(cents / whole), 4),
        )
        for (group, currency, cause, cents, items), whole in zip(
            sums.itertuples(index=False), total, strict=True
        )
    ]
    return sorted(found, key=lambda one: (-one.overdue_cents, one.group or "", one.currency, one.cause))


def proceedings(signals: Signals, rest: Cents) -> list[Explained]:
    """The customer is in insolvency proceedings: nothing may be paid, the claim is declared."""
    held = signals.items["customer_id"].isin(signals.in_proceedings).to_numpy()
    return [Explained(PROCEEDINGS, np.where(held, rest, 0))]


def disputes(signals: Signals, rest: Cents) -> list[Explained]:
    """What the customer objects to, by reason, up to the amount in dispute."""
    left, found = rest.copy(), []
    for reason in sorted({reason for one in signals.disputed.values() for reason in one}):
        claimed = {key: one.get(reason, 0) for key, one in signals.disputed.items()}
        cents = np.minimum(left, _by_invoice(signals, claimed))
        left -= cents
        found.append(Explained(f"{DISPUTE}:{reason}", cents))
    return found


def plans(signals: Signals, rest: Cents) -> list[Explained]:
    """What an instalment plan put off, and what a broken one did."""
    followed = _of_words(signals, rest, signals.planned)
    broken = _of_words(signals, rest - followed, signals.plans_broken)
    return [Explained(PLAN, followed), Explained(PLAN_BROKEN, broken)]


def promises(signals: Signals, rest: Cents) -> list[Explained]:
    """What is promised for a day to come, and what was promised and did not come."""
    pending = _of_words(signals, rest, signals.pending)
    broken = _of_words(signals, rest - pending, signals.broken)
    return [Explained(PROMISED, pending), Explained(PROMISE_BROKEN, broken)]


def credit_notes(signals: Signals, rest: Cents) -> list[Explained]:
    """Credit notes that nobody applied: the customer has deducted them from the oldest items."""
    return [Explained(CREDIT_NOTES, _oldest_first(signals, rest, signals.credits))]


def unallocated_money(signals: Signals, rest: Cents) -> list[Explained]:
    """Money that came in and settles no invoice yet."""
    return [Explained(UNALLOCATED, _oldest_first(signals, rest, signals.money))]


def paperwork(signals: Signals, rest: Cents) -> list[Explained]:
    """Invoices without the buyer's order number, then without another mention that buyers ask for."""
    lacks = {key: set(said) - _HARMLESS for key, said in signals.missing.items()}
    order = {key for key, said in lacks.items() if _ORDER in said}
    others = {key for key, said in lacks.items() if said and _ORDER not in said}
    return [
        Explained(word, np.where(signals.items["invoice_id"].isin(keys).to_numpy(), rest, 0))
        for word, keys in ((ORDER_MISSING, order), (MENTIONS_MISSING, others))
    ]


def late_invoicing(signals: Signals, rest: Cents) -> list[Explained]:
    """Invoices issued more than a week after the delivery, where its day is known."""
    delivered = signals.items["invoice_id"].map(dict(signals.delivered_on))
    days = (signals.items["issued_on"] - pd.to_datetime(delivered)).dt.days
    return [Explained(LATE_INVOICING, np.where((days > _DAYS_TO_INVOICE).to_numpy(), rest, 0))]


def own_delay(_signals: Signals, rest: Cents) -> list[Explained]:
    """Whatever is left."""
    return [Explained(OWN_DELAY, rest.copy())]


CAUSES = (
    proceedings,
    disputes,
    plans,
    promises,
    credit_notes,
    unallocated_money,
    paperwork,
    late_invoicing,
    own_delay,
)


def _by_invoice(signals: Signals, cents: Mapping[int, int]) -> Cents:
    found: Cents = signals.items["invoice_id"].map(dict(cents)).fillna(0).to_numpy().astype(np.int64)
    return found


def _of_words(signals: Signals, rest: Cents, words: Iterable[Word]) -> Cents:
    """Each word takes its cents from its items, the oldest first, and never what another took."""
    taken = np.zeros_like(rest)
    items = signals.items
    for word in words:
        mine = (items["customer_id"] == word.customer_id) & (items["currency"] == word.currency)
        if word.invoices:
            mine &= items["invoice_id"].isin(word.invoices)
        left = np.where(mine.to_numpy(), rest - taken, 0)
        before = np.cumsum(left) - left
        taken += np.clip(word.cents - before, 0, left)
    return taken


def _oldest_first(signals: Signals, rest: Cents, held: Mapping[Account, int]) -> Cents:
    """What each account holds against its items, spread over them."""
    if not held:
        return np.zeros_like(rest)
    accounts = pd.MultiIndex.from_frame(signals.items[["customer_id", "currency"]])
    budget = pd.Series(dict(held)).reindex(accounts).fillna(0).to_numpy().astype(np.int64)
    keys = [signals.items["customer_id"].to_numpy(), signals.items["currency"].to_numpy()]
    before = pd.Series(rest).groupby(keys).cumsum().to_numpy() - rest
    found: Cents = np.clip(budget - before, 0, rest)
    return found
