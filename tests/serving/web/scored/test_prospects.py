"""A prospect on the phone: an answer, its page, its sheet of paper, and a person's other word."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.serving.web.scored.conftest import SIRENS, Browser, signed_in

STRANGER = "542065479"
ASKED = {"siren": STRANGER, "amount": "5 000,00", "days": "30"}


def _asked(browser: Browser, **more: object) -> str:
    told = browser.send("/prospects", {**ASKED, **more})
    assert told.status_code == 303, told.text
    return told.headers["location"]


def test_a_siren_is_enough_for_an_answer_that_says_why_and_what_is_missing(ana: Browser) -> None:
    page = ana.get(_asked(ana))
    for told in ("Grade", "What is missing", "yearly accounts", "5,000", "made by rules"):
        assert told in page, told
    assert STRANGER in ana.get("/prospects")


def test_what_it_tells_of_itself_counts(ana: Browser) -> None:
    accounts = {"closed_on": "2023-12-31", "sales": "900000", "equity": "-50 000", "total_assets": "400000"}
    references = {
        "reference_who": ["Durand", ""],
        "reference_late": ["5", ""],
        "reference_incidents": ["", ""],
    }
    page = ana.get(_asked(ana, founded_on="2001-05-01", naf="4711B", **accounts, **references))
    assert "equity of the last accounts is negative" in page
    assert "Trade references move" in page


@pytest.mark.parametrize(
    "wrong", [{"amount": "1.250,0"}, {"days": "soon"}, {"founded_on": "yesterday"}, {"amount": ""}]
)
def test_what_cannot_be_read_is_told_beside_what_was_typed(ana: Browser, wrong: dict[str, str]) -> None:
    told = ana.send("/prospects", {**ASKED, **wrong})
    assert told.status_code == 422
    assert 'role="alert"' in told.text
    assert STRANGER in told.text


def test_what_cannot_be_read_is_told_in_the_language_of_the_page_and_nothing_typed_is_lost(
    ana: Browser,
) -> None:
    ana.post("/account/language", {"language": "fr"})
    wrong = {"amount": "", "days": "bientôt", "siren": "123456789", "reference_who": ["Durand SA"]}
    page = ana.send("/prospects", {**ASKED, **wrong}).text
    assert "Demandé, en euros : rien n" in page
    assert "Jours de crédit : écrivez un nombre entier." in page
    assert "Durand SA" in page
    told = ana.send("/prospects", {**ASKED, "siren": "123456789"})
    assert told.status_code == 422
    assert "« 123456789 » n&#39;est pas un SIREN" in told.text


@pytest.mark.parametrize(("language", "title"), [("en", "Credit decision"), ("fr", "Décision de crédit")])
def test_the_report_is_one_page_in_either_language_and_always_the_same(
    ana: Browser, language: str, title: str
) -> None:
    at = _asked(ana, name="Ex*mple & #Fils_")
    ana.post("/account/language", {"language": language})
    first, again = (ana.client.get(f"{at}.pdf") for _ in range(2))
    assert first.content == again.content
    (sheet,) = PdfReader(BytesIO(first.content)).pages
    text = sheet.extract_text()
    assert title in text
    assert "Ex*mple & #Fils_" in text


def test_a_person_may_decide_otherwise_with_a_reason(ana: Browser) -> None:
    at = _asked(ana)
    word = {"outcome": "accept", "amount": "3000", "reason": "Known for twenty years."}
    there = f"/decisions/{at.rpartition('/')[2]}/override"
    assert ana.post(there, {**word, "reason": " "}) == 409
    assert ana.post(there, {**word, "amount": "60000"}) == 409
    assert ana.post(there, {**word, "outcome": "refuse"}) == 409
    assert ana.post(there, word) == 303
    assert "decided by Ana" in ana.get(at)


def test_a_salesperson_reads_its_own_answers_and_asks_about_no_customer_of_others(ana: Browser) -> None:
    of_ana = _asked(ana)
    zoe = signed_in(ana.client, "z@example.com")
    assert zoe.post("/prospects", {**ASKED, "siren": SIRENS["BOLT"]}) == 403
    own = _asked(zoe, siren=SIRENS["ACME"])
    assert "ACME" in zoe.get(own)
    for path in (of_ana, f"{of_ana}.pdf", "/prospects/999"):
        zoe.get(path, status=404)
    assert STRANGER not in zoe.get("/prospects")
    assert (
        zoe.post(f"/decisions/{own.rpartition('/')[2]}/override", {"outcome": "accept", "reason": "Mine."})
        == 403
    )
