"""Who has a second proof, and browsers that still have to give it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from access.repository import COMPANY, AccessReader, User, utc
from access.tables import SecondProof, WaitingSession
from store.base import table_of
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Second:
    """`words` are hashes of those not used yet; it counts once `confirmed_at` is known."""

    user_id: int
    secret: str = field(repr=False)
    confirmed_at: datetime | None
    last_step: int
    words: tuple[str, ...] = field(repr=False)


class SecondReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def of(self, user: int) -> Second | None:
        """Its row is held until the transaction ends: two codes at once come one after the other."""
        row = self._reading.scalar(
            select(SecondProof)
            .where(SecondProof.company_id == COMPANY, SecondProof.user_id == user)
            .with_for_update()
        )
        return None if row is None else _second(row)

    def confirmed(self) -> frozenset[int]:
        rows = self._reading.scalars(
            select(SecondProof.user_id).where(
                SecondProof.company_id == COMPANY, SecondProof.confirmed_at.is_not(None)
            )
        )
        return frozenset(rows)

    def waiting(self, token: str) -> tuple[User, datetime] | None:
        """Whose password was right, and when."""
        row = self._reading.get(WaitingSession, (COMPANY, token))
        user = None if row is None else AccessReader(self._reading).user(row.user_id)
        return None if row is None or user is None else (user, utc(row.created_at))


class SecondRepository(SecondReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def begin(self, user: int, secret: str) -> None:
        self.end(user)
        row = {"company_id": COMPANY, "user_id": user, "secret": secret, "last_step": 0, "words": []}
        self._session.execute(insert(table_of(SecondProof)), [{**row, "confirmed_at": None}])

    def change(self, user: int, **values: Any) -> None:
        mine = (SecondProof.company_id == COMPANY, SecondProof.user_id == user)
        self._session.execute(update(SecondProof).where(*mine).values(**values))

    def end(self, user: int) -> None:
        mine = (SecondProof.company_id == COMPANY, SecondProof.user_id == user)
        self._session.execute(delete(SecondProof).where(*mine))

    def wait(self, token: str, user: int, at: datetime) -> None:
        row = {"company_id": COMPANY, "token": token, "user_id": user, "created_at": at}
        self._session.execute(insert(WaitingSession), [row])

    def forget(self, tokens: Sequence[str] = (), *, before: datetime | None = None) -> None:
        """These, and all that began before an instant."""
        mine = WaitingSession.company_id == COMPANY
        self._session.execute(delete(WaitingSession).where(mine, WaitingSession.token.in_(tokens)))
        if before is not None:
            self._session.execute(delete(WaitingSession).where(mine, WaitingSession.created_at < before))


def _second(row: SecondProof) -> Second:
    at = None if row.confirmed_at is None else utc(row.confirmed_at)
    return Second(row.user_id, row.secret, at, row.last_step, tuple(row.words))
