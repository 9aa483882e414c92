"""I31: exposure above cover is told in the run that saw either change, and validity dates count."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from credit.alerts.base import Action, Kind
from credit.alerts.cover import cover_ending, over_cover
from credit.alerts.judging import Account, Holding, covered_alike, signals_of
from credit.alerts.known import Known
from credit.alerts.life import live
from credit.cover.cover import Act, Contract
from credit.cover.insured import Delivery, insured
from ledger.registers.catalogue import InsurancePolicyRow
from tests.credit.alerts.samples import ON, POLICY

START = date(2024, 1, 1)


def contract(*acts: Act, until: date | None = None, unnamed: int = 0, touches: bool = False) -> Contract:
    details = {"cut_touches_earlier": touches}
    row = InsurancePolicyRow("Insurer", "P1", "EUR", 9_000, unnamed, START, until, None, None, details)
    return Contract(row, acts)


def named(cents: int, from_on: date = START, *, state: str = "agreed", until: date | None = None) -> Act:
    return Act("named", state, cents, "EUR", None, from_on, until)


def day_of(
    memory: Mapping[str, int], items: Sequence[tuple[date, int]], *contracts: Contract, on: date = ON
) -> tuple[list[str], Mapping[str, int]]:
    """What is told that day of invoices by delivery day, and what is remembered."""
    flat = [value for day, cents in items for value in (day.toordinal(), day.toordinal() + 60, cents)]
    known = Known(sum(cents for _, cents in items), items=flat)
    about = {"on": on, "since": on - timedelta(days=30), "book_cents": 10**12, "policy": POLICY}
    told = signals_of(Account(1, "EUR"), known, Holding(contracts=contracts), **about)
    day = live(memory, over_cover(told, POLICY))
    return [one.kind.value for one in day.fired], day.memory


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0, 50, 100, 150])), min_size=1, max_size=12))
def test_i31_whichever_changes_the_same_run_tells(days: list[tuple[int, int]]) -> None:
    """Told exactly when exposure stands above cover and stood not above the run before, or cover was cut."""
    memory: Mapping[str, int] = {}
    highest: int | None = None  # the highest cover since it was told, None while nothing is above
    for exposure, cover in days:
        acts = (named(100, START), named(cover, START)) if cover != 100 else (named(100, START),)
        fired, memory = day_of(memory, [(ON, exposure)] if exposure else [], contract(*acts))
        above = exposure > cover
        assert bool(fired) == (above and (highest is None or cover < highest))
        since_told = cover if fired or highest is None else max(highest, cover)
        highest = since_told if above else None


def test_i31_a_cancelled_cover_does_not_touch_earlier_deliveries() -> None:
    """What was delivered before stays covered; the first euro delivered after is not."""
    cancelled = named(0, ON, state="cancelled")
    before, after = (date(2024, 4, 1), 80), (ON, 1)
    kept = contract(named(100), cancelled)
    assert day_of({}, [before], kept)[0] == []
    assert day_of({}, [before, after], kept)[0] == ["over_cover"]


def test_i31_unless_the_contract_says_so() -> None:
    cancelled = named(0, ON, state="cancelled")
    fired, _ = day_of({}, [(date(2024, 4, 1), 80)], contract(named(100), cancelled, touches=True))
    assert fired == ["over_cover"]


def test_i31_validity_dates_are_respected() -> None:
    """A cover that begins tomorrow covers nothing delivered today; one that ended covers nothing new."""
    assert day_of({}, [(ON, 50)], contract(named(100), named(100, ON + timedelta(days=1))))[0] == []
    ended = contract(named(100, until=ON - timedelta(days=1)))
    assert day_of({}, [(ON - timedelta(days=1), 50)], ended)[0] == []
    assert day_of({}, [(ON, 50)], ended)[0] == ["over_cover"]


def test_who_was_never_insured_is_not_told_of() -> None:
    assert day_of({}, [(ON, 50)], contract())[0] == []
    assert day_of({}, [(ON, 50)], contract(unnamed=20))[0] == ["over_cover"]


@given(
    st.lists(st.tuples(st.integers(-200, 0), st.integers(1, 90)), max_size=5),
    st.integers(0, 150),
    st.booleans(),
)
def test_the_short_way_covers_what_the_long_way_covers(
    items: list[tuple[int, int]], cents: int, from_long_ago: bool
) -> None:
    """Where one cover holds for all that is open, both ways agree."""
    first = date(2023, 1, 1) if from_long_ago else date(2024, 4, 1)
    held = contract(named(cents, first)) if cents else contract(unnamed=70)
    days = [(ON + timedelta(days=back), value) for back, value in items]
    flat = [value for day, owed in days for value in (day.toordinal(), day.toordinal(), owed)]
    known = Known(sum(owed for _, owed in days), items=flat)
    short = covered_alike(known, (held,), "EUR", ON)
    deliveries = [Delivery(n, "", day, day, owed, 0, "EUR") for n, (day, owed) in enumerate(days, start=1)]
    assert short is None or short == insured(deliveries, [held], currency="EUR", on=ON).covered_cents


def test_a_cover_that_ends_and_one_that_was_cut_are_told_once_each() -> None:
    soon = ON + timedelta(days=10)
    held = contract(named(100, until=soon))
    about = {"on": ON, "since": ON - timedelta(days=30), "book_cents": 10**12, "policy": POLICY}
    told = signals_of(Account(1, "EUR"), Known(0), Holding(contracts=(held,)), **about)
    first = live({}, cover_ending(told, POLICY))
    assert [(one.kind, one.action, one.threshold) for one in first.fired] == [
        (Kind.COVER_ENDING, Action.RENEW_COVER, 10)
    ]
    assert live(first.memory, cover_ending(told, POLICY)).fired == ()
