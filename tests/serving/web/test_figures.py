"""Figures of models in words, and which of two is better by one."""

import pytest

from kernel.language import Language
from ledger.files.heading import TABLES
from serving.web.columns import column_texts
from serving.web.figures import better_of, figure_named
from serving.web.speech import speech
from tests.tables import rows


@rows("""
    name                             | first | second | better
    paid_late.log_loss               | 0.50  | 0.40   | 2
    paid_late.log_loss               | 0.40  | 0.50   | 1
    paid_late.auc                    | 0.80  | 0.70   | 1
    paid_late.expected_over_observed | 0.90  | 1.20   | 1
    paid_late.expected_over_observed | 0.80  | 1.10   | 2
    paid_late.brier                  | 0.20  | 0.20   | 0
    size                             | 100   | 200    | 0
    something_new                    | 1     | 2      | 0
""")
def test_the_better_one(name: str, first: str, second: str, better: str) -> None:
    figure = figure_named(name)
    assert better_of(figure, float(first), float(second)) == int(better)
    assert better_of(figure, None, float(second)) == 0


@pytest.mark.parametrize("name", ["coverage_80", "cash_wape", "paid_late.auc", "size"])
def test_a_figure_is_no_format(name: str) -> None:
    """Texts of the catalogue are filled in with %."""
    assert speech(Language.FRENCH).gettext(figure_named(name).text) % {}


def test_a_figure_has_words() -> None:
    told = figure_named("paid_late.log_loss")
    assert (told.question, told.text) == ("paid late", "log-loss")
    assert figure_named("something_new").text == "something new"


def test_every_column_that_a_file_may_have_has_words() -> None:
    for kind in TABLES.values():
        assert all(text for text, _role in column_texts(kind.words).values())
