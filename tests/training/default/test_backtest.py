"""The rehearsal judges the model on what came after it learnt."""

import pytest

from ledger.as_known import as_known
from tests.features.ledgers import FIRST, on
from tests.training.companies import silent
from tests.training.default.companies import failing_facts, told_facts
from training.default.backtest import NothingToJudge, rehearse_default
from training.default.fitting import Recipe
from training.default.snapshots import month_of

QUICK = Recipe(trees=15, most_snapshots=2_000, most_months=4_000)


def test_model_and_rivals_are_judged_on_the_same_customer_months() -> None:
    done = rehearse_default(failing_facts(), cut=on(850), recipe=QUICK, progress=silent)
    report = done.report.as_json()
    assert done.snapshots.month.min() >= month_of(done.snapshots.pairs.as_of[:1] * 0 + FIRST + 850)[0]
    assert (done.snapshots.seen == 12).all()
    assert {"expert_prior", "book_rate", "scorecard", "past_late_rate"} <= set(done.report.rivals)
    assert {figures["n"] for figures in done.report.rivals.values()} == {done.report.model["n"]}
    assert report["cut"] == on(850).isoformat()
    auc, book = done.report.model["auc"], done.report.rivals["book_rate"]["auc"]
    assert auc is not None
    assert book is not None
    assert auc > 0.7 > 0.55 > book
    assert done.report.tiers["T2"]["n"] == done.report.model["n"]


def test_a_cut_without_a_year_after_it_is_refused() -> None:
    facts = as_known(failing_facts(), on(900))
    with pytest.raises(NothingToJudge, match="Choose an earlier cut"):
        rehearse_default(facts, cut=on(850), recipe=QUICK, progress=silent)


def test_each_tier_is_judged_by_itself_and_knows_more_than_the_one_below() -> None:
    done = rehearse_default(told_facts(), cut=on(850), recipe=QUICK, progress=silent)
    tiers = done.report.tiers
    assert 0 < (tiers["T1"]["n"] or 0) < (tiers["T2"]["n"] or 0)
    identity, company, ledger = (tiers[name]["auc"] or 0 for name in ("T0", "T1", "T2"))
    assert identity < 0.6 < company
    assert ledger > 0.6
