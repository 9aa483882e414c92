"""I30 to I32: alerts and scores, as dunning meets them. I33 is tested with the queue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import strategies as st

from credit.alerts.life import live
from credit.alerts.limit import limit_used
from dunning.assigning import assigned
from dunning.claims import Debtor, Exemption, Risk
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database
from tests.credit.alerts.books import Book
from tests.credit.alerts.samples import POLICY as ALERTS
from tests.credit.alerts.samples import limit_of, signals
from tests.dunning.books import House
from tests.dunning.samples import DUE, SCENARIOS, SHIPPED, claim, day, debtor, drawn


@drawn(st.lists(st.sampled_from([0, 40, 60, 85, 95, 110, 130]), min_size=1, max_size=15))
def test_i30_a_threshold_is_told_once_a_crossing(exposures: list[int]) -> None:
    """A day that repeats the one before tells nothing; a jump tells every threshold it passes."""
    memory: Mapping[str, int] = {}
    told: list[int] = []
    for cents in exposures:
        seen = signals(exposure_cents=cents * 100, owed_cents=cents * 100, limit=limit_of(10_000))
        first = live(memory, limit_used(seen, ALERTS))
        again = live(first.memory, limit_used(seen, ALERTS))
        assert again.fired == ()
        memory = again.memory
        told += [one.threshold or 0 for one in first.fired]
        assert all(cents >= (one.threshold or 0) for one in first.fired)
    assert bool(told) == any(cents >= 50 for cents in exposures)


@pytest.mark.parametrize("by", ["exposure", "cover"])
def test_i31_the_run_that_sees_either_change_tells(sqlite_database: Database, by: str) -> None:
    """Reminders do not wait for it, nor does it wait for them: the same day, the alert is there."""
    book = Book(sqlite_database)
    on = date(2024, 3, 11)
    book.invoices("F-1,ACME,2024-03-02,2024-04-01,800.00,EUR", on=date(2024, 3, 2))
    book.policy(on=date(2024, 3, 2))
    book.cover("ACME", 100_000, on=date(2024, 3, 2))
    book.run(date(2024, 3, 10))
    if by == "cover":
        book.cut("ACME", 50_000, on=on)
        book.invoices("F-2,ACME,2024-03-11,2024-04-10,1.00,EUR", on=on)
    else:
        book.invoices("F-2,ACME,2024-03-11,2024-04-10,900.00,EUR", on=on)
    fired = [one.kind for one in book.run(on).alerts]
    assert "over_cover" in fired


def test_i32_a_score_of_a_later_day_changes_no_earlier_decision(sqlite_database: Database) -> None:
    """Which scenario a customer gets follows from the last score kept until that day."""
    house = House(sqlite_database)
    house.rules = replace(house.rules, policy=replace(SHIPPED, quiet=()))
    house.customer(1, on=day(-60))
    house.invoice(1, 1, 50_000, due=DUE, on=day(-30))
    before = house.preview(day(7))
    assert before[0].scenario == "standard"
    _score(sqlite_database, "F", on=day(8))
    assert house.preview(day(7)) == before
    assert house.preview(day(8))[0].scenario == "firm"


def _score(database: Database, grade: str, *, on: date) -> None:
    kept = KeptScore(1, on, "m", "s", 1, 0.01, 0.005, 0.02, 0.01, grade, "", None)
    with database.transaction() as session:
        keep(session, [kept], as_of=on)


@drawn(st.sampled_from(["", "A", "B", "C", "D", "E", "F"]), st.one_of(st.none(), st.floats(0, 1)))
def test_i32_no_rule_about_a_score_is_met_without_one(grade: str, late: float | None) -> None:
    who = debtor(claim(3_000_000), risk=Risk(grade=grade, p_late_30=late))
    of = assigned(who, None, SCENARIOS, SHIPPED, on=day(7))
    if not grade and late is None:
        assert (of.scenario.code, of.sooner, of.why) == ("standard", 0, "")
    else:
        assert -SHIPPED.later_at_most <= of.sooner <= SHIPPED.sooner_at_most


@pytest.mark.parametrize(("until", "code"), [(day(7), "public"), (day(6), "standard"), (None, "public")])
def test_i32_an_exception_holds_to_its_last_day(until: date | None, code: str) -> None:
    chosen = Exemption("public", "their wish", until)
    who: Debtor = debtor(claim(50_000), exemption=chosen)
    assert assigned(who, None, SCENARIOS, SHIPPED, on=day(7)).scenario.code == code
