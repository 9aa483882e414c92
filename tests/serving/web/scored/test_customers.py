"""Customers as pages: found, told, and shut to those who do not look after them."""

import pytest

from tests.serving.web.scored.conftest import SIRENS, Browser


@pytest.mark.parametrize("typed", ["ACME", "acme", "732 829 320", "73282932000074", "FR44732829320", "cmé"])
def test_one_that_is_meant_opens_at_once(ana: Browser, typed: str) -> None:
    told = ana.client.get("/customers", params={"search": typed})
    assert (told.status_code, told.headers.get("location")) == (303, "/customers/ACME")


def test_a_list_tells_exposure_and_the_use_of_the_limit(ana: Browser) -> None:
    page = ana.get("/customers")
    assert page.index("ACME") < page.index("BOLT")
    assert "€800.00" in page
    assert "160%" in page


@pytest.mark.parametrize("typed", ["BOLT", "olt", SIRENS["BOLT"]])
def test_a_salesperson_finds_nothing_of_others(zoe: Browser, typed: str) -> None:
    page = zoe.client.get("/customers", params={"search": typed})
    assert page.status_code == 200
    assert "No customer of yours" in page.text
    assert "BOLT" not in zoe.get("/customers")


def test_a_customer_is_told_whole(ana: Browser) -> None:
    page = ana.get("/customers/ACME")
    for told in (
        "160%",
        "F-2",
        "What raises the risk",
        "worked out by rules",
        'id="chart-waterfall"',
        SIRENS["ACME"],
    ):
        assert told in page, told
    assert page.rstrip().endswith("</html>")


def test_another_persons_customer_is_nobodys(zoe: Browser) -> None:
    assert "Acme" in zoe.get("/customers/ACME")
    for path in ("", "/dossier.zip", "/letter?level=1&scenario=standard"):
        told = zoe.get(f"/customers/BOLT{path}", status=404)
        assert told.replace("BOLT", "") == zoe.get(f"/customers/NONE{path}", status=404).replace("NONE", "")
    assert zoe.post("/customers/ACME/limit", {}) == 403


def test_a_limit_above_the_policy_needs_a_reason_and_stands_with_it(ana: Browser) -> None:
    assert ana.post("/customers/ACME/overrule", {"amount": "9000", "reason": " "}) == 409
    assert (
        ana.post("/customers/ACME/overrule", {"amount": "9000", "reason": "A parent guarantees it."}) == 303
    )
    page = ana.get("/customers/ACME")
    assert "A parent guarantees it." in page
    assert "€9,000" in page


def test_a_large_limit_waits_for_a_second_person(ana: Browser) -> None:
    assert ana.post("/customers/ACME/overrule", {"amount": "60000", "reason": "A large order."}) == 303
    page = ana.get("/customers/ACME")
    assert "a second person must agree" in page
    number = page.split("/limit/")[1].split("/")[0]
    assert ana.post(f"/customers/ACME/limit/{number}/approve", {}) == 409
    assert ana.post(f"/customers/ACME/limit/{number}/refuse", {"reason": "Not before the accounts."}) == 303


def test_a_dispute_opens_and_ends_on_the_page(ana: Browser) -> None:
    assert (
        ana.post("/customers/ACME/dispute", {"reason": "price", "invoice": ["F-2"], "note": "Agreed 700"})
        == 303
    )
    page = ana.get("/customers/ACME")
    assert "Agreed 700" in page
    number = page.split("/dispute/")[1].split("/")[0]
    assert ana.post(f"/customers/BOLT/dispute/{number}/resolve", {"outcome": "seller"}) == 404
    assert ana.post(f"/customers/ACME/dispute/{number}/resolve", {"outcome": "seller"}) == 303
    assert f"/dispute/{number}/resolve" not in ana.get("/customers/ACME")


def test_promises_plans_and_blocks_are_written_down_and_ended(ana: Browser) -> None:
    at = "/customers/ACME"
    assert (
        ana.post(f"{at}/promise", {"promised_on": "2024-05-01", "amount": "300,00", "currency": "EUR"}) == 303
    )
    assert ana.post(f"{at}/block", {"reason": "Talks are on."}) == 303
    plan = {"invoice": ["F-2"], "instalments": "2024-05-31 400.00\n2024-06-30 400,00"}
    assert ana.post(f"{at}/plan", plan) == 303
    assert ana.post(f"{at}/plan", {"invoice": ["F-2"], "instalments": "soon 400"}) == 409
    page = ana.get(at)
    for matter in ("plan", "block"):
        number = page.split(f"{at}/{matter}/")[1].split("/")[0]
        assert ana.post(f"{at}/{matter}/{number}/end", {}) == 303


def test_the_dossier_is_sent_as_a_file(ana: Browser) -> None:
    told = ana.client.get("/customers/ACME/dossier.zip")
    assert (told.status_code, told.content[:2]) == (200, b"PK")
