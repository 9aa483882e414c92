"""Reads customers by code, a page at a time."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import FromClause, and_, func, or_, select

from ledger.finding.words import like_pattern
from ledger.imports.repository import COMPANY
from store.base import Base
from store.session import ReadSession


class Found(NamedTuple):
    """A customer by its identifier, its code, and its name as it was known."""

    id: int
    code: str
    name: str


class FindingRepository:
    def __init__(self, session: ReadSession, *, as_of: date) -> None:
        self._session, self._as_of = session, as_of

    def like(self, text: str, *, after: str) -> Iterator[Found]:
        """Those whose code or name may hold a text, by code, from the one after a code."""
        base, later = _table("customer").c, self._last_names().c
        name = func.coalesce(later.name, base.name, "")
        rows = (
            select(base.id, base.code, name)
            .outerjoin(later.customer_id.table, later.customer_id == base.id)
            .where(base.company_id == COMPANY, base.known_on <= self._as_of, base.code > after)
            .order_by(base.code)
        )
        if text:
            pattern = like_pattern(text)
            rows = rows.where(or_(base.code.ilike(pattern, escape="\\"), name.ilike(pattern, escape="\\")))
        yield from (Found(*row) for row in self._session.execute(rows))

    def with_siren(self, siren: str) -> set[int]:
        """Customers of whom a master ever told this number."""
        told = _table("customer_profile").c
        rows = select(told.customer_id).where(
            told.company_id == COMPANY,
            or_(told.siren == siren, told.siret.like(f"{siren}%"), told.vat.like(f"%{siren}")),
        )
        return {int(key) for key in self._session.scalars(rows)}

    def numbered(self, ids: Collection[int]) -> list[Found]:
        base, later = _table("customer").c, self._last_names().c
        rows = (
            select(base.id, base.code, func.coalesce(later.name, base.name, ""))
            .outerjoin(later.customer_id.table, later.customer_id == base.id)
            .where(base.company_id == COMPANY, base.known_on <= self._as_of, base.id.in_(sorted(ids)))
            .order_by(base.code)
        )
        return [Found(*row) for row in self._session.execute(rows)]

    def _last_names(self) -> Any:
        later = _table("customer_correction").c
        known = (later.company_id == COMPANY, later.known_on <= self._as_of)
        last = (
            select(later.customer_id, func.max(later.version).label("version"))
            .where(*known)
            .group_by(later.customer_id)
            .subquery()
        )
        its = and_(last.c.customer_id == later.customer_id, last.c.version == later.version)
        return select(later.customer_id, later.name).join(last, its).where(*known).subquery()


def _table(name: str) -> FromClause:
    return Base.metadata.tables[name]
