"""Claims, customers, scenarios and a policy for tests, and how hypothesis draws them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dunning.claims import Claim, Completion, Contact, Debtor, Held, Pending, Through
from dunning.deciding import Decision, decide
from dunning.notice import Form, Tone
from dunning.policy import DunningPolicy, QuietPeriod, Rule
from dunning.scenario import Scenario, Step, Way
from kernel.policy import policy_from
from tests.policies import shipped

MONDAY = date(2025, 3, 3)
DUE = MONDAY
_FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
_MAIL = ("accounts_payable", "director")

SCENARIOS: Mapping[str, Scenario] = {
    path.stem: policy_from(path.read_text(encoding="utf-8"), Scenario, name=path.name)
    for path in sorted(_FOLDER.glob("*.toml"))
}
SHIPPED = policy_from(shipped("dunning"), DunningPolicy, name="dunning.toml")
# Every day is like any other, every customer too: rules that a test is not about stay out of it.
POLICY = replace(
    SHIPPED, quiet=(), rules=(), usual_scenario="plain", minimum_cents={}, approve_above_cents={}
)


def step(level: int, days: int, way: Way = Way.EMAIL, **more: Any) -> Step:
    form = Form.PRE_DUE if level == 0 else Form.REMINDER
    return Step(level, days, way, **{"form": form, "tone": Tone.NEUTRAL, "roles": _MAIL, **more})


def scenario(*steps: Step, code: str = "plain") -> Scenario:
    return Scenario("test", code, {"fr": code, "en": code}, steps)


PLAIN = scenario(
    step(1, 5), step(2, 15), step(3, 25, deadline_days=8), step(4, 40, Way.LETTER), step(5, 60, Way.CALL)
)
PERSON = Contact("accounts_payable", "Zoé", "zoe@example.com", "+33 1 00 00 00 00")
_numbers = count(1)


def day(days: int) -> date:
    """So many days after the due day of claims here."""
    return DUE + timedelta(days=days)


def claim(cents: int = 100_000, **more: Any) -> Claim:
    number = more.pop("invoice_id", None) or next(_numbers)
    told = {"number": f"F-{number}", "currency": "EUR", "issued_on": day(-30), "due_on": DUE}
    told |= {"amount_cents": cents, "open_cents": cents, "claimable_cents": cents}
    return Claim(item=f"i:{number}", invoice_id=number, **{**told, **more})


def debtor(*claims: Claim, **more: Any) -> Debtor:
    told: dict[str, Any] = {"contacts": (PERSON,), "address": ("1 rue X", "75001 Paris")}
    return Debtor(1, "C-1", "Client", claims, **{**told, **more})


def passed(level: int, on: date, through: Through = Through.SENT, **more: Any) -> Completion:
    return Completion(level, on, through, **more)


def decided(
    one: Debtor, on: date, *, policy: DunningPolicy = POLICY, plain: Scenario = PLAIN, **others: Scenario
) -> Decision:
    return decide(one, {"plain": plain, **SCENARIOS, **others}, policy, on=on)


def levels(decision: Decision) -> dict[str, int]:
    """Levels passed by item with this decision."""
    return {one.item: one.level for one in decision.lines if one.level is not None}


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Steps of any spacing, ways and deadlines; with a notice before the due date or not."""
    gaps = draw(st.lists(st.integers(1, 25), min_size=1, max_size=6))
    steps, days = [], 0
    if draw(st.booleans()):
        shown = draw(st.sampled_from([0, 5]))
        steps.append(step(0, -draw(st.integers(0, 20)), from_cents=1, deadline_days=shown))
    for level, gap in enumerate(gaps, start=1):
        days += gap
        way = draw(st.sampled_from([Way.EMAIL, Way.LETTER, Way.CALL]))
        wait = draw(st.sampled_from([0, 0, 8, 30]))
        least = draw(st.sampled_from([0, 0, 20_000]))
        steps.append(step(level, days, way, deadline_days=wait, minimum_cents=least))
    return scenario(*steps)


_HELD = st.builds(
    Held, st.sampled_from(["dispute", "promise", "plan", "block", "hand_over"]), st.just("because")
)


@st.composite
def claims(draw: st.DrawFn, *, number: int) -> Claim:
    """Late or not, partly or wholly held, at any level, on its way or not."""
    amount = draw(st.integers(1, 300_000))
    left = draw(st.one_of(st.just(amount), st.integers(-5_000, amount)))
    held = tuple(draw(st.lists(_HELD, max_size=2)))
    may = max(left, 0) if not held else draw(st.integers(0, max(left, 0)))
    due = day(draw(st.integers(-60, 20)))
    reached = draw(st.integers(0, 6))
    done, at = [], due
    for level in range(1, reached + 1):
        at += timedelta(days=draw(st.integers(1, 15)))
        until = draw(st.one_of(st.none(), st.just(at + timedelta(days=8))))
        done.append(passed(level, at, draw(st.sampled_from(Through)), deadline_on=until))
    kinds = [None, None, None, *(Pending(reached + 1, 7, DUE, stuck=s, task=t) for s, t in _PENDING)]
    return claim(
        amount,
        invoice_id=number,
        open_cents=left,
        claimable_cents=may,
        held=held,
        due_on=due,
        completed=tuple(done),
        currency=draw(st.sampled_from(["EUR", "EUR", "USD"])),
        pending=draw(st.sampled_from(kinds)),
        resumed_on=draw(st.one_of(st.none(), st.integers(-20, 10).map(day))),
    )


_PENDING = ((True, False), (False, True), (False, False))


@st.composite
def debtors(draw: st.DrawFn) -> Debtor:
    many = draw(st.integers(1, 5))
    credit = draw(
        st.dictionaries(st.sampled_from(["EUR", "USD"]), st.integers(0, 400_000).filter(bool), max_size=2)
    )
    reached = draw(st.one_of(st.none(), st.integers(-20, 5).map(day)))
    owed = [draw(claims(number=number)) for number in range(1, many + 1)]
    return debtor(*owed, credits=credit, contacted_on=reached)


@st.composite
def policies(draw: st.DrawFn) -> DunningPolicy:
    return replace(
        POLICY,
        interval_days=draw(st.integers(1, 14)),
        minimum_cents=draw(st.sampled_from([{}, {"EUR": 2_000, "USD": 5_000}])),
        approve_above_cents=draw(st.sampled_from([{}, {"EUR": 100_000}])),
        quiet=draw(st.sampled_from([(), (QuietPeriod("03-10", "03-12"),)])),
        rules=draw(st.sampled_from([(), (Rule("plain", "sooner", sooner=2),)])),
    )


DAYS = st.integers(-10, 120).map(day)


def drawn(*strategies: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A property held by enough examples to fail on a planted fault, and no more."""

    def held(test: Callable[..., None]) -> Callable[..., None]:
        return settings(max_examples=40, deadline=None)(given(*strategies)(test))

    return held
