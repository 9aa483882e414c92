"""What a letter claimed is kept once it certainly left, told by the next one, paid and waived by people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from dunning.charges.policy import ClaimedFrom, PenaltyPolicy
from dunning.charges.usecases import Picked, charges_for, paid_late
from dunning.composing import Charges
from dunning.dossier.gathering.repository import accounts_of
from dunning.errors import PenaltyRefused
from dunning.gathering.owed.repository import OwedOverTime, of_all, of_few
from dunning.law.deadlines import CodeLaw
from dunning.receivable.receivable import What
from dunning.settling.usecases import Owed, PayOrder, claim_paid_late, claimed, pay, waive
from kernel.language import Language
from kernel.policy import policy_from
from messaging.delivery import Outcome
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import day
from tests.policies import shipped

_SHIPPED = policy_from(shipped("penalties"), PenaltyPolicy, name="penalties.toml")
REMINDED = replace(_SHIPPED, claimed_from=ClaimedFrom.REMINDER)


def _house(database: Database) -> House:
    return House.owed(database, cents=1_000_000, rules=replace(RULES, penalties=REMINDED))


def _list(house: House, on: date) -> list[Owed]:
    with house.database.read() as session:
        return claimed(session, CodeLaw(), on=on, customer="C-1")


def _sums(house: House, on: date) -> list[tuple[int, int, int, int]]:
    told = [one.receivable for one in _list(house, on)]
    return [(one.interest_cents, one.indemnity_cents, one.paid_cents, one.open_cents) for one in told]


@dataclass(frozen=True)
class _Run:
    """What the next letter would claim, and what a person does."""

    house: House

    def next(self, on: date) -> Charges:
        (decision,) = self.house.preview(on)
        (debtor,) = self.house.debtors(on)
        with self.house.database.read() as session:
            return charges_for(session, [(debtor, decision)], REMINDED, on=on)[1]

    def credits(self, on: date) -> set[int]:
        """However they are gathered: of all customers, of a few, or over many evenings."""
        with self.house.database.read() as session:
            told = (of_all(session, on), of_few(session, on, [1]), OwedOverTime(session).on(on))
            return {one.credits.get(1, {}).get("EUR", 0) for one in told}

    def waive(self, on: date) -> None:
        with self.house.database.transaction() as session:
            waive(session, self.house.act(on), "C-1", invoices=(), why="goodwill")

    def pay(self, on: date, cents: int, invoices: Sequence[str] = ()) -> list[tuple[What, int, int]]:
        order = PayOrder(7, cents, invoices, "the payer says so")
        with self.house.database.transaction() as session:
            acts = pay(session, self.house.act(on), "C-1", order, REMINDED)
        return [(one.what, one.interest_cents, one.indemnity_cents) for one in acts]


def test_i22_the_next_letter_replaces_the_interest_and_tells_the_indemnity_once(database: Database) -> None:
    house = _house(database)
    assert len(house.day(day(7))) == 1
    house.days(day(8), day(9))
    first = _sums(house, day(9))
    assert first[0][1:] == (4_000, 0, first[0][0] + 4_000)
    told = _Run(house).next(day(17))
    assert told.interest["i:1"] > first[0][0]
    assert told.indemnity == {}
    assert "R1" in told.rates
    assert "40,00" in told.rates
    house.days(day(10), day(17))
    ((interest, flat, _, still),) = _sums(house, day(18))
    assert (interest, flat, still) == (told.interest["i:1"], 4_000, interest + 4_000)


def test_c46_an_uncertain_letter_claims_nothing_before_it_is_confirmed(database: Database) -> None:
    house = _house(database)
    house.post.answers = [Outcome.UNCERTAIN]
    house.day(day(7))
    assert _list(house, day(9)) == []


def test_i25_i27_money_no_invoice_took_settles_penalties_beside_a_paid_invoice(database: Database) -> None:
    house, on = _house(database), day(12)
    house.day(day(7))
    house.days(day(8), day(9))
    house.pay(1, 1, 1_000_000, on=day(10), invoice=1)
    house.pay(7, 1, 4_500, on=day(10))
    ((interest, flat, _, still),) = _sums(house, on)
    assert still == interest + flat  # paying the invoice leaves them open
    run = _Run(house)
    with pytest.raises(PenaltyRefused, match=r"45\.00 .*no invoice took"):
        run.pay(on, 4_501)
    paid = run.pay(on, 1_000)
    assert sum(cents for _, *both in paid for cents in both) == 1_000
    assert _sums(house, on) == [(interest, flat, 1_000, still - 1_000)]
    with pytest.raises(PenaltyRefused, match=r"35\.00"):
        run.pay(on, 3_600, ["F-1"])
    with database.read() as session:
        left = paid_late(session, "C-1", REMINDED, Picked(), language=Language.FRENCH, on=on)
    ((one),) = left.charged
    assert one.invoice.paid_on == day(10)
    assert one.indemnity_cents <= flat
    run.waive(on)
    assert _sums(house, on)[0][3] == 0
    with pytest.raises(PenaltyRefused, match="nothing to waive"):
        run.waive(on)


def test_i22_after_a_waiver_the_next_letter_claims_only_later_days(database: Database) -> None:
    house = _house(database)
    house.day(day(7))
    house.days(day(8), day(9))
    run = _Run(house)
    run.waive(day(9))
    told = run.next(day(22))
    (claim,) = [one.claim for one in told.told]
    assert (claim.first, claim.last) == (day(10), day(22))
    assert told.indemnity == {}
    assert "R1" not in told.rates


def test_i04_money_that_settled_penalties_is_no_credit_and_falls_back_to_what_invoices_leave(
    database: Database,
) -> None:
    """The ledger's allocation wins over what a person pointed at penalties, and gives it back when undone."""
    house, on = _house(database), day(12)
    house.days(day(7), day(9))
    house.pay(7, 1, 4_500, on=day(10))
    run = _Run(house)
    ((interest, flat, _, _),) = _sums(house, on)
    run.pay(on, 3_000)
    assert run.credits(day(11)) == {4_500}
    assert run.credits(on) == {1_500}
    house.allocate(7, 1, 2_500, on=day(13))
    assert _sums(house, on) == [(interest, flat, 3_000, interest + flat - 3_000)]
    assert _sums(house, day(13)) == [(interest, flat, 2_000, interest + flat - 2_000)]
    assert [one.receivable.taken_back_cents for one in _list(house, day(13))] == [1_000]
    assert run.credits(day(13)) == {0}
    with pytest.raises(PenaltyRefused, match=r" 0\.00 .*no invoice took"):
        run.pay(on, 1)


def test_i22_a_letter_on_invoices_paid_late_replaces_what_was_claimed_and_is_kept(database: Database) -> None:
    house, on = _house(database), day(12)
    house.day(day(7))
    house.days(day(8), day(9))
    before = _sums(house, day(9))
    house.pay(1, 1, 1_000_000, on=day(10), invoice=1)
    asked = {"language": Language.ENGLISH}
    with database.transaction() as session, pytest.raises(PenaltyRefused, match="that is meant"):
        claim_paid_late(session, house.act(on), "C-1", REMINDED, Picked(invoices=("F-9",)), **asked)
    with database.transaction() as session, pytest.raises(PenaltyRefused, match="that is meant"):
        claim_paid_late(session, house.act(on), "C-1", REMINDED, Picked(paid_from=day(11)), **asked)
    assert _sums(house, on) == before
    with database.transaction() as session:
        found = claim_paid_late(session, house.act(on), "C-1", REMINDED, Picked(paid_to=day(10)), **asked)
    assert found.earlier == (("R1", day(7)),)
    ((interest, flat, paid, still),) = _sums(house, on)
    assert (interest, flat, paid) == (found.charged[0].interest_cents, 4_000, 0)
    assert still == interest + flat > before[0][3]
    assert [one.receivable.letter for one in _list(house, on)] == [found.reference]
    assert [one.receivable.letter for one in _list(house, day(11))] == ["R1"]
    house.invoice(2, 1, 5_000, due=day(2), on=day(-30))
    house.pay(2, 1, 5_000, on=day(13), invoice=2)
    with database.transaction() as session:
        claim_paid_late(session, house.act(day(14)), "C-1", REMINDED, Picked(), **asked)
    with database.read() as session:
        again = paid_late(session, "C-1", REMINDED, Picked(), on=day(15), **asked)
    assert again.earlier == (("P-C-1-" + f"{day(14):%Y%m%d}", day(14)),)
    _Run(house).waive(day(15))
    assert [one[3] for one in _sums(house, day(15))] == [0, 0]


def test_a_past_evening_knows_no_letter_that_left_after_it(database: Database) -> None:
    house = _house(database)
    house.days(day(7), day(9))
    assert _list(house, day(6)) == []
    assert len(_list(house, day(9))) == 1


def test_i21_a_statement_tells_what_was_claimed_apart_and_the_money_it_took_no_more(
    database: Database,
) -> None:
    house, on = _house(database), day(12)
    house.days(day(7), day(9))
    house.pay(7, 1, 4_500, on=day(10))
    ((_, _, _, still),) = _sums(house, on)
    _Run(house).pay(on, 3_000)
    with database.read() as session:
        then, now = (accounts_of(session, {1: ("C-1", "")}, as_of=one)[1] for one in (day(11), on))
    assert [(one.gross_cents, one.credit_cents) for one in then.nets] == [(1_000_000, 4_500)]
    assert [(one.gross_cents, one.credit_cents) for one in now.nets] == [(1_000_000, 1_500)]
    assert [one.open_cents for one in then.penalties] == [still]
    assert [one.open_cents for one in now.penalties] == [still - 3_000]


def test_i25_interest_that_runs_is_paid_before_older_penalties_of_paid_invoices(database: Database) -> None:
    house, on = _house(database), day(40)
    house.invoice(2, 1, 1_000_000, due=day(2), on=day(-30))
    house.days(day(7), day(12))
    house.pay(1, 1, 1_000_000, on=day(13), invoice=1)
    house.pay(7, 1, 50_000, on=day(14))
    before = {one.receivable.invoice: one.receivable for one in _list(house, on)}
    paid = _Run(house).pay(on, before["F-2"].interest_cents + 1)
    assert paid == [(What.PAID, 1, 0), (What.PAID, before["F-2"].interest_cents, 0)]
