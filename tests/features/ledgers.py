"""Small ledgers for tests: built by hand, or drawn with corrections, late news and partial payments."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from features.frame import frame, frame_of
from features.pairs import Pairs, day_number, pairs_of
from features.streams import Streams, streams_of
from ledger.beside import Beside
from ledger.facts import Facts
from ledger.timeline import timeline

START = date(2024, 1, 1)  # a Monday; builders count days from it
FIRST = day_number(START)

drawn = settings(derandomize=True, deadline=None, max_examples=25)


@dataclass(frozen=True, slots=True)
class Bill:
    """One version of an invoice; days count from START, and it is known on its issue unless said."""

    id: int
    issued: int
    due: int
    cents: int = 10_000
    known: int | None = None
    version: int = 0
    customer: int = 1
    currency: str = "EUR"
    number: str | None = None
    opening: bool = False

    @property
    def known_day(self) -> int:
        return self.issued if self.known is None else self.known


@dataclass(frozen=True, slots=True)
class Cash:
    """One version of a payment and of its only allocation; `invoice` None leaves it unallocated."""

    id: int
    invoice: int | None
    paid: int
    cents: int = 10_000
    known: int | None = None
    version: int = 0
    customer: int = 1
    currency: str = "EUR"
    kind: str = "payment"

    @property
    def known_day(self) -> int:
        return self.paid if self.known is None else self.known


Ledger = tuple[list[Bill], list[Cash]]


def evenings(ledger: Ledger) -> list[int]:
    """Every evening on which something became known, and the one before it: between them nothing changes."""
    known = {item.known_day for versions in ledger for item in versions}
    return sorted({day - back for day in known for back in (0, 1)} | {200})


def on(day: int) -> date:
    """The date `day` days after START."""
    return START + timedelta(days=day)


def facts_of(bills: Iterable[Bill] = (), cash: Iterable[Cash] = (), *, horizon: int | None = None) -> Facts:
    """The frames of a ledger. Customer n has the code C<n>."""
    bills, cash = list(bills), list(cash)
    last = max([item.known_day for item in (*bills, *cash)], default=0)
    customers = sorted({item.customer for item in (*bills, *cash)})
    return Facts(
        customers=pd.DataFrame(
            {"customer_id": customers, "code": [f"C{n}" for n in customers], "name": ["" for _ in customers]}
        ),
        invoices=_invoices(bills),
        allocations=_allocations([item for item in cash if item.invoice is not None]),
        payments=_payments(cash),
        horizon=on(last if horizon is None else horizon),
    )


def _invoices(bills: Sequence[Bill]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "invoice_id": _ints(bill.id for bill in bills),
            "version": np.array([bill.version for bill in bills], dtype=np.int32),
            "customer_id": _ints(bill.customer for bill in bills),
            "number": pd.Series([bill.number or f"F-{bill.id}" for bill in bills], dtype="str"),
            "kind": pd.Series(
                ["credit_note" if bill.cents < 0 else "invoice" for bill in bills], dtype="str"
            ),
            "issued_on": _days(bill.issued for bill in bills),
            "due_on": _days(bill.due for bill in bills),
            "amount_cents": _ints(bill.cents for bill in bills),
            "currency": pd.Series([bill.currency for bill in bills], dtype="str"),
            "known_on": _days(bill.known_day for bill in bills),
            "due_on_source": pd.Series(["provided" for _ in bills], dtype="str"),
            "account_class": pd.Series(["411" for _ in bills], dtype="str"),
            "opening": np.array([bill.opening for bill in bills], dtype=bool),
        }
    )


def _payments(cash: Sequence[Cash]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "payment_id": _ints(item.id for item in cash),
            "version": np.array([item.version for item in cash], dtype=np.int32),
            "customer_id": _ints(item.customer for item in cash),
            "paid_on": _days(item.paid for item in cash),
            "amount_cents": _ints(item.cents for item in cash),
            "currency": pd.Series([item.currency for item in cash], dtype="str"),
            "known_on": _days(item.known_day for item in cash),
            "kind": pd.Series([item.kind for item in cash], dtype="str"),
        }
    )


def _allocations(cash: Sequence[Cash]) -> pd.DataFrame:
    frame = _payments(cash).drop(columns="customer_id").rename(columns={"kind": "paid_by"})
    return frame.assign(
        allocation_id=frame["payment_id"], invoice_id=_ints(item.invoice or 0 for item in cash)
    )


def _ints(values: Iterable[int]) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


def _days(days: Iterable[int]) -> np.ndarray:
    return np.array([on(day) for day in days], dtype="datetime64[s]")


def shuffled(facts: Facts, *, seed: int = 3) -> Facts:
    """The same facts in another order of rows."""

    def mixed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=seed).reset_index(drop=True)

    return Facts(
        mixed(facts.customers),
        mixed(facts.invoices),
        mixed(facts.allocations),
        mixed(facts.payments),
        facts.horizon,
        beside_with(facts.beside, mixed),
    )


def renumbered(facts: Facts) -> Facts:
    """The same facts under row numbers that sort the other way round."""

    def other(frame: pd.DataFrame) -> pd.DataFrame:
        keys = [name for name in frame if str(name).endswith("_id")]
        # 0 is no number but says that there is none
        return frame.assign(**{name: np.where(frame[name] == 0, 0, 1_000 - 7 * frame[name]) for name in keys})

    return Facts(
        other(facts.customers),
        other(facts.invoices),
        other(facts.allocations),
        other(facts.payments),
        facts.horizon,
        beside_with(facts.beside, other),
    )


def beside_with(beside: Beside, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Beside:
    return Beside(**{item.name: change(getattr(beside, item.name)) for item in fields(Beside)})


def joined(first: Facts, second: Facts) -> Facts:
    """All facts of both; the later horizon."""
    return Facts(
        *(
            pd.concat([getattr(first, name), getattr(second, name)]).drop_duplicates(ignore_index=True)
            for name in ("customers", "invoices", "allocations", "payments")
        ),
        horizon=max(first.horizon, second.horizon),
    )


def pairs_on(facts: Facts, day: int, *, states: pd.DataFrame | None = None) -> Pairs:
    """Every invoice held on the evening, credit notes left out, seen that evening, in order of number."""
    states = timeline(facts) if states is None else states
    evening = FIRST + day
    held = (states["known_day"] <= evening) & (states["until_day"] > evening) & (states["amount_cents"] > 0)
    rows = np.flatnonzero(held.to_numpy())
    accounts = streams_of(states).accounts
    return pairs_of(states, accounts, rows=rows, as_of=np.full(len(rows), evening, dtype=np.int64))


def figures(facts: Facts, pairs: Pairs) -> pd.DataFrame:
    """Features of pairs, as everywhere else."""
    return frame(facts, pairs, country="FR")


def figures_of(streams: Streams, pairs: Pairs) -> pd.DataFrame:
    return frame_of(streams, pairs, country="FR")


# Each feature that looks ahead: the hazard it follows, and up to how many days after due.
OUTLOOK = {
    "late_as_book": ("book_hazard", 0),
    "late_as_before": ("payer_hazard", 0),
    "late_as_on_weekdays": ("payer_hazard_weekday", 0),
    "late_as_on_month_days": ("payer_hazard_month_day", 0),
    "late_as_recently": ("payer_hazard_recent", 0),
    "late_30_as_book": ("book_hazard", 30),
    "late_30_as_before": ("payer_hazard", 30),
}

_AMOUNTS = st.sampled_from([90, 5_000, 10_000, 25_000, 100_000])
_LAST = 150


@st.composite
def ledgers(draw: st.DrawFn, *, bills: int = 6, cash: int = 8, moves: bool = True) -> Ledger:
    """Bills with corrections of any field, and cash in full, in part, late known, corrected or undone."""
    every: list[Bill] = []
    for number in range(1, draw(st.integers(0, bills)) + 1):
        every += _bill(draw, number, moves=moves)
    paid: list[Cash] = []
    for number in range(1, draw(st.integers(0, cash)) + 1):
        paid += _cash(draw, number, every)
    return every, paid


def _bill(draw: st.DrawFn, number: int, *, moves: bool) -> list[Bill]:
    issued = draw(st.integers(0, _LAST - 30))
    sign = -1 if draw(st.integers(0, 5)) == 0 else 1
    first = Bill(
        id=number,
        issued=issued,
        due=issued + draw(st.integers(0, 45)),
        cents=sign * draw(_AMOUNTS),
        known=issued + draw(st.sampled_from([0, 0, 0, 4, 40])),
        customer=draw(st.integers(1, 2)),
        currency=draw(st.sampled_from(["EUR", "EUR", "USD"])),
    )
    versions = [first]
    for version in range(1, draw(st.sampled_from([0, 0, 1, 2])) + 1):
        known = draw(st.integers(0, _LAST))
        changed = draw(
            st.sampled_from(["due", "cents", "none", "issued", "customer", "currency"][: 6 if moves else 3])
        )
        value: dict[str, object] = {
            "due": {"due": draw(st.integers(first.issued, _LAST))},
            "cents": {"cents": draw(st.sampled_from([0, sign * 10_000, sign * 24_950]))},
            "none": {"cents": 0},
            "issued": {"issued": draw(st.integers(0, _LAST - 30))},
            "customer": {"customer": 3 - first.customer},
            "currency": {"currency": "USD"},
        }[changed]
        versions.append(replace(versions[-1], version=version, known=known, **value))
    return versions


def _cash(draw: st.DrawFn, number: int, bills: Sequence[Bill]) -> list[Cash]:
    owner = draw(st.sampled_from(list(bills))) if bills else Bill(1, 0, 0)
    paid = draw(st.integers(0, _LAST))
    full = owner.cents if owner.cents != 0 else 10_000
    share = draw(st.sampled_from([1.0, 1.0, 1.0, 0.5, 0.997, 0.99, 1.2, -1.0 if abs(full) >= 5_000 else 1.0]))
    first = Cash(
        id=number,
        invoice=owner.id,
        paid=paid,
        cents=round(full * share),
        known=paid + draw(st.sampled_from([0, 0, 0, 3, 30])),
        customer=owner.customer,
        currency=owner.currency,
    )
    versions = [first]
    for version in range(1, draw(st.sampled_from([0, 0, 1, 2])) + 1):
        changed = draw(
            st.sampled_from([{"cents": 0}, {"cents": full}, {"paid": draw(st.integers(0, _LAST))}])
        )
        versions.append(replace(versions[-1], version=version, known=draw(st.integers(0, _LAST)), **changed))
    return versions
