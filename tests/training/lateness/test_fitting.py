"""A model learns from its evening's facts and from nothing else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from features.pairs import day_number
from features.streams import streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.gateway import NoChampion, Registry
from scoring.lateness.artifact import LATE_30, LATENESS, files_of
from scoring.lateness.next_invoice import next_invoices
from tests.features.ledgers import Bill, Cash, facts_of, figures_of, on, renumbered, shuffled
from tests.training.companies import HORIZON, SMALL, company, company_facts, silent, small_model
from training.fingerprint import fingerprint
from training.gateway import Tracking
from training.lateness.backtest import NothingToPredict, months_between, rehearse, retrained_monthly
from training.lateness.challenger import HORIZONS, horizon_heads, within
from training.lateness.fitting import COMMON, TooLittleHistory, landmarks_of, told_since, train
from training.lateness.landmarks import open_on

CUT = 331  # the day after the small model's evening


def _altered_future() -> Facts:
    """The same company up to the evening before the cut; afterwards everything comes otherwise."""
    bills, cash = company()
    known = [bill for bill in bills if bill.known_day < CUT]
    later = [replace(bill, cents=bill.cents * 3, due=bill.due + 9) for bill in bills if bill.known_day >= CUT]
    corrected = [replace(bill, version=1, known=CUT, cents=1_234, due=bill.due + 60) for bill in known[:50]]
    paid = [item for item in cash if item.known_day < CUT]
    other = [replace(item, paid=HORIZON, known=HORIZON) for item in cash if item.known_day >= CUT]
    undone = [replace(item, cents=0, version=1, known=CUT + 1) for item in paid[:80]]
    late_news = [
        Cash(9_000 + bill.id, bill.id, paid=bill.issued, known=CUT, cents=50) for bill in known[50:90]
    ]
    return facts_of([*known, *later, *corrected], [*paid, *other, *undone, *late_news], horizon=HORIZON)


def _texts(facts: Facts) -> dict[str, str]:
    return files_of(train(facts, as_of=on(CUT - 1), country="FR", recipe=SMALL, progress=silent))


def test_the_future_changes_nothing_in_the_model() -> None:
    assert _texts(_altered_future()) == files_of(small_model())


def test_the_same_facts_in_any_order_give_the_same_model() -> None:
    assert _texts(shuffled(company_facts())) == files_of(small_model())


def test_other_facts_give_another_model() -> None:
    bills, cash = company()
    slower = [replace(item, paid=item.paid + 9, known=item.known_day + 9) for item in cash]
    assert _texts(facts_of(bills, slower, horizon=HORIZON)) != files_of(small_model())


def test_progress_is_told_tree_by_tree() -> None:
    heard: list[tuple[str, int, int]] = []
    train(
        company_facts(),
        as_of=on(CUT - 1),
        country="FR",
        recipe=SMALL,
        progress=lambda step, done, of: heard.append((step, done, of)),
    )
    steps = list(dict.fromkeys(step for step, _, _ in heard))
    trees = [SMALL.hazard_trees, SMALL.late_trees, SMALL.head_trees]
    assert len(steps) == 3
    for step, count in zip(steps, trees, strict=True):
        assert [(done, of) for name, done, of in heard if name == step] == [
            (n, count) for n in range(1, count + 1)
        ]


def test_too_little_history_is_refused() -> None:
    bills = [Bill(n, n, n + 30) for n in range(1, 11)]
    facts = facts_of(bills, [Cash(n, n, paid=n + 35) for n in range(1, 11)])
    with pytest.raises(TooLittleHistory, match="needs at least 30"):
        train(facts, as_of=on(200), country="FR", recipe=SMALL, progress=silent)


def _rehearsed(*, cut: int, until: int | None):
    return rehearse(
        company_facts(),
        cut=on(cut),
        until=None if until is None else on(until),
        country="FR",
        recipe=SMALL,
        progress=silent,
    )


def test_a_back_test_predicts_what_was_issued_from_the_cut_to_the_last_day_included() -> None:
    bills, _ = company()
    last = sorted(bill.issued for bill in bills if bill.issued >= CUT)[12]
    expected = {bill.id for bill in bills if CUT <= bill.issued <= last}
    done = _rehearsed(cut=CUT, until=last)
    assert set(done.invoice_id.tolist()) == expected
    report = done.report
    assert (report.cut, report.until, report.horizon) == (on(CUT), on(last), on(HORIZON))
    assert report.trained_on == sum(bill.known_day < CUT for bill in bills)
    told = report.as_json()
    promised = (
        "n mae_days within_3_days auc_late auc_late_30 brier_late coverage_80 coverage_80_edges crps_days"
    )
    assert set(promised.split()) <= set(told)
    assert told["n"] == len(expected)
    baselines = told["baselines"]
    assert isinstance(baselines, dict)
    assert set(baselines) == {"due_date", "customer_mean", "customer_late_rate", "closed_invoices_only"}
    assert {figures["n"] for figures in baselines.values()} == {len(expected)}
    assert (told["cut"], told["until"]) == (on(CUT).isoformat(), on(last).isoformat())
    assert told["left_out_paid_before_issue"] == 0


def test_what_comes_out_is_what_happened() -> None:
    bills, cash = company()
    done = _rehearsed(cut=CUT, until=None)
    paid = {item.invoice: item.paid for item in cash}
    first = day_number(on(0))
    for invoice, day in zip(done.invoice_id.tolist(), done.truth.paid.tolist(), strict=True):
        assert paid.get(invoice, 10**6) == (day - first if day - first <= HORIZON else 10**6)
    assert set(done.invoice_id.tolist()) == {bill.id for bill in bills if bill.issued >= CUT}
    assert done.report.model["mae_days"] < done.report.baselines["due_date"]["mae_days"]


def test_monthly_retraining_judges_the_same_invoices() -> None:
    """Each month by a model of its own; the months of a period follow each other without a gap."""
    done = _rehearsed(cut=CUT, until=HORIZON - 20)
    told = retrained_monthly(
        company_facts(),
        cut=on(CUT),
        until=on(HORIZON - 20),
        country="FR",
        recipe=SMALL,
        progress=silent,
    )
    assert told["n"] == done.report.model["n"]
    assert told["mae_days"] != done.report.model["mae_days"]
    spans = months_between(date(2024, 11, 27), date(2025, 2, 3))
    assert [(first.isoformat(), last.isoformat()) for first, last in spans] == [
        ("2024-11-27", "2024-11-30"),
        ("2024-12-01", "2024-12-31"),
        ("2025-01-01", "2025-01-31"),
        ("2025-02-01", "2025-02-03"),
    ]


def test_evenings_held_back_know_nothing_after_the_cut() -> None:
    """What recalibration learns from is the same whatever the future, and lies after the earlier model."""
    told = [
        told_since(small_model(), as_known(facts, on(CUT - 1)), since=on(250), seed=3)
        for facts in (company_facts(), _altered_future())
    ]
    np.testing.assert_array_equal(told[0].within, told[1].within)
    np.testing.assert_array_equal(told[0].landmarks.paid, told[1].landmarks.paid)
    assert (told[0].landmarks.pairs.as_of > day_number(on(250))).all()
    assert (np.diff(told[0].within, axis=1) >= 0).all()
    assert told[0].landmarks.horizon == day_number(on(CUT - 1))


def test_recalibration_is_part_of_a_training_that_holds_days_back() -> None:
    """Too few evenings here to teach any correction: the model is the one without, but for its recipe."""
    recipe = replace(SMALL, days_held_back=60)
    model = train(company_facts(), as_of=on(CUT - 1), country="FR", recipe=recipe, progress=silent)
    assert model.manifest.knots == ()
    assert model.manifest.parameters["days_held_back"] == 60
    without = files_of(small_model())
    same = files_of(model)
    assert {name for name in same if same[name] != without[name]} == {"manifest.json"}


def test_the_challenger_answers_each_horizon_it_could_learn() -> None:
    facts = company_facts()
    states = timeline(facts)
    streams = streams_of(states)
    learnt = landmarks_of(states, streams, horizon=day_number(facts.horizon), recipe=SMALL)
    known = figures_of(streams, learnt.pairs)
    heads = horizon_heads(learnt, known, recipe=SMALL, parameters=COMMON)
    assert set(heads) <= set(HORIZONS)
    assert 7 in heads
    told = within(heads[7], known)
    came = learnt.paid <= learnt.pairs.from_day + 6
    assert told[came].mean() > told[~came].mean()
    open_now = open_on(states, streams, evening=day_number(on(200)), horizon=day_number(facts.horizon))
    assert set(open_now.pairs.as_of.tolist()) == {day_number(on(200))}
    assert (open_now.pairs.open_cents > 0).all()
    assert len(open_now.paid) == sum(
        bill.issued < 200 < next((item.paid for item in company()[1] if item.invoice == bill.id), 10**6)
        for bill in company()[0]
    )


def test_nothing_to_predict_is_said() -> None:
    with pytest.raises(NothingToPredict, match="Choose another cut"):
        _rehearsed(cut=HORIZON + 1, until=None)


def test_an_end_before_the_cut_is_said() -> None:
    with pytest.raises(NothingToPredict, match="lies before the cut"):
        _rehearsed(cut=CUT, until=CUT - 1)


def test_only_invoices_paid_before_their_issue_are_nothing_to_predict() -> None:
    bills, cash = company()
    prepaid = Bill(5_000, HORIZON + 10, HORIZON + 40)
    facts = facts_of([*bills, prepaid], [*cash, Cash(5_000, 5_000, paid=HORIZON + 5, known=HORIZON + 10)])
    with pytest.raises(NothingToPredict):
        rehearse(facts, cut=on(HORIZON + 10), until=None, country="FR", recipe=SMALL, progress=silent)


LEDGER = (
    [Bill(1, 0, 30, number="A"), Bill(1, 0, 35, number="A", known=9, version=1), Bill(2, 0, 30, customer=2)],
    [Cash(1, 1, paid=40, cents=4_000), Cash(2, 2, paid=41, cents=4_000)],
)


def test_the_mark_of_facts_depends_on_neither_order_nor_numbering() -> None:
    facts = facts_of(*LEDGER)
    mark = fingerprint(facts)
    assert len(mark) == 64
    assert fingerprint(shuffled(facts)) == mark
    assert fingerprint(renumbered(facts)) == mark


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("name", ["issued", "due", "cents", "known", "currency", "number", "customer"])
def test_any_change_of_an_invoice_changes_the_mark(place: int, name: str) -> None:
    bills, cash = LEDGER
    bill = bills[place]
    value = {"currency": "USD", "number": "Z", "known": bill.known_day + 1}.get(name) or getattr(
        bill, name
    ) + 1
    changed = [replace(each, **{name: value}) if each is bill else each for each in bills]
    assert fingerprint(facts_of(changed, cash)) != fingerprint(facts_of(bills, cash))


@pytest.mark.parametrize(
    "change", [{"paid": 39, "known": 40}, {"cents": 3_999}, {"known": 41}, {"invoice": 2}]
)
def test_any_change_of_a_payment_changes_the_mark(change: dict[str, int]) -> None:
    bills, (first, second) = LEDGER
    changed = facts_of(bills, [replace(first, **change), second])
    assert fingerprint(changed) != fingerprint(facts_of(*LEDGER))


def test_a_released_model_is_the_champion_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a real MLflow on SQLite, without a file store anywhere."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    registry = Registry(home)
    with pytest.raises(NoChampion):
        registry.champion(LATENESS)
    first = Tracking(home).release(LATENESS, small_model(), figures={"n_invoices": 300})
    served = registry.champion(LATENESS)
    assert (served.label, first.replaced) == (first.label, None) == ("lateness 1", None)
    assert registry.champion(LATENESS) is served
    assert files_of(served) == files_of(small_model())
    states = timeline(company_facts())
    streams = streams_of(states)
    _, pairs = next_invoices(states, streams, as_of=day_number(on(HORIZON)))
    known = figures_of(streams, pairs)
    np.testing.assert_array_equal(served.head(LATE_30, known), small_model().head(LATE_30, known))
    second = Tracking(home).release(LATENESS, small_model(), figures={})
    assert second.label == "lateness 2"
    assert second.replaced == f"lateness 1, as known on {small_model().manifest.as_of}"
    assert registry.champion(LATENESS).label == "lateness 2"
    assert not list(tmp_path.rglob("mlruns"))
