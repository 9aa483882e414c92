"""Everything that goes wrong leaves as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serving import errors
from serving.api.schemas.problem import Problem
from serving.errors import Answer

MEDIA_TYPE = "application/problem+json"
_NAMESPACE = "urn:encours:problem:"
_SECONDS_TO_WAIT = "5"  # a database that is started again is there by then

# What programs ask; everything else is a page.
_FOR_PROGRAMS = ("/v1/", "/health", "/ready", "/metrics", "/openapi.json")


def is_for_programs(path: str) -> bool:
    return path == "/v1" or path.startswith(_FOR_PROGRAMS)


def answer_problems(app: FastAPI) -> None:
    """Have every exception answered, foreseen or not."""
    app.add_middleware(Foreseen)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(Exception, _of_our_fault)


class Foreseen:
    """Answers the exceptions of the house; it stands behind the guard, and before it too.

    Handlers are registered by class, and this door may not import the classes of every floor: it looks their
    answer up by name. What nobody foresaw goes on to the outermost layer, which answers it and logs it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            answer = errors.answer_to(error)
            if answer is None or scope["type"] != "http":
                raise
            told = problem(Request(scope), answer, detail=errors.sentence_of(error))
            await told(scope, receive, send)


def problem(request: Request, answer: Answer, *, detail: str, **more: Any) -> Response:
    """The response of a refusal; `more` may hold `errors` and `headers`. On a page, a page."""
    later = {"Retry-After": _SECONDS_TO_WAIT} if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    headers = {**later, **(more.get("headers") or {})}
    if not is_for_programs(request.url.path):
        page: Response = request.app.state.refusal_page(request, answer, detail)
        page.headers.update(headers)
        return page
    told = Problem(
        type=_NAMESPACE + answer.slug,
        title=answer.title,
        status=answer.status,
        detail=detail,
        instance=request.url.path,
        errors=more.get("errors"),
    )
    return JSONResponse(
        told.model_dump(mode="json", exclude_none=True),
        status_code=answer.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals a route may answer, for its description."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _MEANING[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


_MEANING = {
    400: "The body is not the JSON it says it is.",
    401: "No API key, or one that is not known.",
    403: "The key has no right to this.",
    404: "The house knows nothing of that name.",
    409: "Not to be answered as things stand: an empty ledger, no model yet, or a name of several.",
    413: "More is sent than is taken.",
    422: "A value of the request cannot be used.",
    500: "Encours failed on a fault of its own.",
    503: "The database does not answer.",
}


def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    answer = Answer(status, errors.EXIT_REFUSED, status.phrase.lower().replace(" ", "-"), status.phrase)
    return problem(request, answer, detail=_detail(request, error), headers=error.headers)


def _detail(request: Request, error: HTTPException) -> str:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return f"There is nothing at {request.url.path}; /openapi.json tells what there is."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"{request.url.path} does not answer to {request.method}."
    return str(error.detail)


def _of_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [
        {"where": ".".join(str(part) for part in fault["loc"]), "why": fault["msg"]}
        for fault in error.errors()
    ]
    detail = "; ".join(f"{fault['where']}: {fault['why']}" for fault in faults) + "."
    return problem(request, errors.REFUSED, detail=detail, errors=faults)


def _of_our_fault(request: Request, _error: Exception) -> Response:
    detail = "The details are in the log of the server; nothing was changed."
    return problem(request, errors.OUR_FAULT, detail=detail)
