"""The facts as they lie in the database: rows are added, never changed, never removed.

A base row is version 0 of a fact; each correction holds the full new values under the next version. When a
row was written is told by its import. A correction that voids a payment or undoes an allocation has the
amount 0.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _refers(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["company_id", column], [f"{table}.company_id", f"{table}.id"])


class Company(Base):
    """Whose ledger it is. One row until a group of companies is served."""

    __tablename__ = "company"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str | None]


# Keys come first and in this order, so that their index also serves to find all versions of one fact.
_COMPANY, _FACT, _VERSION = -3, -2, -1


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class _OfCompany:
    company_id: Mapped[int] = _key(_COMPANY)


class Numbered(_OfCompany):
    id: Mapped[int] = _key(_FACT)


class _Recorded:
    known_on: Mapped[date] = mapped_column(Date)
    import_id: Mapped[int] = mapped_column(BigInteger)


class _FromSource:
    source: Mapped[str]
    source_id: Mapped[str]


class _Version(_OfCompany):
    version: Mapped[int] = _key(_VERSION)


class ImportRun(Numbered, Base):
    __tablename__ = "import_run"
    content: Mapped[str]  # the kind of file, or `act` for what a person did
    source: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    imported_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    horizon: Mapped[date | None] = mapped_column(Date)  # up to which day this file tells what happened
    read: Mapped[int]
    accepted: Mapped[int]
    unchanged: Mapped[int]
    rejected: Mapped[int]
    corrected: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(server_default="")  # who brought the file or did the act
    __table_args__ = (ForeignKeyConstraint(["company_id"], ["company.id"]),)


class _Remark(_OfCompany):
    import_id: Mapped[int] = _key(_FACT)
    position: Mapped[int] = _key(_VERSION)
    line: Mapped[int]
    why: Mapped[str]


class RejectedLine(_Remark, Base):
    __tablename__ = "rejection"
    raw: Mapped[str]
    __table_args__ = (_refers("import_id", "import_run"),)


class DoubtfulLine(_Remark, Base):
    __tablename__ = "warning"
    __table_args__ = (_refers("import_id", "import_run"),)


class Customer(Numbered, _Recorded, Base):
    __tablename__ = "customer"
    code: Mapped[str]
    name: Mapped[str | None]
    __table_args__ = (UniqueConstraint("company_id", "code"), _refers("import_id", "import_run"))


class CustomerCorrection(_Version, _Recorded, Base):
    __tablename__ = "customer_correction"
    customer_id: Mapped[int] = _key(_FACT)
    name: Mapped[str | None]
    __table_args__ = (_refers("customer_id", "customer"), _refers("import_id", "import_run"))


class _InvoiceValues:
    customer_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    issued_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    due_on_source: Mapped[str] = mapped_column(server_default="provided")  # provided, terms or default


class Invoice(Numbered, _FromSource, _InvoiceValues, _Recorded, Base):
    __tablename__ = "invoice"
    number: Mapped[str | None]
    account_class: Mapped[str] = mapped_column(server_default="411")  # 411, 413, 416 or 4191
    opening: Mapped[bool] = mapped_column(server_default=false())  # the day it was issued is not known
    __table_args__ = (
        UniqueConstraint("company_id", "source", "source_id"),
        Index(None, "company_id", "customer_id"),
        Index(None, "company_id", "number"),
        _refers("customer_id", "customer"),
        _refers("import_id", "import_run"),
    )


class InvoiceCorrection(_Version, _InvoiceValues, _Recorded, Base):
    __tablename__ = "invoice_correction"
    invoice_id: Mapped[int] = _key(_FACT)
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        _refers("invoice_id", "invoice"),
        _refers("customer_id", "customer"),
        _refers("import_id", "import_run"),
    )


class _PaymentValues:
    customer_id: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date] = mapped_column(Date)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]


class Payment(Numbered, _FromSource, _PaymentValues, _Recorded, Base):
    __tablename__ = "payment"
    method: Mapped[str | None]
    kind: Mapped[str] = mapped_column(server_default="payment")
    account_class: Mapped[str] = mapped_column(server_default="411")
    reference: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("company_id", "source", "source_id"),
        Index(None, "company_id", "customer_id"),
        _refers("customer_id", "customer"),
        _refers("import_id", "import_run"),
    )


class PaymentCorrection(_Version, _PaymentValues, _Recorded, Base):
    __tablename__ = "payment_correction"
    payment_id: Mapped[int] = _key(_FACT)
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        _refers("payment_id", "payment"),
        _refers("customer_id", "customer"),
        _refers("import_id", "import_run"),
    )


class Allocation(Numbered, _FromSource, _Recorded, Base):
    """Which payment settles how much of which invoice."""

    __tablename__ = "allocation"
    payment_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    allocated_on: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(server_default="told")  # told, letter, reference, amount or fifo
    confidence: Mapped[int] = mapped_column(server_default="100")  # per cent
    __table_args__ = (
        UniqueConstraint("company_id", "source", "source_id"),
        Index(None, "company_id", "payment_id"),
        Index(None, "company_id", "invoice_id"),
        _refers("payment_id", "payment"),
        _refers("invoice_id", "invoice"),
        _refers("import_id", "import_run"),
    )


class AllocationCorrection(_Version, _Recorded, Base):
    __tablename__ = "allocation_correction"
    allocation_id: Mapped[int] = _key(_FACT)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (_refers("allocation_id", "allocation"), _refers("import_id", "import_run"))
