"""What people do with an alert, and how it stands after that: a fold of its acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Done(StrEnum):
    """An act. A run says `over`; people do the others."""

    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    ASSIGNED = "assigned"
    OVER = "over"


class State(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    ACKNOWLEDGED = "acknowledged"
    OVER = "over"


class ActOnAlertRefused(ValueError):
    """An act does not fit how the alert stands."""


class UnknownAlert(LookupError):
    """No alert has this number."""


class RunRefused(ValueError):
    """A run cannot be made for this day."""


@dataclass(frozen=True, slots=True)
class AlertAct:
    """One act on an alert; `until_on` is the last day of a snooze, `person` whom it is assigned to."""

    done: Done
    on: date
    author: str
    until_on: date | None = None
    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an alert stands on a day; whoever it is assigned to keeps it whatever its state."""

    state: State
    until_on: date | None = None
    assigned_to: str = ""


def standing_of(acts: Iterable[AlertAct], *, on: date) -> Standing:
    """Fold of acts in the order they were written down, those of later days left out.

    A snooze ends by itself after its last day. Acknowledged or over, an alert stays so.
    """
    state, until, person = State.OPEN, None, ""
    for act in acts:
        if act.on > on:
            continue
        if act.done is Done.ASSIGNED:
            person = act.person
        elif act.done is Done.SNOOZED:
            state, until = State.SNOOZED, act.until_on
        else:
            state, until = State(act.done.value), None
    if state is State.SNOOZED and (until is None or until < on):
        return Standing(State.OPEN, None, person)
    return Standing(state, until, person)


def checked(act: AlertAct, before: Standing, *, number: int) -> AlertAct:
    """The act, when it fits. Raises ActOnAlertRefused with a sentence."""
    if before.state in (State.ACKNOWLEDGED, State.OVER):
        word = "was acknowledged" if before.state is State.ACKNOWLEDGED else "is over"
        raise ActOnAlertRefused(f"Alert {number} {word} already: nothing is left to do with it.")
    if not act.author.strip():
        raise ActOnAlertRefused("Somebody has to act: name the author.")
    if act.done is Done.SNOOZED and (act.until_on is None or act.until_on <= act.on):
        raise ActOnAlertRefused(f"A snooze lasts to a day after {act.on}. Say a later one.")
    if act.done is Done.ASSIGNED and not act.person.strip():
        raise ActOnAlertRefused("Say to whom the alert is assigned.")
    return act
