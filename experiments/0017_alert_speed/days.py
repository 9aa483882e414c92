"""Limits and covers for an invented ledger, and days of new invoices and payments."""

import importlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select

from ledger.imports.repository import COMPANY
from store.base import Base
from store.bulk import insert_rows
from store.session import Database, WriteSession, open_database

invented = importlib.import_module("experiments.0006_ageing_speed.invented")

A_DAY = 1_500  # new invoices, and as many payments
_LIMITS = (500_000, 1_000_000, 3_000_000)
_COVER = 1_000_000
_KEPT = "company_id id version source source_id known_on import_id"
_LIMIT = (
    f"{_KEPT} customer_id kind state cents currency from_on until_on binding why policy asked_by approved_by "
    "inputs"
)
_POLICY = (
    f"{_KEPT} insurer number currency quota_bp unnamed_cents from_on until_on notify_days claim_days details"
)
_COVERS = f"{_KEPT} customer_id policy_number kind state cents currency quota_bp from_on until_on details"


def grant(database: Database, *, invoices: int) -> None:
    """A limit for every customer, and a named cover for every second one."""
    chance, on = np.random.default_rng(1), invented.LAST_DAY
    customers = range(1, invoices // 50 + 1)
    limits = chance.choice(_LIMITS, len(customers)).tolist()
    nothing = json.dumps({})
    with database.transaction() as session:
        run = _run(session, "act", on)
        _write(
            session,
            *("credit_limit", _LIMIT),
            (
                (
                    COMPANY,
                    key,
                    0,
                    "limits",
                    f"limit {key}",
                    on,
                    run,
                    key,
                    "standing",
                    "granted",
                    cents,
                    "EUR",
                    on,
                    None,
                    "need",
                    "",
                    "",
                    "",
                    "",
                    nothing,
                )
                for key, cents in zip(customers, limits, strict=True)
            ),
        )
        first = date(2015, 1, 1)
        policy = (COMPANY, 1, 0, "cover", "P1", on, run, "Insurer", "P1", "EUR", 9_000, 0, first, None)
        _write(session, "insurance_policy", _POLICY, [(*policy, None, None, nothing)])
        _write(
            session,
            *("credit_cover", _COVERS),
            (
                (
                    COMPANY,
                    key,
                    0,
                    "cover",
                    f"cover {key}",
                    on,
                    run,
                    key,
                    "P1",
                    "named",
                    "agreed",
                    _COVER,
                    "EUR",
                    None,
                    first,
                    None,
                    nothing,
                )
                for key in customers[::2]
            ),
        )


def bring(url: str, on: date, *, seed: int) -> None:
    """Write a day down: new invoices, and payments in full of open ones."""
    chance = np.random.default_rng(100 + seed)
    database = open_database(url)
    with database.transaction() as session:
        run = _run(session, "invoices", on)
        invoice, payment, allocation = (_next(session, name) for name in ("invoice", "payment", "allocation"))
        customers = _next(session, "customer") - 1
        whose = chance.integers(1, customers + 1, A_DAY).tolist()
        cents = chance.integers(10_000, 300_000, A_DAY).tolist()
        due = on + timedelta(days=30)
        _write(
            session,
            *("invoice", invented._INVOICE),
            (
                (
                    COMPANY,
                    key,
                    "csv",
                    f"number F{key}",
                    f"F{key}",
                    who,
                    "invoice",
                    on,
                    due,
                    owed,
                    "EUR",
                    on,
                    run,
                    "provided",
                    "411",
                    False,
                )
                for key, who, owed in zip(range(invoice, invoice + A_DAY), whose, cents, strict=True)
            ),
        )
        paid = _open(session, chance)
        _write(
            session,
            *("payment", invented._PAYMENT),
            (
                (
                    COMPANY,
                    payment + n,
                    "csv",
                    f"Q{payment + n}",
                    who,
                    on,
                    owed,
                    "EUR",
                    on,
                    run,
                    "payment",
                    "411",
                )
                for n, (_, who, owed) in enumerate(paid)
            ),
        )
        _write(
            session,
            *("allocation", invented._ALLOCATION),
            (
                (
                    COMPANY,
                    allocation + n,
                    "csv",
                    f"Q{payment + n}",
                    payment + n,
                    key,
                    owed,
                    on,
                    on,
                    run,
                    "told",
                    100,
                )
                for n, (key, _, owed) in enumerate(paid)
            ),
        )
    database.close()


def _open(session: WriteSession, chance: np.random.Generator) -> list[tuple[int, int, int]]:
    invoice, allocation = (Base.metadata.tables[name].c for name in ("invoice", "allocation"))
    settled = select(allocation.invoice_id).where(allocation.company_id == COMPANY)
    rows = select(invoice.id, invoice.customer_id, invoice.amount_cents).where(
        invoice.company_id == COMPANY, invoice.id.not_in(settled)
    )
    found = sorted(tuple(row) for row in session.execute(rows))
    picked = chance.choice(len(found), min(A_DAY, len(found)), replace=False)
    return [found[place] for place in picked.tolist()]


def _run(session: WriteSession, content: str, on: date) -> int:
    number, at = _next(session, "import_run"), datetime(on.year, on.month, on.day, tzinfo=UTC)
    horizon = None if content == "act" else on
    row = (COMPANY, number, content, "study", "", "", on, at, horizon, *(0,) * 5, "{}", "")
    _write(session, "import_run", invented._RUN, [row])
    return number


def _next(session: WriteSession, name: str) -> int:
    columns = Base.metadata.tables[name].c
    return (session.scalar(select(func.max(columns.id)).where(columns.company_id == COMPANY)) or 0) + 1


def _write(session: WriteSession, name: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    insert_rows(session, Base.metadata.tables[name], columns=columns.split(), rows=rows)
