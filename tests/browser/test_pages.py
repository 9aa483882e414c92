"""Every page: readable, usable without a mouse, without a script, on a telephone, in the dark."""

import pytest

from serving.web.rendering import TABS
from tests.browser.checks import faults_of
from tests.browser.conftest import Visit

PAGES = [*(one.address for one in TABS), "/today/held", "/account"]


@pytest.mark.parametrize("path", PAGES)
def test_whoever_sees_little_or_has_no_mouse_can_use_it(visit: Visit, path: str) -> None:
    page = visit(path)
    assert page.locator("h1").count() == 1
    assert faults_of(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert faults_of(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults_of(page) == []


def test_the_entrance_too(visit: Visit) -> None:
    page = visit("/account")
    page.click("header form[action='/logout'] button")
    page.wait_for_url("**/login")
    assert faults_of(page) == []


def test_the_first_key_leads_past_the_menu(visit: Visit) -> None:
    page = visit("/account")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
