"""Customers as pages: found, told, and shut to those who do not look after them."""

import pytest

from tests.serving.web.conftest import SIRENS, Browser


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
