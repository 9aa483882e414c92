"""The HTTP door attacked from its own description."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from serving.app import create_app
from serving.settings import settings_from
from tests.serving.stand_ins import stand_in

KEY = "open-sesame"
BOUNDED = hypothesis_settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("home")
    door = create_app(
        settings_from({"ENCOURS_HOME": str(home), "ENCOURS_API_KEY": KEY, "ENCOURS_RATE_PER_MINUTE": "0"})
    )
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch)
        yield schemathesis.openapi.from_asgi("/openapi.json", door, headers={"X-API-Key": KEY})


PATHS = (
    "/health",
    "/v1/ageing",
    "/metrics",
    "/ready",
    "/v1/actions",
    "/v1/actions/skip",
    "/v1/actions/{number}/approve",
    "/v1/actions/{number}/done",
    "/v1/actions/{number}/refuse",
    "/v1/alerts",
    "/v1/alerts/{number}/acknowledge",
    "/v1/alerts/{number}/assign",
    "/v1/alerts/{number}/snooze",
    "/v1/causes",
    "/v1/blocks",
    "/v1/blocks/{number}",
    "/v1/blocks/{number}/lift",
    "/v1/companies/{siren}/score",
    "/v1/covers/calendar",
    "/v1/covers/customers/{code}",
    "/v1/contests",
    "/v1/contests/{number}/answer",
    "/v1/customers/{code}/case",
    "/v1/customers/{code}/decisions",
    "/v1/customers/{code}/limit",
    "/v1/customers/{code}/limit/history",
    "/v1/customers/{code}/score",
    "/v1/customers/{code}/score/contests",
    "/v1/decisions/{number}",
    "/v1/decisions/{number}/contests",
    "/v1/decisions/{number}/override",
    "/v1/dso",
    "/v1/disputes",
    "/v1/disputes/{number}",
    "/v1/disputes/{number}/amend",
    "/v1/disputes/{number}/comment",
    "/v1/disputes/{number}/resolve",
    "/v1/events/invoices",
    "/v1/events/payments",
    "/v1/events/statements",
    "/v1/grades",
    "/v1/grades/migration",
    "/v1/forecast",
    "/v1/imports",
    "/v1/imports/{kind}",
    "/v1/imports/{number}",
    "/v1/imports/{number}/rejections",
    "/v1/imports/{number}/rejections.csv",
    "/v1/invoices/{number}/prediction",
    "/v1/models",
    "/v1/models/{name}/{version}/card",
    "/v1/orders/check",
    "/v1/limits/{number}/approve",
    "/v1/limits/{number}/refuse",
    "/v1/limits/{number}/withdraw",
    "/v1/messages",
    "/v1/messages/returns",
    "/v1/messages/{key}",
    "/v1/messages/{key}/cancel",
    "/v1/messages/{key}/requeue",
    "/v1/messages/{key}/resolve",
    "/v1/plans",
    "/v1/plans/{number}",
    "/v1/plans/{number}/cancel",
    "/v1/promises",
    "/v1/promises/{number}",
    "/v1/promises/{number}/cancel",
    "/v1/provisions",
    "/v1/prospects/score",
    "/v1/queue",
    "/v1/queue/take",
    "/v1/queue/{customer}/hand",
    "/v1/queue/{customer}/outcome",
    "/v1/queue/{customer}/undo",
    "/v1/scores",
)
_NOTHING_ASKED = ("/health", "/metrics", "/ready", "/v1/models")  # so nothing can be wrong there


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", GenerationMode)
def test_the_door_keeps_its_word(description: Any, path: str, mode: GenerationMode) -> None:
    """Whatever is sent: no fault of ours, described answers only, and none without the key."""
    if mode is GenerationMode.NEGATIVE and path in _NOTHING_ASKED:
        return
    for method in description[path]:
        _attack(description[path][method], mode)


def _attack(operation: Any, mode: GenerationMode) -> None:
    # Any bytes are a body, but not every body is a file; any text names a feature, but there are not all.
    unlike = [positive_data_acceptance] if operation.path in ("/v1/imports/{kind}", "/v1/scores") else []

    @given(case=operation.as_strategy(generation_mode=mode))
    @BOUNDED
    def attacked(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"X-API-Key": KEY}, excluded_checks=unlike)

    attacked()


def test_every_route_is_attacked(description: Any) -> None:
    assert set(description) == set(PATHS)
