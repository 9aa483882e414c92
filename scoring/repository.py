"""Writes scores down as they are given, and reads them back by evening."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select

from ledger.imports.repository import COMPANY
from scoring.kept import KeptScore
from scoring.tables import StoredScore
from scoring.vector import Vector
from store.session import ReadSession, WriteSession

_CHUNK = 5_000
Vectors = Mapping[int, Vector]
_NO_VECTORS: Vectors = {}
KEPT = tuple(KeptScore.__dataclass_fields__)


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
            select(*(getattr(StoredScore, name) for name in KEPT))
            .where(StoredScore.company_id == COMPANY, *among)  # type: ignore[arg-type]
            .order_by(StoredScore.as_of, StoredScore.customer_id)
        )
        return [KeptScore(*row) for row in self._session.execute(rows)]


def keep(
    session: WriteSession, scores: Iterable[KeptScore], *, as_of: date, vectors: Vectors = _NO_VECTORS
) -> int:
    """Write the scores of an evening down; what stood for the same customers that evening is replaced.

    `vectors` holds what they were told from, by customer.
    """
    every = list(scores)
    for start in range(0, len(every), _CHUNK):
        part = every[start : start + _CHUNK]
        session.execute(
            delete(StoredScore).where(
                StoredScore.company_id == COMPANY,
                StoredScore.as_of == as_of,
                StoredScore.customer_id.in_([one.customer_id for one in part]),
            )
        )
        session.execute(insert(StoredScore), [_row(one, vectors.get(one.customer_id)) for one in part])
    return len(every)


def _row(score: KeptScore, vector: Vector | None) -> dict[str, Any]:
    told = None if vector is None else vector.told()
    return {"company_id": COMPANY, **asdict(score), "features": told}
