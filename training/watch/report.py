"""What the watch found, and what it advises."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from math import isnan
from typing import Any

import numpy as np

from training.watch.health import Fed
from training.watch.outcomes import Performance, performance
from training.watch.policy import WatchPolicy
from training.watch.shift import Months, Shift, shift
from training.watch.watched import SCORE, Watched


class Advice(StrEnum):
    """What to do next, the most urgent first."""

    MEND_DATA = "mend_data"
    RETRAIN = "retrain"
    NOTHING = "nothing"


class Kind(StrEnum):
    """What a finding is about."""

    SILENCE = "silence"
    FEW = "few"
    MISSING = "missing"
    DRIFT = "drift"
    MANY_DRIFT = "many_drift"
    SCORE_DRIFT = "score_drift"
    CALIBRATION = "calibration"
    SKILL = "skill"
    AGE = "age"


_OF_DATA = {Kind.SILENCE, Kind.FEW, Kind.MISSING}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something above its bar: what, where, in which month (None: now), the figure and the bar."""

    kind: Kind
    subject: str
    month: int | None
    figure: float
    bar: float


@dataclass(frozen=True, slots=True)
class ColumnShift:
    """The shift of a feature or of a score in one month."""

    name: str
    month: int
    shift: Shift


@dataclass(frozen=True, slots=True)
class WatchReport:
    """All that was looked at, what stood out, and what follows; months count from 1970-01."""

    kind: str
    model: str
    learnt_until: date
    as_of: date
    policy: str
    reference: tuple[int, ...]
    months: tuple[int, ...]
    fed: tuple[Fed, ...]
    shifts: tuple[ColumnShift, ...]
    performances: tuple[Performance, ...]
    findings: tuple[Finding, ...]
    advice: Advice

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "kind": self.kind,
            "model": self.model,
            "learnt_until": self.learnt_until.isoformat(),
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
            "advice": self.advice.value,
            "reference": [month_text(month) for month in self.reference],
            "months": [month_text(month) for month in self.months],
            "findings": [_plain(asdict(one)) for one in self.findings],
            "performance": [_plain(asdict(one)) for one in self.performances],
            "data": [_fed_json(one) for one in self.fed],
        }
        told["drift"] = [
            _plain({"name": one.name, "month": one.month, **asdict(one.shift)}) for one in self.shifts
        ]
        return told


def month_text(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02d}"


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON has them: months by name, no figure where there is none."""
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: Any) -> Any:
    if name == "month":
        return None if value is None else month_text(value)
    return None if isinstance(value, float) and isnan(value) else value


def _fed_json(one: Fed) -> dict[str, Any]:
    months = zip(one.months, one.counts, one.days_late, strict=True)
    return {
        "fact": one.fact,
        "days_silent": one.days_silent,
        "longest_silence": one.longest_silence,
        "months": [
            _plain({"month": month, "count": count, "days_late": late}) for month, count, late in months
        ],
    }


def report_of(watched: Watched, health: Sequence[Fed], *, policy: WatchPolicy) -> WatchReport:
    """Compare, judge and advise. Nothing is decided on months with too few customers or outcomes."""
    months = Months(watched.month, watched.customer, watched.reference)
    shifts = tuple(_shifts(watched, months, policy))
    performances = tuple(
        performance(
            question,
            month=month,
            rows=watched.month == month,
            customer=watched.customer,
            fewest=policy.fewest_outcomes,
            events=policy.fewest_events,
        )
        for question in watched.questions
        for month in watched.judged
    )
    findings = (
        *_of_data(health, policy),
        *_of_shifts(shifts, watched, policy),
        *_of_performances(performances, policy),
        *_of_age(watched, policy),
    )
    return WatchReport(
        kind=watched.kind,
        model=watched.model,
        learnt_until=watched.learnt_until,
        as_of=watched.as_of,
        policy=policy.version,
        reference=watched.reference,
        months=watched.months,
        fed=tuple(health),
        shifts=shifts,
        performances=performances,
        findings=findings,
        advice=advice_of(findings),
    )


def advice_of(findings: Sequence[Finding]) -> Advice:
    """Data first: a model learnt again from broken data would be worse than the one in service.

    One drifting feature is told and changes nothing; a fifth of them, the score itself, probabilities that do
    not hold, or age do.
    """
    kinds = {finding.kind for finding in findings}
    if kinds & _OF_DATA:
        return Advice.MEND_DATA
    if kinds & {Kind.MANY_DRIFT, Kind.SCORE_DRIFT, Kind.CALIBRATION, Kind.SKILL, Kind.AGE}:
        return Advice.RETRAIN
    return Advice.NOTHING


def _shifts(watched: Watched, months: Months, policy: WatchPolicy) -> list[ColumnShift]:
    columns = {name: watched.frame[name].to_numpy(np.float64) for name in watched.columns}
    columns |= {f"{SCORE} {name}": told for name, told in watched.scores.items()}
    enough = [
        month
        for month in watched.months
        if len(np.unique(watched.customer[watched.month == month])) >= policy.fewest_customers
    ]
    return [
        ColumnShift(name, month, shift(values, months, month=month))
        for name, values in columns.items()
        for month in enough
    ]


def _of_data(health: Sequence[Fed], policy: WatchPolicy) -> list[Finding]:
    found = []
    for one in health:
        bar = policy.silence * max(one.longest_silence, 1)
        if one.days_silent > bar:
            found.append(Finding(Kind.SILENCE, one.fact, None, one.days_silent, bar))
        counts = dict(zip(one.months, one.counts, strict=True))
        found += [Finding(Kind.FEW, one.fact, month, counts[month], np.nan) for month in one.few]
    return found


def _of_shifts(shifts: Sequence[ColumnShift], watched: Watched, policy: WatchPolicy) -> list[Finding]:
    """Of the last month looked at: an older one that has come back to normal is history."""
    last = max((one.month for one in shifts), default=None)
    found, drifting = [], 0
    for one in shifts:
        if one.month != last:
            continue
        told = one.shift
        bar = max(policy.drift, told.noise)
        is_score = one.name.startswith(f"{SCORE} ")
        if told.missing - told.missing_before > policy.more_missing and told.beyond_noise:
            bar = told.missing_before + policy.more_missing
            found.append(Finding(Kind.MISSING, one.name, last, told.missing, bar))
        elif told.index > bar:
            drifting += not is_score
            found.append(
                Finding(Kind.SCORE_DRIFT if is_score else Kind.DRIFT, one.name, last, told.index, bar)
            )
    share = drifting / max(len(watched.columns), 1)
    if share > policy.drifting_share:
        found.append(Finding(Kind.MANY_DRIFT, watched.model, last, share, policy.drifting_share))
    return found


def _of_performances(performances: Sequence[Performance], policy: WatchPolicy) -> list[Finding]:
    """Of the last month of each question that enough outcomes speak of.

    Where answers come month by month it is the one of which most is told: the last one tells least.
    """
    last: dict[str, Performance] = {}
    for one in performances:
        before = last.get(one.question)
        less = before is not None and (one.months_seen or 0) < (before.months_seen or 0)
        if one.expected_over_observed is not None and not less:
            last[one.question] = one
    found = []
    for one in last.values():
        ratio, low, high = one.expected_over_observed, one.low, one.high
        if ratio is None or low is None or high is None:
            continue
        if high < policy.fewest_per_observed:
            found.append(
                Finding(Kind.CALIBRATION, one.question, one.month, ratio, policy.fewest_per_observed)
            )
        if low > policy.most_per_observed:
            found.append(Finding(Kind.CALIBRATION, one.question, one.month, ratio, policy.most_per_observed))
        if one.skill is not None and one.skill <= 0:
            found.append(Finding(Kind.SKILL, one.question, one.month, one.skill, 0.0))
    return found


def _of_age(watched: Watched, policy: WatchPolicy) -> list[Finding]:
    age = len(watched.months)
    if age <= policy.oldest_months:
        return []
    return [Finding(Kind.AGE, watched.model, None, age, policy.oldest_months)]
