"""The HTTP door: shut by default, plain answers, every refusal a problem."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from access.rights import Right
from serving.api.deps import Write
from serving.api.problems import is_for_programs
from serving.app import create_app
from serving.doors import Door, door_name
from serving.guard import PUBLIC
from serving.keys import make_key
from serving.settings import settings
from store.session import WriteSession
from tests.serving.routes import walk
from tests.serving.stand_ins import CUSTOMER, INVOICE, SIREN, stand_in

KEY = {"X-API-Key": "open-sesame"}


@pytest.fixture
def door(home: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    stand_in(monkeypatch)
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    return create_app(settings())


@pytest.fixture
def client(door: FastAPI) -> Iterator[TestClient]:
    with TestClient(door, raise_server_exceptions=False) as client:
        yield client


def problem(response: Any) -> dict[str, Any]:
    """The problem of a refusal, checked for what RFC 9457 asks."""
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    assert told["status"] == response.status_code
    assert told["detail"].endswith(".")
    return told


def test_every_door_for_programs_needs_a_key(door: FastAPI, client: TestClient) -> None:
    walked = [(method, path) for method, path, _ in walk(door.routes) if is_for_programs(path)]
    assert {path for _, path in walked} >= {"/health", "/openapi.json", "/v1/queue"}
    for method, path in walked:
        for headers in ({}, {"X-API-Key": "wrong"}, {"Authorization": "Bearer wrong"}, {"X-API-Key": ""}):
            response = client.request(method, path, headers=headers)
            if (method, path) in PUBLIC:
                assert response.status_code == 200
            else:
                assert response.status_code == 401, (method, path)
                assert response.headers["www-authenticate"]


def test_little_is_public() -> None:
    watched = {("GET", "/health"), ("GET", "/ready")}
    entrance = {(method, path) for method in ("GET", "POST") for path in ("/login", "/login/code")}
    assert watched | entrance == PUBLIC


def test_a_path_that_does_not_exist_needs_the_key_too(client: TestClient) -> None:
    """Nobody learns from outside what there is."""
    assert problem(client.get("/v1/secret"))["type"] == "urn:encours:problem:key-required"


@pytest.mark.parametrize("headers", [KEY, {"Authorization": "Bearer open-sesame"}])
def test_either_header_opens(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/v1/queue", headers=headers).status_code == 200


def test_without_any_key_nobody_comes_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    with TestClient(create_app(settings())) as client:
        assert client.get("/v1/queue", headers={"X-API-Key": ""}).status_code == 401


def test_the_key_made_at_the_first_start_opens(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    key = make_key(home)
    with TestClient(create_app(settings())) as client:
        assert client.get("/v1/queue", headers={"X-API-Key": key}).status_code == 200


def test_health_tells_nothing_but_health(client: TestClient) -> None:
    assert client.get("/health").json().keys() == {"status", "version"}


def test_a_score_comes_with_its_reasons(client: TestClient) -> None:
    told = client.get(f"/v1/customers/{CUSTOMER}/score", params={"as_of": "2024-05-10"}, headers=KEY).json()
    assert (told["customer"], told["as_of"], told["grade"]) == (CUSTOMER, "2024-05-10", "B")
    assert told["adverse"][0]["text"] == "Usually pays 12 days late."
    assert (told["pd_12m_low"], told["pd_12m_high"], told["tier"]) == (0.004, 0.011, "T2")
    assert (told["siren"], told["override"]) == (None, None)


def test_a_company_that_is_no_customer_has_a_score(client: TestClient) -> None:
    told = client.get(f"/v1/companies/{SIREN}/score", headers=KEY).json()
    assert (told["customer"], told["siren"], told["tier"]) == (None, SIREN, "T0")


def test_an_invoice_number_may_hold_slashes(client: TestClient) -> None:
    """Many accounting programs number INV/2024/0001."""
    told = client.get(f"/v1/invoices/{INVOICE}/prediction", headers=KEY).json()
    assert (told["number"], told["paid_within"]["30"], told["q90_on"]) == (INVOICE, 0.6, None)
    escaped = client.get("/v1/invoices/INV%2F2024%2F1/prediction", headers=KEY)
    assert escaped.json()["number"] == INVOICE


def test_the_queue_keeps_to_the_capacity(client: TestClient) -> None:
    told = client.get("/v1/queue", params={"on": "2024-05-10", "capacity": 2}, headers=KEY).json()
    assert [entry["rank"] for entry in told] == [1, 2]
    assert (told[0]["customer"], told[0]["value_cents"], told[0]["currency"]) == ("C-1", 45_000, "EUR")
    assert told[0]["invoices"][0]["number"] == INVOICE


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"outcome": "promise", "author": "Ann", "promised_on": "2024-05-20"}, 404),
        ({"outcome": "promise", "author": ""}, 422),
        ({"outcome": "sulks", "author": "Ann"}, 422),
        ({"outcome": "promise", "author": "Ann"}, 409),
    ],
)
def test_an_outcome_that_cannot_be_is_a_problem(
    client: TestClient, asked: dict[str, str], status: int
) -> None:
    """Of a customer nobody knows, or without what it needs."""
    answer = client.post("/v1/queue/NOBODY/outcome", json=asked, headers=KEY)
    assert problem(answer)["status"] == status


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/v1/customers/NOBODY/score", 404, "unknown-customer"),
        ("GET", "/v1/companies/123456789/score", 404, "not-a-siren"),
        ("GET", "/v1/invoices/NOTHING/prediction", 404, "unknown-invoice"),
        ("GET", "/v1/nowhere", 404, "not-found"),
        ("POST", "/v1/queue", 405, "method-not-allowed"),
        ("GET", "/v1/queue?capacity=0", 422, "refused-value"),
        ("GET", "/v1/queue?on=yesterday", 422, "refused-value"),
        ("GET", "/v1/customers/C-1/score?as_of=2024-13-01", 422, "refused-value"),
    ],
)
def test_every_refusal_is_a_problem(
    client: TestClient, method: str, path: str, status: int, slug: str
) -> None:
    told = problem(client.request(method, path, headers=KEY))
    assert (told["status"], told["type"]) == (status, f"urn:encours:problem:{slug}")


def test_a_refused_method_tells_the_allowed_ones(client: TestClient) -> None:
    assert client.post("/v1/queue", headers=KEY).headers["allow"] == "GET"


def test_each_refused_value_is_told(client: TestClient) -> None:
    told = problem(client.get("/v1/queue?capacity=0&on=yesterday", headers=KEY))
    assert {fault["where"] for fault in told["errors"]} == {"query.capacity", "query.on"}


def test_a_fault_of_ours_tells_nothing_of_our_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret table")

    monkeypatch.setattr("dunning.today.usecases.todays_queue", broken)
    told = problem(client.get("/v1/queue", headers=KEY))
    assert told["type"] == "urn:encours:problem:our-fault"
    assert "secret" not in str(told)


def test_a_database_that_does_not_answer_is_told_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr("dunning.today.usecases.todays_queue", locked)
    assert problem(client.get("/v1/queue", headers=KEY))["status"] == 503


def test_a_commit_that_fails_is_answered_as_a_failure(
    door: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `scope="function"`, the client would hear 200 and the data be lost."""

    @door.post("/v1/planted")
    def planted(session: Write) -> str:
        return "kept"

    monkeypatch.setattr("serving.api.allowed.DOORS", {door_name(planted): Door(Right.READ_QUEUE)})

    def refused(_self: WriteSession) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    monkeypatch.setattr(WriteSession, "commit", refused)
    assert problem(client.post("/v1/planted", headers=KEY))["status"] == 503


def test_the_description_declares_keys_and_refusals(client: TestClient) -> None:
    told = client.get("/openapi.json", headers=KEY).json()
    assert set(told["components"]["securitySchemes"]) == {"APIKeyHeader", "HTTPBearer"}
    for path, methods in told["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            assert ("security" in operation) == path.startswith("/v1/")
            refusals = {one for one in operation["responses"] if not one.startswith("2") and one != "304"}
            assert refusals >= ({"401", "404", "422", "500"} if path.startswith("/v1/") else {"500"})
            for status in refusals:
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"]


def test_every_value_of_the_description_has_its_example_or_its_meaning(client: TestClient) -> None:
    schemas = client.get("/openapi.json", headers=KEY).json()["components"]["schemas"]
    for name, schema in schemas.items():
        for value, about in schema.get("properties", {}).items():  # a choice has none, only its values
            # What is a shape of its own says there what it is.
            assert about.get("description") or "$ref" in about, f"{name}.{value} says nothing of itself."
