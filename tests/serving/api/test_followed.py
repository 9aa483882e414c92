"""The HTTP door followed along its own links: what was written down is shown, changed, ended."""

from http import HTTPStatus
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from serving.api.links import LINKS
from tests.serving.api.conftest import Program

BOUNDED = hypothesis_settings(
    max_examples=10,
    stateful_step_count=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_what_follows_an_answer_keeps_its_word(door: FastAPI, manager: Program) -> None:
    headers = {"X-API-Key": manager.key}
    whole = schemathesis.openapi.from_asgi("/openapi.json", door, headers=headers)
    description = whole.include(path=sorted({place for one in LINKS for place in (one.path, one.to[1])}))

    done: set[str] = set()

    class Followed(description.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": headers}

        def validate_response(self, response: Any, case: schemathesis.Case, **_more: Any) -> None:
            # Any bytes are a body, but not every body is a file; and not every sum fits what is owed.
            case.validate_response(response, excluded_checks=[positive_data_acceptance], headers=headers)

        def after_call(self, response: Any, case: schemathesis.Case) -> None:
            if response.status_code < HTTPStatus.MULTIPLE_CHOICES:
                done.add(case.operation.label)

        def before_call(self, case: schemathesis.Case) -> None:
            about_this_company(case)

    Followed.run(settings=BOUNDED)
    assert sum("{number}" in label for label in done) >= 2  # nothing else makes a number that is known


def about_this_company(case: schemathesis.Case) -> None:
    """Nothing can be written down of customers that are not there: those that are take their place."""
    body, meta = case.body, case.meta
    if meta is None or not meta.generation.mode.is_positive or not isinstance(body, dict):
        return
    if "customer" in body:
        body["customer"] = "ACME"
    for one in body.get("invoices", []):
        if isinstance(one, dict):
            one["number"] = "F-2"
    if body.get("invoices") and isinstance(body["invoices"][0], str):
        body["invoices"] = ["F-2"]


def test_every_link_leads_somewhere(door: FastAPI) -> None:
    paths = door.openapi()["paths"]
    for link in LINKS:
        method, to = link.to
        answers = paths[link.path][link.method]["responses"]
        told = next(answer["links"][link.name] for code, answer in answers.items() if code.startswith("2"))
        assert told["operationId"] == paths[to][method]["operationId"]
        assert set(link.parameters) <= {one["name"] for one in paths[to][method]["parameters"]}
