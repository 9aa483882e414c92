"""Scores as they were given, by evening: what a decision read, what a grade was before, how it migrated."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKeyConstraint, Index
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
    siren: Mapped[str | None]
    own_weight: Mapped[float | None]
    late_model: Mapped[str | None]  # who said p_late_30
    # By name, null where nobody knows.
    features: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
        # A page of the last scores reads this, and no evening it does not show.
        Index(None, "company_id", "customer_id", "as_of"),
    )


class ShadowScore(Base):
    """What a challenger said beside the champion, of the same features; it decides nothing."""

    __tablename__ = "shadow_score"
    company_id: Mapped[int] = _key(-4)
    as_of: Mapped[date] = mapped_column(Date, primary_key=True, sort_order=-3)
    customer_id: Mapped[int] = _key(-2)
    model: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    tier: Mapped[int]
    pd_12m: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    pd_ttc: Mapped[float]
    grade: Mapped[str]
    override: Mapped[str]
    contributions: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )
