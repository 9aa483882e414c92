"""Facts about mail that came back: only ever added."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import ColumnElement, insert, select

from messaging.repository import COMPANY, utc
from messaging.returns.fact import Came, ReturnFact
from messaging.returns.tables import ReturnedMail
from store.session import ReadSession, WriteSession

_FEW = 500  # beyond, all are read: databases limit how many values one may be given
_NAMES = tuple(one.name for one in fields(ReturnFact))
_IN_ORDER = (ReturnedMail.recorded_at, ReturnedMail.mail, ReturnedMail.place)


class ReturnReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def knows(self, mail: str) -> bool:
        return self._reading.get(ReturnedMail, (COMPANY, mail, 1)) is not None

    def about(self, key: str) -> list[ReturnFact]:
        """What came back of one message, in the order it was told."""
        return self._facts([ReturnedMail.key == key])

    def of_customers(self, customers: Collection[int] | None, *, until: date) -> list[ReturnFact]:
        """What was known by an evening of some customers, or of all, in the order it was told."""
        among = [ReturnedMail.customer_id.is_not(None), ReturnedMail.known_on <= until]
        if customers is not None and len(customers) <= _FEW:
            among.append(ReturnedMail.customer_id.in_(sorted(customers)))
        return self._facts(among)

    def last(self, limit: int) -> list[ReturnFact]:
        """The latest first, those that were not understood included."""
        rows = self._reading.scalars(
            select(ReturnedMail)
            .where(ReturnedMail.company_id == COMPANY)
            .order_by(*(one.desc() for one in _IN_ORDER))
            .limit(limit)
        )
        return [_fact(row) for row in rows]

    def _facts(self, among: Sequence[ColumnElement[bool]]) -> list[ReturnFact]:
        rows = select(ReturnedMail).where(ReturnedMail.company_id == COMPANY, *among).order_by(*_IN_ORDER)
        return [_fact(row) for row in self._reading.scalars(rows)]


class ReturnRepository(ReturnReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def add(self, facts: Sequence[ReturnFact]) -> None:
        rows = [{"company_id": COMPANY, **asdict(one), "came": one.came.value} for one in facts]
        self._session.execute(insert(ReturnedMail), rows)


def _fact(row: ReturnedMail) -> ReturnFact:
    told = {name: getattr(row, name) for name in _NAMES}
    return ReturnFact(**{**told, "came": Came(row.came), "recorded_at": utc(row.recorded_at)})
