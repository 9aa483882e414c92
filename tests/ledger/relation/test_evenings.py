"""Whatever is done later, an evening stays what it was, and what stands is a fold of the history."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledger.errors import ActRefused
from ledger.registers.register import standing_on
from ledger.relation import blocks, disputes, hand_overs, plans, promises, write_offs
from ledger.relation.accounts import Accounts
from ledger.relation.cases import RelationAct
from ledger.relation.deciding import Named, NewAct, Wanted, When, wanted_of
from ledger.relation.holds import Holds, holds_of
from ledger.relation.plans import Instalment
from ledger.relation.standing import CaseOnEvening, cases_on_evening, history_on
from tests.ledger.relation.acts import on, said
from tests.ledger.relation.ledgers import Bill, Cash, accounts_of

_NUMBERS = st.lists(st.sampled_from(["F-1", "F-2"]), min_size=1, max_size=2, unique=True)
_CENTS = st.none() | st.integers(1, 6_000)
_LATE = st.integers(0, 3)  # days since it happened
Evening = tuple[list[CaseOnEvening], Holds, dict[int, int]]


class Relations(RuleBasedStateMachine):
    """A customer with two invoices, and everything a person may do, day after day."""

    def __init__(self) -> None:
        super().__init__()
        self.bills = [Bill(1, 0, 30, 10_000), Bill(2, 0, 30, 5_000)]
        self.cash: list[Cash] = []
        self.acts: list[RelationAct] = []
        self.day = 40
        self.seen: dict[int, Evening] = {}

    def accounts(self, day: int) -> Accounts:
        return accounts_of(self.bills, self.cash, day=day)

    def evening(self, day: int, acts: list[RelationAct] | None = None) -> Evening:
        told = self.acts if acts is None else acts
        accounts = self.accounts(day)
        return (
            cases_on_evening(told, accounts, as_of=on(day)),
            holds_of(told, accounts, as_of=on(day)),
            disputes.disputed_cents(told, as_of=on(day)),
        )

    def wanted(self, numbers: list[str], cents: int | None = None) -> list[Wanted]:
        named = [Named(number, cents) for number in numbers]
        return wanted_of(named, self.accounts(self.day), customer_id=1, elsewhere={})

    def when(self, late: int) -> When:
        return When(on(self.day - late), on(self.day))

    def write(self, decide: Callable[[], NewAct]) -> NewAct | None:
        """What a use case does: decide, then append; a refusal appends nothing."""
        with suppress(ActRefused):
            new = decide()
            happened = (new.happened_on - on(0)).days
            what = f"{new.matter} {new.act}"
            number = len(self.acts) + 1
            self.acts.append(
                said(number, what, new.details, day=self.day, case=new.case_id, happened=happened)
            )
            return new
        return None

    def end(self, cases: list[Any], place: int, decide: Callable[[Any], NewAct]) -> NewAct | None:
        return self.write(lambda: decide(cases[place % len(cases)])) if cases else None

    @rule(days=st.integers(1, 6))
    def pass_days(self, days: int) -> None:
        self.seen[self.day] = self.evening(self.day)
        self.day += days

    @rule(invoice=st.sampled_from([1, 2]), cents=st.integers(1, 6_000), late=_LATE)
    def pay(self, invoice: int, cents: int, late: int) -> None:
        self.cash.append(Cash(len(self.cash) + 1, invoice, self.day - late, cents, known=self.day))

    @rule(place=st.integers(0, 9))
    def undo_payment(self, place: int) -> None:
        standing = [one for one in self.cash if one.kind == "payment" and one.version == 0]
        if standing:
            self.void(standing[place % len(standing)])

    def void(self, one: Cash) -> None:
        self.cash.append(replace(one, cents=0, version=1, known=self.day))

    @rule(numbers=_NUMBERS, cents=_CENTS, late=_LATE)
    def open_dispute(self, numbers: list[str], cents: int | None, late: int) -> None:
        standing = disputes.disputes_on(self.acts, as_of=on(self.day))
        self.write(
            lambda: disputes.open_dispute(
                self.wanted(numbers, cents), standing, reason="price", note="", when=self.when(late)
            )
        )

    @rule(place=st.integers(0, 9), outcome=st.sampled_from(disputes.OUTCOMES))
    def resolve(self, place: int, outcome: str) -> None:
        more = {"outcome": outcome, "conceded": [], "credit_note": None, "note": "", "when": self.when(0)}
        accounts = self.accounts(self.day)
        self.end(
            disputes.disputes_on(self.acts, as_of=on(self.day)),
            place,
            lambda case: disputes.resolve_dispute(case, accounts, **more),
        )

    @rule(numbers=_NUMBERS | st.just([]), cents=_CENTS, days=st.integers(0, 9), late=_LATE)
    def promise(self, numbers: list[str], cents: int | None, days: int, late: int) -> None:
        self.write(
            lambda: promises.make_promise(
                [one.item for one in self.wanted(numbers)],
                self.accounts(self.day),
                customer_id=1,
                cents=cents,
                currency=None,
                promised_on=on(self.day + days),
                by="",
                note="",
                when=self.when(late),
            )
        )

    @rule(place=st.integers(0, 9))
    def cancel_promise(self, place: int) -> None:
        known = promises.promises_on(self.acts, self.accounts(self.day), as_of=on(self.day))
        cases = [one.case for one in known]
        self.end(cases, place, lambda case: promises.cancel_promise(case, note="", when=self.when(0)))

    @rule(numbers=_NUMBERS, days=st.integers(1, 6), acceleration=st.booleans())
    def agree_plan(self, numbers: list[str], days: int, acceleration: bool) -> None:
        accounts = self.accounts(self.day)
        total = sum(one.item.open_cents for one in self.wanted(numbers))
        parts = [
            Instalment(on(self.day + days), total // 3),
            Instalment(on(self.day + 10), total - total // 3),
        ]
        self.write(
            lambda: plans.agree_plan(
                self.wanted(numbers),
                plans.plans_on(self.acts, accounts, as_of=on(self.day)),
                instalments=parts,
                grace_days=2,
                acceleration=acceleration,
                note="",
                when=self.when(0),
            )
        )

    @rule(place=st.integers(0, 9))
    def cancel_plan(self, place: int) -> None:
        known = plans.plans_on(self.acts, self.accounts(self.day), as_of=on(self.day))
        cases = [one.case for one in known]
        self.end(cases, place, lambda case: plans.cancel_plan(case, note="", when=self.when(0)))

    @rule(numbers=_NUMBERS | st.just([]), days=st.none() | st.integers(0, 9))
    def block(self, numbers: list[str], days: int | None) -> None:
        until = None if days is None else on(self.day + days)
        items = [one.item for one in self.wanted(numbers)]
        self.write(lambda: blocks.set_block(items, customer_id=1, until=until, reason="x", when=self.when(0)))

    @rule(place=st.integers(0, 9))
    def lift(self, place: int) -> None:
        cases = blocks.blocks_on(self.acts, as_of=on(self.day))
        self.end(cases, place, lambda case: blocks.lift_block(case, note="", when=self.when(0)))

    @rule(numbers=_NUMBERS | st.just([]))
    def give(self, numbers: list[str]) -> None:
        items = [one.item for one in self.wanted(numbers)]
        before = hand_overs.hand_overs_on(self.acts, as_of=on(self.day))
        more = {"party": "agency", "name": "X", "recourse": None, "note": "", "when": self.when(0)}
        accounts = self.accounts(self.day)
        self.write(lambda: hand_overs.give(items, accounts, before, customer_id=1, **more))

    @rule(place=st.integers(0, 9))
    def take_back(self, place: int) -> None:
        cases = hand_overs.hand_overs_on(self.acts, as_of=on(self.day))
        self.end(cases, place, lambda case: hand_overs.take_back(case, note="", when=self.when(0)))

    @rule(numbers=_NUMBERS, cents=_CENTS)
    def write_off(self, numbers: list[str], cents: int | None) -> None:
        wanted = self.wanted(numbers, cents)
        new = self.write(lambda: write_offs.write_off(wanted, reason="other", note="", when=self.when(0)))
        for claim in [] if new is None else new.details["items"]:
            number = len(self.cash) + 1
            self.cash.append(
                Cash(
                    number, claim["invoice_id"], self.day, claim["cents"], kind=f"write_off {len(self.acts)}"
                )
            )

    @rule(place=st.integers(0, 9))
    def reverse(self, place: int) -> None:
        cases = write_offs.write_offs_on(self.acts, as_of=on(self.day))
        new = self.end(
            cases, place, lambda case: write_offs.reverse_write_off(case, note="", when=self.when(0))
        )
        for one in list(self.cash):
            if new is not None and one.kind == f"write_off {new.case_id}":
                self.void(one)

    @invariant()
    def i37_every_evening_stays_what_it_was(self) -> None:
        for day, evening in self.seen.items():
            assert self.evening(day) == evening, f"day {day}"

    @invariant()
    def i2_no_more_than_what_is_open_may_be_claimed(self) -> None:
        cases, holds, _ = self.evening(self.day)
        held = {
            part.invoice for one in cases if one.stands and one.matter == "hand_over" for part in one.invoices
        }
        for item in self.accounts(self.day).items.values():
            assert 0 <= holds.claimable_cents(item) <= max(item.open_cents, 0)
            if item.number in held:
                assert holds.claimable_cents(item) == 0

    @invariant()
    def i35_the_order_in_which_acts_are_read_means_nothing(self) -> None:
        assert self.evening(self.day, list(reversed(self.acts))) == self.evening(self.day)

    @invariant()
    def i37_what_stands_needs_nothing_but_the_history(self) -> None:
        """The history names each act once, in order, with its author; the acts it names make the evening."""
        history = history_on(self.acts, self.accounts(self.day), as_of=on(self.day))
        assert [line.act_id for line in history] == list(range(1, len(self.acts) + 1))
        assert all(line.author and line.happened_on <= line.known_on for line in history)
        assert self.evening(self.day, standing_on(self.acts, on(self.day))) == self.evening(self.day)


def test_i37_every_evening_stays_what_it_was_whatever_people_do_later() -> None:
    """Any order of disputes, promises, plans, blocks, write-offs, hand-overs, payments, and their ends."""
    run_state_machine_as_test(
        Relations, settings=settings(derandomize=True, deadline=None, max_examples=40, stateful_step_count=25)
    )
