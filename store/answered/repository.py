"""Gives the answer to a request again, or lets it be given for the first time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from store.answered.errors import KeyUsedOtherwise
from store.answered.tables import IdempotentRequest
from store.session import WriteSession

COMPANY = 1  # the only one until groups of companies are served


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, by whom, under which key of its choice."""

    holder: str
    key: str
    asked: bytes


def answered_once(
    session: WriteSession, request: Request, answer: Callable[[], Mapping[str, Any]], *, at: datetime
) -> Mapping[str, Any]:
    """The answer given before; else the one that is given now, kept in the transaction of what it did.

    Requests under one key must come one after the other: whoever calls holds a lock. One that failed left
    nothing behind and may be sent again. Raises KeyUsedOtherwise.
    """
    mark = sha256(request.asked).hexdigest()
    kept = IdempotentRequest
    same = (kept.company_id == COMPANY, kept.holder == request.holder, kept.key == request.key)
    found = session.execute(select(kept.sha256, kept.answer).where(*same)).one_or_none()
    if found is not None:
        if found.sha256 != mark:
            raise KeyUsedOtherwise(
                f"The key “{request.key}” was used for another request. Give each request a key of its own."
            )
        return found.answer
    told = answer()
    row = {"company_id": COMPANY, "holder": request.holder, "key": request.key, "sha256": mark}
    session.execute(insert(kept).values(**row, answer=dict(told), at=at))
    return told
