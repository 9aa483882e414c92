"""Why a score is what it is, in words and in log-odds."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from features.catalogue import NAMES, Family
from features.pairs import day_number
from features.streams import streams_of
from kernel.language import Language
from ledger.as_known import as_known
from ledger.timeline import timeline
from scoring.lateness.artifact import LATE_30
from scoring.lateness.next_invoice import next_invoices
from scoring.reasons import reasons_of
from scoring.score import Grade, grade_of, score_of
from scoring.wording import BASE, sentence
from tests.features.ledgers import FIRST, Bill, Cash, facts_of, figures, figures_of, on, pairs_on
from tests.tables import rows
from tests.training.companies import company_facts, small_model


def _log_odds(probability: np.ndarray) -> np.ndarray:
    return np.log(probability / (1 - probability))


@pytest.mark.parametrize("language", list(Language))
def test_reasons_sum_to_the_log_odds_of_every_customer(language: Language) -> None:
    states = timeline(as_known(company_facts(), on(400)))
    streams = streams_of(states)
    customers, pairs = next_invoices(states, streams, as_of=day_number(on(400)))
    known = figures_of(streams, pairs)
    told = reasons_of(small_model().contributions(LATE_30, known), known, language=language)
    assert len(told) == len(customers) == 14
    summed = [sum(reason.contribution for reason in reasons) for reasons in told]
    np.testing.assert_allclose(summed, _log_odds(small_model().head(LATE_30, known)), atol=1e-6)
    for reasons in told:
        *families, base = reasons
        assert base.family == BASE
        assert {reason.family for reason in families} == {family.value for family in Family}
        assert all(abs(a.contribution) >= abs(b.contribution) for a, b in pairwise(families))
        assert all(reason.text for reason in reasons)


def test_each_contribution_goes_to_its_own_family() -> None:
    """A unit on one feature moves its family by one and no other."""
    known = pd.DataFrame(np.ones((1, len(NAMES)), dtype=np.float32), columns=list(NAMES))
    for name, family in (("late_share", "lateness"), ("n_overdue", "overdue"), ("due_weekday", "calendar")):
        contributions = np.zeros((1, len(NAMES) + 1))
        contributions[0, NAMES.index(name)], contributions[0, -1] = 1.0, -3.0
        (reasons,) = reasons_of(contributions, known, language=Language.ENGLISH)
        assert (reasons[0].family, reasons[0].contribution) == (family, 1.0)
        assert [reason.contribution for reason in reasons[1:]] == [0.0] * (len(Family) - 1) + [-3.0]


def _figures(bills, cash=(), *, day: int) -> dict[str, float]:
    facts = facts_of(bills, cash)
    return figures(facts, pairs_on(facts, day)).iloc[-1].to_dict()


STORIES = {
    "no history": _figures([Bill(1, 0, 30)], day=0),
    "paid once": _figures([Bill(1, 0, 30), Bill(2, 9, 60)], [Cash(1, 1, paid=35)], day=40),
    "silent": _figures([Bill(1, 0, 30), Bill(2, 9, 500)], [Cash(1, 1, paid=35)], day=400),
    "overdue": _figures([Bill(1, 0, 30), Bill(2, 0, 31), Bill(3, 9, 90)], day=60),
    "taken back": _figures(
        [Bill(1, 0, 30), Bill(2, 9, 90)],
        [Cash(1, 1, paid=35), Cash(1, 1, paid=35, cents=0, known=50, version=1)],
        day=60,
    ),
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("family", [*Family, BASE])
@pytest.mark.parametrize("story", list(STORIES))
def test_every_family_has_a_sentence_for_every_story(story: str, family: str, language: Language) -> None:
    told = sentence(family, STORIES[story], language)
    assert told.endswith(".")
    assert "nan" not in told.lower()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("days_late_mean_90", Family.RECENT),
        ("days_late_mean_365", Family.RECENT),
        ("amount_to_usual", Family.INVOICE),
        ("days_known", Family.RELATION),
    ],
)
def test_a_missing_figure_stops_no_sentence(name: str, family: Family, language: Language) -> None:
    """Where a payment was taken back, a customer may have payments and yet no mean of them."""
    figures = STORIES["paid once"] | {name: float("nan")}
    told = sentence(family, figures, language)
    assert "nan" not in told.lower()
    assert told != sentence(family, STORIES["paid once"], language)


@rows("""
    story      | family   | English
    no history | lateness | No payment has been seen so far.
    no history | recent   | No recent payment to go by.
    no history | overdue  | Nothing overdue; 0 invoices open.
    paid once  | lateness | Paid 1 invoice 5 days late on average; 100% late, 0% by more than 30 days.
    paid once  | recent   | Paid 1 invoice in 90 days, 5 days late on average; over a year: 5 days late.
    silent     | recent   | No payment for 365 days.
    taken back | recent   | No recent payment to go by.
    overdue    | overdue  | 2 invoices overdue, the oldest by 30 days, 2.0 usual invoices in all.
    overdue    | relation | Customer for 2 months, 3 invoices, 3 of them in 90 days.
    overdue    | invoice  | Amount 1.0 times the usual, terms of 81 days.
    overdue    | calendar | Due on a Sunday, the last day of the month.
""")
def test_sentences_carry_their_own_figures(story: str, family: str, english: str) -> None:
    assert sentence(family, STORIES[story], Language.ENGLISH) == english


@rows("""
    story      | family   | French
    no history | lateness | Aucun paiement observé à ce jour.
    silent     | recent   | Aucun paiement depuis 365 jours.
    overdue    | invoice  | Montant de 1,0 fois l'habituel, à 81 jours.
    overdue    | calendar | Échéance un dimanche, le dernier jour du mois.
""")
def test_sentences_in_french(story: str, family: str, french: str) -> None:
    assert sentence(family, STORIES[story], Language.FRENCH) == french


@rows("""
    probability | score | grade
    0           | 100   | A
    0.02        | 98    | A
    0.021       | 97.9  | B
    0.05        | 95    | B
    0.051       | 94.9  | C
    0.10        | 90    | C
    0.101       | 89.9  | D
    0.20        | 80    | D
    0.201       | 79.9  | E
    0.40        | 60    | E
    0.401       | 59.9  | F
    1           | 0     | F
""")
def test_scores_and_grades(probability: str, score: str, grade: str) -> None:
    assert score_of(float(probability)) == pytest.approx(float(score))
    assert grade_of(float(score)) is Grade(grade)


def _next(bills, cash=(), *, day: int = 100):
    states = timeline(as_known(facts_of(bills, cash), on(day)))
    return next_invoices(states, streams_of(states), as_of=FIRST + day)


def test_the_next_invoice_has_the_median_amount_and_terms() -> None:
    bills = [Bill(1, 0, 10, 100), Bill(2, 5, 35, 900), Bill(3, 7, 27, 200), Bill(4, 9, 9, -50_000)]
    customers, pairs = _next(bills)
    assert customers.tolist() == [1]
    assert (pairs.amount_cents.tolist(), pairs.open_cents.tolist()) == ([200], [200])
    assert (pairs.due - pairs.issued).tolist() == [20]
    assert pairs.as_of.tolist() == pairs.issued.tolist() == pairs.from_day.tolist() == [FIRST + 100]
    assert pairs.state.tolist() == [-1]


def test_the_next_invoice_is_in_the_currency_of_most() -> None:
    bills = [
        Bill(1, 0, 10, 100_000_000, currency="USD"),
        Bill(2, 0, 20, 300),
        Bill(3, 0, 30, 500),
        Bill(4, 0, 30, 700, customer=2, currency="USD"),
        Bill(5, 0, 10, 900, customer=2, currency="EUR"),
    ]
    customers, pairs = _next(bills)
    assert customers.tolist() == [1, 2]
    assert pairs.amount_cents.tolist() == [400, 900]


def test_corrections_count_once_and_later_invoices_not_at_all() -> None:
    bills = [Bill(1, 0, 10, 100), Bill(1, 0, 10, 300, known=50, version=1), Bill(2, 101, 120, 9_900)]
    assert _next(bills)[1].amount_cents.tolist() == [300]
    assert _next(bills, day=49)[1].amount_cents.tolist() == [100]


def test_a_customer_of_credit_notes_only_has_no_next_invoice() -> None:
    customers, pairs = _next([Bill(1, 0, 0, -500)])
    assert len(customers) == len(pairs) == 0
