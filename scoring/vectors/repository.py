"""Reads scores back with the features they were told from."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select

from ledger.imports.repository import COMPANY
from scoring.kept import KeptScore, ShadowKept, Whole
from scoring.repository import KEPT
from scoring.tables import ShadowScore, StoredScore
from store.base import Base, table_of
from store.session import ReadSession, WriteSession

_AT_A_TIME = 1_000
_SHADOW = tuple(ShadowKept.__dataclass_fields__)


class WholeScores:
    """Scores of an evening, or the last ones up to it, with all that is needed to tell why."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def last(self, code: str, *, until: date) -> Whole | None:
        """The last one given of the customer with a code, up to an evening."""
        row = self._session.connection().execute(_last(), {"code": code, "until": until}).first()
        return None if row is None else _whole(row)

    def page(
        self, *, until: date, after: int, most: int, customers: Sequence[int] | None = None
    ) -> list[Whole]:
        """The same of each customer with a number above `after`, or of those in `customers`, by number."""
        own = [StoredScore.company_id == COMPANY, StoredScore.as_of <= until, StoredScore.customer_id > after]
        if customers is not None:
            own.append(StoredScore.customer_id.in_(list(customers)))
        last = (
            select(StoredScore.customer_id, func.max(StoredScore.as_of).label("as_of"))
            .where(*own)
            .group_by(StoredScore.customer_id)
            .order_by(StoredScore.customer_id)
            .limit(most)
            .subquery()
        )
        mine = (StoredScore.customer_id == last.c.customer_id, StoredScore.as_of == last.c.as_of)
        return list(self._read(_rows().where(*mine).order_by(StoredScore.customer_id)))

    def every(self, as_of: date | None) -> Iterator[Whole]:
        """Those given for exactly this evening, or for any, by evening and customer, a part at a time."""
        rows = _rows() if as_of is None else _rows().where(StoredScore.as_of == as_of)
        return self._read(rows.order_by(StoredScore.as_of, StoredScore.customer_id))

    def _read(self, rows: Select[Any]) -> Iterator[Whole]:
        for row in self._session.execute(rows.execution_options(yield_per=_AT_A_TIME)):
            yield _whole(row)


class ShadowScores:
    """What challengers said beside the champion."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def last_evening(self, model: str, *, until: date) -> date | None:
        """The last one up to a day on which a challenger was asked."""
        mine = (ShadowScore.company_id == COMPANY, ShadowScore.model == model, ShadowScore.as_of <= until)
        return self._session.scalar(select(func.max(ShadowScore.as_of)).where(*mine))

    def last_model(self, *, until: date) -> str | None:
        """The challenger that was asked last."""
        mine = (ShadowScore.company_id == COMPANY, ShadowScore.as_of <= until)
        rows = select(ShadowScore.model).where(*mine).order_by(ShadowScore.as_of.desc()).limit(1)
        return self._session.scalar(rows)

    def on(self, as_of: date, model: str) -> list[ShadowKept]:
        mine = (ShadowScore.company_id == COMPANY, ShadowScore.as_of == as_of, ShadowScore.model == model)
        rows = select(*(getattr(ShadowScore, name) for name in _SHADOW)).where(*mine)
        return [ShadowKept(*row) for row in self._session.execute(rows.order_by(ShadowScore.customer_id))]


def keep_shadows(session: WriteSession, shadows: Sequence[ShadowKept], *, as_of: date, model: str) -> None:
    """Write down what a challenger said of an evening; what it had said of it before is replaced."""
    mine = (ShadowScore.company_id == COMPANY, ShadowScore.as_of == as_of, ShadowScore.model == model)
    session.execute(delete(ShadowScore).where(*mine))
    for start in range(0, len(shadows), _AT_A_TIME):
        part = shadows[start : start + _AT_A_TIME]
        session.execute(insert(ShadowScore), [{"company_id": COMPANY, **asdict(one)} for one in part])


def _whole(row: Row[Any]) -> Whole:
    code, features, *kept = tuple(row)
    return Whole(code, KeptScore(*kept), features)


@lru_cache(maxsize=1)
def _last() -> Select[Any]:
    """Built once: to build it takes as long as to ask it."""
    stored = StoredScore.__mapper__.columns
    mine = (
        Base.metadata.tables["customer"].c.code == bindparam("code"),
        stored["as_of"] <= bindparam("until"),
    )
    return _rows().where(*mine).order_by(stored["as_of"].desc()).limit(1)


def _rows() -> Select[Any]:
    """Of the tables themselves: the object mapper takes longer than the database."""
    customer, stored = Base.metadata.tables["customer"].c, StoredScore.__mapper__.columns
    theirs = (customer.company_id == stored["company_id"]) & (customer.id == stored["customer_id"])
    kept = (stored[name].label(name) for name in KEPT)
    return (
        select(customer.code, stored["features"].label("features"), *kept)
        .select_from(table_of(StoredScore))
        .join(customer.code.table, theirs)
        .where(stored["company_id"] == COMPANY)
    )
