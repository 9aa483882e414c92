"""Scores as they were given, by evening: what a decision read, what a grade was before, how it migrated."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _key(place: int) -> Mapped[Any]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class StoredScore(Base):
    """The score of one customer on one evening; the last one given for it stands."""

    __tablename__ = "stored_score"
    company_id: Mapped[int] = _key(-3)
    as_of: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-2)
    customer_id: Mapped[int] = _key(-1)
    model: Mapped[str]
    source: Mapped[str]
    tier: Mapped[int]
    pd_12m: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    pd_ttc: Mapped[float]
    grade: Mapped[str]
    override: Mapped[str]
    natural_person: Mapped[bool | None]
    p_late_30: Mapped[float | None]  # of its next usual invoice
    days_to_cash: Mapped[float | None]  # from issue to cash, expected, of its next usual invoice
    contributions: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )
