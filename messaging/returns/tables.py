"""Mail that came back, as it lies in the database: nothing is ever changed, only added."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class ReturnedMail(Base):
    """One thing that one mail said; a mail about several recipients has several rows."""

    __tablename__ = "returned_mail"
    company_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    mail: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    came: Mapped[str]
    happened_on: Mapped[date] = mapped_column(Date)
    known_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    author: Mapped[str]
    key: Mapped[str]
    mark: Mapped[str]
    attempt: Mapped[int]
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    recipient: Mapped[str]
    status: Mapped[str]
    final: Mapped[bool]
    wrong: Mapped[bool]
    back_on: Mapped[date | None] = mapped_column(Date)
    suggested: Mapped[str]
    why: Mapped[str]
    __table_args__ = (
        Index(None, "company_id", "customer_id"),
        Index(None, "company_id", "key"),
    )
