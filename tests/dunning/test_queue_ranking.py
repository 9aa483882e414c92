"""Who stands where in the queue, and who is admitted?"""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dunning.queue_policy import Collector
from dunning.today.ranking import admissible, place_of, ranked
from dunning.today.work import Candidate, Work
from tests.dunning.queue_cases import candidate_of

_CODES = st.text("ABC", min_size=1, max_size=2)
_CANDIDATES = st.lists(
    st.builds(
        candidate_of,
        _CODES,
        st.integers(-5, 5),
        currency=st.sampled_from(["EUR", "USD"]),
        factor=st.sampled_from([1.0, 0.5, None]),
        work=st.sampled_from([Work.CALL, Work.TASK, Work.STUCK]),
        collector=st.sampled_from(["", "Anne", "Marc"]),
    ),
    max_size=12,
)


def _first(candidates: list[Candidate], capacity: int = 99, **limits: Collector) -> list[Candidate]:
    return ranked(candidates, capacity=capacity, collectors=limits, spent={})


@given(_CANDIDATES, st.integers(0, 12), st.integers())
def test_i33_capacity_returns_exactly_the_top_k(many: list[Candidate], capacity: int, seed: int) -> None:
    """Priority is a total order, stable under reruns and input order; one entry a customer at most."""
    shuffled = list(many)
    Random(seed).shuffle(shuffled)  # noqa: S311 - a shuffle, not a secret
    told = [place_of(one) for one in _first(many, capacity)]
    assert told == [place_of(one) for one in _first(shuffled, capacity)]
    assert told == sorted(told)
    codes = [one.code for one in _first(many, capacity)]
    assert len(codes) == len(set(codes))
    best = {one.code: place_of(one) for one in sorted(filter(admissible, many), key=place_of, reverse=True)}
    assert told == sorted(best.values())[:capacity]


@given(_CANDIDATES, st.integers(1, 3), st.integers(1, 3))
def test_a_collector_gets_no_more_than_a_day_allows(many: list[Candidate], calls: int, others: int) -> None:
    """And no entry of hers is passed over for one that stands lower."""
    anne = Collector("Anne", calls=calls, others=others)
    found = _first(many, Anne=anne)
    for calling, most in ((True, calls), (False, others)):
        hers = [one for one in found if one.collector == "Anne" and one.chosen.work.is_contact is calling]
        assert len(hers) <= most
    free = _first(many)
    assert {one.code for one in free if one.collector != "Anne"} <= {one.code for one in found}


def test_what_she_did_today_counts_against_her_day() -> None:
    many = [candidate_of("A", 3, collector="Anne"), candidate_of("B", 2, collector="Anne")]
    limits = {"Anne": Collector("Anne", calls=2)}
    found = ranked(many, capacity=9, collectors=limits, spent={("Anne", True): 1})
    assert [one.code for one in found] == ["A"]


def test_a_currency_without_a_factor_comes_last_whatever_its_amount() -> None:
    """No rate is invented: 9,000 yen are neither more nor less than 1 euro."""
    many = [
        candidate_of("YEN", 900_000, currency="JPY", factor=None),
        candidate_of("EURO", 1),
        candidate_of("POUND", 1, currency="GBP", factor=1.2),
    ]
    assert [one.code for one in _first(many)] == ["POUND", "EURO", "YEN"]


def test_a_call_nothing_asks_for_must_be_worth_its_cost() -> None:
    """A task of the scenario is done all the same."""
    many = [candidate_of("A", -1, work=Work.CALL), candidate_of("B", -1, work=Work.TASK)]
    assert [one.code for one in _first(many)] == ["B"]
