"""Requests that change something once, however often they are sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class IdempotentRequest(Base):
    __tablename__ = "idempotent_request"
    company_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(primary_key=True)  # who asked: keys of two programs never meet
    key: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]  # of what was asked
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
