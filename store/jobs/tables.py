"""Steps of jobs: who does each, since when, and what came of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class JobStep(Base):
    __tablename__ = "job_step"
    company_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    job: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column("job_day", Date, primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    worker: Mapped[str]
    tries: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    lease_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    told: Mapped[str]
