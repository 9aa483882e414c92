"""One table answers for both doors."""

import pytest
from sqlalchemy.exc import OperationalError

from kernel.dated import NotInForce
from ledger.errors import FormatUndecided, UnknownCustomer
from serving.errors import ANSWERS, FOREIGN_ANSWERS, answer_to, sentence_of

EVERY = [*ANSWERS.values(), *FOREIGN_ANSWERS.values()]


class _Narrower(UnknownCustomer):
    pass


def test_an_heir_has_the_answer_of_its_nearest_ancestor() -> None:
    assert answer_to(_Narrower("No.")) == answer_to(UnknownCustomer("No."))


def test_what_nobody_foresaw_has_no_answer() -> None:
    """A ValueError may be a user's mistake or ours: only named exceptions are told as the user's."""
    assert answer_to(ValueError("bad")) is None


def test_a_sentence_of_ours_is_told_and_one_of_a_library_is_not() -> None:
    assert sentence_of(NotInForce("The rate is unknown.")) == "The rate is unknown."
    foreign = OperationalError("SELECT secret", {}, Exception("disk I/O error"))
    assert "SELECT" not in sentence_of(foreign)
    assert sentence_of(foreign).endswith(".")


def test_a_file_that_cannot_be_read_leaves_as_one_that_gave_nothing() -> None:
    answer = answer_to(FormatUndecided("Day first or month first?"))
    assert answer is not None
    assert answer.exit_code == 1


@pytest.mark.parametrize("answer", EVERY)
def test_every_answer_is_a_refusal(answer: object) -> None:
    assert 400 <= answer.status < 600  # type: ignore[attr-defined]
    assert 0 < answer.exit_code < 126  # type: ignore[attr-defined]
    assert answer.slug == answer.slug.lower().replace(" ", "-")  # type: ignore[attr-defined]
