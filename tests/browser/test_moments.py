"""The four moments of the trade, end to end."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@BOTH
@WITH_AND_WITHOUT
def test_nine_in_the_morning(visit: Visit, language: str, script: bool) -> None:
    """One customer at a time, the outcome in one key or click, undone as easily."""
    page = visit("/today", language=language, script=script)
    first = page.locator(".queue a").first
    name = first.locator(".name").inner_text()
    expect(page.locator("h2#who")).to_contain_text(name)
    before = page.locator(".queue a").count()
    if script:
        page.keyboard.press("5")
    else:
        page.click("button[value=paid]")
    page.wait_for_url("**/today?done=*")
    expect(page.locator(".queue a")).to_have_count(before - 1)
    expect(page.locator(".queue")).not_to_contain_text(name)
    _undo(page)
    page.goto("/today")
    expect(page.locator(".queue a")).to_have_count(before)


def test_only_one_outcome_is_open_and_a_key_goes_to_its_first_field(visit: Visit) -> None:
    page = visit("/today")
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.name") == "promised_on"
    page.locator(".outcomes details").nth(1).locator("summary").click()
    expect(page.locator(".outcomes details[open]")).to_have_count(1)


def _undo(page: Page) -> None:
    page.click(".notice.good button")
    page.wait_for_url("**/today?customer=*")
