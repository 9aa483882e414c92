"""The outbox in the database: a message is written once, its state moves, its history only grows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _company() -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=-3)


def _key() -> Mapped[str]:
    return mapped_column(String, primary_key=True, sort_order=-2)


def _place() -> Mapped[int]:
    return mapped_column(Integer, primary_key=True, autoincrement=False, sort_order=-1)


def _of_message() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["company_id", "key"], ["outbox_message.company_id", "outbox_message.key"])


class OutboxMessage(Base):
    __tablename__ = "outbox_message"
    company_id: Mapped[int] = _company()
    key: Mapped[str] = _key()
    channel: Mapped[str]
    purpose: Mapped[str]
    sender: Mapped[str]
    recipients: Mapped[list[str]] = mapped_column(JSON)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str]
    attempt: Mapped[int]
    tries: Mapped[int]
    not_before: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    worker: Mapped[str]
    lease_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    told: Mapped[str]
    mark: Mapped[str]
    reply_to: Mapped[str] = mapped_column(String, server_default="")
    __table_args__ = (
        Index(None, "company_id", "state", "not_before"),
        Index(None, "company_id", "mark"),
        Index(None, "company_id", "customer_id"),
    )


class OutboxPace(Base):
    """From when on the next message of a channel may leave: one row for all workers."""

    __tablename__ = "outbox_pace"
    company_id: Mapped[int] = _company()
    channel: Mapped[str] = mapped_column(String, primary_key=True, sort_order=-2)
    free_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class OutboxAttachment(Base):
    __tablename__ = "outbox_attachment"
    company_id: Mapped[int] = _company()
    key: Mapped[str] = _key()
    place: Mapped[int] = _place()
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (_of_message(),)


class OutboxAttempt(Base):
    __tablename__ = "outbox_attempt"
    company_id: Mapped[int] = _company()
    key: Mapped[str] = _key()
    place: Mapped[int] = _place()
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    step: Mapped[str]
    state: Mapped[str]
    attempt: Mapped[int]
    by: Mapped[str]
    told: Mapped[str]
    __table_args__ = (_of_message(),)
