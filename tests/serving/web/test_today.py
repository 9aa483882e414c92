"""The queue as a workplace."""

import re

from fastapi import FastAPI

from access import usecases
from access.rights import Role
from serving.web.amounts import cents_from
from tests.serving.web.house import Browser, people
from tests.tables import rows


def _queued(page: str) -> list[str]:
    return re.findall(r'href="/today\?customer=([^"]+)"', page)


def test_the_first_is_told_whole(ana: Browser) -> None:
    page = ana.see("/")
    assert _queued(page) == ["BOLT", "ACME"]
    for word in ("Boulons du Nord", "+33199000002", "€5,000", "Why now", "F-3", 'data-key="1"'):
        assert word in page
    assert "F-2" in ana.see("/today?customer=ACME")


def test_a_promise_takes_the_customer_off_the_list_and_undoing_brings_it_back(ana: Browser) -> None:
    ana.see("/today")  # remembered from here on: what follows must show all the same
    fields = {"outcome": "promise", "promised_on": "2024-05-20", "amount": "5 000,00", "currency": "EUR"}
    there = ana.send("/today/BOLT/outcome", seen="/today", **fields)
    page = ana.see(there)
    assert _queued(page) == ["ACME"]
    assert "Written down for BOLT: promise." in page
    assert "Promise" in ana.see("/today/held")
    ana.send("/today/BOLT/undo", seen=there)
    assert _queued(ana.see("/today")) == ["BOLT", "ACME"]


def test_what_cannot_be_written_down_says_why_and_changes_nothing(ana: Browser) -> None:
    told = ana.send("/today/BOLT/outcome", status=409, outcome="promise")
    assert "A promise needs its day" in told
    told = ana.send(
        "/today/BOLT/outcome", status=422, outcome="promise", promised_on="2024-05-20", amount="five"
    )
    assert "is not an amount" in told
    assert _queued(ana.see("/today")) == ["BOLT", "ACME"]


def test_every_outcome_has_its_author_in_the_trail(company: FastAPI, ana: Browser) -> None:
    for outcome, more in (
        ("no-answer", {}),
        ("call-back", {"call_back_on": "2024-05-14"}),
        ("dispute", {"reason": "price", "invoice": "F-3"}),
        ("wrong-contact", {"contact": "+33199000002"}),
        ("paid", {}),
    ):
        ana.send("/today/BOLT/outcome", outcome=outcome, **more)
    with company.state.house.database.read() as session:
        entries = [one.done for one in usecases.trail(session) if one.done.act == "today.record"]
    assert {(one.actor, one.door, one.subject) for one in entries} == {("Ana", "pages", "BOLT")}
    assert len(entries) == 5


def test_an_auditor_reads_and_changes_nothing(company: FastAPI) -> None:
    zoe = Browser(company, people(company, "Zoe", [Role.AUDITOR]))
    page = zoe.see("/today")
    assert "Boulons du Nord" in page
    assert "What came of it?" not in page
    assert "Not among your rights" in zoe.send("/today/BOLT/outcome", status=403, outcome="paid")


def test_sales_see_no_queue_of_all(company: FastAPI) -> None:
    marc = Browser(company, people(company, "Marc", [Role.SALES], owner="Marc"))
    assert "Not among your rights" in marc.see("/today", status=403)


def test_it_speaks_french(ana: Browser) -> None:
    ana.send("/account/language", language="fr")
    page = ana.see("/today")
    for word in ("Aujourd'hui", "Pourquoi maintenant", "pas de réponse", "5\u202f000"):
        assert word in page, word


@rows("""
    typed      | cents
    1250       | 125000
    1250,00    | 125000
    1250.5     | refused
    1 250,00   | 125000
    1,250.00   | refused
    1250.00 €  | 125000
    -5         | refused
""")
def test_amounts_as_people_type_them(typed: str, cents: str) -> None:
    try:
        found = str(cents_from(typed))
    except ValueError:
        found = "refused"
    assert found == cents
