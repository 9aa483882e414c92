"""Why a score is what it is, in words and in log-odds."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalogue import CATALOGUE, NAMES, Family
from features.streams import streams_of
from kernel.language import Language
from ledger.as_known import as_known
from ledger.timeline import timeline
from scoring.lateness.next_invoice import next_invoices
from scoring.reasons import MATTERS, MOST_ADVERSE, MOST_FAVOURABLE, by_family, reasons_of
from scoring.score import Confidence, Grade, confidence_of, score_of
from scoring.wording.phrases import chance
from scoring.wording.sentences import BASE, sentence
from tests.features.ledgers import FIRST, Bill, Cash, drawn, facts_of, figures, on, pairs_on
from tests.policies import GRADES
from tests.tables import rows

EDGES = (float("nan"), 0.0, 0.4, 1.0, 7.0, -7.0)


def _row(**moved: float) -> dict[str, float]:
    """Contributions by family of one customer, from those of some features."""
    row = pd.DataFrame([{**dict.fromkeys(NAMES, 0.0), **moved, "base": -3.0}])
    summed = by_family(row)
    return dict(zip(summed.columns, summed.iloc[0].tolist(), strict=True))


def test_contributions_go_to_their_own_family_and_none_is_lost() -> None:
    summed = _row(late_share=1.0, days_late_mean=-0.25, n_overdue=0.5)
    assert (summed["lateness"], summed["overdue"], summed[BASE]) == (0.75, 0.5, -3.0)
    assert sum(summed.values()) == pytest.approx(-1.75)
    assert set(summed) == {*(family.value for family in Family), BASE}


def test_reasons_are_told_strongest_first_and_only_where_they_matter() -> None:
    summed = _row(late_share=0.2, n_overdue=0.5, legal_incidents_12m=MATTERS / 2, equity_ratio=-0.3)
    told = reasons_of(summed, STORIES["overdue"], language=Language.ENGLISH)
    assert [reason.family for reason in told.adverse] == ["overdue", "lateness"]
    assert [reason.family for reason in told.favourable] == ["accounts"]
    assert told.adverse[0].text == sentence(Family.OVERDUE, STORIES["overdue"], Language.ENGLISH)


def test_no_more_reasons_are_told_than_one_reads() -> None:
    summed = {family.value: sign * 0.5 for family, sign in zip(Family, [1, -1] * 6, strict=True)}
    told = reasons_of(summed, {}, language=Language.FRENCH)
    assert (len(told.adverse), len(told.favourable)) == (MOST_ADVERSE, MOST_FAVOURABLE)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("family", [*Family, BASE])
def test_every_family_has_a_sentence_for_any_figure(family: str, language: Language) -> None:
    """All figures alike, then each alone at the edge: nothing breaks and no NaN is read out."""
    usual = dict.fromkeys(NAMES, 1.0)
    mine = [feature.name for feature in CATALOGUE if feature.family == family]
    for edge in EDGES:
        for known in ({}, dict.fromkeys(NAMES, edge), *(usual | {name: edge} for name in mine)):
            told = sentence(family, known, language)
            assert told.endswith("."), told
            assert "nan" not in told.lower().replace("conan", "").replace("finan", ""), told


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
    pd     | score | grade
    0      | 100   | A
    0.0005 | 100   | A
    0.0024 | 87.0  | A
    0.0025 | 86.4  | B
    0.0075 | 70.5  | C
    0.02   | 56.1  | D
    0.05   | 42.5  | E
    0.15   | 25.0  | F
    0.5    | 0     | F
    0.9    | 0     | F
    1      | 0     | F
""")
def test_scores_and_grades(pd_12m: str, score: str, grade: str) -> None:
    assert score_of(float(pd_12m)) == pytest.approx(float(score), abs=0.06)
    assert GRADES.grade_of(float(pd_12m)) is Grade(grade)


@drawn
@given(st.floats(0.002, 0.49))
def test_ten_points_double_the_odds(chance: float) -> None:
    odds = (1 - chance) / chance
    assert score_of(chance) - score_of(1 / (1 + odds / 2)) == pytest.approx(min(10, score_of(chance)))


@rows("""
    pd     | previous | grade
    0.0202 | C        | C
    0.0212 | C        | D
    0.0198 | D        | D
    0.0190 | D        | C
    0.3    | A        | F
    0.001  | F        | A
    0.3    | F        | F
""")
def test_a_grade_does_not_flap(pd_12m: str, previous: str, grade: str) -> None:
    assert GRADES.grade_of(float(pd_12m), previous=Grade(previous)) is Grade(grade)


@rows("""
    low   | high  | confidence
    1     | 1     | high
    0.02  | 0.02  | high
    0.012 | 0.03  | high
    0.009 | 0.04  | medium
    0.009 | 0.09  | low
""")
def test_confidence_is_the_width_in_points(low: str, high: str, confidence: str) -> None:
    assert confidence_of(float(low), float(high)) is Confidence(confidence)


@rows("""
    probability | English | French
    0           | 0.00%   | 0,00 %
    0.00002     | <0.01%  | <0,01 %
    0.0042      | 0.42%   | 0,42 %
    0.042       | 4.2%    | 4,2 %
    0.42        | 42%     | 42 %
    0.9999      | >99%    | >99 %
    1           | 100%    | 100 %
""")
def test_a_probability_of_default_in_words(probability: str, english: str, french: str) -> None:
    assert chance(float(probability), Language.ENGLISH) == english
    assert chance(float(probability), Language.FRENCH) == french.replace(" ", "\u202f")


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
