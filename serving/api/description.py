"""The OpenAPI description, with what FastAPI cannot tell: the schema of problems, and what follows what."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.security.base import SecurityBase

from serving.api.links import with_links
from serving.api.schemas.problem import Problem

_REFERENCE = "#/components/schemas/{model}"


def describe_problems(app: FastAPI, *, keys: Sequence[SecurityBase]) -> None:
    """Add the schema of problems: FastAPI would file it under application/json, where no refusal is.

    And the `keys` that open the routes of programs: the guard asks for them long before a route is chosen.
    """
    plain = app.openapi
    app.openapi = lambda: _with_problems(plain, keys)  # type: ignore[method-assign]


def _with_problems(plain: Callable[[], dict[str, Any]], keys: Sequence[SecurityBase]) -> dict[str, Any]:
    description = plain()
    problem = Problem.model_json_schema(ref_template=_REFERENCE)
    parts = problem.pop("$defs", {})
    description["components"]["schemas"].update({"Problem": problem, **parts})
    description["components"]["securitySchemes"] = {
        one.scheme_name: one.model.model_dump(mode="json", by_alias=True, exclude_none=True) for one in keys
    }
    for path, operations in description["paths"].items():
        if path.startswith("/v1/"):
            for operation in operations.values():
                operation["security"] = [{one.scheme_name: []} for one in keys]
        if path.startswith("/v1/") and "get" in operations:
            operations["get"]["responses"]["304"] = {"description": "As it was: see ETag and If-None-Match."}
    return with_links(description)
