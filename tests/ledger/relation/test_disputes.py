"""How much of an invoice is in dispute on an evening?"""

from typing import Any

import pytest

from ledger.relation.disputes import disputed_cents, disputes_on
from tests.ledger.relation.acts import on, opened, said

RESOLVED = {"outcome": "seller", "note": ""}


def test_a_dispute_counts_from_the_day_it_was_known_to_its_resolution() -> None:
    """It was opened on day 3 and told on day 5; until then we knew of none."""
    acts = [
        said(1, "dispute opened", opened((7, 300), (8, 50)), day=5, happened=3),
        said(2, "dispute amended", opened((7, 200)), day=8, case=1),
        said(3, "dispute resolved", RESOLVED, day=9, case=1),
    ]
    assert disputed_cents(acts, as_of=on(4)) == {}
    assert disputed_cents(acts, as_of=on(5)) == {7: 300, 8: 50}
    assert disputed_cents(acts, as_of=on(8)) == {7: 200}
    assert disputed_cents(acts, as_of=on(9)) == {}


def test_disputes_of_one_invoice_add_up() -> None:
    acts = [
        said(1, "dispute opened", opened((7, 300)), day=1),
        said(2, "dispute opened", opened((7, 200), reason="quality"), day=2),
    ]
    assert disputed_cents(acts, as_of=on(2)) == {7: 500}


@pytest.mark.parametrize("broken", [None, [], {}, {"outcome": "nobody", "note": ""}, {"outcome": "seller"}])
def test_i6_a_resolution_that_cannot_be_read_resolves_nothing(broken: Any) -> None:
    acts = [
        said(1, "dispute opened", opened((7, 300)), day=1),
        said(2, "dispute resolved", broken, day=2, case=1),
    ]
    assert disputed_cents(acts, as_of=on(2)) == {7: 300}
    (case,) = disputes_on(acts, as_of=on(2))
    assert case.stands
    assert len(case.unreadable) == 1


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "price",
        {},
        opened(),
        opened((7, 0)),
        opened((7, 5), (7, 5)),
        opened((7, 5), reason="mood"),
        opened((7, 5), reason=None),
        {"reason": "price", "items": [7], "note": ""},
        {"reason": "price", "items": [{"invoice_id": 7, "cents": True}], "note": ""},
        {"reason": "price", "items": [{"invoice_id": 7, "cents": 5.0}], "note": ""},
    ],
)
def test_i6_a_dispute_that_cannot_be_read_stands(broken: Any) -> None:
    (case,) = disputes_on([said(1, "dispute opened", broken, day=1)], as_of=on(1))
    assert case.stands
    assert case.terms is None
