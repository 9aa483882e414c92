"""What must not be chased, and how much of the rest may be claimed?"""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.relation.cases import RelationAct
from ledger.relation.disputes import disputed_cents
from ledger.relation.holds import Holds, holds_of
from tests.ledger.relation import acts as write
from tests.ledger.relation.acts import OVER, on, said
from tests.ledger.relation.ledgers import Bill, Cash, accounts_of
from tests.tables import rows

quick = settings(derandomize=True, deadline=None, max_examples=60)
# Invoices 1 and 2 of customer 1, 3 of customer 2; 4 is customer 1's in dollars.
BILLS = [
    *(Bill(1, 0, 30, 10_000), Bill(2, 0, 30, 5_000)),
    Bill(3, 0, 30, 8_000, customer=2),
    Bill(4, 0, 30, 7_000, currency="USD"),
]
WHOLE = {1: 10_000, 2: 5_000, 3: 8_000, 4: 7_000}


def _claimable(acts: list[RelationAct], *, day: int, cash: list[Cash] | None = None) -> dict[int, int]:
    accounts = accounts_of(BILLS, cash or [], day=day)
    holds = holds_of(acts, accounts, as_of=on(day))
    return {key: holds.claimable_cents(item) for key, item in accounts.items.items()}


_OPENING: dict[str, tuple[str, Any]] = {
    "dispute in full": ("dispute opened", write.opened((1, 10_000))),
    "dispute in part": ("dispute opened", write.opened((1, 3_000))),
    "promise": ("promise made", write.made(5_000, 60, 1)),
    "promise at large": ("promise made", write.made(5_000, 60)),
    "plan": ("plan agreed", write.agreed([(1, 10_000, 10_000)], [(60, 10_000)])),
    "plan of a part": ("plan agreed", write.agreed([(1, 4_000, 10_000)], [(60, 4_000)])),
    "block": ("block set", write.blocked(60, 1)),
    "block at large": ("block set", write.blocked(60)),
    "block without end": ("block set", write.blocked(None, 1)),
    "agency": ("hand_over given", write.given("agency", 1)),
    "lawyer at large": ("hand_over given", write.given("lawyer")),
    "factor": ("hand_over given", write.given("factor", 1, recourse=True)),
}
_ENDING = {"dispute": "resolved", "promise": "cancelled", "plan": "cancelled", "block": "lifted"}


def _ended(act: RelationAct, *, day: int) -> RelationAct:
    matter = act.row.matter
    details = {"outcome": "seller", "note": ""} if matter == "dispute" else OVER
    return said(2, f"{matter} {_ENDING.get(matter, 'taken_back')}", details, day=day, case=1)


@rows("""
    what              | 1     | 2    | 4    | holds until
    dispute in full   | 0     | 5000 | 7000 | -
    dispute in part   | 7000  | 5000 | 7000 | -
    promise           | 0     | 5000 | 7000 | 60
    promise at large  | 0     | 0    | 7000 | 60
    plan              | 0     | 5000 | 7000 | 60
    plan of a part    | 6000  | 5000 | 7000 | 60
    block             | 0     | 5000 | 7000 | 60
    block at large    | 0     | 0    | 0    | 60
    block without end | 0     | 5000 | 7000 | -
    agency            | 0     | 5000 | 7000 | -
    lawyer at large   | 0     | 0    | 0    | -
    factor            | 0     | 5000 | 7000 | -
""")
def test_i2_what_is_held_back_is_not_claimed(
    what: str, first: str, second: str, dollars: str, until: str
) -> None:
    """Known on day 40; it holds from that evening on, to the end of its last day, and other customers'
    invoices never.
    """
    act, details = _OPENING[what]
    acts = [said(1, act, details, day=40)]
    held = {1: int(first), 2: int(second), 3: 8_000, 4: int(dollars)}
    assert _claimable(acts, day=39) == WHOLE
    assert _claimable(acts, day=40) == held
    assert _claimable(acts, day=60) == held
    assert _claimable(acts, day=61) == (held if until == "-" else WHOLE)


@pytest.mark.parametrize("what", _OPENING)
def test_i20_i21_what_ends_gives_back_what_was_there_before(what: str) -> None:
    """Resolved for the seller, taken back, lifted, cancelled: claimable as on the evening before it began."""
    act, details = _OPENING[what]
    first = said(1, act, details, day=40)
    acts = [first, _ended(first, day=50)]
    assert _claimable(acts, day=49) != WHOLE
    assert _claimable(acts, day=50) == _claimable([], day=50) == WHOLE


def test_i2_a_disputed_item_stays_in_what_is_owed() -> None:
    """Holds take nothing off the open amount: exposure and ageing keep it."""
    acts = [said(1, "dispute opened", write.opened((1, 10_000)), day=40)]
    assert accounts_of(BILLS).items[1].open_cents == 10_000
    assert disputed_cents(acts, as_of=on(40)) == {1: 10_000}


def test_i2_a_dispute_beyond_what_is_still_open_holds_all_of_it() -> None:
    acts = [said(1, "dispute opened", write.opened((1, 6_000)), day=40)]
    assert _claimable(acts, day=50, cash=[Cash(1, 1, 45, 3_000)])[1] == 1_000
    assert _claimable(acts, day=50, cash=[Cash(1, 1, 45, 5_000)])[1] == 0


@rows("""
    cash | credit | claimable
    0    | 0      | 6000
    6000 | 0      | 0
    0    | 4000   | 6000
    6000 | 4000   | 0
    2000 | 4000   | 4000
    0    | 1000   | 6000
    3000 | 1000   | 3000
""")
def test_i20_what_was_conceded_is_not_claimed_before_nor_after_its_credit_note(
    cash: str, credit: str, claimable: str
) -> None:
    """40.00 of 100.00 conceded: what is claimed never depends on whether the credit note has come."""
    acts = [
        said(1, "dispute opened", write.opened((1, 4_000)), day=40),
        said(2, "dispute resolved", write.conceded((1, 4_000, 10_000)), day=45, case=1),
    ]
    paid = [Cash(1, 1, 50, int(cash)), Cash(2, 1, 50, int(credit), kind="offset")]
    assert _claimable(acts, day=55, cash=paid)[1] == int(claimable)


def test_i2_an_invoice_written_off_is_held_and_the_rest_of_a_part_is_not() -> None:
    loss = said(1, "write_off recorded", write.lost((1, 10_000), (2, 2_000)), day=40)
    written = [Cash(1, 1, 40, 10_000, kind="write_off"), Cash(2, 2, 40, 2_000, kind="write_off")]
    accounts = accounts_of(BILLS, written, day=40)
    holds = holds_of([loss], accounts, as_of=on(40))
    assert [one.matter for one in holds.on(accounts.items[1])] == ["write_off"]
    assert holds.claimable_cents(accounts.items[1]) == 0
    assert holds.claimable_cents(accounts.items[2]) == 3_000


def test_i2_an_invoice_wholly_in_a_plan_is_held_though_an_older_payment_was_taken_back() -> None:
    """It stands in a living plan: that more of it is open is for a person to settle with the customer."""
    bounced = [Cash(1, 1, 20, 2_000), Cash(1, 1, 20, 0, version=1, known=45)]
    acts = [said(1, "plan agreed", write.agreed([(1, 8_000, 8_000)], [(60, 8_000)]), day=40)]
    assert _claimable(acts, day=50, cash=bounced)[1] == 0


def test_a_broken_plan_without_acceleration_asks_only_for_what_is_due() -> None:
    """The first of two instalments was missed: the second is held until its day."""
    terms = write.agreed([(1, 10_000, 10_000), (2, 5_000, 5_000)], [(50, 6_000), (60, 9_000)])
    acts = [said(1, "plan agreed", terms, day=40)]
    found = _claimable(acts, day=51)
    assert found[1] + found[2] == 6_000
    assert _claimable(acts, day=60)[1] + _claimable(acts, day=60)[2] == 15_000


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99_999) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def _spoiled(draw: st.DrawFn) -> tuple[str, Any, Any]:
    """An opening act as it should be, and its details with a name lost or anything in its place."""
    act, details = _OPENING[draw(st.sampled_from(sorted(_OPENING)))]
    if draw(st.booleans()):
        return act, details, draw(_json)
    name = draw(st.sampled_from(sorted(details)))
    spoiled = dict(details)
    if draw(st.booleans()):
        del spoiled[name]
    else:
        spoiled[name] = draw(_json)
    return act, details, spoiled


@settings(quick, max_examples=200)
@given(spoiled=_spoiled(), evening=st.integers(40, 60))
def test_i6_an_act_that_cannot_be_read_holds_at_least_what_it_would_have(
    spoiled: tuple[str, Any, Any], evening: int
) -> None:
    """Never an exception, and never less held: either it still says something, or the customer is held."""
    act, _, details = spoiled
    accounts = accounts_of(BILLS, day=evening)
    holds = holds_of([said(1, act, details, day=40)], accounts, as_of=on(evening))
    assert holds.claimable_cents(accounts.items[3]) == 8_000, "another customer is not touched"
    blind = any("cannot be read" in one.why for one in holds.all)
    if blind:
        assert {holds.claimable_cents(accounts.items[key]) for key in (1, 2, 4)} == {0}
    else:
        _still_says_something(details)


def _still_says_something(details: Any) -> None:
    """Only an act whose every value has its kind counts as read."""
    assert isinstance(details, dict)
    for claim in details.get("items", []):
        assert type(claim["cents"]) is int
        assert claim["cents"] > 0
    for invoice in details.get("invoices", []):
        assert type(invoice) is int


@pytest.mark.parametrize("what", _OPENING)
@pytest.mark.parametrize("end", [None, [], {}, {"note": None}, {"outcome": "nobody"}])
def test_i6_an_end_that_cannot_be_read_ends_nothing(what: str, end: Any) -> None:
    act, details = _OPENING[what]
    first = said(1, act, details, day=40)
    ending = _ended(first, day=45).row.act
    broken = said(2, f"{first.row.matter} {ending}", end, day=45, case=1)
    claimable = _claimable([first, broken], day=50)
    assert {claimable[key] for key in (1, 2, 4)} == {0}
    mended = said(3, f"{first.row.matter} {ending}", _ended(first, day=46).row.details, day=46, case=1)
    assert _claimable([first, broken, mended], day=50) == WHOLE


@pytest.mark.parametrize(
    "stray", [("block reopened", OVER), ("block set", write.blocked(None)), ("block lifted", None)]
)
def test_i6_a_stray_act_after_the_end_holds_until_a_readable_end(stray: tuple[str, Any]) -> None:
    """Whatever it meant, it came after the block was lifted; a second block is a case of its own."""
    acts = [
        said(1, "block set", write.blocked(None, 1), day=40),
        said(2, "block lifted", OVER, day=41, case=1),
        said(3, stray[0], stray[1], day=42, case=1),
    ]
    assert _claimable(acts, day=41) == WHOLE
    assert [_claimable(acts, day=42)[key] for key in (1, 2, 3, 4)] == [0, 0, 8_000, 0]
    assert _claimable([*acts, said(4, "block lifted", OVER, day=43, case=1)], day=43) == WHOLE


@pytest.mark.parametrize("what", ["mood set", "block blessed", "hand_over taken_back"])
def test_i6_an_act_of_a_kind_we_do_not_know_holds_the_customer(what: str) -> None:
    """A later program may have written it; an end without a beginning is no better."""
    details = {} if what.startswith("hand_over") else OVER
    claimable = _claimable([said(1, what, details, day=40)], day=40)
    assert [claimable[key] for key in (1, 2, 3, 4)] == [0, 0, 8_000, 0]


@quick
@given(
    drawn=st.lists(st.tuples(st.sampled_from(sorted(_OPENING)), st.integers(1, 2)), min_size=1, max_size=6),
    chance=st.randoms(use_true_random=False),
    broken=st.booleans(),
)
def test_i35_the_order_of_acts_and_items_means_nothing_and_one_unreadable_act_changes_no_other(
    drawn: list[tuple[str, int]], chance: Random, broken: bool
) -> None:
    acts = [
        said(place, *_OPENING[what], day=40, customer=customer)
        for place, (what, customer) in enumerate(drawn, start=1)
    ]
    if broken:
        acts.append(said(99, "block set", "?", day=40, customer=2))
    mixed, bills = list(acts), list(BILLS)
    chance.shuffle(mixed)
    chance.shuffle(bills)
    expected = _holds(acts, BILLS)
    assert set(_holds(mixed, bills).all) == set(expected.all)
    if broken:
        others = [one for one in expected.all if one.case_id != 99]
        assert others == list(_holds(acts[:-1], BILLS).all)
        assert [one.why for one in expected.all if one.case_id == 99] == [
            "The block 99 cannot be read, so nothing is chased until a person looks."
        ]


def _holds(acts: list[RelationAct], bills: list[Bill]) -> Holds:
    return holds_of(acts, accounts_of(bills, day=50), as_of=on(50))
