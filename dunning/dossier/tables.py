"""Papers in the database: nothing is ever changed, only added; one that was wrong is withdrawn by a row."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class StoredPaper(Base):
    __tablename__ = "stored_paper"
    company_id: Mapped[int] = _key(-3)
    id: Mapped[int] = _key(-2)
    customer_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)  # 0 where it is about the customer as a whole
    kind: Mapped[str]
    name: Mapped[str]  # what the file was called: shown, never used as a path
    media_type: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    happened_on: Mapped[date] = mapped_column(Date)
    known_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    note: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        ForeignKeyConstraint(["company_id", "customer_id"], ["customer.company_id", "customer.id"]),
    )


class PaperWithdrawal(Base):
    """A paper attached by mistake no longer counts from a day on; it stays where it is."""

    __tablename__ = "paper_withdrawal"
    company_id: Mapped[int] = _key(-3)
    paper_id: Mapped[int] = _key(-2)
    known_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    why: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "paper_id"], ["stored_paper.company_id", "stored_paper.id"]),
    )
