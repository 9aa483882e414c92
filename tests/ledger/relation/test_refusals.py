"""What a person may not write down, each with a sentence that says why."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.errors import ActRefused, AmbiguousInvoice, UnknownCase, UnknownInvoice
from ledger.relation import blocks, disputes, hand_overs, plans, promises, write_offs
from ledger.relation.deciding import Named, NewAct, When, case_numbered, wanted_of
from ledger.relation.plans import Instalment
from tests.ledger.relation import acts as write
from tests.ledger.relation.acts import OVER, on, said
from tests.ledger.relation.ledgers import Bill, Cash, accounts_of

BILLS = [
    *(Bill(1, 0, 30, 10_000), Bill(2, 0, 30, 5_000), Bill(3, 0, 30, 8_000, customer=2)),
    *(Bill(4, 0, 30, 7_000, currency="USD"), Bill(5, 0, 30, -2_000), Bill(6, 0, 30, 9_000)),
    *(Bill(7, 0, 30, 100, number="TWICE"), Bill(8, 0, 30, 100, number="TWICE")),
]
ACCOUNTS = accounts_of(BILLS, [Cash(1, 6, 10, 9_000), Cash(2, 2, 10, 1_000)])
TODAY = When(on(40), on(40))
ACTS = [
    said(1, "dispute opened", write.opened((1, 4_000)), day=35),
    said(2, "dispute opened", write.opened((2, 100)), day=35),
    said(3, "dispute resolved", {"outcome": "seller", "note": ""}, day=36, case=2),
    said(4, "promise made", write.made(500, 38, 1), day=35),
    said(5, "plan agreed", write.agreed([(2, 4_000, 4_000)], [(60, 4_000)]), day=35),
    said(6, "block set", write.blocked(37, 1), day=35),
    said(7, "hand_over given", write.given("agency", 1), day=35),
    said(8, "write_off recorded", write.lost((1, 10)), day=35),
    said(9, "write_off reversed", OVER, day=36, case=8),
]
DISPUTES = disputes.disputes_on(ACTS, as_of=on(40))
HAND_OVERS = hand_overs.hand_overs_on(ACTS, as_of=on(40))
PLANS = plans.plans_on(ACTS, ACCOUNTS, as_of=on(40))


def _wanted(*names: str | tuple[str, int]) -> list:
    named = [Named(one) if isinstance(one, str) else Named(*one) for one in names]
    return wanted_of(named, ACCOUNTS, customer_id=1, elsewhere={"F-3": ["C2"]})


def _dispute(*names: str | tuple[str, int], reason: str = "price", when: When = TODAY) -> NewAct:
    return disputes.open_dispute(_wanted(*names), DISPUTES, reason=reason, note="", when=when)


def _resolve(number: int, outcome: str, *conceded: str | tuple[str, int], note: str | None = None) -> object:
    case = case_numbered(number, DISPUTES, matter="dispute")
    return disputes.resolve_dispute(
        *(case, ACCOUNTS),
        outcome=outcome,
        conceded=_wanted(*conceded),
        credit_note=note,
        note="",
        when=TODAY,
    )


def _promise(
    *names: str, cents: int | None = None, currency: str | None = None, day: int = 50, when: When = TODAY
) -> object:
    return promises.make_promise(
        [one.item for one in _wanted(*names)],
        ACCOUNTS,
        customer_id=1,
        cents=cents,
        currency=currency,
        promised_on=on(day),
        by="",
        note="",
        when=when,
    )


def _plan(*parts: tuple[int, int], names: tuple[Any, ...] = ("F-1",), grace: int = 0) -> object:
    return plans.agree_plan(
        *(_wanted(*names), PLANS),
        instalments=[Instalment(on(day), cents) for day, cents in parts],
        grace_days=grace,
        acceleration=False,
        note="",
        when=TODAY,
    )


def _give(*names: str, party: str = "agency", recourse: bool | None = None) -> object:
    return hand_overs.give(
        [one.item for one in _wanted(*names)],
        *(ACCOUNTS, HAND_OVERS),
        customer_id=1,
        party=party,
        name="X",
        recourse=recourse,
        note="",
        when=TODAY,
    )


def _write_off(*names: str | tuple[str, int], reason: str = "other") -> object:
    return write_offs.write_off(_wanted(*names), reason=reason, note="", when=TODAY)


def _block(until: int | None, reason: str) -> object:
    day = None if until is None else on(until)
    return blocks.set_block([], customer_id=1, until=day, reason=reason, when=TODAY)


def _cancel_promise(when: When) -> object:
    (case,) = (one.case for one in promises.promises_on(ACTS, ACCOUNTS, as_of=on(40)))
    return promises.cancel_promise(case, note="", when=when)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: _dispute("F-3"), "F-3 is an invoice of C2, not of C1."),
    (lambda: _dispute("F-5"), "credit note or void"),
    (lambda: _dispute("F-1", "F-1"), "F-1 is named twice"),
    (lambda: _dispute("F-1", "F-4"), "in EUR and USD"),
    (lambda: _dispute(), "No invoice is named"),
    (lambda: _dispute(("F-1", 6_001)), "amounts to 100.00 EUR, and 40.00 EUR are in dispute already"),
    (lambda: _dispute(("F-2", 5_001)), "F-2 amounts to 50.00 EUR: 50.01 EUR cannot be in dispute"),
    (lambda: _dispute(("F-1", 0)), "Nothing open on F-1 is left to dispute"),
    (lambda: _dispute("F-6"), "Nothing open on F-6"),
    (lambda: _dispute("F-1", reason="mood"), "“mood” is no reason"),
    (lambda: _dispute("F-1", when=When(on(41), on(40))), "lies after 2024-02-10"),
    (lambda: _dispute("F-1", when=When(on(-1), on(40))), "was issued on 2024-01-01, after 2023-12-31"),
    (lambda: _resolve(2, "seller"), "The dispute 2 was resolved on 2024-02-06 by Ana."),
    (lambda: _resolve(1, "both"), "“both” is none of them"),
    (lambda: _resolve(1, "seller", "F-1"), "Only a dispute resolved for the customer concedes"),
    (lambda: _resolve(1, "customer", ("F-1", 4_001)), "40.00 EUR of F-1 are in dispute"),
    (lambda: _resolve(1, "customer", "F-2"), "0.00 EUR of F-2 are in dispute"),
    (lambda: _resolve(1, "customer", note="F-2"), "C1 has no credit note F-2"),
    (lambda: _promise("F-1", day=39), "lies before 2024-02-10, the day the promise was made"),
    (
        lambda: _promise("F-1", cents=10_001),
        "100.01 EUR cannot be promised on F-1, where 100.00 EUR",
    ),
    (lambda: _promise("F-1", cents=0), "0.00 EUR cannot be promised"),
    (lambda: _promise("F-6"), "Nothing is open on F-6"),
    (lambda: _promise(), "C1 has open amounts in EUR and USD. Say which currency"),
    (lambda: _promise("F-1", currency="USD"), "F-1 is in EUR"),
    (lambda: _promise(currency="GBP"), "Nothing is open on C1"),
    (lambda: _cancel_promise(TODAY), "The promise 4 was for 2024-02-08 and is judged by what came in"),
    (lambda: _cancel_promise(When(on(34), on(40))), "The promise 4 began on 2024-02-05"),
    (
        lambda: _plan((50, 4_000), (60, 5_999)),
        "to 99.99 EUR, the plan to 100.00 EUR: 0.01 EUR too little",
    ),
    (lambda: _plan((60, 4_000), (50, 6_000)), "must follow each other"),
    (lambda: _plan((50, 4_000), (50, 6_000)), "must follow each other"),
    (lambda: _plan((39, 10_000)), "lies before the plan"),
    (lambda: _plan((50, 11_000), (60, -1_000)), "above zero"),
    (lambda: _plan((50, 4_000), names=("F-2",)), "F-2 is in the plan 5 already"),
    (lambda: _plan((50, 4_000), names=("F-6",)), "Nothing is open on F-6"),
    (lambda: _plan((50, 10_001), names=(("F-1", 10_001),)), "of which 100.00 EUR are open"),
    (lambda: _plan((50, 10_000), grace=93), "93 days of grace"),
    (lambda: _plan(), "add up to 0.00 EUR"),
    (lambda: _block(39, "x"), "would be over"),
    (lambda: _block(None, " "), "needs its reason"),
    (
        lambda: blocks.lift_block(blocks.blocks_on(ACTS, as_of=on(40))[0], note="", when=TODAY),
        "lapsed after 2024-02-07",
    ),
    (lambda: _give("F-1"), "F-1 is handed over already (number 7)"),
    (lambda: _give(), "or a part of it, is handed over already (number 7)"),
    (lambda: _give("F-2", party="friend"), "“friend” is nobody to hand a claim over to"),
    (lambda: _give("F-2", party="factor"), "Say whether the factor has recourse"),
    (lambda: _give("F-2", recourse=True), "Only a factor has recourse"),
    (lambda: _give("F-6"), "Nothing is open on F-6"),
    (lambda: _write_off(("F-2", 4_001)), "40.01 EUR were named for F-2, of which 40.00 EUR are open"),
    (lambda: _write_off("F-1", reason="mood"), "“mood” is no reason"),
    (lambda: _write_off("F-1", "F-4"), "in EUR and USD"),
    (
        lambda: write_offs.reverse_write_off(
            write_offs.write_offs_on(ACTS, as_of=on(40))[0], note="", when=TODAY
        ),
        "The write-off 8 was reversed on 2024-02-06 by Ana.",
    ),
    (lambda: disputes.comment_dispute(DISPUTES[0], note=" ", when=TODAY), "empty"),
]


@pytest.mark.parametrize(("ask", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_a_contradiction_is_refused_with_a_sentence(ask: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ActRefused) as refused:
        ask()
    assert sentence in str(refused.value)


def test_unknown_and_ambiguous_numbers_are_told_apart() -> None:
    with pytest.raises(UnknownInvoice, match="No invoice of C1 has the number “F-9”"):
        _dispute("F-9")
    with pytest.raises(AmbiguousInvoice, match="C1 has 2 invoices with the number “TWICE”"):
        _dispute("TWICE")
    with pytest.raises(UnknownCase, match="No hand-over has the number 3"):
        case_numbered(3, HAND_OVERS, matter="hand_over")


def test_what_is_left_to_dispute_is_meant_where_nobody_says_how_much() -> None:
    assert write.claims((1, 6_000)) == _dispute("F-1").details["items"]
