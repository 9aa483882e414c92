"""The first page, one's own account, and the way out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from access import usecases
from access.audit import Done
from access.errors import PasswordRefused, UserRefused
from access.gateway import Argon2Hasher
from access.repository import User
from kernel.language import Language
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Write
from serving.identity import PLAIN_COOKIE, SECURE_COOKIE
from serving.web.rendering import TABS, back, page
from store.session import ReadSession

pages, acts = APIRouter(), APIRouter()

_HASHER = Argon2Hasher()


@pages.get("/")
def home(who: Who) -> Response:
    """Open the first page that this person may see."""
    first = next((one.address for one in TABS if one.right is None or who.may(one.right)), "/account")
    return RedirectResponse(first, status_code=303)


@pages.get("/account")
def account(request: Request) -> Response:
    """Show one's name, roles and language."""
    return page(request, "account.html", languages=list(Language))


@acts.post("/account/language")
def speak(session: Write, who: Who, language: Annotated[Language, Form()]) -> Response:
    """Choose the language of the pages."""
    usecases.change_user(session, _self(session, who.user_id).email, language=language)
    return back("/account")


@acts.post("/account/password")
def change_password(
    session: Write,
    who: Who,
    old: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Choose a new password; every session ends, this one too."""
    user = _self(session, who.user_id)
    if not _HASHER.matches(user.password, old):
        raise PasswordRefused("The present password is not this one. Nothing was changed.")
    usecases.set_password(session, _HASHER, user.email, new)
    return back("/login")


@acts.post("/logout")
def leave(request: Request, house: OpenHouse, who: Who) -> Response:
    """End the session."""
    with house.database.transaction() as session:
        usecases.sign_out(session, request.state.token)
        usecases.write_down(session, Done(who.name, "pages", "sign out"), at=clock.now())
    answer = back("/login")
    for name in (PLAIN_COOKIE, SECURE_COOKIE):
        answer.delete_cookie(name, httponly=True, secure=name == SECURE_COOKIE)
    return answer


def _self(session: ReadSession, number: int | None) -> User:
    found = next((one for one in usecases.users(session) if one.id == number), None)
    if found is None:
        raise UserRefused("Only somebody who signs in by name has an account.")
    return found
