"""The portfolio, the cash to come and the week, as pages."""

import time
from pathlib import Path

import pytest
from fastapi import FastAPI

from access.rights import Role
from tests.serving.conftest import Encours
from tests.serving.web.house import Browser, people

DAY = "2024-05-10"


def ready(who: Browser, path: str, status: int = 200) -> str:
    """The page once its numbers are worked out."""
    for _ in range(300):
        page = who.see(path, status)
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{path} is never ready")


def bill(encours: Encours, folder: Path, line: str) -> None:
    more = folder / "more.csv"
    more.write_text(f"number,customer,issued_on,due_on,amount,currency,paid_on\n{line}\n")
    said = encours("import", "invoices", more, "--on", DAY)
    assert said.code == 0, said.err


def test_the_portfolio_tells_ages_shares_and_causes(ana: Browser) -> None:
    page = ready(ana, "/portfolio")
    for word in ("€6,100", "€5,800", "Boulons du Nord", "82.0%", "31–60 days late", "Why it is late"):
        assert word in page, word
    assert "encours score --all" in page  # nobody was scored yet
    assert "No alert is open." in page


def test_grades_and_alerts_are_told_once_there_are_any(ana: Browser, encours: Encours) -> None:
    before = ready(ana, "/portfolio")
    assert encours("score", "--all", "--as-of", DAY).code == 0
    assert encours("alerts", "run", "--on", DAY).code == 0
    after = ready(ana, "/portfolio")
    assert "Expected default, 12 months" in after
    assert "Expected default, 12 months" not in before


def test_what_is_imported_shows_at_once(ana: Browser, encours: Encours, tmp_path: Path) -> None:
    """Numbers are kept for one state of the ledger, never longer."""
    assert "€6,100" in ready(ana, "/portfolio")
    bill(encours, tmp_path, "F-5,BOLT,2024-05-09,2024-06-08,900.00,EUR,")
    assert "€7,000" in ready(ana, "/portfolio")


def test_cash_comes_week_by_week_with_what_is_behind(ana: Browser) -> None:
    page = ready(ana, "/cash?weeks=4")
    assert page.count("<details") == 4 + 1  # and the numbers of the chart
    for word in ("F-3", "4 weeks in EUR", "Later or never", "Came in", "encours backtest forecast"):
        assert word in page, word
    slower = ready(ana, "/cash?weeks=4&largest=1&days=15")
    assert "If the 1 largest customers pay 15 days later" in slower
    assert "/customers/BOLT" in slower


@pytest.mark.parametrize("query", ["weeks=27", "weeks=0", "largest=1000", "days=0", "weeks=x"])
def test_a_question_that_goes_too_far_is_refused(ana: Browser, query: str) -> None:
    ana.see(f"/cash?{query}", status=422)


def test_the_week_is_cut_by_owner(ana: Browser, encours: Encours, tmp_path: Path) -> None:
    assert "Nothing is due, promised, stuck or changed" in ready(ana, "/week")
    bill(encours, tmp_path, "F-5,ACME,2024-05-09,2024-05-13,900.00,EUR,")
    on = ("--on", DAY, "--author", "Ana")
    promised = encours("promise", "make", "BOLT", "--for", "2024-05-14", "--amount", "1000.00", *on)
    assert promised.code == 0, promised.err
    page = ready(ana, "/week?by=sales")
    assert page.index(">Marc<") < page.index(">Zoé<")
    for word in ("promise", "€1,000", "€900.00", "1 invoice"):
        assert word in page, word
    assert "All customers" in ready(ana, "/week")


def test_pages_of_all_customers_are_shut_to_sales(company: FastAPI) -> None:
    marc = Browser(company, people(company, "Marc", [Role.SALES], owner="Marc"))
    for path in ("/portfolio", "/cash", "/week"):
        marc.see(path, status=403)
    zoe = Browser(company, people(company, "Zoe", [Role.AUDITOR]))
    assert "€6,100" in ready(zoe, "/portfolio")


def test_they_speak_french(ana: Browser) -> None:
    ana.send("/account/language", language="fr")
    for path, word in (
        ("/portfolio", "Balance âgée"),
        ("/cash", "Encaissements à venir"),
        ("/week", "Semaine"),
    ):
        assert word in ready(ana, path)
