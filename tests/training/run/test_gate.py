"""When does a challenger take the champion's place?"""

from dataclasses import replace

import pytest

from tests.tables import rows
from training.run.compare import Difference, Interval, Measured
from training.run.gate import Case, decide
from training.run.subject import Check, Told

GOOD = Check("parity", True, Told("Parity holds.", "Parité tenue."))
BAD = Check("latency", False, Told("Too slow.", "Trop lent."))


def _figure(ratio: float, *, half: float = 0.05) -> Measured:
    loss = Interval(0.5, 0.45, 0.55)
    return Measured("late", 1_000, 300, loss, loss, Interval(ratio, ratio - half, ratio + half), 0.8)


def _gap(
    value: float, half: float, *, segment: str = "", count: int = 1_000, question: str = "late"
) -> Difference:
    interval = Interval(value, value - half, value + half)
    return Difference(question, segment, count, interval, interval, 0.5)


def _case(**changes: object) -> Case:
    case = Case(
        figures=[_figure(1.0)],
        differences=[_gap(-0.01, 0.005)],
        checks=[GOOD],
        empty_sections=[],
        champion="lateness 1",
        champion_figures=[_figure(1.0)],
    )
    return replace(case, **changes)  # type: ignore[arg-type]


@rows("""
    difference | half width | refresh | promoted
    -0.010     | 0.005      | no      | yes
    -0.010     | 0.010      | no      | no
    -0.010     | 0.020      | no      | no
    0.000      | 0.000      | no      | no
    0.010      | 0.005      | no      | no
    0.000      | 0.000      | yes     | yes
    -0.010     | 0.012      | yes     | yes
    0.001      | 0.003      | yes     | yes
    0.001      | 0.006      | yes     | no
    0.010      | 0.001      | yes     | no
    -0.002     | 0.020      | yes     | yes
    0.000      | 0.020      | yes     | yes
""")
def test_another_recipe_must_be_better_and_a_refresh_not_worse(
    difference: str, half_width: str, refresh: str, promoted: str
) -> None:
    """A refresh that measures worse may lose, at worst, one per cent of the champion's log-loss of 0.5."""
    case = _case(differences=[_gap(float(difference), float(half_width))], refresh=refresh == "yes")
    verdict = decide(case)
    assert verdict.promoted is (promoted == "yes"), verdict.why


@rows("""
    segment worse by | rows | promoted
    0.020            | 500  | yes
    0.030            | 500  | no
    0.030            | 100  | yes
""")
def test_no_segment_that_counts_may_lose_more_than_a_twentieth(
    segment_worse_by: str, rows: str, promoted: str
) -> None:
    worse = _gap(float(segment_worse_by), 0.001, segment="amount: large", count=int(rows))
    assert decide(_case(differences=[_gap(-0.01, 0.005), worse])).promoted is (promoted == "yes")


def test_a_second_question_may_not_be_worse() -> None:
    fine, bad = _gap(0.0, 0.001, question="more than 30"), _gap(0.01, 0.001, question="more than 30")
    assert decide(_case(differences=[_gap(-0.01, 0.005), fine])).promoted
    assert not decide(_case(differences=[_gap(-0.01, 0.005), bad])).promoted


@rows("""
    ours | half width | champion's | promoted
    1.05 | 0.02       | 1.0        | yes
    1.20 | 0.05       | 1.0        | no
    1.20 | 0.30       | 1.0        | yes
    0.80 | 0.05       | 1.0        | no
    0.80 | 0.05       | 0.7        | yes
    0.70 | 0.05       | 1.2        | no
""")
def test_money_must_stay_in_balance(ours: str, half_width: str, its: str, promoted: str) -> None:
    champion = _figure(float(its))
    case = _case(figures=[_figure(float(ours), half=float(half_width))], champion_figures=[champion])
    assert decide(case).promoted is (promoted == "yes")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"empty_sections": ["Money"]}, "Money"),
        ({"checks": [GOOD, BAD]}, "slow"),
    ],
)
@pytest.mark.parametrize("champion", [None, "lateness 1"])
def test_a_gap_in_the_report_or_a_failed_check_stops_everyone(
    changes: dict[str, object], word: str, champion: str | None
) -> None:
    verdict = decide(_case(champion=champion, **changes))
    assert not verdict.promoted
    assert any(word in one.english for one in verdict.why)


def test_the_first_model_has_nothing_to_beat() -> None:
    first = _case(champion=None, differences=[], champion_figures=[], figures=[_figure(0.5)])
    assert decide(first).promoted


def test_what_nothing_could_judge_only_serves_where_nobody_does() -> None:
    why = Told("history is short", "l'historique est court")
    blank = {"figures": [], "champion_figures": [], "differences": [], "unjudged": why}
    assert decide(_case(champion=None, **blank)).promoted
    verdict = decide(_case(**blank))
    assert not verdict.promoted
    assert "history is short" in verdict.why[0].english
    assert "l'historique est court" in verdict.why[0].french
    assert not decide(_case(champion=None, checks=[BAD], **blank)).promoted


def test_the_same_again_stays_where_it_is() -> None:
    verdict = decide(_case(refresh=True, nothing_new=True, differences=[_gap(0.0, 0.0)]))
    assert not verdict.promoted
    assert "same facts" in verdict.why[0].english
    assert "mêmes faits" in verdict.why[0].french


def test_every_objection_is_told() -> None:
    case = _case(checks=[BAD], empty_sections=["Money"], differences=[_gap(0.01, 0.001)])
    assert len(decide(case).why) == 4


@rows("""
    question                              | in French
    paid late                             | payée en retard
    paid more than 30 days late           | plus de 30 jours de retard
    default within 12 months T0 identity  | défaut à 12 mois T0 identité
""")
def test_a_french_verdict_names_its_question_in_french(question: str, in_french: str) -> None:
    verdict = decide(_case(differences=[_gap(0.01, 0.001, question=question)]))
    assert in_french in verdict.why[0].french
    assert question in verdict.why[0].english
