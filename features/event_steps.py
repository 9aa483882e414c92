"""What the official gazette had said of each customer, standing from the day it was known."""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from features.pairs import day_of
from features.profile_steps import days_or_nan
from features.steps import (
    NOTHING,
    YEAR,
    Floats,
    Ints,
    Step,
    counted_of,
    days_in,
    ones,
    ordered,
    owners_in,
    step_of,
    until_next,
)
from ledger.company.proceeding import EFFECTS, Effect, proceeding_of
from ledger.files.bodacc_kinds import COLLECTIVE
from ledger.registers.catalogue import LegalEventRow
from ledger.timeline import NEVER

_BEGINS = (Effect.OPENS, Effect.JOINS, Effect.MOVES)
# What says that a company is in trouble: a proceeding begun or made graver, or begun outside insolvency law.
# A plan arrested is the way out of trouble, a closure its end.
INCIDENTS = frozenset(
    {kind for kind, (effect, _) in EFFECTS.items() if effect in _BEGINS and kind != "plan"}
    | {"sale_plan", "sanction", "conciliation", "personal_recovery"}
)
OPENINGS = frozenset(kind for kind, (effect, _) in EFFECTS.items() if effect in (Effect.OPENS, Effect.JOINS))
_DIRECTORS = frozenset({"director_change", "director_change_seat_move"})
_SEAT = frozenset({"seat_move", "director_change_seat_move"})


class Told(NamedTuple):
    """Versions of events in order, each with the days between which we knew it so; no cancelled ones."""

    frame: pd.DataFrame
    owner: Ints
    begin: Ints
    until: Ints

    def where(self, rows: Ints | np.ndarray) -> "Told":
        return Told(self.frame.loc[rows], self.owner[rows], self.begin[rows], self.until[rows])


class Gazette(NamedTuple):
    """By customer. The gazette was read from `heard` on: before, its silence says nothing."""

    proceeding: Step
    incident: Step
    counts: Step
    openings: Told
    heard: int


def gazette_of(events: pd.DataFrame, customers: Ints) -> Gazette:
    if events.empty:
        nothing = np.empty(0, dtype=np.int64)
        return Gazette(NOTHING, NOTHING, NOTHING, Told(events, nothing, nothing, nothing), int(NEVER))
    heard = int(days_in(events["known_on"]).min())
    told = _told(events, customers)
    kind, family = told.frame["kind"], told.frame["family"]
    trouble = told.where(kind.isin(INCIDENTS).to_numpy())
    collective = told.where((family == COLLECTIVE).to_numpy())
    return Gazette(
        proceeding=_proceeding(collective),
        incident=_last_incident(trouble),
        counts=_counts(told),
        openings=told.where(kind.isin(OPENINGS).to_numpy()),
        heard=heard,
    )


def within_a_year(told: Told) -> tuple[Ints, Ints]:
    """From when to when each event counts among those of the last year: a year from its publication on."""
    published = days_in(told.frame["published_on"])
    return told.begin, np.minimum(told.until, published + YEAR)


def _told(events: pd.DataFrame, customers: Ints) -> Told:
    frame = events.assign(owner=owners_in(events["customer_id"], customers))
    frame = ordered(frame.loc[frame["owner"] >= 0], ["owner", "event", "known_on"])
    begin = days_in(frame["known_on"])
    until = until_next(frame, ["owner", "event"], begin)
    stands = (~frame["cancelled"]).to_numpy() & (until > begin)
    frame = frame.loc[stands].reset_index(drop=True)
    return Told(frame, frame["owner"].to_numpy(np.int64), begin[stands], until[stands])


def _counts(told: Told) -> Step:
    begin, until = within_a_year(told)
    kind, family = told.frame["kind"], told.frame["family"]
    asked: Mapping[str, pd.Series[bool]] = {
        "incidents": kind.isin(INCIDENTS),
        "judgments": family == COLLECTIVE,
        "directors": kind.isin(_DIRECTORS),
        "seats": kind.isin(_SEAT),
        "sales": family == "sale",
        "strikings": family == "striking_off",
    }
    names = {name: ones(rows) for name, rows in asked.items()}
    return counted_of(told.owner, begin, until, names)


def _last_incident(told: Told) -> Step:
    """The day on which the last incident that stands was published, NaN where none does any more."""
    published = days_or_nan(told.frame["published_on"])
    owners: list[int] = []
    days: list[int] = []
    last: list[float] = []
    for owner, rows in _by_owner(told):
        for day in _days(told, rows):
            standing = [published[row] for row in rows if told.begin[row] <= day < told.until[row]]
            owners.append(owner)
            days.append(day)
            last.append(max(standing, default=np.nan))
    return _step(owners, days, {"published_day": last})


def _proceeding(told: Told) -> Step:
    """Whether a proceeding is open, after all that stands of the company's judgments."""
    judgments = [_row(*values) for values in _values(told.frame)]
    owners: list[int] = []
    days: list[int] = []
    is_open: list[float] = []
    for owner, rows in _by_owner(told):
        for day in _days(told, rows):
            standing = [judgments[row] for row in rows if told.begin[row] <= day < told.until[row]]
            found = proceeding_of(standing)
            owners.append(owner)
            days.append(day)
            is_open.append(float(found is not None and found.open))
    return _step(owners, days, {"open": is_open})


def _values(frame: pd.DataFrame) -> "zip[tuple[int, int, str, str]]":
    published, happened = days_in(frame["published_on"]), days_in(frame["happened_on"])
    return zip(published.tolist(), happened.tolist(), frame["family"], frame["kind"], strict=True)


def _row(published: int, happened: int, family: str, kind: str) -> LegalEventRow:
    day = None if happened >= NEVER else day_of(happened)
    return LegalEventRow("", day_of(published), day, family, kind, "", None, False)


def _by_owner(told: Told) -> list[tuple[int, list[int]]]:
    owners = told.owner.tolist()
    return [(owner, list(rows)) for owner, rows in groupby(range(len(owners)), key=owners.__getitem__)]


def _days(told: Told, rows: list[int]) -> list[int]:
    """Every day on which something begins or ends to be known."""
    begin, until = told.begin[rows], told.until[rows]
    return sorted({*begin.tolist(), *until[until < NEVER].tolist()})


def _step(owners: list[int], days: list[int], values: Mapping[str, list[float]]) -> Step:
    told: dict[str, Floats] = {name: np.array(column, dtype=np.float64) for name, column in values.items()}
    return step_of(np.array(owners, dtype=np.int64), np.array(days, dtype=np.int64), told)
