"""What is dropped after how long, and what stays."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from kernel.policy import PolicyRefused, policy_from
from privacy.policy import RetentionPolicy
from privacy.retention.rules import RULES
from privacy.retention.usecases import Dropped, overdue, purge
from store.base import Base
from store.session import Database, WriteSession
from tests.policies import shipped
from tests.privacy.everywhere import fill
from tests.tables import rows

POLICY = policy_from(shipped("retention"), RetentionPolicy, name="retention.toml")
_DAY = date(2024, 7, 1)  # of every row


@rows("""
    kind           | table              | kept until | then
    prospects      | credit_decision    | 2027-07-01 | goes
    decisions      | credit_decision    | 2029-07-01 | goes
    scores         | stored_score       | 2029-07-01 | goes
    shadow_scores  | shadow_score       | 2029-07-01 | goes
    attachments    | outbox_attachment  | 2029-07-01 | goes
    messages       | outbox_message     | 2029-07-01 | is emptied
    rejected_lines | rejection          | 2025-07-01 | is emptied
    jobs           | job_step           | 2025-08-05 | goes
    sessions       | user_session       | 2024-07-31 | goes
    answers        | idempotent_request | 2024-07-31 | goes
""")
def test_each_kind_is_kept_for_its_time(
    sqlite_database: Database, kind: str, table: str, kept_until: str, then: str
) -> None:
    last, gone = date.fromisoformat(kept_until), then == "goes"
    with sqlite_database.transaction() as session:
        fill(session)
        _sign_in(session)
        if kind == "prospects":
            decision = Base.metadata.tables["credit_decision"]
            session.execute(update(decision).values(customer_id=None, subject="Prospect"))
    with sqlite_database.transaction() as session:
        assert _rows(purge(session, POLICY, on=last), kind) == 0
    with sqlite_database.transaction() as session:
        assert _rows(overdue(session, POLICY, on=last + timedelta(days=1)), kind) == 1
        assert _rows(purge(session, POLICY, on=last + timedelta(days=1)), kind) == 1
    with sqlite_database.transaction() as session:
        found = session.execute(select(Base.metadata.tables[table])).all()
        assert (not found) == gone
        assert _rows(purge(session, POLICY, on=last + timedelta(days=1)), kind) == 0


def test_books_and_the_trail_are_never_dropped(database: Database) -> None:
    """On both databases, in a far year, twice."""
    with database.transaction() as session:
        fill(session)
    for _ in range(2):
        with database.transaction() as session:
            purge(session, POLICY, on=date(2060, 1, 1))
    with database.read() as session:
        for name in ("invoice", "payment", "customer", "relation_act", "reminder", "stored_paper"):
            assert session.execute(select(Base.metadata.tables[name])).all(), name
    assert {one.table for one in RULES}.isdisjoint({"audit_entry", "invoice", "payment", "allocation"})


@pytest.mark.parametrize("name", [one.name for one in fields(RetentionPolicy) if one.name != "version"])
def test_nothing_is_dropped_at_once(name: str) -> None:
    text = shipped("retention").splitlines()
    wrong = [f"{name} = 0" if line.startswith(name) else line for line in text]
    with pytest.raises(PolicyRefused, match=name):
        policy_from("\n".join(wrong), RetentionPolicy, name="retention.toml")


def _rows(told: list[Dropped], kind: str) -> int:
    return next(one.rows for one in told if one.name == kind)


def _sign_in(session: WriteSession) -> None:
    at = datetime(2024, 7, 1, tzinfo=UTC)
    user = Base.metadata.tables["app_user"]
    row = {
        **{"company_id": 1, "id": 1, "name": "Ana", "email": "a@example.com", "roles": [], "owner": ""},
        **{"language": "", "password": "", "wrong": 0, "created_at": at},
    }
    session.execute(user.insert(), [row])
    told = {"company_id": 1, "token": "t", "user_id": 1, "created_at": at, "seen_at": at}
    session.execute(Base.metadata.tables["user_session"].insert(), [told])
