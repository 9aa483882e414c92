"""Who looks after whom?"""

from hypothesis import given
from hypothesis import strategies as st

from dunning.claims import Risk
from dunning.queue_policy import Collector
from dunning.today.collectors import collector_of
from tests.dunning.queue_cases import debtor
from tests.tables import rows

TEAM = (
    Collector("Olga", owners=("Ida",)),
    Collector("Gil", grades=("E", "F")),
    Collector("Anne", letters="A-K"),
    Collector("Marc", share=1),
    Collector("Nina", share=2),
)


@rows("""
    name   | owner | grade | collector
    Zorro  | Ida   | A     | Olga
    Alpha  | Ida   | F     | Olga
    Alpha  |       | F     | Gil
    Alpha  |       | A     | Anne
    élan   |       | A     | Anne
""")
def test_the_first_whose_conditions_are_met(name: str, owner: str, grade: str, collector: str) -> None:
    of = debtor(name=name, owner=owner, risk=Risk(grade))
    assert collector_of(of, TEAM, {}) == collector


def test_a_hand_over_comes_before_every_rule() -> None:
    of = debtor(name="Alpha", customer_id=4)
    assert collector_of(of, TEAM, {4: "Nina"}) == "Nina"
    assert collector_of(of, TEAM, {4: ""}) == "Anne"


@given(st.lists(st.text("0123456789", min_size=1), min_size=1))
def test_the_others_are_shared_out_and_stay_where_they_are(codes: list[str]) -> None:
    """Whoever else comes or goes; by their shares over many."""
    told = [collector_of(debtor(code=f"Z{code}"), TEAM, {}) for code in codes]
    assert told == [collector_of(debtor(code=f"Z{code}"), TEAM, {}) for code in codes]
    assert set(told) <= {"Marc", "Nina"}


def test_shares_hold_over_many() -> None:
    told = [collector_of(debtor(code=f"Z{n}"), TEAM, {}) for n in range(900)]
    assert 540 < told.count("Nina") < 660


def test_without_collectors_it_is_nobodys() -> None:
    assert collector_of(debtor(), (), {}) == ""
