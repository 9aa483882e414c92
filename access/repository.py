"""Users, sessions, keys and the audit trail in the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

from access.audit import GENESIS, Done, Entry, chained
from access.person import Person, roles_from
from access.rights import Right, Role
from access.tables import ApiKey, AppUser, AuditEntry, UserSession
from store.base import table_of
from store.engine import is_sqlite
from store.session import ReadSession, WriteSession

COMPANY = 1  # the only one until groups of companies are served
_CHAIN_LOCK = 0x656E636F  # one number for whoever writes the trail
_PIECE = 5_000


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in, unless `left_at` or `locked_until` says otherwise."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    owner: str
    language: str
    password: str = field(repr=False)
    wrong: int
    locked_until: datetime | None
    left_at: datetime | None
    created_at: datetime

    def person(self) -> Person:
        return Person(self.name, self.roles, self.owner, self.language, user_id=self.id)


@dataclass(frozen=True, slots=True)
class Key:
    """A program's key; what opens the door is nowhere but with whoever holds it."""

    id: int
    name: str
    role: Role
    scopes: frozenset[Right] | None
    owner: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def stands(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    def person(self) -> Person:
        return Person(self.name, frozenset({self.role}), self.owner, key_id=self.id, scopes=self.scopes)


class AccessReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def users(self) -> list[User]:
        rows = self._reading.scalars(
            select(AppUser).where(AppUser.company_id == COMPANY).order_by(AppUser.name, AppUser.id)
        )
        return [_user(row) for row in rows]

    def user_by_email(self, email: str) -> User | None:
        row = self._reading.scalar(
            select(AppUser).where(AppUser.company_id == COMPANY, AppUser.email == email)
        )
        return None if row is None else _user(row)

    def user(self, number: int) -> User | None:
        row = self._reading.get(AppUser, (COMPANY, number))
        return None if row is None else _user(row)

    def session(self, token: str) -> tuple[User, datetime, datetime] | None:
        """Whose session it is, since when, and when it was last used."""
        found = self._reading.execute(
            select(AppUser, UserSession.created_at, UserSession.seen_at)
            .join(
                UserSession,
                (UserSession.user_id == AppUser.id) & (UserSession.company_id == AppUser.company_id),
            )
            .where(UserSession.company_id == COMPANY, UserSession.token == token)
        ).one_or_none()
        return None if found is None else (_user(found[0]), utc(found[1]), utc(found[2]))

    def keys(self) -> list[Key]:
        rows = self._reading.scalars(
            select(ApiKey).where(ApiKey.company_id == COMPANY).order_by(ApiKey.name, ApiKey.id)
        )
        return [_key(row) for row in rows]

    def key(self, hashed: str) -> Key | None:
        row = self._reading.scalar(select(ApiKey).where(ApiKey.company_id == COMPANY, ApiKey.hash == hashed))
        return None if row is None else _key(row)

    def trail(self, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Entries in the order they were written."""
        left = limit
        while True:
            piece = _PIECE if left is None else min(left, _PIECE)
            rows = self._reading.scalars(
                select(AuditEntry)
                .where(AuditEntry.company_id == COMPANY, AuditEntry.number > after)
                .order_by(AuditEntry.number)
                .limit(piece)
            ).all()
            yield from (_entry(row) for row in rows)
            left = None if left is None else left - len(rows)
            if len(rows) < piece or left == 0:
                return
            after = rows[-1].number

    def last_entries(self, *, before: int | None, limit: int, actor: str = "", act: str = "") -> list[Entry]:
        """The latest first."""
        wanted = select(AuditEntry).where(AuditEntry.company_id == COMPANY)
        if before is not None:
            wanted = wanted.where(AuditEntry.number < before)
        if actor:
            wanted = wanted.where(AuditEntry.actor == actor)
        if act:
            wanted = wanted.where(AuditEntry.act.startswith(act, autoescape=True))
        rows = self._reading.scalars(wanted.order_by(AuditEntry.number.desc()).limit(limit))
        return [_entry(row) for row in rows]


class AccessRepository(AccessReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def add_user(self, user: dict[str, Any]) -> int:
        number = self._next(AppUser.id, AppUser)
        self._session.execute(insert(AppUser), [{"company_id": COMPANY, "id": number, **user}])
        return number

    def change_user(self, number: int, **values: Any) -> None:
        self._session.execute(
            update(AppUser).where(AppUser.company_id == COMPANY, AppUser.id == number).values(**values)
        )

    def count_wrong(self, number: int) -> int:
        """One more wrong password, counted by the database: two at once are two."""
        self._session.execute(
            update(AppUser)
            .where(AppUser.company_id == COMPANY, AppUser.id == number)
            .values(wrong=AppUser.wrong + 1)
        )
        return int(
            self._session.scalar(
                select(AppUser.wrong).where(AppUser.company_id == COMPANY, AppUser.id == number)
            )
            or 0
        )

    def open_session(self, token: str, user: int, at: datetime) -> None:
        row = {"company_id": COMPANY, "token": token, "user_id": user, "created_at": at, "seen_at": at}
        self._session.execute(insert(UserSession), [row])

    def see_session(self, token: str, at: datetime) -> None:
        self._session.execute(
            update(UserSession)
            .where(UserSession.company_id == COMPANY, UserSession.token == token)
            .values(seen_at=at)
        )

    def close_session(self, token: str) -> None:
        self._session.execute(
            delete(UserSession).where(UserSession.company_id == COMPANY, UserSession.token == token)
        )

    def close_sessions_of(self, user: int) -> None:
        self._session.execute(
            delete(UserSession).where(UserSession.company_id == COMPANY, UserSession.user_id == user)
        )

    def close_sessions_before(self, day: datetime) -> None:
        self._session.execute(
            delete(UserSession).where(UserSession.company_id == COMPANY, UserSession.created_at < day)
        )

    def add_key(self, key: dict[str, Any]) -> int:
        number = self._next(ApiKey.id, ApiKey)
        self._session.execute(insert(ApiKey), [{"company_id": COMPANY, "id": number, **key}])
        return number

    def change_key(self, number: int, **values: Any) -> None:
        self._session.execute(
            update(ApiKey).where(ApiKey.company_id == COMPANY, ApiKey.id == number).values(**values)
        )

    def write_down(self, done: Done, *, at: datetime) -> Entry:
        """The next entry of the trail; whoever writes at the same time waits for this transaction's end."""
        if not is_sqlite(self._session.connection()):
            self._session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
        last = self._session.execute(
            select(AuditEntry.number, AuditEntry.hash)
            .where(AuditEntry.company_id == COMPANY)
            .order_by(AuditEntry.number.desc())
            .limit(1)
        ).one_or_none()
        number, before = (1, GENESIS) if last is None else (last[0] + 1, last[1])
        entry = chained(done, number=number, at=at, before=before)
        row = {
            "company_id": COMPANY,
            "number": number,
            "at": at,
            "actor": done.actor,
            "door": done.door,
            "act": done.act,
            "subject": done.subject,
            "detail": done.detail,
            "before": before,
            "hash": entry.hash,
        }
        self._session.execute(insert(table_of(AuditEntry)), [row])
        return entry

    def _next(self, column: Any, table: Any) -> int:
        last = self._session.scalar(select(func.max(column)).where(table.company_id == COMPANY))
        return (last or 0) + 1


def _user(row: AppUser) -> User:
    return User(
        id=row.id,
        name=row.name,
        email=row.email,
        roles=roles_from(row.roles),
        owner=row.owner,
        language=row.language,
        password=row.password,
        wrong=row.wrong,
        locked_until=_maybe(row.locked_until),
        left_at=_maybe(row.left_at),
        created_at=utc(row.created_at),
    )


def _key(row: ApiKey) -> Key:
    scopes = None if row.scopes is None else frozenset(Right(one) for one in row.scopes)
    return Key(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        scopes=scopes,
        owner=row.owner,
        created_at=utc(row.created_at),
        expires_at=utc(row.expires_at),
        revoked_at=_maybe(row.revoked_at),
    )


def _entry(row: AuditEntry) -> Entry:
    done = Done(row.actor, row.door, row.act, row.subject, row.detail)
    return Entry(row.number, utc(row.at), done, row.before, row.hash)


def _maybe(at: datetime | None) -> datetime | None:
    return None if at is None else utc(at)


def utc(at: datetime) -> datetime:
    """SQLite forgets the zone: all instants are written in UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
