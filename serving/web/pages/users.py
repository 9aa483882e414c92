"""Who signs in, which programs come in, and what both may do."""

from datetime import timedelta
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from access import usecases
from access.gateway import Argon2Hasher
from access.person import roles_from
from access.policy import SHORTEST_PASSWORD
from access.repository import Key, User
from access.rights import Right, Role
from access.second import usecases as second
from access.usecases import NewUser
from kernel.language import Language
from serving import clock
from serving.api.deps import Read, Write
from serving.rooms import Room
from serving.web.rendering import back, page

pages, acts = Room(), Room()

_HASHER = Argon2Hasher()
_OF_PEOPLE = [role for role in Role if role is not Role.SERVICE]
_Text = Annotated[str, Form(max_length=320)]
_Secret = Annotated[str, Form(max_length=1000)]
_Roles = Annotated[list[Role] | None, Form()]
_MOST_DAYS, _MOST_HOURS = 3650, 720


@pages.get("/users")
def users(request: Request, session: Read) -> Response:
    """List people and keys, and let a new one in."""
    return page(
        request,
        "users.html",
        users=[(one, _state(one)) for one in usecases.users(session)],
        keys=[(one, _key_state(one)) for one in usecases.keys(session)],
        roles=_OF_PEOPLE,
        all_roles=list(Role),
        rights=list(Right),
        languages=list(Language),
        shortest=SHORTEST_PASSWORD,
    )


@pages.get("/users/{email}")
def user(request: Request, session: Read, email: str) -> Response:
    """Show one, and change what it may do."""
    found = usecases.named(session, email)
    return page(
        request,
        "user.html",
        user=found,
        state=_state(found),
        second=found.id in second.with_second(session),
        roles=_OF_PEOPLE,
        languages=list(Language),
        shortest=SHORTEST_PASSWORD,
    )


@acts.post("/users")
def add(
    request: Request,
    session: Write,
    name: _Text,
    email: _Text,
    password: _Secret,
    role: _Roles = None,
    owner: _Text = "",
    language: Annotated[Language | None, Form()] = None,
) -> Response:
    """Let somebody in."""
    request.state.about = email.strip()
    new = NewUser(name, email, roles_from(role or []), owner.strip(), language or "")
    usecases.add_user(session, _HASHER, new, password, at=clock.now())
    return back("/users")


@acts.post("/users/{email}/change")
def change(
    session: Write,
    email: str,
    role: _Roles = None,
    owner: _Text = "",
    language: Annotated[Language | None, Form()] = None,
) -> Response:
    """All that somebody may do from now on."""
    usecases.change_user(session, email, roles=role or [], owner=owner.strip(), language=language)
    return back("/users")


@acts.post("/users/{email}/password")
def give_password(session: Write, email: str, password: _Secret) -> Response:
    """Give a new password; every session of theirs ends."""
    usecases.set_password(session, _HASHER, email, password)
    return back("/users")


@acts.post("/users/{email}/second")
def reset_second(session: Write, email: str) -> Response:
    """Ask for the password only, of somebody who lost telephone and paper."""
    second.reset(session, usecases.named(session, email))
    return back("/users")


@acts.post("/users/{email}/remove")
def remove(session: Write, email: str) -> Response:
    """Let somebody in no more."""
    usecases.let_go(session, email, at=clock.now())
    return back("/users")


@acts.post("/keys")
def make_key(
    request: Request,
    session: Write,
    name: _Text,
    role: Annotated[Role, Form()] = Role.SERVICE,
    only: Annotated[list[Right] | None, Form()] = None,
    owner: _Text = "",
    days: Annotated[int, Form(ge=1, le=_MOST_DAYS)] = 365,
) -> Response:
    """Make a key, and show it this once: the answer is a page of its own, kept by nobody."""
    request.state.about = name.strip()
    key = usecases.make_key(
        session,
        name.strip(),
        role=role,
        at=clock.now(),
        scopes=only or None,
        owner=owner.strip(),
        lasts=timedelta(days=days),
    )
    return page(request, "key.html", name=name.strip(), key=key, hours=0)


@acts.post("/keys/{name:path}/rotate")
def rotate_key(
    request: Request,
    session: Write,
    name: str,
    hours: Annotated[int, Form(ge=0, le=_MOST_HOURS)] = 24,
) -> Response:
    """Make a new key of the same rights; the old one opens for a while yet."""
    key = usecases.rotate_key(session, name, at=clock.now(), overlap=timedelta(hours=hours))
    return page(request, "key.html", name=name, key=key, hours=hours)


@acts.post("/keys/{name:path}/revoke")
def revoke_key(session: Write, name: str) -> Response:
    """Shut the door to a key."""
    usecases.revoke_key(session, name, at=clock.now())
    return back("/users")


def _state(user: User) -> str:
    if user.left_at is not None:
        return "left"
    return "locked" if user.locked_until is not None and user.locked_until > clock.now() else "active"


def _key_state(key: Key) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "stands" if key.stands(clock.now()) else "expired"
