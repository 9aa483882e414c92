"""The OpenAPI description, with what FastAPI cannot tell: the schema of problems, and what follows what."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from serving.api.links import with_links
from serving.api.schemas.problem import Problem

_REFERENCE = "#/components/schemas/{model}"


def describe_problems(app: FastAPI) -> None:
    """Add the schema of problems: FastAPI would file it under application/json, where no refusal is."""
    plain = app.openapi
    app.openapi = lambda: _with_problems(plain)  # type: ignore[method-assign]


def _with_problems(plain: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    description = plain()
    problem = Problem.model_json_schema(ref_template=_REFERENCE)
    parts = problem.pop("$defs", {})
    description["components"]["schemas"].update({"Problem": problem, **parts})
    for path, operations in description["paths"].items():
        if path.startswith("/v1/") and "get" in operations:
            operations["get"]["responses"]["304"] = {"description": "As it was: see ETag and If-None-Match."}
    return with_links(description)
