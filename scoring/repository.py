"""Writes scores down as they are given, and reads them back by evening."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import delete, func, insert, select

from ledger.imports.repository import COMPANY
from scoring.score import CustomerScore
from scoring.tables import StoredScore
from store.session import ReadSession, WriteSession

_CHUNK = 5_000
# After the label of a model that learnt from facts known later: what it says of a past proves nothing.
HINDSIGHT = " (hindsight)"


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A score as it was given; see scoring/score.py for what its figures mean."""

    customer_id: int
    as_of: date
    model: str
    source: str
    tier: int
    pd_12m: float
    low: float
    high: float
    pd_ttc: float
    grade: str
    override: str
    natural_person: bool | None
    p_late_30: float | None = None
    days_to_cash: float | None = None
    contributions: dict[str, float] = field(default_factory=dict)


def kept_of(scored: CustomerScore, customer_id: int) -> KeptScore:
    """What of a score is written down."""
    late = scored.next_payment
    return KeptScore(
        customer_id=customer_id,
        as_of=scored.as_of,
        model=f"{scored.model}{HINDSIGHT}" if scored.hindsight else scored.model,
        source=scored.source,
        tier=scored.tier,
        pd_12m=scored.pd_12m,
        low=scored.low,
        high=scored.high,
        pd_ttc=scored.pd_ttc,
        grade=scored.grade.value,
        override=scored.override,
        natural_person=scored.natural_person,
        p_late_30=None if late is None else late.p_late_30,
        days_to_cash=None if late is None else late.days_to_cash,
        contributions=dict(scored.contributions),
    )


_COLUMNS = tuple(KeptScore.__dataclass_fields__)


class ScoreRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def evenings(self, *, until: date) -> list[date]:
        """On which scores were given, the latest first, up to an evening."""
        rows = (
            select(StoredScore.as_of)
            .where(StoredScore.company_id == COMPANY, StoredScore.as_of <= until)
            .distinct()
            .order_by(StoredScore.as_of.desc())
        )
        return list(self._session.scalars(rows))

    def on(self, as_of: date) -> list[KeptScore]:
        """Those given for exactly this evening, by customer."""
        return self._where(StoredScore.as_of == as_of)

    def latest(self, *, until: date, customers: Sequence[int] | None = None) -> dict[int, KeptScore]:
        """The last one given of each customer up to an evening."""
        own = [StoredScore.company_id == COMPANY, StoredScore.as_of <= until]
        if customers is not None:
            own.append(StoredScore.customer_id.in_(list(customers)))
        last = (
            select(StoredScore.customer_id, func.max(StoredScore.as_of).label("as_of"))
            .where(*own)
            .group_by(StoredScore.customer_id)
            .subquery()
        )
        found = self._where(StoredScore.customer_id == last.c.customer_id, StoredScore.as_of == last.c.as_of)
        return {one.customer_id: one for one in found}

    def mark(self) -> tuple[tuple[object, ...], ...]:
        """What differs once any score was added or replaced: of each evening and grade, counts and sums."""
        one = StoredScore
        which = (one.as_of, one.model, one.grade, one.override)
        sums = (func.sum(one.customer_id), func.sum(one.pd_12m), func.sum(one.pd_12m * one.customer_id))
        rows = select(*which, func.count(), *sums).where(one.company_id == COMPANY)
        return tuple(tuple(row) for row in self._session.execute(rows.group_by(*which).order_by(*which)))

    def history(self, customer_id: int, *, until: date) -> list[KeptScore]:
        """Of one customer, the oldest first."""
        return self._where(StoredScore.customer_id == customer_id, StoredScore.as_of <= until)

    def _where(self, *among: object) -> list[KeptScore]:
        rows = (
            select(*(getattr(StoredScore, name) for name in _COLUMNS))
            .where(StoredScore.company_id == COMPANY, *among)  # type: ignore[arg-type]
            .order_by(StoredScore.as_of, StoredScore.customer_id)
        )
        return [KeptScore(*row) for row in self._session.execute(rows)]


def keep(session: WriteSession, scores: Iterable[KeptScore], *, as_of: date) -> int:
    """Write the scores of an evening down; what stood for the same customers that evening is replaced."""
    rows = [{"company_id": COMPANY, **asdict(one)} for one in scores]
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        session.execute(
            delete(StoredScore).where(
                StoredScore.company_id == COMPANY,
                StoredScore.as_of == as_of,
                StoredScore.customer_id.in_([row["customer_id"] for row in part]),
            )
        )
        session.execute(insert(StoredScore), part)
    return len(rows)
