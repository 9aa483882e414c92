"""Whether an insolvency proceeding is open against a company, since when and at what stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ledger.company.claims import declared_by
from ledger.files.bodacc_kinds import COLLECTIVE
from ledger.registers.catalogue import LegalEventRow


class Effect(Enum):
    """What an event does to the proceeding, in the order in which events of one day count."""

    OPENS = 1
    JOINS = 2  # opens one for the company, unless it is the one already in it
    MOVES = 3
    ENDS = 4
    QUESTIONS = 5


# A plan ends the observation period, not the proceeding: claims born before it stay bound by the plan until
# the court closes it. Striking off, sales of the business, lists of claims and sanctions change nothing.
EFFECTS: Mapping[str, tuple[Effect, str]] = {
    "opening_safeguard": (Effect.OPENS, "safeguard"),
    "opening_receivership": (Effect.OPENS, "receivership"),
    "opening_liquidation": (Effect.OPENS, "liquidation"),
    "opening_crisis_exit": (Effect.OPENS, "crisis_exit"),
    "opening": (Effect.OPENS, "unknown"),
    "extension_safeguard": (Effect.JOINS, "safeguard"),
    "extension_receivership": (Effect.JOINS, "receivership"),
    "extension_liquidation": (Effect.JOINS, "liquidation"),
    "plan_resolution_receivership": (Effect.OPENS, "receivership"),
    "plan_resolution_liquidation": (Effect.OPENS, "liquidation"),
    "conversion_receivership": (Effect.MOVES, "receivership"),
    "conversion_liquidation": (Effect.MOVES, "liquidation"),
    "reopening_liquidation": (Effect.MOVES, "liquidation"),
    "plan": (Effect.MOVES, "plan"),
    "plan_resolution": (Effect.MOVES, "plan_resolved"),
    "closure_insufficient_assets": (Effect.ENDS, ""),
    "closure_debts_paid": (Effect.ENDS, ""),
    "closure": (Effect.ENDS, ""),
    "retraction": (Effect.ENDS, ""),
    "appeal": (Effect.QUESTIONS, ""),
}


@dataclass(frozen=True, slots=True)
class Proceeding:
    """The last proceeding known of a company.

    `opened_on` is the day of the opening judgment (of its publication where no day is given), None when only
    later judgments are known. The declaration of claims is due by `claims_due_on`, `claims_due_abroad_on` for
    creditors outside mainland France; both None where the opening was not seen. `questioned_on` is the day of
    an appeal ruling since, whose effect its announcement does not tell.
    """

    open: bool
    stage: str
    since: date
    court: str | None
    opened_on: date | None = None
    published_on: date | None = None
    claims_due_on: date | None = None
    claims_due_abroad_on: date | None = None
    closed_on: date | None = None
    closed_by: str | None = None
    questioned_on: date | None = None

    @property
    def open_since(self) -> date | None:
        """The first day known of it, None once it is closed."""
        return (self.opened_on or self.since) if self.open else None


def proceeding_of(events: Iterable[LegalEventRow]) -> Proceeding | None:
    """The proceeding after these events of one company, in any order; None when none was ever told.

    Give the events that an evening knew to get that evening's answer.
    """
    standing = [
        one for one in events if one.family == COLLECTIVE and not one.cancelled and one.kind in EFFECTS
    ]
    proceeding: Proceeding | None = None
    for one in sorted(standing, key=_in_time):
        proceeding = _after(proceeding, one)
    return proceeding


def _in_time(one: LegalEventRow) -> tuple[date, int, date, str, str]:
    return _day(one), EFFECTS[one.kind][0].value, one.published_on, one.kind, one.nature


def _day(one: LegalEventRow) -> date:
    return one.happened_on or one.published_on


def _after(proceeding: Proceeding | None, one: LegalEventRow) -> Proceeding | None:
    effect, stage = EFFECTS[one.kind]
    if effect is Effect.JOINS and proceeding is not None and proceeding.open:
        return proceeding
    if effect in {Effect.OPENS, Effect.JOINS}:
        return _opened(proceeding, one, stage)
    if effect is Effect.MOVES:
        if proceeding is None:  # its opening was published before the first file, or in none of them
            return Proceeding(open=True, stage=stage, since=_day(one), court=one.court)
        return replace(proceeding, open=True, stage=stage, since=_day(one), closed_on=None, closed_by=None)
    if effect is Effect.QUESTIONS:
        return None if proceeding is None else replace(proceeding, questioned_on=_day(one))
    if proceeding is None:
        proceeding = Proceeding(open=False, stage="unknown", since=_day(one), court=one.court)
    return replace(proceeding, open=False, closed_on=_day(one), closed_by=one.kind)


def _opened(proceeding: Proceeding | None, one: LegalEventRow, stage: str) -> Proceeding:
    """A new proceeding, unless the judgment already counted was published once more."""
    again = proceeding is not None and proceeding.open and proceeding.opened_on == _day(one)
    if again and proceeding is not None and proceeding.stage == stage:
        return proceeding
    due, abroad = declared_by(one.published_on)
    return Proceeding(
        open=True,
        stage=stage,
        since=_day(one),
        court=one.court,
        opened_on=_day(one),
        published_on=one.published_on,
        claims_due_on=due,
        claims_due_abroad_on=abroad,
    )
