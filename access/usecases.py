"""Coming in, being somebody, and leaving a trail."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from access.audit import GENESIS, Break, Done, Entry, breaks
from access.errors import PasswordRefused, UnknownKey, UnknownUser, UserRefused
from access.gateway import Hasher, hash_of, new_key, new_token
from access.person import Person, SignedIn, roles_from
from access.policy import (
    KEY_LASTS,
    LOCKED_FOR,
    LONGEST_PASSWORD,
    PROOF_WITHIN,
    SEEN_AGAIN,
    SESSION_IDLES,
    SESSION_LASTS,
    SHORTEST_PASSWORD,
    WRONG_BEFORE_LOCK,
)
from access.repository import AccessReader, AccessRepository, Key, User
from access.rights import Right, Role
from access.second.repository import SecondRepository
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Seen:
    """Who a token belongs to; `stale` when its last use should be written down again."""

    person: Person
    stale: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the trail holds, the hash of the last, and where it breaks."""

    entries: int
    head: str
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody to be let in."""

    name: str
    email: str
    roles: frozenset[Role]
    owner: str = ""
    language: str = ""


def sign_in(
    session: WriteSession, hasher: Hasher, *, email: str, password: str, at: datetime
) -> SignedIn | None:
    """None for a wrong name or password, and for five wrong in a row: which one is not told.

    A refusal is written down too, so it is an answer and no exception.
    """
    access = AccessRepository(session)
    user = access.user_by_email(_folded(email))
    right = hasher.matches(user.password if user else "", password[:LONGEST_PASSWORD])
    if user is None or user.left_at is not None or _locked(user, at):
        return None
    if not right:
        if access.count_wrong(user.id) >= WRONG_BEFORE_LOCK:
            access.change_user(user.id, locked_until=at + LOCKED_FOR, wrong=0)
        return None
    access.close_sessions_before(at - SESSION_LASTS)
    token, seconds = new_token(), SecondRepository(session)
    if user.id in seconds.confirmed():
        # What was wrong before is not forgotten: else a right password would buy more guesses at the code.
        seconds.forget(before=at - PROOF_WITHIN)
        seconds.wait(hash_of(token), user.id, at)
        return SignedIn(token, user.person(), waits=True)
    access.change_user(user.id, wrong=0, locked_until=None)
    access.open_session(hash_of(token), user.id, at)
    return SignedIn(token, user.person())


def seen(session: ReadSession, token: str, *, at: datetime) -> Seen | None:
    """Who holds the token; None when it is unknown, or too old."""
    found = AccessReader(session).session(hash_of(token))
    if found is None:
        return None
    user, created_at, seen_at = found
    over = at >= created_at + SESSION_LASTS or at >= seen_at + SESSION_IDLES
    if over or user.left_at is not None:
        return None
    return Seen(user.person(), at >= seen_at + SEEN_AGAIN)


def see(session: WriteSession, token: str, *, at: datetime) -> None:
    AccessRepository(session).see_session(hash_of(token), at)


def sign_out(session: WriteSession, token: str) -> None:
    AccessRepository(session).close_session(hash_of(token))


def holder(session: ReadSession, key: str, *, at: datetime) -> Person | None:
    """Whose key it is; None when it is unknown, expired or revoked."""
    found = AccessReader(session).key(hash_of(key))
    return found.person() if found is not None and found.stands(at) else None


def add_user(session: WriteSession, hasher: Hasher, new: NewUser, password: str, *, at: datetime) -> User:
    """Raises UserRefused, PasswordRefused."""
    access = AccessRepository(session)
    email = _folded(new.email)
    if "@" not in email or not new.name.strip():
        raise UserRefused("A user has a name and a mail address, such as ana@example.com. Give both.")
    if access.user_by_email(email) is not None:
        raise UserRefused(f"{email} is a user already. Change that one, or give another address.")
    _check_roles(new.roles, new.owner)
    row = {
        "name": new.name.strip(),
        "email": email,
        "roles": sorted(new.roles),
        "owner": new.owner,
        "language": new.language,
        "password": hasher.hashed(_checked(password, new)),
        "wrong": 0,
        "locked_until": None,
        "left_at": None,
        "created_at": at,
    }
    return _user(access, access.add_user(row))


def change_user(
    session: WriteSession,
    email: str,
    *,
    roles: Collection[str] | None = None,
    owner: str | None = None,
    language: str | None = None,
) -> User:
    """Only what is given. A change of roles ends the sessions. Raises UnknownUser, UserRefused."""
    access = AccessRepository(session)
    user = named(session, email)
    changed = replace(
        user,
        roles=user.roles if roles is None else _roles(roles),
        owner=user.owner if owner is None else owner,
        language=user.language if language is None else language,
    )
    _check_roles(changed.roles, changed.owner)
    if Role.ADMINISTRATOR in user.roles - changed.roles:
        _leave_one(access, user)
    access.change_user(user.id, roles=sorted(changed.roles), owner=changed.owner, language=changed.language)
    if changed.roles != user.roles or changed.owner != user.owner:
        access.close_sessions_of(user.id)
    return changed


def set_password(session: WriteSession, hasher: Hasher, email: str, password: str) -> None:
    """Ends the user's sessions and its lock. Raises UnknownUser, PasswordRefused."""
    access = AccessRepository(session)
    user = named(session, email)
    checked = _checked(password, NewUser(user.name, user.email, user.roles))
    access.change_user(user.id, password=hasher.hashed(checked), wrong=0, locked_until=None)
    access.close_sessions_of(user.id)


def let_go(session: WriteSession, email: str, *, at: datetime) -> None:
    """Somebody who left signs in no more; what it did stays. Raises UnknownUser, UserRefused."""
    access = AccessRepository(session)
    user = named(session, email)
    if Role.ADMINISTRATOR in user.roles:
        _leave_one(access, user)
    access.change_user(user.id, left_at=at)
    access.close_sessions_of(user.id)


def users(session: ReadSession) -> list[User]:
    return AccessReader(session).users()


def named(session: ReadSession, email: str) -> User:
    """Raises UnknownUser."""
    found = AccessReader(session).user_by_email(_folded(email))
    if found is None:
        raise UnknownUser(f"Nobody signs in as {email}. `encours users list` tells who does.")
    return found


def make_key(
    session: WriteSession,
    name: str,
    *,
    role: Role,
    at: datetime,
    scopes: Collection[Right] | None = None,
    owner: str = "",
    lasts: timedelta = KEY_LASTS,
) -> str:
    """A new key, which is nowhere but in this answer. Raises UserRefused."""
    if not name.strip():
        raise UserRefused("A key is named after the program that holds it. Give its name.")
    if any(one.name == name and one.stands(at) for one in keys(session)):
        raise UserRefused(f"A key named {name} stands already. Rotate it, or choose another name.")
    key = new_key()
    row = {
        "name": name.strip(),
        "role": role,
        "scopes": None if scopes is None else sorted(scopes),
        "owner": owner,
        "hash": hash_of(key),
        "created_at": at,
        "expires_at": at + lasts,
        "revoked_at": None,
    }
    AccessRepository(session).add_key(row)
    return key


def rotate_key(session: WriteSession, name: str, *, at: datetime, overlap: timedelta) -> str:
    """A new key of the same rights; the old one opens for `overlap` more. Raises UnknownKey."""
    old = _standing_key(session, name, at)
    AccessRepository(session).change_key(
        old.id, expires_at=min(old.expires_at, at + overlap), name=f"{name} (old)"
    )
    lasts = old.expires_at - old.created_at
    return make_key(session, name, role=old.role, at=at, scopes=old.scopes, owner=old.owner, lasts=lasts)


def revoke_key(session: WriteSession, name: str, *, at: datetime) -> None:
    """Raises UnknownKey."""
    AccessRepository(session).change_key(_standing_key(session, name, at).id, revoked_at=at)


def keys(session: ReadSession) -> list[Key]:
    return AccessReader(session).keys()


def write_down(session: WriteSession, done: Done, *, at: datetime) -> Entry:
    """Add to the trail, in the transaction of what was done."""
    return AccessRepository(session).write_down(done, at=at)


def verify(session: ReadSession) -> Verified:
    """Follow the trail from its first entry."""
    entries = whole_trail(session)
    return Verified(len(entries), entries[-1].hash if entries else GENESIS, tuple(breaks(entries)))


def whole_trail(session: ReadSession) -> list[Entry]:
    """Every entry, the first first."""
    return list(AccessReader(session).trail())


def trail(
    session: ReadSession, *, before: int | None = None, limit: int = 100, actor: str = "", act: str = ""
) -> list[Entry]:
    """The latest entries first; of one actor, or of acts that begin so, when given."""
    return AccessReader(session).last_entries(before=before, limit=limit, actor=actor, act=act)


def _standing_key(session: ReadSession, name: str, at: datetime) -> Key:
    for one in keys(session):
        if one.name == name and one.stands(at):
            return one
    raise UnknownKey(f"No key named {name} stands. `encours keys list` tells which do.")


def _roles(names: Collection[str]) -> frozenset[Role]:
    try:
        return roles_from(names)
    except ValueError as error:
        raise UserRefused(str(error)) from error


def _check_roles(roles: frozenset[Role], owner: str) -> None:
    if not roles:
        raise UserRefused(f"A user needs a role: {', '.join(Role)}.")
    if Role.SALES in roles and not owner:
        raise UserRefused(
            "A person of sales sees the customers it looks after: say its name in the customer master."
        )


def _leave_one(access: AccessRepository, user: User) -> None:
    others = [
        one
        for one in access.users()
        if one.id != user.id and one.left_at is None and Role.ADMINISTRATOR in one.roles
    ]
    if not others:
        raise UserRefused(f"{user.email} is the last administrator. Name another one first.")


def _checked(password: str, user: NewUser) -> str:
    """Raises PasswordRefused."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordRefused(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    told = {user.email, user.email.partition("@")[0], user.name.casefold()}
    if len(set(password)) < SHORTEST_PASSWORD // 2 or password.casefold() in told:
        raise PasswordRefused("This password could be guessed. Take four words that do not belong together.")
    return password


def _locked(user: User, at: datetime) -> bool:
    return user.locked_until is not None and at < user.locked_until


def _user(access: AccessReader, number: int) -> User:
    found = access.user(number)
    if found is None:
        raise UnknownUser(f"No user has the number {number}.")
    return found


def _folded(email: str) -> str:
    return email.strip().casefold()
