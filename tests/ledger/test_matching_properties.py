"""What must hold of any entries on any open invoices."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.matching.book import Book
from ledger.matching.money import Money
from ledger.matching.payers import Learned
from ledger.matching.policy import POLICY
from ledger.matching.returns import Paid
from ledger.matching.run import Ledger, Run, decide
from ledger.matching.state import fold
from ledger.matching.twins import Sighting, reference_words, twin_of
from ledger.matching.values import Entry, Item
from ledger.registers.catalogue import MatchActRow
from ledger.registers.register import Version
from tests.ledger.matching_cases import CUSTOMERS, DAY, entry, item, payers_of, proposer, run
from tests.tables import rows

_drawn = settings(max_examples=60, deadline=None)
_euros = st.integers(100, 90_000).map(lambda cents: f"{cents / 100:.2f}")


@st.composite
def _ledgers(draw: st.DrawFn, customers: tuple[int, ...] = (1, 2, 3)) -> tuple[list[Item], list[Entry]]:
    """Open invoices, and entries that name some, pay some, or have nothing to do with any."""
    items = [
        item(
            100 * customer + place,
            f"F-{customer}{place:03}",
            draw(_euros),
            customer=customer,
            currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
            due=DAY + timedelta(days=draw(st.integers(-90, 20))),
        )
        for customer in customers
        for place in range(draw(st.integers(1, 5)))
    ]
    entries = []
    for place in range(draw(st.integers(1, 6))):
        chosen = draw(st.lists(st.sampled_from(items), max_size=3, unique=True))
        customer = chosen[0].customer_id if chosen else customers[0]
        exact = sum(one.amount_cents for one in chosen)
        cents = draw(st.sampled_from([exact, exact * 97 // 100, exact - 1_200, exact // 2, exact + 5_000]))
        told = draw(st.sampled_from([" ".join(one.number for one in chosen), "VIREMENT", "12", "F-1000/1"]))
        payer = draw(st.sampled_from([CUSTOMERS[customer], "INCONNU", None]))
        iban = draw(st.sampled_from([f"FR{customer}", None]))
        on = DAY + timedelta(days=draw(st.integers(-30, 30)))
        number = 1_000 * customers[0] + place
        told_cents = f"{(cents if cents > 0 else 4_321) / 100:.2f}"
        entries.append(entry(told_cents, told, key=number, payer=payer, iban=iban, on=on))
    return items, entries


def _shares(decided: Run) -> dict[int, tuple[tuple[int, int], ...]]:
    return {one.entry.id: one.proposal.shares for one in decided.applied}


@_drawn
@given(_ledgers())
def test_i25_i26_never_more_than_the_entry_or_the_invoice(ledger: tuple[list[Item], list[Entry]]) -> None:
    """Shares stay within both, in one currency; what is applied is sure enough."""
    items, entries = ledger
    decided, book = run(entries, items)
    amounts = {one.id: one for one in items}
    taken: Counter[int] = Counter()
    for one in decided.applied:
        assert one.proposal.confidence >= POLICY.apply_from
        assert 0 < one.proposal.settled_cents <= one.entry.cents
        for key, cents in one.proposal.shares:
            assert amounts[key].currency == one.entry.currency
            taken[key] += cents
    for key, cents in taken.items():
        assert 0 < cents <= amounts[key].amount_cents
        assert book.open_of(key) == amounts[key].amount_cents - cents
    assert len(decided.applied) + len(decided.waiting) == len(entries)


@_drawn
@given(_ledgers(), st.randoms(use_true_random=False))
def test_i35_the_order_in_which_entries_come_means_nothing(
    ledger: tuple[list[Item], list[Entry]], chance: st.DataObject
) -> None:
    """They are decided in the order of booking, whatever the file says first."""
    items, entries = ledger
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _shares(run(shuffled, items)[0]) == _shares(run(entries, items)[0])


@_drawn
@given(_ledgers(customers=(1,)), _ledgers(customers=(2,)))
def test_i35_entries_that_do_not_compete_leave_each_other_alone(
    one: tuple[list[Item], list[Entry]], other: tuple[list[Item], list[Entry]]
) -> None:
    """Another customer's entries that name their own invoices change nothing; amounts alone may."""
    items = [*one[0], *other[0]]
    named = [each for each in one[1] if each.payer_name == CUSTOMERS[1]]
    theirs = [each for each in other[1] if each.payer_name == CUSTOMERS[2]]
    together = _shares(run([*named, *theirs], items)[0])
    assert together == _shares(run(named, items)[0]) | _shares(run(theirs, items)[0])


@_drawn
@given(_ledgers())
def test_i34_a_second_run_finds_nothing(ledger: tuple[list[Item], list[Entry]]) -> None:
    """What one entry took or taught was used in the first run already."""
    items, entries = ledger
    book = Book(items, {one.id: one.amount_cents for one in items})
    held = Ledger(book, payers_of(Learned()), Money((), (), taken_back=set()), {}, 1)
    first = decide(entries, held, held=set(), on=DAY, policy=POLICY)
    left = [one.entry for one in first.waiting]
    assert decide(left, held, held=set(), on=DAY, policy=POLICY).applied == ()


@_drawn
@given(_ledgers())
def test_i36_what_is_held_back_is_proposed_and_changes_nothing(
    ledger: tuple[list[Item], list[Entry]],
) -> None:
    items, entries = ledger
    decided, book = run(entries, items, held=frozenset(one.id for one in entries))
    assert (decided.applied, decided.booked) == ((), ())
    assert all(book.open_of(one.id) == one.amount_cents for one in items)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80), cents=st.integers(1, 10**9), payer=st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str, cents: int, payer: str) -> None:
    """Whatever a payer writes, nothing unsure is applied to an invoice that costs otherwise."""
    items = [item(1, "F-0012", "1200.00"), item(2, "2024/0001", "10.00"), item(3, "7", "20.00")]
    told = entry(f"{cents / 100:.2f}", text, payer=payer)
    best = proposer(items).propose(told).best
    if best is not None and best.confidence >= POLICY.apply_from:
        assert any(one.isdigit() for one in text)


_ACTS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["applied", "confirmed", "undone", "refused", "booked"]),
        st.integers(0, 20),
    ),
    max_size=12,
)


def _acts(told: list[tuple[int, str, int]]) -> list[Version[MatchActRow]]:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return [
        Version(
            *(place, 0, "bank", f"a{place}", DAY + timedelta(days=day), at, "Ana"),
            MatchActRow(number, act, 1, place, f"p{number}", "payer", 97, None, {}),
        )
        for place, (number, act, day) in enumerate(told, start=1)
    ]


@_drawn
@given(_ACTS, _ACTS, st.integers(0, 20))
def test_i37_the_state_of_an_evening_is_a_fold_that_later_acts_leave_alone(
    first: list[tuple[int, str, int]], more: list[tuple[int, str, int]], day: int
) -> None:
    as_of = DAY + timedelta(days=day)
    later = [(number, act, day + 1 + after) for number, act, after in more]
    assert fold(_acts([*first, *later]), as_of=as_of) == fold(_acts(first), as_of=as_of)


def test_an_invoice_that_a_later_payment_names_may_be_the_one_an_earlier_one_paid() -> None:
    """Paid twice, the second time by its number: the first payment settles no other invoice by its amount."""
    items = [item(1, "F-0001", "173.60"), item(2, "F-0002", "173.60")]
    first = entry("173.60", key=1, payer="Acier Moderne")
    second = entry("173.60", "F-0002", key=2, payer="Acier Moderne", on=DAY + timedelta(days=9))
    decided, _ = run([first, second], items)
    assert _shares(decided) == {2: ((2, 17_360),)}
    assert "paid the same later" in decided.waiting[0].verdict.why


@rows("""
    customer | amount | on         | words    | is the same as
    1        | 500    | 2024-06-05 |          | 1 payer
    2        | 500    | 2024-06-05 |          | -
    -        | 500    | 2024-06-05 |          | -
    -        | 500    | 2024-06-05 | VIR12345 | 2 reference
    -        | 700    | 2024-06-05 |          | 3 amount
    1        | 700    | 2024-06-05 |          | -
    -        | 700    | 2024-06-15 |          | 3 amount
    -        | 700    | 2024-06-16 |          | -
    -        | 701    | 2024-06-05 |          | -
""")
def test_the_same_money_told_twice(customer: str, amount: str, on: str, words: str, same: str) -> None:
    """Amount and nearly the day, and a reference, a customer or no choice."""
    others = [
        Sighting(1, 1, 500, "EUR", date(2024, 6, 1), frozenset()),
        Sighting(2, 3, 500, "EUR", date(2024, 6, 7), frozenset(("VIR12345",))),
        Sighting(3, 4, 700, "EUR", date(2024, 6, 5), frozenset()),
        Sighting(4, 4, 700, "USD", date(2024, 6, 5), frozenset()),
    ]
    whose = None if customer == "-" else int(customer)
    one = Sighting(9, whose, int(amount), "EUR", date.fromisoformat(on), reference_words(words))
    twin = twin_of(one, others, within_days=10)
    assert (f"{twin.id} {twin.how}" if twin else "-") == same


def _received(key: int, number: str, day: int, reference: str = "") -> Paid:
    on = DAY + timedelta(days=day)
    words, numbers = reference_words(reference), reference_words(number)
    return Paid(key, 1, 1, 10_000, "EUR", on, on, ((key, 10_000),), words, numbers)


@rows("""
    text            | end to end | payer         | flagged | takes back
    REJET F-0001    |            |               | yes     | 1
    REJET F-0001    |            |               | no      | 1
    REJET PRLV      | E2E-77001  |               | yes     | 2
    REJET PRLV      |            |               | yes     | -
    REJET PRLV      |            | Acier Moderne | yes     | -
    LOYER JUIN      |            |               | no      | -
""")
def test_what_comes_back(text: str, end_to_end: str, payer: str, flagged: str, taken: str) -> None:
    """A shared reference tells which payment; several that fit wait for a person."""
    paid = [_received(1, "F-0001", -5), _received(2, "F-0002", -4, "E2E-77001")]
    back = entry("-100.00", text, payer=payer or None, end_to_end=end_to_end, returned=flagged == "yes")
    items = [item(1, "F-0001", "100.00"), item(2, "F-0002", "100.00")]
    book = Book(items, {1: 0, 2: 0})
    held = Ledger(book, payers_of(), Money(paid, (), taken_back=set()), {}, 9)
    decided = decide([back], held, held=set(), on=DAY, policy=POLICY)
    took = [str(one.proposal.returns) for one in decided.applied]
    assert (took or ["-"]) == [taken]
    assert [book.open_of(key) for key in (1, 2)] == [10_000 * (taken == str(key)) for key in (1, 2)]
    assert decided.outgoing == (1 if text == "LOYER JUIN" else 0)
