"""The four moments of the trade, end to end: in both languages, with a script and without."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kernel.language import Language
from serving.web.speech import speech
from tests.browser.checks import english_left, faults_of
from tests.browser.conftest import BOTH, WATCHED, WITH_AND_WITHOUT, Visit
from tests.browser.planted import WHY, PlantedRun

STRANGER = "542065479"


@BOTH
@WITH_AND_WITHOUT
def test_a_prospect_on_the_phone(visit: Visit, language: str, script: bool) -> None:
    """By the keyboard alone: a SIREN, an answer with its reasons and what is missing, a page to print."""
    say = _said(language)
    page = visit("/", language=language, script=script)
    page.get_by_role("link", name=say("Prospects")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/prospects")
    _typed(page, "542 065 479", "5 000,00", "45")
    page.wait_for_url(re.compile(r"/prospects/\d+$"))
    expect(page.locator("h1")).to_contain_text(STRANGER)
    expect(page.locator(".verdict h2")).not_to_be_empty()
    expect(page.locator(".verdict p").first).not_to_be_empty()
    assert page.locator(".grid .card li").count() > 0, "its conditions"
    assert page.locator("#missing tbody tr").count() > 0
    assert english_left(page, language) == []
    assert faults_of(page) == []
    address = page.url
    sheet = page.locator("a[href$='.pdf']").get_attribute("href")
    assert page.request.get(str(sheet)).body().startswith(b"%PDF")
    page.get_by_role("link", name=say("Another company")).click()
    page.locator(f"#answers a[href='/prospects/{address.rsplit('/', 1)[1]}']").click()
    expect(page.locator("h1")).to_contain_text(STRANGER)


def test_what_cannot_be_read_of_a_prospect_stands_beside_what_was_typed(visit: Visit) -> None:
    page = visit("/prospects", language="fr", script=False)
    _typed(page, "123 456 789", "5 000,00", "45")
    expect(page.locator("[role=alert]")).to_contain_text("n'est pas un SIREN")
    expect(page.locator("[name=siren]")).to_have_value("123 456 789")
    assert faults_of(page) == []


@BOTH
@WITH_AND_WITHOUT
def test_a_limit_about_to_break(visit: Visit, language: str, script: bool) -> None:
    """Who and how far; mine, put aside, a higher limit, seen to, each with its reason; and the trail."""
    say, code = _said(language), WATCHED[language, script]
    page = visit("/alerts", language=language, script=script)
    row = page.locator("#alerts tbody tr", has_text=code)
    expect(row).to_contain_text("111")
    row.get_by_role("button", name=say("Mine"), exact=True).click()
    expect(page.locator(".notice.good")).to_contain_text(say("It is in their hands."))
    expect(row).to_contain_text("Ana")
    assert english_left(page, language) == []
    row.get_by_role("checkbox").check()
    page.locator(".acting [name=note]").fill(f"They call back, {code}.")
    page.locator(".acting button[formaction='/alerts/snooze']").click()
    expect(page.locator(".notice.good")).to_be_visible()
    expect(row).to_have_count(0)
    page.goto("/alerts?state=snoozed")
    expect(row).to_contain_text(f"They call back, {code}.")
    row.locator("td.wide a").click()
    page.wait_for_url(f"**/customers/{code}#limit")
    expect(page.locator("#limit .meter")).to_have_attribute("aria-label", re.compile("111"))
    _higher_limit(page, say, "2 000,00", f"A parent guarantees {code}.")
    expect(page.locator("#limit .meter")).to_have_attribute("aria-label", re.compile("50"))
    assert faults_of(page) == []
    page.locator("#alerts [name=note]").fill("The limit is higher now.")
    page.locator("#alerts").get_by_role("button", name=say("Seen to"), exact=True).click()
    expect(page.locator("#alerts")).to_have_count(0)
    for told in (f"They call back, {code}.", f"A parent guarantees {code}.", "The limit is higher now."):
        expect(page.locator("#timeline")).to_contain_text(told)
    assert english_left(page, language) == []
    page.goto("/audit?act=alerts.")
    expect(page.locator("#audit tbody tr").first).to_contain_text("alerts.acknowledge")


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
    assert english_left(page, language) == []
    _undo(page)
    page.goto("/today")
    expect(page.locator(".queue a")).to_have_count(before)


def test_only_one_outcome_is_open_and_a_key_goes_to_its_first_field(visit: Visit) -> None:
    page = visit("/today")
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.name") == "promised_on"
    page.locator(".outcomes details").nth(1).locator("summary").click()
    expect(page.locator(".outcomes details[open]")).to_have_count(1)


@BOTH
@WITH_AND_WITHOUT
def test_a_run_is_watched_to_its_end(
    visit: Visit, home_served: Path, challenger: str, language: str, script: bool
) -> None:
    """How far it is, in words and as a bar; the page goes on by itself, with a script and without."""
    say = _said(language)
    run = PlantedRun(home_served, f"{language}-{script}")
    page = visit("/models", language=language, script=script)
    page.get_by_role("link", name=say("Watch it"), exact=True).click()
    expect(page.locator("#at-work")).to_contain_text(say("Learning when invoices are paid"))
    expect(page.locator("progress")).to_have_attribute("value", "3")
    assert english_left(page, language) == []
    assert faults_of(page) == []
    run.goes_on(4)
    expect(page.locator("progress")).to_have_attribute("value", "4", timeout=15_000)
    run.ends(challenger)
    expect(page.locator(".notice.good")).to_contain_text(WHY[language], timeout=15_000)
    page.locator("main a[href='/models'].button").click()
    side = page.locator("section.card").first
    expect(side).to_contain_text(challenger)
    expect(side.locator("#figures-lateness")).to_contain_text(say("log-loss"))
    assert english_left(page, language) == []
    assert faults_of(page) == []


@pytest.mark.slow
@BOTH
@WITH_AND_WITHOUT
def test_the_quarters_retraining(visit: Visit, challenger: str, language: str, script: bool) -> None:
    """A run is begun and ends; of two models side by side a person chooses, and says why."""
    say = _said(language)
    page = visit("/models", language=language, script=script)
    page.select_option("select[name=name]", "default")
    page.get_by_role("button", name=say("Begin"), exact=True).click()
    page.wait_for_url("**/models/runs/train/*")
    expect(page.locator(".notice.good")).to_contain_text(say("It is done."), timeout=120_000)
    assert english_left(page, language) == []
    page.goto("/models")
    side = page.locator("section.card").first
    why = f"Reviewed with the committee, {language}, {script}."
    side.locator("[name=why]").first.fill(why)
    deed = say("Put it in service") if script else say("Decline it")
    side.get_by_role("button", name=deed, exact=True).click()
    page.wait_for_url("**/models/runs/move/*")
    expect(page.locator(".notice.good")).to_contain_text(say("It is done."), timeout=120_000)
    page.locator("main a[href='/models'].button").click()
    side.locator("summary", has_text=say("Who put what in service")).click()
    expect(side.locator("#acts-lateness tbody tr").first).to_contain_text(why)
    serves = side.locator("p", has=page.locator(".badge.good")).locator("a")
    assert (serves.inner_text() == challenger) == script
    assert english_left(page, language) == []


def _said(language: str) -> Callable[[str], str]:
    return speech(Language(language)).gettext


def _typed(page: Page, siren: str, amount: str, days: str) -> None:
    """In the order in which the fields are reached; the first one has the focus already."""
    assert page.evaluate("document.activeElement.name") == "siren"
    page.keyboard.type(siren)
    for text in (amount, days):
        page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def _higher_limit(page: Page, say: Callable[[str], str], amount: str, reason: str) -> None:
    otherwise = page.locator("#limit details", has_text=say("Decide otherwise"))
    otherwise.locator("summary").click()
    otherwise.locator("[name=amount]").fill(amount)
    otherwise.locator("[name=reason]").fill(reason)
    otherwise.locator("button").click()


def _undo(page: Page) -> None:
    page.click(".notice.good button")
    page.wait_for_url("**/today?customer=*")
