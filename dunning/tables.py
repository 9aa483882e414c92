"""What dunning decided, as it lies in the database: nothing is ever changed, only added.

The state of an action is the fold of its events. Levels passed are facts of the ledger, in `reminder`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class _OfCompany:
    company_id: Mapped[int] = _key(-3)


class DunningRun(_OfCompany, Base):
    """A day's run: by which engine and policy, and what it came to."""

    __tablename__ = "dunning_run"
    id: Mapped[int] = _key(-2)
    on: Mapped[date] = mapped_column("run_on", Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    engine: Mapped[str]
    policy: Mapped[str]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (ForeignKeyConstraint(["company_id"], ["company.id"]),)


class DunningAction(_OfCompany, Base):
    """A step decided for a customer, with all that the decision says; `print` tells it from another one."""

    __tablename__ = "dunning_action"
    id: Mapped[int] = _key(-2)
    run_id: Mapped[int] = mapped_column(BigInteger)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    decided_on: Mapped[date] = mapped_column(Date)
    level: Mapped[int]
    way: Mapped[str]
    scenario: Mapped[str]
    policy: Mapped[str]
    approval: Mapped[bool]
    deadline_on: Mapped[date | None] = mapped_column(Date)
    print: Mapped[str]
    decision: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
        ForeignKeyConstraint(["company_id", "run_id"], ["dunning_run.company_id", "dunning_run.id"]),
    )


class DunningItem(_OfCompany, Base):
    """A level of an item taken by an action; another takes the next `attempt` once the first is void.

    The primary key makes two actions on one level of one item impossible, whoever decides them.
    """

    __tablename__ = "dunning_item"
    item: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=0)
    action_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (
        Index(None, "company_id", "action_id"),
        ForeignKeyConstraint(["company_id", "action_id"], ["dunning_action.company_id", "dunning_action.id"]),
    )


class DunningEvent(_OfCompany, Base):
    """What became of an action, in the order of `place`."""

    __tablename__ = "dunning_event"
    action_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=-2)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)
    what: Mapped[str]
    on: Mapped[date] = mapped_column("happened_on", Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    told: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "action_id"], ["dunning_action.company_id", "dunning_action.id"]),
    )


class DunningExemption(_OfCompany, Base):
    """A scenario somebody chose for a customer or one of its invoices; a blank one ends that choice."""

    __tablename__ = "dunning_exemption"
    id: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)  # 0 for all of the customer's
    scenario: Mapped[str]
    until_on: Mapped[date | None] = mapped_column(Date)
    from_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    why: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningContact(_OfCompany, Base):
    """What came of a contact with a customer; a row that `undoes` another takes it back."""

    __tablename__ = "dunning_contact"
    id: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str]
    on: Mapped[date] = mapped_column("happened_on", Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    note: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(BigInteger)
    undoes: Mapped[int | None] = mapped_column(BigInteger)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningCollector(_OfCompany, Base):
    """A customer handed over to a collector; the last row counts, a blank one goes back to the policy."""

    __tablename__ = "dunning_collector"
    id: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    collector: Mapped[str]
    from_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    why: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningPenalty(_OfCompany, Base):
    """Interest and indemnity of an item that were paid or waived; claims themselves lie with the actions."""

    __tablename__ = "dunning_penalty"
    id: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    what: Mapped[str]
    item: Mapped[str]
    invoice: Mapped[str]
    currency: Mapped[str]
    on: Mapped[date] = mapped_column("happened_on", Date)
    interest_cents: Mapped[int] = mapped_column(BigInteger)
    indemnity_cents: Mapped[int] = mapped_column(BigInteger)
    payment_id: Mapped[int] = mapped_column(BigInteger)  # 0 for none
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    why: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningPenaltyLetter(_OfCompany, Base):
    """What a letter on invoices paid late claims of one of them; `place` counts these within the company.

    `after` is the last action decided before it: later ones tell later days.
    """

    __tablename__ = "dunning_penalty_letter"
    place: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    after: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str]
    item: Mapped[str]
    invoice: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    currency: Mapped[str]
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    interest_cents: Mapped[int] = mapped_column(BigInteger)
    indemnity_cents: Mapped[int] = mapped_column(BigInteger)
    on: Mapped[date] = mapped_column("sent_on", Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningTrial(_OfCompany, Base):
    """A level of an item that chance sent at once or held back: the evidence of what reminders do.

    `propensity` is the probability with which what happened to it was going to happen.
    """

    __tablename__ = "dunning_trial"
    item: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str]
    stage: Mapped[str]
    held: Mapped[bool]
    days: Mapped[int]
    propensity: Mapped[float]
    drawn_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    policy: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class DunningEngine(_OfCompany, Base):
    """Which engine owns the reminders of the company; the last row counts."""

    __tablename__ = "dunning_engine"
    id: Mapped[int] = _key(-2)
    engine: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    why: Mapped[str]
    __table_args__ = (ForeignKeyConstraint(["company_id"], ["company.id"]),)
