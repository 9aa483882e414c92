"""Objections on pages: written down beside the decision, listed until a person answers."""

import re

from tests.serving.web.scored.conftest import Browser, signed_in
from tests.serving.web.scored.test_prospects import ASKED


def test_a_customer_objects_to_its_score_and_a_person_decides_otherwise(ana: Browser) -> None:
    zoe = signed_in(ana.client, "z@example.com")
    says = {"by": "Ms Doe", "says": "We changed hands."}
    assert zoe.post("/customers/BOLT/score/contests", says) == 404
    assert zoe.post("/customers/ACME/score/contests", says) == 303
    assert "We changed hands." in zoe.get("/contests")
    ana = signed_in(ana.client, "a@example.com")
    page = ana.get("/customers/ACME")
    assert "waits for an answer" in page
    (decision,) = set(re.findall(r'action="/decisions/(\d+)/override"[^§]*?name="outcome"', page))
    assert ana.post(f"/decisions/{decision}/override", {"outcome": "A", "reason": "New owner."}) == 303
    page = ana.get("/customers/ACME")
    assert "decided by Ana" in page
    assert "No contest waits" in ana.get("/contests")
    assert "New owner." in ana.get("/contests?all=1")


def test_a_limit_granted_otherwise_stands_beside_what_the_policy_says(ana: Browser) -> None:
    word = {"amount": "700", "reason": "Known for years."}
    assert ana.post("/customers/ACME/overrule", word) == 303
    assert re.search(r"Granted, €?700.*decided by Ana.*Known for years\.", ana.get("/customers/ACME"))


def test_an_answer_to_a_prospect_is_contested_on_its_page(ana: Browser) -> None:
    at = ana.send("/prospects", ASKED).headers["location"]
    number = at.rpartition("/")[2]
    assert ana.post(f"/decisions/{number}/contests", {"says": "Read our accounts."}) == 303
    page = ana.get(at)
    (contest,) = set(re.findall(r'action="/contests/(\d+)/answer"', page))
    assert ana.post(f"/contests/{contest}/answer", {"reason": "We did."}) == 303
    page = ana.get(at)
    assert "We did." in page
    assert "the decision stands" in page
    ira = signed_in(ana.client, "i@example.com")
    assert "Decide otherwise" not in ira.get(at)
    assert ira.post(f"/contests/{contest}/answer", {"reason": "No."}) == 403
