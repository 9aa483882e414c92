"""Who moved from which grade to which."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scoring.grading.cohort import Held
from scoring.grading.migration import Evening, migration
from scoring.score import Grade

MAY, JUNE = date(2024, 5, 31), date(2024, 6, 30)
GRADES = st.sampled_from(list(Grade))
BOOKS = st.dictionaries(st.integers(1, 30), GRADES, max_size=20)


def evening(on: date, book: dict[int, Grade]) -> Evening:
    return Evening(on, [Held(customer, grade, 0.01, False) for customer, grade in book.items()])


@given(BOOKS, BOOKS)
def test_each_customer_is_counted_once(before: dict[int, Grade], after: dict[int, Grade]) -> None:
    owed = {customer: {"EUR": 100 * customer} for customer in after}
    told = migration(evening(MAY, before), evening(JUNE, after), owed=owed, codes={}, fall_from=2)
    assert sum(move.customers for move in told.moves) == len(before.keys() | after.keys())
    assert sum(move.cents.get("EUR", 0) for move in told.moves) == sum(100 * one for one in after)
    for grade in Grade:
        assert sum(one.customers for one in told.moves if one.before is grade) == [*before.values()].count(
            grade
        )
        assert sum(one.customers for one in told.moves if one.after is grade) == [*after.values()].count(
            grade
        )


def test_falls_of_two_grades_or_more_are_named_the_deepest_first() -> None:
    before = {1: Grade.A, 2: Grade.A, 3: Grade.B, 4: Grade.E, 5: Grade.C}
    after = {1: Grade.B, 2: Grade.C, 3: Grade.F, 4: Grade.A, 6: Grade.F}
    codes = {number: f"C-{number}" for number in range(1, 7)}
    told = migration(evening(MAY, before), evening(JUNE, after), owed={}, codes=codes, fall_from=2)
    assert [(fall.code, fall.before, fall.after) for fall in told.falls] == [
        ("C-3", Grade.B, Grade.F),
        ("C-2", Grade.A, Grade.C),
    ]
    assert [(one.before, one.after) for one in told.moves if one.after is None] == [(Grade.C, None)]
    assert [(one.before, one.after) for one in told.moves if one.before is None] == [(None, Grade.F)]
