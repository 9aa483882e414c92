"""Alerts as a page: told once, and put away by whoever has seen to them."""

import re

from fastapi.testclient import TestClient

from tests.serving.web.scored.conftest import Browser


def _numbers(page: str) -> list[str]:
    return re.findall(r'name="ticked" value="([\d,]+)"', page)


def test_an_alert_is_told_with_what_to_do_and_put_away_in_one_click(ana: Browser) -> None:
    page = ana.get("/alerts")
    assert "of the limit of" in page
    assert 'href="/customers/ACME"' in page
    first = _numbers(page)[0]
    assert ana.post("/alerts/take", {"one": first}) == 303
    assert "for Ana" in ana.get("/alerts")
    assert ana.post("/alerts/acknowledge", {"one": first, "to": "/alerts?state=open"}) == 303
    assert first not in _numbers(ana.get("/alerts"))
    assert "seen to" in ana.get("/alerts?state=acknowledged")


def test_several_are_put_away_at_once_all_or_none(ana: Browser) -> None:
    ticked = _numbers(ana.get("/alerts"))
    assert ana.post("/alerts/acknowledge", {"ticked": [*ticked, "999"]}) == 404
    assert _numbers(ana.get("/alerts")) == ticked
    assert ana.post("/alerts/snooze", {"ticked": ticked}) == 303
    assert _numbers(ana.get("/alerts")) == []
    assert _numbers(ana.get("/alerts?state=snoozed")) == ticked


def test_nothing_ticked_is_a_sentence(ana: Browser) -> None:
    assert ana.post("/alerts/acknowledge", {}) == 409


def test_a_form_leads_back_into_this_house_only(ana: Browser, client: TestClient) -> None:
    (first, *_) = _numbers(ana.get("/alerts"))
    told = ana.send("/alerts/take", {"one": first, "to": "//elsewhere.example"})
    assert told.headers["location"] == "/alerts"
