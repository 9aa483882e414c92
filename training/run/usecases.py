"""A run from facts to a version: search, rehearse, judge, report, register, and promote what is better."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Generic, TypeVar

from scoring.sealed import ArtifactRefused
from training.acts import Deed, Version
from training.gateway import Record, Tracking
from training.lateness.fitting import TooLittleHistory
from training.run.compare import Measured, by_segment, differences, measured
from training.run.gate import Case, Verdict, decide
from training.run.gateway import (
    Search,
    Searches,
    SearchRefused,
    Wanted,
    as_text,
    code_mark,
    environment,
    finished,
    requirements,
)
from training.run.pictures import pictures
from training.run.report import Evidence, as_markdown, card, empty, sections
from training.run.search import Choice, chosen, objective, recipe_of, standard_parameters, table
from training.run.subject import Incomparable, Judged, Progress, Subject, Told

R = TypeVar("R")
M = TypeVar("M")
_LOSSES = "penalised"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked of a run, and by whom: `at` is the instant an automatic promotion is logged under.

    `trials` None with `resume` keeps the budget the search was begun with; `join` lends a hand to the search
    and leaves the model to whoever began it.
    """

    home: Path
    database_url: str
    author: str
    on: date
    at: datetime
    trials: int | None = None
    resume: bool = False
    join: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class RunReport:
    """What came of a run; `model` is None for one that only joined a search."""

    model: str | None
    as_of: date
    cases: Told
    learnt_from: int = 0
    data_fingerprint: str = ""
    replaced: str | None = None
    replaced_as_of: str | None = None
    promoted: bool = False
    why: tuple[Told, ...] = ()
    figures: tuple[Measured, ...] = ()
    search: str | None = None
    choice: Choice | None = None
    remarks: tuple[Told, ...] = ()
    said: tuple[Told, ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        given_up = None if self.choice is None else self.choice.given_up
        told = asdict(self)
        return (
            told
            | told.pop("about")
            | {
                "as_of": self.as_of.isoformat(),
                f"n_{self.cases.english}": self.learnt_from,
                "given_up_by_size": given_up,
            }
        )


@dataclass(frozen=True, slots=True)
class _Rival(Generic[M]):
    """The champion as it may be compared, and how it was made comparable."""

    version: Version
    model: M
    note: str
    refresh: bool
    nothing_new: bool


@dataclass(slots=True)
class _Judgement(Generic[M]):
    """`rehearsal` is None where the windows judged nothing; `standing` is a champion that could be run."""

    rehearsal: M | None = None
    judged: tuple[Judged, ...] = ()
    standing: tuple[Version, M] | None = None
    rival: _Rival[M] | None = None
    rival_judged: tuple[Judged, ...] = ()
    note: str = ""
    figures: tuple[Measured, ...] = field(default_factory=tuple)


def run(subject: Subject[R, M], order: Order, *, progress: Progress) -> RunReport:
    """Make a model by the order and release it if it deserves it.

    Raises SearchRefused, and whatever the subject raises when facts are too few. Nothing is registered before
    all is computed: a run that is stopped leaves its finished trials and no more.
    """
    if order.trials is None and not order.resume and not order.join:
        return _made(subject, order, subject.standard, None, None, progress=progress)
    if subject.folds == 0:
        raise SearchRefused(
            "The ledger is too short, or saw too few of what the model foretells, for a search to compare "
            "recipes. Leave --trials out, or import more history."
        )
    searches = Searches(order.database_url)
    try:
        search = searches.open(_wanted(subject, order), first=standard_parameters(subject))
        search.run(objective(subject), jobs=order.jobs, told=lambda done, of: progress("trials", done, of))
        if order.join:
            return RunReport(None, subject.as_of, subject.cases, search=search.name, remarks=_remarks(search))
        if not finished(search.trials()):
            raise SearchRefused("No trial of the search came to its end. Ask for more: --resume --trials N.")
        choice = chosen(search.trials())
        recipe = recipe_of(subject, search.trials()[choice.trial])
        report = _made(subject, order, recipe, choice, search, progress=progress)
        search.release(str(report.model))
        return report
    finally:
        searches.close()


def _wanted(subject: Subject[R, M], order: Order) -> Wanted:
    name = f"{subject.kind.name} as of {subject.as_of} on {subject.fingerprint[:12]}"
    return Wanted(name, code_mark(), order.trials, resume=order.resume or order.join)


def _made(
    subject: Subject[R, M],
    order: Order,
    recipe: R,
    choice: Choice | None,
    search: Search | None,
    *,
    progress: Progress,
) -> RunReport:
    tracking = Tracking(order.home)
    model = subject.fit(recipe, progress=progress)
    judgement = _judge(subject, tracking, recipe, progress=progress)
    evidence = _evidence(subject, model, judgement, order=order, choice=choice)
    told = sections(evidence)
    verdict = _verdict(evidence, judgement, empty(told))
    files: dict[str, str | bytes] = {
        "validation_report.md": as_markdown(told, evidence, why=verdict.why),
        "model_card.md": card(told, evidence, why=verdict.why),
        "environment.json": as_text(evidence.environment),
        "requirements.txt": requirements(dict(evidence.environment)),
        "comparison.json": as_text([asdict(one) for one in evidence.differences]),
    }
    trials = [] if search is None else search.trials()
    if trials:
        files["trials.json"] = as_text(table(trials))
    losses = [float(one.value) for one in trials if one.value is not None]
    drawn = pictures(judgement.judged, families=evidence.families, losses=losses)
    files |= {f"pictures/{name}": picture for name, picture in drawn.items()}
    record = Record(
        as_of=subject.as_of.isoformat(),
        fingerprint=subject.fingerprint,
        code=evidence.code,
        complete=not empty(told),
        parameters=asdict(recipe),  # type: ignore[call-overload]
        figures=_logged(evidence) | {"learnt_from": float(subject.learnt_from(model))},
        decided=_decided(verdict),
        series={_LOSSES: losses} if losses else {},
        files=files,
    )
    return _released(
        subject, model, record, verdict, tracking=tracking, order=order, search=search, evidence=evidence
    )


def _released(
    subject: Subject[R, M],
    model: M,
    record: Record,
    verdict: Verdict,
    *,
    tracking: Tracking,
    order: Order,
    search: Search | None,
    evidence: Evidence,
) -> RunReport:
    name = subject.kind.name
    before = tracking.champion(name)
    number = tracking.record(subject.kind, model, record)
    if verdict.promoted:
        why = " ".join(one.english for one in verdict.why)
        tracking.act(
            name,
            deed=Deed.PROMOTE,
            to=number,
            who=order.author or "encours train",
            at=order.at.isoformat(),
            why=why,
        )
    elif record.complete:  # or nobody could promote it
        tracking.challenge(name, number)
    replaced = before if verdict.promoted else None
    return RunReport(
        model=f"{name} {number}",
        as_of=subject.as_of,
        cases=subject.cases,
        learnt_from=subject.learnt_from(model),
        data_fingerprint=subject.fingerprint,
        replaced=None if replaced is None else replaced.label,
        replaced_as_of=None if replaced is None else replaced.as_of,
        promoted=verdict.promoted,
        why=verdict.why,
        figures=tuple(evidence.figures),
        search=None if search is None else search.name,
        choice=evidence.choice,
        said=subject.said(model),
        about=subject.about(model),
        remarks=() if search is None else _remarks(search),
    )


def _judge(subject: Subject[R, M], tracking: Tracking, recipe: R, *, progress: Progress) -> _Judgement[M]:
    """The recipe rehearsed before the windows, and the champion beside it where there is one."""
    made: _Judgement[M] = _Judgement()
    champion = tracking.champion(subject.kind.name)
    try:
        made.standing = None if champion is None else (champion, tracking.model(subject.kind, champion))
        if made.standing is not None:
            subject.runnable(made.standing[1])
    except (Incomparable, ArtifactRefused) as error:
        made.standing, made.note = None, str(error)
    try:
        rehearsal = subject.rehearse(recipe, progress=progress)
    except TooLittleHistory:
        return made
    made.judged = tuple(one for one in subject.judge(rehearsal) if len(one))
    if not made.judged:
        return made
    made.rehearsal = rehearsal
    made.figures = tuple(measured(one) for one in made.judged)
    if made.standing is not None:
        made.rival = _rival(subject, *made.standing, recipe, rehearsal, progress=progress)
        made.rival_judged = tuple(one for one in subject.judge(made.rival.model) if len(one))
    return made


def _rival(
    subject: Subject[R, M], champion: Version, model: M, recipe: R, rehearsal: M, *, progress: Progress
) -> _Rival[M]:
    """The champion as it stands if it has not seen the windows; else its recipe, rehearsed like the other."""
    try:
        its = subject.recipe_of(model)
    except Incomparable:
        note = (
            "As it stands, although it has seen the windows, which flatters it: its recipe is of "
            "another version."
        )
        return _Rival(champion, model, note, refresh=False, nothing_new=False)
    same = its == recipe
    known = champion.fingerprint == subject.fingerprint and champion.code == code_mark()
    if subject.known_until(model) < subject.windows.cut:
        return _Rival(champion, model, "As it stands: it has not seen the windows.", same, same and known)
    note = "Its recipe, fitted on what was known before the windows, since it has seen them."
    fitted = rehearsal if same else subject.rehearse(its, progress=progress)
    return _Rival(champion, fitted, note, same, same and known)


def _evidence(
    subject: Subject[R, M], model: M, judgement: _Judgement[M], *, order: Order, choice: Choice | None
) -> Evidence:
    rehearsal, rival = judgement.rehearsal, judgement.rival
    standing = judgement.standing
    pairs = zip(judgement.judged, judgement.rival_judged, strict=True) if rival is not None else ()
    return Evidence(
        model=subject.kind.name,
        as_of=subject.as_of,
        fingerprint=subject.fingerprint,
        windows=subject.windows,
        figures=judgement.figures,
        segments=[row for one in judgement.judged for row in by_segment(one)],
        others={} if rehearsal is None else subject.figures(rehearsal),
        families={} if rehearsal is None else subject.families(rehearsal),
        champion=None if standing is None else standing[0].label,
        champion_note=judgement.note if rival is None else rival.note,
        differences=[gap for ours, its in pairs for gap in differences(ours, its)],
        choice=choice,
        size=subject.size(model),
        checks=subject.checks(model),
        code=code_mark(),
        environment=environment(),
        told=subject.sections(model, rehearsal),
        author=order.author,
        on=order.on,
        unjudged=subject.unjudged if rehearsal is None else None,
    )


def _verdict(evidence: Evidence, judgement: _Judgement[M], lacking: Sequence[str]) -> Verdict:
    rival = judgement.rival
    return decide(
        Case(
            figures=evidence.figures,
            differences=evidence.differences,
            checks=evidence.checks,
            empty_sections=lacking,
            champion=evidence.champion,
            champion_figures=tuple(measured(one) for one in judgement.rival_judged),
            refresh=rival is not None and rival.refresh,
            nothing_new=rival is not None and rival.nothing_new,
            unjudged=evidence.unjudged,
        )
    )


def _logged(evidence: Evidence) -> dict[str, float]:
    """The figures of a run by name, as they are listed and compared."""
    told = dict(evidence.others) | {"size": evidence.size}
    for one in evidence.figures:
        key = one.question.replace(" ", "_")
        told |= {f"{key}.log_loss": one.log_loss.value, f"{key}.brier": one.brier.value}
        if one.expected_over_observed is not None:
            told[f"{key}.expected_over_observed"] = one.expected_over_observed.value
        if one.auc is not None:
            told[f"{key}.auc"] = one.auc
    if evidence.choice is not None:
        told["given_up_by_size"] = evidence.choice.given_up
    return {name: value for name, value in told.items() if isfinite(value)}


def _decided(verdict: Verdict) -> dict[str, str]:
    return {
        "promoted": "yes" if verdict.promoted else "no",
        "en": " ".join(one.english for one in verdict.why),
        "fr": " ".join(one.french for one in verdict.why),
    }


def _remarks(search: Search) -> tuple[Told, ...]:
    told = []
    if search.begun_with:
        told.append(
            Told(
                f"The search “{search.name}” went on from its {search.begun_with} finished trials.",
                f"La recherche « {search.name} » a repris après ses {search.begun_with} essais terminés.",
            )
        )
    if search.unfinished:
        told.append(
            Told(
                f"An earlier search of the same facts, “{search.unfinished}”, was left unfinished; this "
                "one is new.",
                f"Une recherche antérieure sur les mêmes faits, « {search.unfinished} », est restée "
                "inachevée ; "
                "celle-ci est nouvelle.",
            )
        )
    return tuple(told)
