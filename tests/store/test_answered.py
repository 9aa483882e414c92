"""Answers that are given again under the key they were asked with."""

from datetime import UTC, datetime
from typing import Any

import pytest

from store.answered.errors import KeyUsedOtherwise
from store.answered.repository import Request, answered_once
from store.session import Database

AT = datetime(2024, 5, 10, 9, tzinfo=UTC)


def _ask(database: Database, holder: str, asked: bytes, answer: dict[str, Any]) -> Any:
    with database.transaction() as session:
        return answered_once(session, Request(holder, "k-1", asked), lambda: answer, at=AT)


def test_a_key_is_answered_once_for_each_holder(database: Database) -> None:
    assert _ask(database, "erp", b"a", {"n": 1}) == {"n": 1}
    assert _ask(database, "erp", b"a", {"n": 2}) == {"n": 1}
    assert _ask(database, "shop", b"b", {"n": 3}) == {"n": 3}
    with pytest.raises(KeyUsedOtherwise, match="k-1"):
        _ask(database, "erp", b"b", {"n": 4})


def test_a_request_that_failed_may_be_sent_again_under_its_key(database: Database) -> None:
    def failing() -> dict[str, Any]:
        raise LookupError("not now")

    with pytest.raises(LookupError, match="not now"), database.transaction() as session:
        answered_once(session, Request("erp", "k-1", b"a"), failing, at=AT)
    assert _ask(database, "erp", b"mended", {"n": 1}) == {"n": 1}
