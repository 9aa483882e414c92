"""Users, their sessions and keys, and the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class _OfCompany:
    company_id: Mapped[int] = _key(-3)


class AppUser(_OfCompany, Base):
    """Somebody who signs in by name and password."""

    __tablename__ = "app_user"
    id: Mapped[int] = _key(-2)
    name: Mapped[str]
    email: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    owner: Mapped[str]
    language: Mapped[str]
    password: Mapped[str]
    wrong: Mapped[int]
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (UniqueConstraint("company_id", "email"),)


class UserSession(_OfCompany, Base):
    """A browser signed in: only the hash of its token is kept."""

    __tablename__ = "user_session"
    token: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    user_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (
        Index(None, "company_id", "user_id"),
        ForeignKeyConstraint(["company_id", "user_id"], ["app_user.company_id", "app_user.id"]),
    )


class SecondProof(_OfCompany, Base):
    """What a person's telephone reckons its codes from, and the hashes of words kept on paper."""

    __tablename__ = "second_proof"
    user_id: Mapped[int] = _key(-2)
    secret: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_step: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[list[str]] = mapped_column(JSON)
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "user_id"], ["app_user.company_id", "app_user.id"]),
    )


class WaitingSession(_OfCompany, Base):
    """A browser whose password was right, and whose second proof is still to come."""

    __tablename__ = "waiting_session"
    token: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    user_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "user_id"], ["app_user.company_id", "app_user.id"]),
    )


class ApiKey(_OfCompany, Base):
    """A program's key: only its hash is kept."""

    __tablename__ = "api_key"
    id: Mapped[int] = _key(-2)
    name: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    owner: Mapped[str]
    hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    __table_args__ = (UniqueConstraint("company_id", "hash"),)


class AuditEntry(_OfCompany, Base):
    """What was done; nothing here is ever changed."""

    __tablename__ = "audit_entry"
    number: Mapped[int] = _key(-2)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str]
    door: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    before: Mapped[str]
    hash: Mapped[str]
