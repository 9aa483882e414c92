"""What a run writes down: sections, card, pictures, and the size and signs of what was fitted."""

from dataclasses import replace
from datetime import date

import lightgbm
import numpy as np
import pytest

from tests.training.run.subjects import AS_OF, BowlSubject, Dish
from training.run.compare import by_segment, measured
from training.run.pictures import pictures
from training.run.report import TITLES, Evidence, as_markdown, card, empty, sections
from training.run.search import Choice
from training.run.signs import broken, imposed
from training.run.size import size_of
from training.run.subject import Told


def _evidence() -> Evidence:
    subject = BowlSubject()
    model = subject.rehearse(Dish(0.4), progress=lambda _part, _done, _of: None)
    (judged,) = subject.judge(model)
    return Evidence(
        model="bowl",
        as_of=AS_OF,
        fingerprint="f" * 64,
        windows=subject.windows,
        figures=[measured(judged)],
        segments=by_segment(judged),
        others={"spoons": 3.0},
        families={"clay": 0.2},
        champion=None,
        champion_note="",
        differences=[],
        choice=None,
        size=1_000.0,
        checks=subject.checks(model),
        code="c" * 64,
        environment={"python": "3.11"},
        told=subject.told,
        author="Ana",
        on=date(2024, 7, 1),
    )


def test_twelve_sections_and_none_empty() -> None:
    told = sections(_evidence())
    assert [section.title for section in told] == list(TITLES)
    assert empty(told) == ()


def test_what_was_not_judged_has_no_outcomes() -> None:
    blank = replace(_evidence(), figures=[], segments=[], families={}, told={})
    assert "Outcomes" in empty(sections(blank))
    assert "Purpose, users, limits of use" in empty(sections(blank))
    assert "*Empty.*" in as_markdown(sections(blank), blank)


def test_what_nothing_could_judge_says_why_instead() -> None:
    why = Told("history is short", "l'historique est court")
    blank = replace(_evidence(), figures=[], segments=[], families={}, unjudged=why)
    told = sections(blank)
    assert empty(told) == ()
    assert told[4].paragraphs[-1] == "Nothing could be measured: history is short."
    assert "history is short" in told[11].paragraphs[1]


def test_the_decision_is_told_in_both_languages() -> None:
    evidence = _evidence()
    why = [Told("It is better.", "Il est meilleur.")]
    for paper in (
        as_markdown(sections(evidence), evidence, why=why),
        card(sections(evidence), evidence, why=why),
    ):
        assert "**Decision.** It is better." in paper
        assert "**Décision.** Il est meilleur." in paper


def test_blank_words_do_not_fill_a_section() -> None:
    spaces = replace(_evidence(), told={**BowlSubject().told, 8: ["  "]})
    assert empty(sections(spaces)) == ("Money",)


def test_the_report_tells_its_own_figures() -> None:
    evidence = _evidence()
    paper = as_markdown(sections(evidence), evidence)
    (figure,) = evidence.figures
    assert f"{figure.log_loss.value:.4f}" in paper
    assert f"{figure.rows:,}" in paper
    assert "size: small" in paper
    assert "Expires on 2025-07-01" in paper


def test_the_report_tells_what_a_search_gave_up() -> None:
    choice = Choice(3, 0.505, 100_000.0, 0.5, 300_000.0, 0.52, finished=9, pruned=4)
    paper = as_markdown(sections(replace(_evidence(), choice=choice)), _evidence())
    assert "gives up 1.00% of log-loss" in paper
    assert "9 trials finished, 4 stopped early" in paper


def test_an_imbalance_is_an_open_issue() -> None:
    evidence = _evidence()
    (figure,) = evidence.figures
    assert figure.expected_over_observed is not None
    off = replace(figure, expected_over_observed=replace(figure.expected_over_observed, value=1.4))
    assert "1.40" in sections(replace(evidence, figures=[off]))[11].paragraphs[1]


def test_the_card_is_short() -> None:
    evidence = _evidence()
    assert len(card(sections(evidence), evidence)) < len(as_markdown(sections(evidence), evidence))


def test_the_same_figures_give_the_same_pictures() -> None:
    subject = BowlSubject()
    judged = subject.judge(subject.rehearse(Dish(), progress=lambda _part, _done, _of: None))
    first, second = (pictures(judged, families={"clay": 0.2}, losses=[0.3, 0.2]) for _ in range(2))
    assert first == second
    assert sorted(first) == ["families.png", "gain_1.png", "reliability_1.png", "search.png"]


def _booster(*, signs: list[int] | None = None, trees: int = 5, leaves: int = 4) -> lightgbm.Booster:
    chance = np.random.default_rng(4)
    rows = chance.random((600, 2)).astype(np.float32)
    answer = (rows[:, 0] + 0.3 * chance.random(600) > 0.6).astype(np.float32)
    parameters = {"objective": "binary", "num_leaves": leaves, "verbose": -1, "min_data_in_leaf": 5}
    if signs:
        parameters["monotone_constraints"] = signs
    return lightgbm.train(parameters, lightgbm.Dataset(rows, answer), num_boost_round=trees)


@pytest.mark.parametrize("trees", [1, 7])
def test_the_size_of_a_stump_is_two_leaves_one_deep(trees: int) -> None:
    assert size_of(_booster(trees=trees, leaves=2)) == 2.0 * trees


def test_signs_are_read_from_the_booster_and_kept() -> None:
    rows = np.random.default_rng(5).random((200, 2)).astype(np.float32)
    assert imposed(_booster()) == {}
    assert imposed(_booster(signs=[1, 0])) == {0: 1}
    assert broken(_booster(signs=[1, 0]), rows) == ()


def test_a_broken_sign_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The booster rises with its first column; told that it may not, the sweep must object."""
    monkeypatch.setattr("training.run.signs.imposed", lambda _booster: {0: -1})
    rows = np.random.default_rng(5).random((200, 2)).astype(np.float32)
    assert broken(_booster(), rows) == ("Column_0",)
