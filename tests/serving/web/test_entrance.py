"""Signing in by a browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pyotp import TOTP

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.tables import rows

WORD = "quatre mots sans lien"
EMAIL = "ana@example.com"


@pytest.fixture
def door(home: Path) -> Iterator[FastAPI]:
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            new = NewUser("Ana", EMAIL, frozenset({Role.CREDIT_MANAGER}))
            usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield made


@pytest.fixture
def browser(door: FastAPI) -> TestClient:
    return TestClient(door, raise_server_exceptions=False, follow_redirects=False)


def enter(browser: TestClient, word: str = WORD, to: str = "/") -> int:
    return browser.post("/login", data={"email": EMAIL, "password": word, "to": to}).status_code


def test_every_page_sends_a_stranger_to_the_entrance(browser: TestClient) -> None:
    for path in ("/", "/today", "/nowhere", "/users"):
        told = browser.get(path)
        assert (told.status_code, told.headers["location"]) == (303, f"/login?to={path}")
    assert browser.post("/logout").headers["location"] == "/login?to=/"
    assert browser.get("/login").status_code == 200


def test_a_session_is_new_each_time_and_its_cookie_is_kept_from_scripts(browser: TestClient) -> None:
    browser.cookies.set("encours", "brought-by-somebody")
    told = browser.post("/login", data={"email": EMAIL, "password": WORD})
    cookie = told.headers["set-cookie"]
    assert "brought-by-somebody" not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    secure = TestClient(browser.app, base_url="https://testserver", follow_redirects=False)
    cookie = secure.post("/login", data={"email": EMAIL, "password": WORD}).headers["set-cookie"]
    assert cookie.startswith("__Host-encours=")
    assert "Secure" in cookie


def test_a_wrong_password_and_an_unknown_name_are_told_alike(browser: TestClient) -> None:
    wrong = browser.post("/login", data={"email": EMAIL, "password": "wrong"})
    unknown = browser.post("/login", data={"email": "zoe@example.com", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(EMAIL, "") == unknown.text.replace("zoe@example.com", "")


@rows("""
    to                     | after
    /today                 | /today
    https://evil.example/  | /
    //evil.example/        | /
    /\\\\evil.example      | /
    javascript:alert(1)    | /
""")
def test_one_comes_back_to_this_house_only(browser: TestClient, to: str, after: str) -> None:
    told = browser.post("/login", data={"email": EMAIL, "password": WORD, "to": to})
    assert told.headers["location"] == after


@rows("""
    origin                | site         | status
    http://testserver     | same-origin  | 303
    http://evil.example   | same-origin  | 403
    http://testserver     | cross-site   | 403
    null                  | same-origin  | 403
""")
def test_a_form_from_elsewhere_is_refused(browser: TestClient, origin: str, site: str, status: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": site}
    told = browser.post("/login", data={"email": EMAIL, "password": WORD}, headers=headers)
    assert told.status_code == int(status)


def test_pages_run_no_script_but_our_own_and_stay_out_of_caches(browser: TestClient) -> None:
    enter(browser)
    told = browser.get("/account")
    policy = told.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert told.headers["cache-control"] == "no-store"
    assert "<script>" not in told.text
    assert " style=" not in told.text


def test_leaving_ends_the_session_itself(browser: TestClient) -> None:
    enter(browser)
    token = browser.cookies["encours"]
    page = browser.get("/account").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    assert browser.post("/logout", data={"csrf": csrf}).status_code == 303
    browser.cookies.set("encours", token)
    assert browser.get("/account").status_code == 303


def test_the_language_is_ones_own(browser: TestClient) -> None:
    assert "Se connecter" in browser.get("/login?language=fr").text
    enter(browser)
    page = browser.get("/account").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    browser.post("/account/language", data={"csrf": csrf, "language": "fr"})
    browser.cookies.delete("encours_language")
    assert "Mot de passe actuel" in browser.get("/account").text


def test_what_was_done_stands_in_the_trail(door: FastAPI, browser: TestClient) -> None:
    enter(browser, "wrong")
    enter(browser)
    with door.state.house.database.read() as session:
        (entry,) = usecases.trail(session)
    assert (entry.done.actor, entry.done.door, entry.done.act) == ("Ana", "pages", "sign in")
    assert clock.now() - entry.at < timedelta(minutes=5)


def test_a_second_proof_is_set_up_on_the_account_page_and_asked_for_from_then_on(
    browser: TestClient,
) -> None:
    enter(browser)

    def send(path: str, **fields: str) -> str:
        csrf = browser.get("/account").text.split('name="csrf" value="')[1].split('"')[0]
        told = browser.post(path, data={"csrf": csrf, **fields})
        assert told.status_code in {200, 303}, told.text
        return told.text

    page = send("/account/second")
    assert 'src="data:image/svg+xml' in page
    clock_of = TOTP(page.split("<code>")[1].split("</code>")[0])
    words = send("/account/second/confirm", code=clock_of.at(clock.now())).split("<code>")[1:]
    browser.cookies.clear()
    told = browser.post("/login", data={"email": EMAIL, "password": WORD, "to": "/account"})
    assert told.headers["location"] == "/login/code?to=/account"
    assert browser.get("/account").headers["location"] == "/login?to=/account"
    assert browser.get("/login/code?to=/account").status_code == 200
    assert browser.post("/login/code", data={"code": "000000"}).status_code == 401
    told = browser.post("/login/code", data={"code": words[0].split("<")[0], "to": "/account"})
    assert told.headers["location"] == "/account"
    assert "code of your telephone" in browser.get("/account").text
    send("/account/second/end", password=WORD)
    browser.cookies.clear()
    told = browser.post("/login", data={"email": EMAIL, "password": WORD, "to": "/account"})
    assert told.headers["location"] == "/account"


def test_files_are_ours_and_nothing_else(browser: TestClient) -> None:
    assert browser.get("/static/encours.css").headers["content-type"].startswith("text/css")
    assert len(browser.get("/static/plotly.min.js").content) > 1_000_000
    for name in ("../app.py", "..%2fapp.py", "nothing.css"):
        assert browser.get(f"/static/{name}").status_code in {303, 404}
