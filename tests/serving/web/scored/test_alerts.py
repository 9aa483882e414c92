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
    assert told.headers["location"] == "/alerts?state=open&done=assigned"


def test_what_is_done_with_a_note_stands_on_the_page_and_in_the_timeline(ana: Browser) -> None:
    (first, *_) = _numbers(ana.get("/alerts"))
    until = {"one": first, "note": "After their board.", "until_on": "2024-05-02"}
    told = ana.send("/alerts/snooze", {**until, "to": "/alerts?state=snoozed"})
    page = ana.get(told.headers["location"])
    assert "It is put aside" in page
    assert "Ana: After their board." in page
    assert "2 May 2024" in page
    assert ana.post("/alerts/snooze", {**until, "until_on": "soon"}) == 409
    assert ana.post("/alerts/acknowledge", {"one": first, "note": "Paid down."}) == 303
    timeline = ana.get("/customers/ACME").split('class="timeline"')[1]
    assert timeline.index("Paid down.") < timeline.index("After their board."), "the latest first"
    (entry, *_) = ana.get("/audit?act=alerts.acknowledge").split("</tbody>")[0].split("<tr>")[-1:]
    assert first in entry


def test_the_key_enter_in_a_field_puts_nothing_away(ana: Browser) -> None:
    """It presses the first button of the form, which refuses where nobody is named."""
    form = ana.get("/alerts").split('action="/alerts/acknowledge"')[1]
    assert "/alerts/give" in form.split("<button")[1]
