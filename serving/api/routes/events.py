"""Facts in as they happen, over HTTP: each batch once, however often it is sent."""

from typing import Annotated, Any

from fastapi import Header

from ledger.imports.repository import ImportRepository
from serving.api.cases import Desk, OnDesk
from serving.api.problems import documented
from serving.api.schemas.imports import (
    WRITTEN,
    ImportAnswer,
    InvoiceBatch,
    PaymentBatch,
    StatementBatch,
    as_file,
)
from serving.bringing import Brought, bring
from serving.rooms import Room
from store.answered.repository import Request, answered_once

router = Room(prefix="/events", tags=["events"])

_Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern="^[!-~]+$",
        description="A new one for each batch; the same key and batch answer the same, and change nothing.",
    ),
]


@router.post("/invoices", status_code=201, responses=documented(400))
def invoices(desk: OnDesk, key: _Key, asked: InvoiceBatch) -> ImportAnswer:
    """Take invoices and credit notes."""
    return _once(desk, "invoices", key, asked)


@router.post("/payments", status_code=201, responses=documented(400))
def payments(desk: OnDesk, key: _Key, asked: PaymentBatch) -> ImportAnswer:
    """Take payments."""
    return _once(desk, "payments", key, asked)


@router.post("/statements", status_code=201, responses=documented(400))
def statements(desk: OnDesk, key: _Key, asked: StatementBatch) -> ImportAnswer:
    """Take yearly statements of companies."""
    return _once(desk, "statements", key, asked)


def _once(
    desk: Desk, kind: str, key: str, asked: InvoiceBatch | PaymentBatch | StatementBatch
) -> ImportAnswer:
    def answer() -> dict[str, Any]:
        file = Brought(as_file(asked.events), f"{kind} by event", asked.source, mapping=WRITTEN)
        told = bring(desk.session, kind, file, desk.real)
        told["rejections"] = [{**line, "line": max(line["line"] - 1, 1)} for line in told["rejections"]]
        return ImportAnswer.model_validate(told).model_dump(mode="json")

    ImportRepository(desk.session).lock()
    request = Request(desk.act.author, key, f"{kind}\n{asked.model_dump_json()}".encode())
    return ImportAnswer.model_validate(answered_once(desk.session, request, answer, at=desk.act.recorded_at))
