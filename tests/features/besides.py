"""What stands beside small ledgers: told in rows, or drawn with corrections and things taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from features.catalogue import CATALOGUE, Family
from features.frame import frame_of
from features.pairs import Pairs
from features.streams import Streams, streams_of
from ledger.beside import Beside, typed
from ledger.facts import Facts
from ledger.timeline import timeline
from tests.features.ledgers import FIRST, on

FAMILIES = (Family.IDENTITY, Family.ACCOUNTS, Family.LEGAL, Family.CONDUCT, Family.GROUP)
BESIDE = tuple(feature for feature in CATALOGUE if feature.family in FAMILIES)
SIREN = "732829320"
Rows = Sequence[Mapping[str, Any]]

_DAYS = {"known", "closed", "founded", "published", "happened", "promised", "due", "returned"}


def beside_of(**rows: Rows) -> Beside:
    """Frames by name; days such as `known` count from START, a statement's items are in euros."""
    return Beside(**{name: _frame(name, every) for name, every in rows.items()})


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    told = [
        {
            (f"{key}_on" if key in _DAYS else "customer_id" if key == "customer" else key): (
                pd.Timestamp(on(value)) if key in _DAYS and value is not None else value
            )
            for key, value in {"customer": 1, **row}.items()
        }
        for row in rows
    ]
    return typed(name, pd.DataFrame(told))


def with_customers(facts: Facts, beside: Beside, *, codes: Mapping[int, str]) -> Facts:
    """The ledger with these customers, prospects among them, and what stands beside it."""
    customers = pd.DataFrame(
        {"customer_id": list(codes), "code": list(codes.values()), "name": ["" for _ in codes]}
    )
    return replace(facts, customers=customers, beside=beside)


def streams_beside(facts: Facts) -> Streams:
    return streams_of(timeline(facts), beside=facts.beside, customers=facts.customers)


def supposed(streams: Streams, day: int) -> tuple[pd.MultiIndex, Pairs]:
    """A supposed invoice of each account on an evening, in order of customer and currency."""
    order = np.lexsort([streams.accounts.get_level_values(level) for level in (1, 0)])
    count = len(order)
    when, cents = np.full(count, FIRST + day, dtype=np.int64), np.full(count, 10_000, dtype=np.int64)
    nowhere = np.full(count, -1, dtype=np.int64)
    return streams.accounts[order], Pairs(order, when, when, when, when + 30, cents, cents, nowhere)


def beside_figures(facts: Facts, day: int) -> pd.DataFrame:
    """What stands beside the ledger as features of each account's supposed invoice."""
    streams = streams_beside(facts)
    accounts, pairs = supposed(streams, day)
    return frame_of(streams, pairs, country="FR", catalogue=BESIDE).set_index(accounts)


def told_of(facts: Facts, day: int, customer: int = 1) -> "pd.Series[float]":
    return beside_figures(facts, day).loc[customer].iloc[0]


_CUSTOMERS = st.integers(1, 3)
_KNOWN = st.integers(0, 150)
_CENTS = st.sampled_from([float("nan"), -50_000.0, 0.0, 1.0, 20_000.0, 90_000.0, 400_000.0])


@st.composite
def besides(draw: st.DrawFn) -> Beside:
    """Frames about the customers 1 to 3 and the invoices 1 to 6, the third customer perhaps without any."""

    def some(most: int) -> Iterable[int]:
        return range(draw(st.integers(0, most)))

    def one_of(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    def about(**values: Any) -> dict[str, Any]:
        return {"customer": draw(_CUSTOMERS), "known": draw(_KNOWN), **values}

    return beside_of(
        profiles=[
            about(
                kind=one_of("", "company", "person"),
                siren=one_of("", SIREN, SIREN, "404833048"),
                legal_form=one_of("", "SAS", "5499", "S.A.R.L.", "comité"),
                naf=one_of("", "46.73A", "62.02A"),
                postcode=one_of("", "33000", "20200", "97400", "1234"),
                parent=one_of("", "", "C1", "C3", "ELSEWHERE"),
                payment_means=one_of("", "transfer", "direct_debit"),
                founded=one_of(None, 0, -900),
            )
            for _ in some(5)
        ],
        statements=[
            about(
                closed=one_of(-400, -35, -30, 60),
                months=one_of(6, 12, float("nan")),
                kind=one_of("company", "company", "consolidated"),
                confidential=one_of(False, False, True),
                siren=one_of("", SIREN),
                **{name: draw(_CENTS) for name in _ITEMS},
            )
            for _ in some(5)
        ],
        events=[_event(draw, about) for _ in some(5)],
        disputes=[
            about(
                case_id=one_of(1, 2), invoice_id=one_of(1, 2, 3), cents=one_of(0, 2_500, 50_000), outcome=end
            )
            for end in [one_of("", "", "customer", "seller") for _ in some(4)]
        ],
        promises=[
            about(case_id=one_of(1, 2), invoice_id=one_of(0, 1), promised=90, state=state, cents=10_000)
            for state in [one_of("open", "kept", "broken", "void") for _ in some(4)]
        ],
        plans=[
            about(case_id=1, invoice_id=1, due=one_of(90, 120), state=state, distressed=True, cents=5_000)
            for state in [one_of("open", "kept", "broken", "ended") for _ in some(4)]
        ],
        hand_overs=[
            about(case_id=1, state=one_of("given", "taken_back"), party=one_of("agency", "factor"))
            for _ in some(3)
        ],
        returns=[
            about(returned=draw(_KNOWN), cents=one_of(0, 9_000), entry_id=one_of(0, 1, 2)) for _ in some(3)
        ],
        documents=[about(form=one_of("ubl", "csv")) for _ in some(3)],
    )


_ITEMS = (
    *("total_assets", "current_assets", "inventory", "cash", "equity", "retained_earnings", "provisions"),
    *("debts", "financial_debts", "long_term_debts", "current_liabilities", "payables", "sales", "purchases"),
    *("value_added", "personnel_costs", "ebitda", "ebit", "financial_charges", "net_income"),
)


def _event(draw: st.DrawFn, about: Any) -> dict[str, Any]:
    family, kind = draw(
        st.sampled_from(
            [
                ("collective", "opening_receivership"),
                ("collective", "closure"),
                ("modification", "director_change_seat_move"),
                ("sale", "sale"),
            ]
        )
    )
    told: dict[str, Any] = about(event=draw(st.sampled_from(["A1", "A2", "A3"])), family=family, kind=kind)
    published = told["known"] - draw(st.sampled_from([0, 0, 5, 300]))
    return {**told, "published": published, "happened": published - 9, "cancelled": draw(st.booleans())}
