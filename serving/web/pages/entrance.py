"""Coming in and going out."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Form, Query, Request
from starlette.responses import RedirectResponse, Response

from access import usecases
from access.audit import Done
from access.gateway import Argon2Hasher
from access.policy import PROOF_WITHIN, SESSION_LASTS
from access.second import usecases as second
from kernel.language import Language
from serving import clock
from serving.api.deps import OpenHouse
from serving.identity import PLAIN_COOKIE, SECURE_COOKIE, token_of
from serving.rooms import Room
from serving.web import rendering
from serving.web.rendering import LANGUAGE_COOKIE, language_of

router = Room(include_in_schema=False)

_HASHER = Argon2Hasher()
_To = Annotated[str, Query(max_length=2000)]
_A_YEAR = 31_536_000


@router.get("/login", name="login")
def page(request: Request, house: OpenHouse, to: _To = "/", language: str = "") -> Response:
    """Show the form."""
    return shown(request, house, to=to, language=language)


def shown(
    request: Request, house: OpenHouse, *, to: str, language: str = "", wrong: bool = False, email: str = ""
) -> Response:
    if language in set(Language):
        request.cookies[LANGUAGE_COOKIE] = language
    with house.database.read() as session:
        nobody = not usecases.users(session)
    told = rendering.page(
        request,
        "login.html",
        status=401 if wrong else 200,
        to=_here(to),
        wrong=wrong,
        email=email,
        nobody=nobody,
        spoken=language_of(request),
    )
    if language in set(Language):
        told.set_cookie(LANGUAGE_COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="lax")
    return told


@router.post("/login")
def enter(
    request: Request,
    house: OpenHouse,
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=1000)],
    to: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Sign in: a fresh session each time, whatever the browser brought."""
    with house.database.transaction() as session:
        done = usecases.sign_in(session, _HASHER, email=email, password=password, at=clock.now())
        if done is not None and not done.waits:
            usecases.write_down(session, Done(done.person.name, "pages", "sign in"), at=clock.now())
    if done is None:
        return shown(request, house, to=to, wrong=True, email=email)
    if done.waits:
        return _let_in(request, f"/login/code?to={quote(_here(to), safe='/')}", done.token, PROOF_WITHIN)
    return _let_in(request, _here(to), done.token, SESSION_LASTS)


@router.get("/login/code")
def ask_code(request: Request, to: _To = "/") -> Response:
    """Ask for the second proof."""
    return rendering.page(request, "login_code.html", to=_here(to), wrong=False)


@router.post("/login/code")
def prove(
    request: Request,
    house: OpenHouse,
    code: Annotated[str, Form(max_length=100)],
    to: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Sign in by the second step: the session is another one than the browser waited with."""
    token = token_of(request.headers, secure=request.url.scheme == "https")
    with house.database.transaction() as session:
        done = second.prove(session, token, code, at=clock.now())
        if done is not None:
            usecases.write_down(session, Done(done.person.name, "pages", "sign in"), at=clock.now())
    if done is None:
        return rendering.page(request, "login_code.html", status=401, to=_here(to), wrong=True)
    return _let_in(request, _here(to), done.token, SESSION_LASTS)


def _let_in(request: Request, to: str, token: str, lasts: timedelta) -> Response:
    secure = request.url.scheme == "https"
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(
        SECURE_COOKIE if secure else PLAIN_COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
    )
    return answer


def _here(to: str) -> str:
    """Back to a page of this house, never to another site."""
    parts = urlsplit(to)
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc
    return to if inside and not parts.scheme else "/"
