"""Templates into pages, with what every page needs and the headers that keep it to itself."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from access.person import Person
from access.rights import Right
from kernel.language import Language
from serving.api.deps import house
from serving.errors import Answer
from serving.identity import csrf_of
from serving.web.files import address_of_file
from serving.web.speech import speech

_TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "encours_language"
PART = "<!-- part -->"

# Nothing but our own files: no inline script or style, no frame, no form to elsewhere.
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Tab(NamedTuple):
    """A page of the menu, and the right that shows it."""

    name: str
    address: str
    right: Right | None


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


TABS = (
    Tab(_("Today"), "/today", Right.READ_QUEUE),
    Tab(_("Customers"), "/customers", Right.READ_CUSTOMERS),
    Tab(_("Prospects"), "/prospects", Right.READ_CUSTOMERS),
    Tab(_("Alerts"), "/alerts", Right.READ_PORTFOLIO),
    Tab(_("Portfolio"), "/portfolio", Right.READ_PORTFOLIO),
    Tab(_("Cash"), "/cash", Right.READ_PORTFOLIO),
    Tab(_("Week"), "/week", Right.READ_PORTFOLIO),
    Tab(_("Scenarios"), "/scenarios", Right.READ_SCENARIOS),
    Tab(_("Models"), "/models", Right.READ_MODELS),
    Tab(_("Import"), "/import", Right.IMPORT),
    Tab(_("Users"), "/users", Right.READ_USERS),
)


@lru_cache
def _environment(language: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    said = speech(language)
    made.install_gettext_translations(said.texts, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(said.helpers(), file=address_of_file, language=language.value)
    return made


def language_of(request: Request) -> Language:
    """The person's own, else the one chosen before signing in, else the house's."""
    person: Person | None = getattr(request.state, "person", None)
    told = (person.language if person else "") or request.cookies.get(LANGUAGE_COOKIE, "")
    return Language(told) if told in set(Language) else house(request).settings.language


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A template filled, with who looks at it and the tabs it may open."""
    made = _environment(language_of(request)).get_template(template)
    return HTMLResponse(made.render(_shared(request), **values), status_code=status, headers=SECURITY)


def page_in_parts(request: Request, template: str, **values: Any) -> Response:
    """The same, sent up to each `PART` of the template as soon as that much is known.

    What is costly stands in `values` as functions, which the template calls where it tells of them. They open
    their own sessions, and answer a failure in words: the status has left by then.
    """
    made = _environment(language_of(request)).get_template(template)
    pieces = made.generate(_shared(request), **values)
    return StreamingResponse(_parts(pieces), media_type="text/html", headers=SECURITY)


def _parts(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if PART in piece:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _shared(request: Request) -> dict[str, Any]:
    """What every page is given."""
    person: Person | None = getattr(request.state, "person", None)
    return {
        "person": person,
        "may": person.may if person else lambda _right: False,
        "Right": Right,
        "tabs": [one for one in TABS if one.right is None or person.may(one.right)] if person else [],
        "here": request.url.path,
        "csrf": csrf_of(getattr(request.state, "token", "")),
    }


def refusal_page(request: Request, answer: Answer, detail: str) -> Response:
    """A refusal, told where somebody reads it."""
    return page(request, "refusal.html", status=answer.status, answer=answer, detail=detail)


def back(address: str) -> Response:
    """After a form: look at the page, so that a reload sends nothing twice."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
