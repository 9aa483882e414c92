"""Months of anything that may happen, against a plain model: levels passed, what left, and to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, pairwise
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dunning.acts import usecases as acts
from dunning.errors import ActionRefused
from dunning.press import PlainPress, Pressed
from dunning.reminders.usecases import DunOrder, dun
from dunning.scenario import Way
from kernel.days import is_business_day
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from messaging.delivery import Outcome
from messaging.message import Message
from messaging.usecases import resolve
from store.session import open_database
from tests.dunning.books import PRESS, RULES, House
from tests.dunning.plain_model import APPROVED, CALL, DAYS, DEADLINE, GRACE, INTERVAL, PlainModel
from tests.dunning.samples import scenario, step
from tests.messaging.samples import POLICY as PATIENCE

START = date(2025, 3, 3)
CUSTOMERS = (1, 2)
STEPS = scenario(
    *(
        step(
            level,
            days,
            Way.CALL if level == CALL else Way.EMAIL,
            approval=level == APPROVED,
            deadline_days=DEADLINE.get(level, 0),
        )
        for level, days in DAYS.items()
    )
)
ANSWERS = {
    "accepted": Outcome.ACCEPTED,
    "refused for now": Outcome.REFUSED_FOR_NOW,
    "uncertain": Outcome.UNCERTAIN,
    "refused": Outcome.REFUSED,
}
_CHOICES = st.integers(0, 999)


class _Killed(BaseException):
    """The process ends here."""


class _Dying(PlainPress):
    def pressed(self, decision: Any, debtor: Any, *, reference: str, **_more: Any) -> Pressed:
        raise _Killed


class Story(RuleBasedStateMachine):
    """Two customers of a house on SQLite; a day goes by only when told."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="encours-", ignore_cleanup_errors=True)
        self.database = open_database(f"sqlite:///{self.folder.name}/story.db")
        self.house = House(self.database, replace(RULES, scenarios={"plain": STEPS}))
        self.plain = PlainModel(is_business_day)
        self.on = START
        self.numbers = count(1)
        self.sent: dict[str, tuple[int, date]] = {}
        self.payments: dict[int, tuple[int, int, date, dict[str, Any]]] = {}
        for customer in CUSTOMERS:
            self.house.customer(customer, on=START - timedelta(days=200), email=f"c{customer}@example.com")
            self.plain.address[customer] = f"c{customer}@example.com"
            self._invoice(customer, 40_000 * customer, START - timedelta(days=3 * customer))

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    # What happens.

    @rule(days=st.sampled_from([1, 1, 2, 3, 5, 7, 8, 10, 14, 20]))
    def time_passes(self, days: int) -> None:
        self.on += timedelta(days=days)

    @precondition(lambda self: len(self.plain.invoices) < 6)
    @rule(customer=st.sampled_from(CUSTOMERS), cents=st.integers(1_000, 90_000), due=st.integers(-40, 20))
    def invoices(self, customer: int, cents: int, due: int) -> None:
        self._invoice(customer, cents, self.on + timedelta(days=due))

    @rule(choice=_CHOICES, share=st.sampled_from([0.3, 0.5, 1.0, 1.0]))
    def pays(self, choice: int, share: float) -> None:
        number = self._one(choice, lambda one: self.plain.open(one) > 0)
        if number is None:
            return
        cents = max(1, int(self.plain.open(number) * share))
        customer, payment = self.plain.invoices[number]["customer"], next(self.numbers)
        self.house.pay(payment, customer, cents, on=self.on, invoice=number)
        told = {"on": self.on, "cents": cents, "stands": True}
        self.plain.invoices[number]["paid"].append(told)
        self.payments[payment] = (customer, number, self.on, told)

    @precondition(lambda self: any(one[3]["stands"] for one in self.payments.values()))
    @rule(choice=_CHOICES)
    def payment_comes_back(self, choice: int) -> None:
        standing = [key for key, one in self.payments.items() if one[3]["stands"]]
        payment = standing[choice % len(standing)]
        customer, _, paid_on, told = self.payments[payment]
        self.house.take_back(payment, customer, on=self.on, paid_on=paid_on)
        told["stands"] = False

    @rule(customer=st.sampled_from(CUSTOMERS), cents=st.integers(100, 30_000), note=st.booleans())
    def credit_comes(self, customer: int, cents: int, note: bool) -> None:
        """Money nobody allocated, or a credit note on no invoice."""
        number = next(self.numbers) + 1_000
        if note:
            self.house.invoice(number, customer, -cents, due=self.on, on=self.on, issued=self.on)
        else:
            self.house.pay(number, customer, cents, on=self.on)
        self.plain.credit[customer] = self.plain.credit.get(customer, 0) + cents

    @rule(choice=_CHOICES, days=st.integers(-10, 15))
    def due_day_is_corrected(self, choice: int, days: int) -> None:
        number = self._one(choice, lambda one: self.plain.open(one) > 0)
        if number is not None:
            told = self.plain.invoices[number]
            told["due"] += timedelta(days=days)
            self.house.correct(number, told["customer"], told["amount"], due=told["due"], on=self.on)

    @rule(choice=_CHOICES, share=st.sampled_from([0.4, 1.0]))
    def disputes(self, choice: int, share: float) -> None:
        number = self._one(choice, lambda one: self.plain.open(one) > 1 and not self._told(one)["case"])
        if number is None:
            return
        cents = max(1, int(self.plain.open(number) * share))
        about = [Named(f"F-{number}", cents)]
        case = self._tell(relation.open_dispute, number, about, reason="price", note="")
        self._told(number).update(dispute=cents, case=case)

    @rule(choice=_CHOICES)
    def dispute_is_lost(self, choice: int) -> None:
        number = self._one(choice, lambda one: self._told(one)["case"])
        if number is not None:
            told = self._told(number)
            lost = {"outcome": "seller", "conceded": [], "credit_note": None, "note": ""}
            self.house.tell(relation.resolve_dispute, told["case"], **lost, on=self.on)
            told.update(dispute=None, case=None, resumed=self.on)

    @rule(choice=_CHOICES, days=st.integers(0, 15))
    def promises(self, choice: int, days: int) -> None:
        def free(one: int) -> bool:
            word = self._told(one)["promise"]
            return self.plain.open(one) > 0 and (word is None or word["until"] < self.on)

        number = self._one(choice, free)
        if number is not None:
            until, cents = self.on + timedelta(days=days), self.plain.open(number)
            about = {"cents": None, "currency": None, "by": "", "note": "", "promised_on": until}
            self._tell(relation.make_promise, number, [f"F-{number}"], **about)
            self._told(number)["promise"] = {"made": self.on, "until": until, "cents": cents}

    @rule(choice=_CHOICES, first=st.integers(0, 10), second=st.integers(11, 40))
    def agrees_a_plan(self, choice: int, first: int, second: int) -> None:
        def free(one: int) -> bool:
            return self.plain.open(one) > 1 and self.plain.plan_of(one, self.on) in ("", "fulfilled")

        number = self._one(choice, free)
        if number is not None:
            left = self.plain.open(number)
            parts = [(self.on + timedelta(days=first), left // 2)]
            parts.append((self.on + timedelta(days=second), left - left // 2))
            told = {"instalments": [Instalment(*one) for one in parts], "grace_days": GRACE}
            about = [Named(f"F-{number}")]
            case = self._tell(relation.agree_plan, number, about, **told, acceleration=True, note="")
            self._told(number)["plan"] = {"case": case, "open": left, "parts": parts, "cancelled": False}

    @rule(choice=_CHOICES)
    def cancels_a_plan(self, choice: int) -> None:
        number = self._one(choice, lambda one: self.plain.plan_of(one, self.on) in ("alive", "breached"))
        if number is not None:
            plan = self._told(number)["plan"]
            self.house.tell(relation.cancel_plan, plan["case"], note="", on=self.on)
            plan["cancelled"] = True

    @rule(choice=_CHOICES, days=st.integers(0, 20))
    def is_blocked(self, choice: int, days: int) -> None:
        def free(one: int) -> bool:
            return self._told(one)["block"] is None or self._told(one)["block"] < self.on

        number = self._one(choice, free)
        if number is not None:
            until = self.on + timedelta(days=days)
            self._tell(relation.set_block, number, [f"F-{number}"], until=until, reason="visit")
            self._told(number)["block"] = until

    @rule(choice=_CHOICES)
    def is_handed_over_or_taken_back(self, choice: int) -> None:
        number = self._one(choice, lambda one: self.plain.open(one) > 0 or self._told(one)["gone"])
        if number is None:
            return
        told = self._told(number)
        if told["gone"]:
            self.house.tell(relation.take_back, told["gone"], note="", on=self.on)
            told["gone"] = None
        else:
            about = {"party": "agency", "name": "A", "recourse": None, "note": ""}
            told["gone"] = self._tell(relation.hand_over, number, [f"F-{number}"], **about)

    @rule(customer=st.sampled_from(CUSTOMERS))
    def address_changes(self, customer: int) -> None:
        address = f"c{customer}-{next(self.numbers)}@example.com"
        self.house.contact(customer, address, on=self.on)
        self.plain.address[customer] = address

    # What we do.

    @rule()
    def runs(self) -> None:
        self._run()

    @rule(answer=st.sampled_from(["accepted", "accepted", "accepted", *ANSWERS]))
    def runs_and_sends(self, answer: str) -> None:
        self._run()
        self._deliver(answer)

    @rule(answer=st.sampled_from(list(ANSWERS)))
    def sends(self, answer: str) -> None:
        self._deliver(answer)

    @rule(days=st.integers(5, 60))
    def every_day_for_a_while(self, days: int) -> None:
        """Only every third day: the others are missed."""
        for _ in range(0, days, 3):
            self.on += timedelta(days=3)
            self._run()
            self._deliver("accepted")

    @rule()
    def run_dies(self) -> None:
        """Before its end: nothing of it is left."""
        before = self.house.rows()
        order = DunOrder(self.house.act(self.on), self.house.rules)
        try:
            with self.database.transaction() as session:
                ran = dun(session, order, _Dying(PRESS.sender))
                settled = ran.settled or any(one.decision.acts for one in ran.decided)
                raise _Killed
        except _Killed:
            settled = False
        assert not settled
        assert self.house.rows() == before

    @precondition(lambda self: self._ready() == 1)
    @rule()
    def worker_dies_while_sending(self) -> None:
        """Nobody knows whether it arrived: it waits for a person once the worker's lease is over."""
        (key,) = [key for key, one in self.plain.flights.items() if self._is_ready(one)]
        wanted = self.plain.wanted(key, self.on)

        def die(_message: Message) -> None:
            raise _Killed

        self.house.post.before = die
        try:
            self.house.deliver(self.on)
            died = False
        except _Killed:
            died = True
        self.house.post.before = lambda _message: None
        assert died is wanted
        for one in self.plain.flights.values():
            if one["state"] == "sending":
                one.update(state="ambiguous", tried=self.on)
        if wanted:
            self.plain.flights[key].update(state="sending", tried=self.on)
        else:
            del self.plain.flights[key]

    @rule(choice=_CHOICES)
    def person_approves(self, choice: int) -> None:
        key = self._flight(choice, "asked")
        if key is not None:
            expected = self.plain.approve(key, self.on)
            try:
                self.house.approve(key, self.on)
                done = True
            except ActionRefused:
                done = False
            assert done is expected

    @rule(choice=_CHOICES)
    def person_refuses(self, choice: int) -> None:
        key = self._flight(choice, "asked", "open")
        if key is not None:
            with self.database.transaction() as session:
                acts.refuse(session, self.house.act(self.on), key, why="not now")
            del self.plain.flights[key]

    @rule(choice=_CHOICES)
    def person_calls(self, choice: int) -> None:
        key = self._flight(choice, "open")
        if key is not None:
            self.house.finish(key, self.on)
            self.plain.passed(key, self.on)

    @rule(choice=_CHOICES, arrived=st.booleans())
    def person_settles_an_unclear_send(self, choice: int, arrived: bool) -> None:
        key = self._flight(choice, "ambiguous")
        if key is not None:
            told = {"author": "Ana", "reason": "asked", "at": self.house.at(self.on), "policy": PATIENCE}
            with self.database.transaction() as session:
                resolve(session, f"dunning:{key}", sent=arrived, **told)
            if arrived:
                self.plain.passed(key, self.on)
            else:
                self.plain.flights[key].update(state="queued", tries=0)
                self.sent.pop(f"dunning:{key}", None)

    @rule(choice=_CHOICES)
    def person_skips_a_level(self, choice: int) -> None:
        def may(one: int) -> bool:
            told, name = self._told(one), f"i:{one}"
            free = not any(name in flight["items"] for flight in self.plain.flights.values())
            left = len(self.plain.levels.get(name, [])) < len(DAYS)
            return free and left and self.plain.open(one) > 0 and told["due"] < self.on

        number = self._one(choice, may)
        if number is not None:
            level = self.house.skip(self._told(number)["customer"], number, self.on)
            done = self.plain.levels.setdefault(f"i:{number}", [])
            assert level == len(done) + 1
            done.append((level, self.on, None))

    # What must hold after each step.

    @invariant()
    def levels_passed_are_those_of_the_model(self) -> None:
        written: dict[str, list[int]] = {name: list(levels) for name, levels in self.house.passed().items()}
        expected = {name: [one[0] for one in levels] for name, levels in self.plain.levels.items()}
        for name, levels in written.items():
            assert levels == expected[name][: len(levels)]
        for debtor in self.house.debtors(self.on):
            for claim in debtor.claims:
                seen = sorted(one.level for one in claim.completed)
                assert seen == list(range(1, len(seen) + 1)) == expected.get(claim.item, [])

    @invariant()
    def nothing_leaves_twice_nor_too_often(self) -> None:
        for customer in CUSTOMERS:
            days = sorted(on for whose, on in self.sent.values() if whose == customer)
            assert all((then - one).days >= INTERVAL for one, then in pairwise(days))

    # How.

    def _run(self) -> None:
        ran = self.house.dun(self.on)
        expected = self.plain.run(self.on)
        found = {}
        for one in ran.decided:
            decision = one.decision
            if decision.acts and decision.step is not None:
                lines = sorted(
                    (line.item, line.due_on, line.open_cents, line.claimed_cents, line.level)
                    for line in decision.lines
                )
                to = decision.to.email if decision.to and decision.step.way is Way.EMAIL else None
                credit = decision.sums[0].credits_cents
                found[decision.customer_id] = (decision.step.level, tuple(lines), to, credit)
                assert one.action is not None
                self.plain.take(one.action, decision.customer_id, found[decision.customer_id], self.on)
        assert found == expected
        before = self.house.rows()
        self.house.dun(self.on)
        assert self.house.rows() == before

    def _deliver(self, answer: str) -> None:
        self.house.post.answers = [ANSWERS[answer]] * 50
        before = len(self.house.post.got)
        self.house.deliver(self.on)
        for one in self.house.post.got[before:]:
            self.sent[one.key] = (one.customer_id or 0, self.on)
        sent = sorted(one.key for one in self.house.post.got[before:])
        assert sent == sorted(f"dunning:{key}" for key in self.plain.deliver(self.on, answer))

    def _invoice(self, customer: int, cents: int, due: date) -> None:
        number = next(self.numbers)
        self.house.invoice(number, customer, cents, due=due, on=self.on, issued=due - timedelta(days=30))
        told: dict[str, Any] = {"customer": customer, "amount": cents, "due": due, "paid": []}
        blank = ("dispute", "case", "resumed", "promise", "block", "gone", "plan")
        self.plain.invoices[number] = told | dict.fromkeys(blank)

    def _told(self, number: int) -> dict[str, Any]:
        return self.plain.invoices[number]

    def _one(self, choice: int, may: Callable[[int], Any]) -> int | None:
        found = [number for number in self.plain.invoices if may(number)]
        return found[choice % len(found)] if found else None

    def _flight(self, choice: int, *states: str) -> int | None:
        found = [key for key, one in self.plain.flights.items() if one["state"] in states]
        return found[choice % len(found)] if found else None

    def _tell(self, use_case: Callable[..., Any], number: int, *about: Any, **more: Any) -> int:
        customer = self.plain.invoices[number]["customer"]
        return self.house.tell(use_case, f"C-{customer}", *about, **more, on=self.on)

    def _is_ready(self, flight: dict[str, Any]) -> bool:
        failed = flight["state"] == "failed" and flight["tried"] < self.on
        return flight["state"] == "queued" or failed

    def _ready(self) -> int:
        return sum(self._is_ready(one) for one in self.plain.flights.values())


_SAID = {"deadline": None, "suppress_health_check": list(HealthCheck)}


class TestStory(Story.TestCase):  # type: ignore[misc]
    settings = settings(max_examples=5, stateful_step_count=12, derandomize=True, **_SAID)


@pytest.mark.slow
class TestLongStory(Story.TestCase):  # type: ignore[misc]
    settings = settings(max_examples=40, stateful_step_count=40, **_SAID)
