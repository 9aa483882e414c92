"""The first page, one's own account, and the way out."""

from typing import Annotated

import segno
from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from access import usecases
from access.audit import Done
from access.errors import PasswordRefused, UserRefused
from access.gateway import Argon2Hasher
from access.repository import User
from access.second import usecases as second
from access.second.codes import address_of
from kernel.language import Language
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Read, Write
from serving.identity import PLAIN_COOKIE, SECURE_COOKIE
from serving.rooms import Room
from serving.web.rendering import TABS, back, page
from store.session import ReadSession

pages, acts = Room(), Room()

_HASHER = Argon2Hasher()
_Code = Annotated[str, Form(max_length=100)]


@pages.get("/")
def home(who: Who) -> Response:
    """Open the first page that this person may see."""
    first = next((one.address for one in TABS if one.right is None or who.may(one.right)), "/account")
    return RedirectResponse(first, status_code=303)


@pages.get("/account")
def account(request: Request, session: Read, who: Who) -> Response:
    """Show one's name, roles and language."""
    proves = who.user_id in second.with_second(session)
    return page(request, "account.html", languages=list(Language), second=proves)


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


@acts.post("/account/second")
def begin_second(request: Request, session: Write, who: Who) -> Response:
    """Show a secret for the telephone; nothing is asked for until a code of it was told."""
    user = _self(session, who.user_id)
    secret = second.begin(session, user.id)
    drawn = segno.make_qr(address_of(secret, user.email)).svg_data_uri(scale=4, border=2)
    return page(request, "second.html", secret=secret, picture=drawn)


@acts.post("/account/second/confirm")
def confirm_second(request: Request, session: Write, who: Who, code: _Code) -> Response:
    """Ask for codes from now on, and show the words to keep this once."""
    words = second.confirm(session, _self(session, who.user_id).id, code, at=clock.now())
    return page(request, "second_words.html", words=words)


@acts.post("/account/second/end")
def end_second(session: Write, who: Who, password: Annotated[str, Form(max_length=1000)]) -> Response:
    """Ask for the password only."""
    second.end(session, _HASHER, _self(session, who.user_id).id, password)
    return back("/account")


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
