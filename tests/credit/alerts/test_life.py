"""I30: an alert at x % of the limit is told once per upward crossing, and each alert once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from credit.alerts.life import live
from credit.alerts.limit import limit_used
from tests.credit.alerts.samples import POLICY, limit_of, signals
from tests.tables import rows

STEPS = tuple(step.percent for step in POLICY.limit.steps)
HYSTERESIS = POLICY.limit.hysteresis


@dataclass
class Plain:
    """What I30 says, word by word, for one step: the model the machine is held against."""

    percent: int
    armed: bool = True
    limit: int | None = None
    seen: list[int] = field(default_factory=list)

    def look(self, exposure: int, limit: int | None) -> bool:
        raised = self.limit is not None and limit is not None and limit > self.limit
        below = limit is None or exposure <= 0 or 100 * exposure < (self.percent - HYSTERESIS) * limit
        self.armed |= raised or below
        # While it is told, only a rise above the lowest limit seen since counts as one.
        self.limit = limit
        fires = self.armed and limit is not None and exposure > 0 and 100 * exposure >= self.percent * limit
        self.armed &= not fires
        return fires


class LimitMachine(RuleBasedStateMachine):
    """Days of any exposure and limit; twice a day now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.exposure, self.limit = 0, 10_000
        self.has_limit = True
        self.plain = [Plain(percent) for percent in STEPS]
        self.memory: Mapping[str, int] = {}
        self.wrong: list[str] = []

    @rule(cents=st.integers(0, 15_000))
    def owes(self, cents: int) -> None:
        self.exposure = cents
        self.run()

    @rule(cents=st.sampled_from([0, 4_000, 8_000, 10_000, 10_100, 12_000, 20_000]))
    def is_given(self, cents: int) -> None:
        self.limit, self.has_limit = cents, True
        self.run()

    @rule()
    def loses_its_limit(self) -> None:
        self.has_limit = False
        self.run()

    @rule()
    def runs_again(self) -> None:
        before = self.memory
        fired = self._day()
        if fired or self.memory != before:
            self.wrong.append(f"a second run told {fired}")

    def run(self) -> None:
        limit = self.limit if self.has_limit else None
        expected = [one.percent for one in self.plain if one.look(self.exposure, limit)]
        fired = self._day()
        if fired != expected:
            self.wrong.append(f"told {fired} instead of {expected}")

    def _day(self) -> list[int]:
        limit = limit_of(self.limit) if self.has_limit else None
        told = signals(exposure_cents=self.exposure, owed_cents=self.exposure, limit=limit)
        day = live(self.memory, limit_used(told, POLICY))
        self.memory = day.memory
        return [one.threshold or 0 for one in day.fired]

    @invariant()
    def tells_what_the_plain_model_tells(self) -> None:
        assert not self.wrong


class TestI30(LimitMachine.TestCase):  # type: ignore[misc]
    settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@rows("""
    exposures and limits             | told
    40/100 60/100                    | - 50
    60/100 60/100                    | 50 -
    60/100 46/100 60/100             | 50 - -
    60/100 44/100 60/100             | 50 - 50
    10/100 95/100                    | - 50,70,90
    10/100 130/100                   | - 50,70,90,100
    95/100 95/100 101/100            | 50,70,90 - 100
    60/100 60/110 60/110             | 50 50 -
    60/100 55/120 61/120             | 50 - 50
    95/100 95/90                     | 50,70,90 100
    60/100 60/0 60/0                 | 50 70,90,100 -
    60/100 60/none 60/100            | 50 - 50
    60/100 60/80 60/100              | 50 70 50
""")
def test_i30_an_alert_is_told_once_per_upward_crossing(days: str, expected: str) -> None:
    """Again only after exposure fell below x % less the hysteresis, or the limit was raised."""
    memory: Mapping[str, int] = {}
    told = []
    for day in days.split():
        exposure, limit = day.split("/")
        held = None if limit == "none" else limit_of(int(limit))
        lived = live(memory, limit_used(signals(exposure_cents=int(exposure), limit=held), POLICY))
        memory = lived.memory
        told.append(",".join(str(one.threshold) for one in lived.fired) or "-")
    assert " ".join(told) == expected


def test_i30_what_is_over_is_said() -> None:
    """Falling below re-arms, and the alert told before is over."""
    above, below = (signals(exposure_cents=cents, limit=limit_of(100)) for cents in (60, 10))
    first = live({}, limit_used(above, POLICY))
    assert first.over == ()
    assert live(first.memory, limit_used(below, POLICY)).over == ("limit:50",)
