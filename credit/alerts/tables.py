"""Alerts as they lie in the database: what was told and what people did with it is only ever added."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class _OfCompany:
    company_id: Mapped[int] = _key(-3)


class AlertRun(_OfCompany, Base):
    """A day's run: up to where it read, under which policy, and what it came to."""

    __tablename__ = "alert_run"
    id: Mapped[int] = _key(-2)
    on: Mapped[date] = mapped_column("run_on", Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    policy: Mapped[str]
    import_id: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    gathered: Mapped[int]
    judged: Mapped[int]
    fired: Mapped[int]
    __table_args__ = (ForeignKeyConstraint(["company_id"], ["company.id"]),)


class Alert(_OfCompany, Base):
    """An alert as it was told, with the figures behind it."""

    __tablename__ = "alert"
    id: Mapped[int] = _key(-2)
    run_id: Mapped[int] = mapped_column(BigInteger)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    threshold: Mapped[int | None]
    action: Mapped[str]
    fired_on: Mapped[date] = mapped_column(Date)
    policy: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
        ForeignKeyConstraint(["company_id", "run_id"], ["alert_run.company_id", "alert_run.id"]),
    )


class AlertAct(_OfCompany, Base):
    """What became of an alert: acknowledged, snoozed, assigned by a person; over, by a run."""

    __tablename__ = "alert_act"
    id: Mapped[int] = _key(-2)
    alert_id: Mapped[int] = mapped_column(BigInteger)
    act: Mapped[str]
    acted_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    until_on: Mapped[date | None] = mapped_column(Date)
    person: Mapped[str]
    note: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "alert_id"),
        ForeignKeyConstraint(["company_id", "alert_id"], ["alert.company_id", "alert.id"]),
    )


class AlertSignal(_OfCompany, Base):
    """What was gathered last of a customer in one currency, and what is told of it and not over.

    No fact but a memory of runs, each value replaced by the next run that changes it.
    """

    __tablename__ = "alert_signal"
    customer_id: Mapped[int] = _key(-2)
    currency: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    import_id: Mapped[int] = mapped_column(BigInteger)
    known: Mapped[list[Any]] = mapped_column(JSON)
    memory: Mapped[dict[str, Any]] = mapped_column(JSON)
    history: Mapped[list[Any]] = mapped_column(JSON)  # what `known` is made of, read when it changes
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )
