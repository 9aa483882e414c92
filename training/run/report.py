"""The validation report of a run, in twelve sections, and its model card: figures of this run and no others.

A section nobody could fill stays empty, and an empty section keeps a model from being promoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.run.compare import Difference, Interval, Measured
from training.run.search import Choice
from training.run.size import LARGEST
from training.run.subject import Check, Told, Windows

TITLES = (
    "Purpose, users, limits of use",
    "Data",
    "Features",
    "Method",
    "Outcomes",
    "Stability and sensitivity",
    "Explanations",
    "Money",
    "Implementation",
    "Monitoring",
    "Fairness and natural persons",
    "Open issues, approvals, expiry",
)
# A model older than this has not seen a whole year of habits, and is judged again or withdrawn.
_VALID_DAYS = 365
_FEWEST_EVENTS = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a run measured."""

    model: str
    as_of: date
    fingerprint: str
    windows: Windows
    figures: Sequence[Measured]
    segments: Sequence[tuple[str, Measured]]
    others: Mapping[str, float]
    families: Mapping[str, float]
    champion: str | None
    champion_note: str
    differences: Sequence[Difference]
    choice: Choice | None
    size: float
    checks: Sequence[Check]
    code: str
    environment: Mapping[str, str]
    told: Mapping[int, Sequence[str]]
    author: str
    on: date
    unjudged: Told | None = None


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    title: str
    paragraphs: tuple[str, ...]


def sections(evidence: Evidence) -> tuple[Section, ...]:
    """The twelve, in order; one without a paragraph is empty."""
    own = {
        4: _search(evidence),
        5: _outcomes(evidence),
        6: _families(evidence),
        9: _implementation(evidence),
        12: _open(evidence),
    }
    return tuple(
        Section(number, title, (*evidence.told.get(number, ()), *own.get(number, ())))
        for number, title in enumerate(TITLES, start=1)
    )


def empty(told: Sequence[Section]) -> tuple[str, ...]:
    return tuple(section.title for section in told if not any(text.strip() for text in section.paragraphs))


def as_markdown(told: Sequence[Section], evidence: Evidence, *, why: Sequence[Told] = ()) -> str:
    head = f"# Validation report: {evidence.model}, as known on {evidence.as_of}\n"
    parts = [head, *_decision(why)]
    for section in told:
        parts.append(f"## {section.number}. {section.title}\n")
        parts.extend(f"{text}\n" for text in section.paragraphs)
        if not section.paragraphs:
            parts.append("*Empty.*\n")
    return "\n".join(parts)


def card(told: Sequence[Section], evidence: Evidence, *, why: Sequence[Told] = ()) -> str:
    """The model card: what it is for, what it learnt from, how good it was, what to mind."""
    lines = [f"# {evidence.model}, as known on {evidence.as_of}", "", *_decision(why)]
    for number in (1, 2, 5, 11, 12):
        section = told[number - 1]
        lines += [f"## {section.title}", "", "\n\n".join(section.paragraphs[:2]) or "*Empty.*", ""]
    return "\n".join(lines)


def _decision(why: Sequence[Told]) -> list[str]:
    """What was decided and why, in both languages: the one part that others than validators read."""
    if not why:
        return []
    english, french = (
        " ".join(texts) for texts in zip(*((one.english, one.french) for one in why), strict=True)
    )
    return [f"**Decision.** {english}\n", f"**Décision.** {french}\n"]


def _search(evidence: Evidence) -> list[str]:
    choice = evidence.choice
    if choice is None:
        return ["No search: the standard recipe, chosen on companies other than this one."]
    standard = "" if choice.standard_loss is None else f" The standard recipe: {choice.standard_loss:.5f}."
    return [
        f"Search: {choice.finished} trials finished, {choice.pruned} stopped early, on folds that end "
        "before the "
        f"windows begin. Chosen: trial {choice.trial}, mean loss {choice.loss:.5f}, size {choice.size:,.0f} "
        f"(at most {LARGEST:,.0f} can be explained in half a millisecond). The most accurate: loss "
        f"{choice.best_loss:.5f}, size {choice.best_size:,.0f}. The smaller model gives up "
        f"{choice.given_up:.2%} "
        f"of log-loss.{standard}"
    ]


def _outcomes(evidence: Evidence) -> list[str]:
    """An unjudged model has no outcomes to tell, only why."""
    if not evidence.figures:
        return (
            [] if evidence.unjudged is None else [f"Nothing could be measured: {evidence.unjudged.english}."]
        )
    told = [
        f"Frozen windows {evidence.windows.cut} to {evidence.windows.until}; a rehearsal that knew "
        "nothing from "
        f"{evidence.windows.cut} on. 95 % intervals by drawing customers again.",
        _table([("all", one) for one in evidence.figures]),
        "By segment:",
        _table(evidence.segments),
    ]
    if evidence.others:
        told.append(
            "Besides: " + ", ".join(f"{name} {value:.4g}" for name, value in evidence.others.items()) + "."
        )
    if evidence.champion is None:
        told.append(f"No champion to compare with. {evidence.champion_note}".strip())
    else:
        told += [f"Against {evidence.champion}. {evidence.champion_note}", _gaps(evidence.differences)]
    return told


def _families(evidence: Evidence) -> list[str]:
    ranked = sorted(evidence.families.items(), key=lambda item: -item[1])
    if not ranked:
        return []
    return [
        "Log-loss gained when a family of features is shuffled among the rows judged: "
        + ", ".join(f"{name} {gain:+.4f}" for name, gain in ranked)
        + "."
    ]


def _implementation(evidence: Evidence) -> list[str]:
    libraries = ", ".join(f"{name} {version}" for name, version in evidence.environment.items())
    return [
        f"Code {evidence.code[:16]}; data {evidence.fingerprint[:16]}; {libraries}.",
        *(check.said.english for check in evidence.checks),
        f"Size to explain: {evidence.size:,.0f}. Without a champion nothing is scored: the doors say so.",
    ]


def _open(evidence: Evidence) -> list[str]:
    issues = [
        f"{one.question}: expected over observed is {one.expected_over_observed.value:.2f}"
        for one in evidence.figures
        if one.expected_over_observed is not None and not 0.9 <= one.expected_over_observed.value <= 1.1  # noqa: PLR2004
    ]
    if evidence.unjudged is not None:
        issues.append(f"no outcome of this model was measured, as {evidence.unjudged.english}")
    issues += [
        f"{one.question}: {one.events} events only" for one in evidence.figures if one.events < _FEWEST_EVENTS
    ]
    return [
        f"Open: {'; '.join(issues) if issues else 'nothing that the figures show'}.",
        f"Made by {evidence.author or 'nobody named'} on {evidence.on}. Approvals are in the log of "
        "promotions.",
        f"Expires on {evidence.on + timedelta(days=_VALID_DAYS)}.",
    ]


def _table(rows: Sequence[tuple[str, Measured]]) -> str:
    lines = [
        "| question | on | rows | events | log-loss | Brier | expected / observed | AUC |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in rows:
        auc = "–" if one.auc is None else f"{one.auc:.3f}"
        lines.append(
            f"| {one.question} | {name} | {one.rows:,} | {one.events:,} | {_within(one.log_loss, 4)} | "
            f"{_within(one.brier, 4)} | {_within(one.expected_over_observed, 2)} | {auc} |"
        )
    return "\n".join(lines)


def _gaps(rows: Sequence[Difference]) -> str:
    lines = [
        "| question | on | rows | log-loss, challenger less champion | Brier |",
        "|---|---|---:|---:|---:|",
    ]
    lines += [
        f"| {one.question} | {one.segment or 'all'} | {one.rows:,} | {_within(one.log_loss, 5)} | "
        f"{_within(one.brier, 5)} |"
        for one in rows
    ]
    return "\n".join(lines)


def _within(told: Interval | None, digits: int) -> str:
    if told is None:
        return "–"
    return f"{told.value:.{digits}f} ({told.low:.{digits}f} to {told.high:.{digits}f})"
