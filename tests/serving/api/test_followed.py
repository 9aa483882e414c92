"""The HTTP door followed along its own links: what was written down is shown, changed, ended, in any order."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from serving.api.links import LINKS
from tests.serving.api.conftest import DAY, Program

BOUNDED = hypothesis_settings(
    max_examples=30,
    stateful_step_count=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_what_follows_an_answer_keeps_its_word(door: FastAPI, manager: Program) -> None:
    headers = {"X-API-Key": manager.key}
    description = schemathesis.openapi.from_asgi("/openapi.json", door, headers=headers)

    class Followed(description.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": headers}

        def before_call(self, case: schemathesis.Case) -> None:
            about_this_company(case)

    Followed.run(settings=BOUNDED)


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


@pytest.mark.parametrize("link", LINKS, ids=lambda one: f"{one.path}-{one.name}")
def test_every_link_leads_somewhere(door: FastAPI, link: Any) -> None:
    paths = door.openapi()["paths"]
    answers = paths[link.path][link.method]["responses"]
    method, to = link.to
    told = next(answer["links"][link.name] for status, answer in answers.items() if status.startswith("2"))
    assert told["operationId"] == paths[to][method]["operationId"]
    named = {one["name"] for one in paths[to][method]["parameters"]}
    assert set(link.parameters) <= named
