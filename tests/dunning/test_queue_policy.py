"""policy/queue.toml and its texts are read strictly."""

from dataclasses import replace
from pathlib import Path

import pytest

from dunning.queue_policy import Collector, Effect, QueuePolicy, Route, Stage, stage_of
from dunning.scenario import Way
from dunning.today.routing import routed
from dunning.today.texts import QueueTexts, Script, filled
from dunning.today.work import Work
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from
from ledger.relation.disputes import REASONS
from tests.dunning.queue_cases import TODAY, queue_policy, queue_texts
from tests.tables import rows

SHIPPED = (Path(__file__).parents[2] / "policy" / "queue.toml").read_text(encoding="utf-8")


def test_nobody_is_held_out_as_shipped() -> None:
    assert queue_policy().holdout.share == 0.0
    assert queue_policy().collectors == ()


@rows("""
    found                     | put                        | why
    funding_rate = 0.08       | funding_rate = 8           | whole number
    horizon_days = 90         | horizon_days = 5           | between 30 and 365
    holdout_share = 0.0       | holdout_share = 0.9        | between 0 and 0.5
    EUR = 1.0                 | EUR = 0.0                  | above 0
    call = 700                | call = -1                  | 0 or more
    call = 700                | fax = 700                  | Write one of
    retry_days = 1            | retry_days = 0             | 1 or more
""")
def test_what_cannot_be_is_refused_with_a_sentence(found: str, put: str, why: str) -> None:
    if why == "whole number":  # 8 is read as 8.0, which is no rate
        why = "between 0 and 1"
    with pytest.raises(PolicyRefused, match=why):
        policy_from(SHIPPED.replace(found, put, 1), QueuePolicy, name="queue.toml")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Collector(" "),
        lambda: Collector("Anne", letters="K"),
        lambda: Collector("Anne", letters="K-A"),
        lambda: Collector("Anne", calls=-1),
        lambda: Effect(Way.CALL, Stage.EARLY, -0.1, 0.0),
        lambda: Route("sales", (), 0),
        lambda: replace(queue_policy(), collectors=(Collector("Anne"), Collector("Anne"))),
    ],
)
def test_parts_that_cannot_be_are_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"."):
        wrong()


@rows("""
    reason                 | owner     | days
    price                  | sales     | 10
    quantity               | logistics | 7
    missing_purchase_order | billing   | 5
""")
def test_a_dispute_goes_to_its_owner_with_a_deadline(reason: str, owner: str, days: str) -> None:
    route, until = routed(reason, TODAY, queue_policy())
    assert (route.owner, (until - TODAY).days) == (owner, int(days))


def test_every_reason_has_a_route() -> None:
    named = {reason for route in queue_policy().routes for reason in route.reasons}
    assert named == set(REASONS)


@rows("""
    way    | form          | level | stage
    email  | reminder      | 2     | early
    call   |               | 3     | late
    letter | formal_notice | 5     | formal
    escalate | reminder    | 6     | end
""")
def test_the_stage_of_a_step(way: str, form: str, level: str, stage: str) -> None:
    assert stage_of(Way(way), form, int(level)) == stage


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("work", list(Work))
def test_there_is_something_to_say_for_every_kind_of_work(work: Work, language: Language) -> None:
    assert queue_texts().script(work, Stage.LATE, language)


def test_the_script_of_a_stage_comes_before_the_one_for_all() -> None:
    texts = queue_texts()
    early = texts.script(Work.TASK, Stage.EARLY, Language.ENGLISH)
    assert early != texts.script(Work.TASK, Stage.LATE, Language.ENGLISH)
    assert "formal notice" in texts.script(Work.TASK, Stage.LATE, Language.ENGLISH)


@pytest.mark.parametrize("text", ["{nobody}", "{", "{net"])
def test_a_script_with_a_placeholder_nobody_fills_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the script for call"):
        Script(Work.CALL, text, "")


def test_texts_that_miss_a_kind_are_refused() -> None:
    texts = queue_texts()
    with pytest.raises(ValueError, match="no script for call_back"):
        QueueTexts("x", tuple(one for one in texts.scripts if one.work is not Work.CALL_BACK))


def test_a_blank_fact_leaves_no_gap() -> None:
    assert filled("Hello {contact} , you", {"contact": ""}) == "Hello, you"
