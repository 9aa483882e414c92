"""Which step leads where; and that no path sends twice without a certain failure or a person between."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kernel.policy import PolicyRefused, policy_from
from messaging.delivery import State, Step, allows, transition, wait_after
from messaging.errors import StepRefused
from messaging.policy import MessagingPolicy
from tests.messaging.samples import POLICY

_SHIPPED = Path(__file__).parents[2] / "policy" / "messaging.toml"


@pytest.mark.parametrize(("state", "steps"), [(State.SENT, [Step.BOUNCED]), (State.CANCELLED, [])])
def test_what_is_over_stays_over_but_for_what_comes_back(state: State, steps: list[Step]) -> None:
    assert [step for step in Step if allows(state, step)] == steps


def test_only_a_person_a_late_answer_or_a_bounce_moves_what_is_ambiguous() -> None:
    found = {step for step in Step if allows(State.AMBIGUOUS, step)}
    answers = {Step.ACCEPTED, Step.REFUSED, Step.REFUSED_FOR_NOW, Step.UNCERTAIN}
    assert found == answers | {Step.BOUNCED, Step.RESOLVED_SENT, Step.RESOLVED_NOT_SENT}


@pytest.mark.parametrize(("tries", "state"), [(1, State.FAILED), (2, State.FAILED), (3, State.DEAD)])
def test_the_last_try_that_fails_is_the_end(tries: int, state: State) -> None:
    assert transition(State.SENDING, Step.REFUSED_FOR_NOW, tries=tries, policy=POLICY) is state


def test_a_step_from_nowhere_is_a_sentence() -> None:
    with pytest.raises(StepRefused, match=r"is sent cannot take the step “requeue”\."):
        transition(State.SENT, Step.REQUEUE, tries=1, policy=POLICY)


class Journey(RuleBasedStateMachine):
    """Any order of steps; a send may have reached its reader unless it certainly failed."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.tries = State.WAITING, 0
        self.may_have_arrived = self.sent_for_certain = False

    @rule(step=st.sampled_from(Step))
    def take(self, step: Step) -> None:
        if not allows(self.state, step):
            with pytest.raises(StepRefused):
                transition(self.state, step, tries=self.tries, policy=POLICY)
            return
        if step is Step.BEGIN:
            assert not self.may_have_arrived, "sent again although it may have arrived"
            self.may_have_arrived, self.tries = True, self.tries + 1
        if step in {Step.REFUSED, Step.REFUSED_FOR_NOW, Step.RESOLVED_NOT_SENT, Step.BOUNCED}:
            self.may_have_arrived = False
        if step in {Step.REQUEUE, Step.RESOLVED_NOT_SENT}:
            self.tries = 0
        self.state = transition(self.state, step, tries=self.tries, policy=POLICY)
        assert self.tries <= POLICY.attempts
        assert (self.state is State.AMBIGUOUS) <= self.may_have_arrived
        assert (self.state in {State.FAILED, State.DEAD, State.CANCELLED}) <= (not self.may_have_arrived)

    @precondition(lambda self: self.state is State.WAITING)
    @rule()
    def begin(self) -> None:
        self.take(Step.RESERVE)
        self.take(Step.BEGIN)


TestJourney = Journey.TestCase


@given(st.integers(1, 5_000), st.text(max_size=20))
def test_waits_grow_within_their_bounds(tries: int, key: str) -> None:
    wait = wait_after(tries, key, POLICY).total_seconds()
    plain = min(60 * 3.0 ** min(tries - 1, 100), 600)
    assert 0.8 * plain - 1e-6 <= wait <= 1.2 * plain + 1e-6
    assert wait == wait_after(tries, key, POLICY).total_seconds()


def test_waits_of_different_keys_are_spread() -> None:
    """A hundred messages that failed together do not come back together."""
    assert len({wait_after(1, f"k{n}", POLICY) for n in range(100)}) == 100
    assert {wait_after(1, f"k{n}", replace(POLICY, jitter=0.0)).seconds for n in range(9)} == {60}


def test_the_shipped_policy_can_be_read() -> None:
    text = _SHIPPED.read_text(encoding="utf-8")
    assert policy_from(text, MessagingPolicy, name="messaging.toml").attempts == 8
    with pytest.raises(PolicyRefused, match="lease_seconds must be at least 10 times"):
        policy_from(text.replace("lease_seconds = 600", "lease_seconds = 60"), MessagingPolicy, name="x")
