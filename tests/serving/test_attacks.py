"""What comes in with bad intent: it gets a sentence, learns nothing, and changes nothing."""

import gzip
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from access import usecases
from access.gateway import Argon2Hasher
from access.policy import WRONG_BEFORE_LOCK
from access.rights import Role
from access.usecases import NewUser
from ledger import tables
from serving import clock
from serving.api.problems import is_for_programs
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours
from tests.serving.routes import walk

WORD, EMAIL = "quatre mots sans lien", "ana@example.com"
KEY = {"X-API-Key": "open-sesame"}
EVIL = (
    "x' OR 1=1; DROP TABLE invoice; --",
    "<script>alert(1)</script>{{ 7*7 }}${7*7}",
    "../../../../etc/passwd%00",
    "=cmd|' /C calc'!A0\r\nSet-Cookie: x=1",
)


@pytest.fixture
def door(home: Path, encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    monkeypatch.setenv("ENCOURS_RATE_PER_MINUTE", "0")
    assert encours("import", "invoices", invoices).code == 0
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            new = NewUser("Ana", EMAIL, frozenset(Role) - {Role.SERVICE, Role.SALES})
            usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield made


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_in_an_address_reaches_a_database_a_page_or_a_file(door: FastAPI, evil: str) -> None:
    """Every page and answer that can be asked for, with the text in each place that takes one."""
    client = TestClient(door, raise_server_exceptions=False, follow_redirects=False, headers=KEY)
    assert client.post("/login", data={"email": EMAIL, "password": WORD}).status_code == 303
    asked = 0
    for method, path, endpoint in walk(door.routes):
        if method != "GET" or path in {"/ready", "/metrics"}:
            continue
        named = [one for one in inspect.signature(endpoint).parameters if f"{{{one}" not in path]
        where = re.sub(r"\{[^}]*\}", evil.replace("/", "%2f").replace("\r\n", "%0d%0a"), path)
        told = client.get(where, params=dict.fromkeys(named, evil))
        asked += 1
        assert told.status_code < 500, (path, told.text[:500])
        assert "json" in told.headers.get("content-type", "") or "<script>alert" not in told.text, path
        assert "root:" not in told.text, path
        assert not is_for_programs(path) or "set-cookie" not in told.headers, path
        assert "49$" not in told.text, path
    assert asked > 50
    with door.state.house.database.read() as session:
        assert session.scalar(select(func.count()).select_from(tables.Invoice))


@dataclass
class _Counting:
    """Passwords are compared by it, and how often is counted."""

    inner: Argon2Hasher = field(default_factory=lambda: Argon2Hasher(memory_kib=64))
    compared: int = 0

    def hashed(self, password: str) -> str:
        return self.inner.hashed(password)

    def matches(self, kept: str, password: str) -> bool:
        self.compared += 1
        return self.inner.matches(kept, password)


def test_signing_in_costs_the_same_whoever_it_is(door: FastAPI) -> None:
    """Known, unknown, locked or gone: one slow comparison each, so that time tells nothing."""
    database, now = door.state.house.database, clock.now()

    def cost(email: str, password: str) -> int:
        hasher = _Counting()
        with database.transaction() as session:
            usecases.sign_in(session, hasher, email=email, password=password, at=now)
        return hasher.compared

    costs = [cost(EMAIL, "wrong"), cost("nobody@example.com", WORD), cost(EMAIL, WORD), cost("", "")]
    for _ in range(WRONG_BEFORE_LOCK):
        cost(EMAIL, "wrong")
    costs.append(cost(EMAIL, WORD))
    with database.transaction() as session:
        other = NewUser("Ada", "ada@example.com", frozenset({Role.AUDITOR}))
        usecases.add_user(session, Argon2Hasher(memory_kib=64), other, WORD, at=now)
        usecases.let_go(session, "ada@example.com", at=now - timedelta(days=1))
    costs.append(cost("ada@example.com", WORD))
    assert costs == [1] * len(costs)


def test_a_session_somebody_planted_is_not_the_one_that_opens(door: FastAPI) -> None:
    planted = "a" * 43
    victim = TestClient(door, follow_redirects=False)
    victim.cookies.set("encours", planted)
    assert victim.post("/login", data={"email": EMAIL, "password": WORD}).status_code == 303
    thief = TestClient(door, follow_redirects=False)
    thief.cookies.set("encours", planted)
    assert thief.get("/account").status_code == 303


FILES = (
    ("invoices", gzip.compress(bytes(10_000_000)) * 150),
    ("bank", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>'),
    ("bank", b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Document>&b;</Document>'),
    ("invoices", b"\x00\x01\x02" * 1000),
    ("fec", b"JournalCode\tJournalLib\n" + b"x" * 10_000),
    ("customers", b"code,name\n" + b'"' * 9_999),
)


def test_files_made_to_hurt_are_refused_with_a_sentence(door: FastAPI) -> None:
    client = TestClient(door, raise_server_exceptions=False, headers=KEY)
    kept = client.get("/v1/imports").json()["items"]
    headers = {"Content-Type": "application/octet-stream"}
    for kind, content in FILES:
        told = client.post(f"/v1/imports/{kind}", content=content, headers=headers)
        assert told.status_code in {400, 409, 413, 422}, (kind, content[:30], told.text)
        assert told.headers["content-type"] == "application/problem+json"
        assert "root:" not in told.text
        assert told.json()["detail"].rstrip().endswith((".", "”", ")"))
    assert client.get("/v1/imports").json()["items"] == kept


BODIES = (b"{", b"[]", b"null", b'{"a":' * 5_000, b"\xff\xfe", b'{"customer": 1e999}', b"1" * 200_000)


def test_bodies_that_are_no_question_are_refused(door: FastAPI) -> None:
    client = TestClient(door, raise_server_exceptions=False, headers=KEY)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k-1"}
    for method, path, _ in walk(door.routes):
        if method != "POST" or not is_for_programs(path) or "/imports/" in path:
            continue
        for body in BODIES:
            told = client.post(re.sub(r"\{[^}]*\}", "1", path), content=body, headers=headers)
            assert told.status_code < 500, (path, body[:20], told.text[:300])
