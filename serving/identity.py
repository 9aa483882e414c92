"""Who comes in: a program by its key, a person by the cookie of its session."""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from threading import Lock

from starlette.datastructures import Headers

from access import usecases
from access.person import Person
from access.rights import Role
from serving import clock
from serving.keys import KeyRing
from store.session import Database

# A key that was revoked opens for so long still, in each process; asking the database each time costs more
# than the answers that are asked for most.
_REMEMBERED = timedelta(seconds=5)
_MOST_REMEMBERED = 10_000

# A cookie with this prefix is taken by browsers over HTTPS only; plain HTTP is for this machine.
SECURE_COOKIE, PLAIN_COOKIE = "__Host-encours", "encours"

# The keys of the environment, and the one made at the first start, may do what a program of the company may.
HOUSE_KEY = Person("api", frozenset({Role.SERVICE}))


class Doorkeeper:
    """Tells who holds a key or a session."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database, self._ring = database, ring
        self._known: OrderedDict[str, tuple[Person | None, datetime]] = OrderedDict()
        self._lock = Lock()

    def remembered(self, key: str) -> Person | None:
        """Who holds a key, as far as the database need not be asked."""
        if self._ring.opens(key):
            return HOUSE_KEY
        with self._lock:
            found = self._known.get(_hashed(key))
        return found[0] if found is not None and clock.now() < found[1] else None

    def by_key(self, key: str) -> Person | None:
        now, name = clock.now(), _hashed(key)
        with self._lock:
            found = self._known.get(name)
        if found is not None and now < found[1]:
            return found[0]
        with self._database.read() as session:
            person = usecases.holder(session, key, at=now)
        with self._lock:
            self._known[name] = (person, now + _REMEMBERED)
            while len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return person

    def by_token(self, token: str) -> Person | None:
        now = clock.now()
        with self._database.read() as session:
            found = usecases.seen(session, token, at=now)
        if found is None:
            return None
        if found.stale:
            with self._database.transaction() as session:
                usecases.see(session, token, at=now)
        return found.person


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def presented(headers: Headers) -> list[str]:
    """The keys a request carries, in either header."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    return [key for key in (headers.get("x-api-key", "").strip(), bearer) if key]


def token_of(headers: Headers, *, secure: bool) -> str:
    """The session's token; blank without one. Over HTTPS the plain cookie counts for nothing."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    found = cookies.get(SECURE_COOKIE if secure else PLAIN_COOKIE)
    return "" if found is None else found.value


def csrf_of(token: str) -> str:
    """What a form of this session carries: nobody who does not know the token can tell it."""
    return hashlib.sha256(b"form:" + token.encode()).hexdigest()
