"""Training runs, back-tests and releases: load facts, fit and judge, then register, promote or report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ledger.exported.gateway import Exported
from ledger.facts import Facts
from ledger.usecases import load_facts
from scoring.default.model import DEFAULT
from scoring.lateness.artifact import LATENESS, LatenessModel
from scoring.sealed import ArtifactRefused, ModelKind
from scoring.sharded.gateway import Engine
from store.session import ReadSession
from training import gateway
from training.acts import Act, Deed, Version, before_last
from training.by_parts import ByParts
from training.default import fitting as default_fitting
from training.frames import Frames
from training.gateway import Tracking, UnknownModel
from training.lateness.backtest import BacktestReport, rehearse
from training.lateness.fitting import train
from training.lateness.open_backtest import OpenReport, rehearse_open
from training.lateness.recipe import Recipe
from training.run.default.subject import default_subject
from training.run.default.subject import runnable as default_runnable
from training.run.lateness.subject import lateness_subject, runnable
from training.run.subject import Incomparable, Progress
from training.run.usecases import Order, RunReport, run


class PromotionRefused(ValueError):
    """A model cannot be put in service."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The ledger's facts by parts, and where these are worked on."""

    exported: Exported
    engine: Engine


@dataclass(frozen=True, slots=True)
class _Known:
    """A kind of model, and whether this version can run one: raises Incomparable."""

    kind: ModelKind[Any]
    runnable: Callable[[Any], None]


_KINDS: Mapping[str, _Known] = {
    LATENESS.name: _Known(LATENESS, runnable),
    DEFAULT.name: _Known(DEFAULT, default_runnable),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with its validation report, and the acts that concern its kind."""

    version: Version
    report: str
    acts: tuple[Act, ...]


def train_lateness(
    facts: Facts, order: Order, *, as_of: date, progress: Progress, parts: Parts | None = None
) -> RunReport:
    """A run on what was known on the evening of `as_of`; the model becomes the champion if it deserves it.

    With `parts` the features of the released model are worked out by parts; the model is the same. Raises
    TooLittleHistory, SearchRefused or ExportRefused; nothing is registered then. No session stays open
    meanwhile: a search may take hours.
    """
    frames = _frames(parts, as_of=as_of, progress=progress)
    subject = lateness_subject(
        facts, as_of=as_of, standard=Recipe(), searching=_searching(order), frames=frames
    )
    return run(subject, order, progress=progress)


def _frames(parts: Parts | None, *, as_of: date, progress: Progress) -> Frames | None:
    """Who works out the features by parts; None where this process does."""
    if parts is None:
        return None
    return ByParts(parts.exported, parts.engine.book(parts.exported, as_of=as_of, progress=progress)).frame


def train_default(
    facts: Facts, order: Order, *, as_of: date, progress: Progress, parts: Parts | None = None
) -> RunReport:
    """The same for the default model. A book with few defaults gives one that answers by the expert prior.

    Raises as `train_lateness` does.
    """
    frames = _frames(parts, as_of=as_of, progress=progress)
    subject = default_subject(
        facts,
        as_of=as_of,
        standard=default_fitting.Recipe(),
        searching=_searching(order),
        frames=frames,
    )
    return run(subject, order, progress=progress)


def retrain(kind: str, facts: Facts, order: Order, *, as_of: date, progress: Progress) -> RunReport:
    """A run of a kind of model by its name, as the watch advises it. Raises as the run itself does."""
    training = {LATENESS.name: train_lateness, DEFAULT.name: train_default}[kind]
    return training(facts, order, as_of=as_of, progress=progress)


def _searching(order: Order) -> bool:
    return order.trials is not None or order.resume or order.join


def backtest_lateness(
    session: ReadSession, *, cut: date, until: date | None, progress: Progress
) -> BacktestReport:
    """Rehearse on the past; nothing is written. Raises EmptyLedger, NothingToPredict or TooLittleHistory."""
    facts = load_facts(session)
    return rehearse(facts, cut=cut, until=until, recipe=Recipe(), progress=progress).report


def backtest_open_invoices(
    session: ReadSession, *, evenings: Sequence[date], progress: Progress
) -> OpenReport:
    """Judge, on each evening, what was open then; nothing is written. Raises as `backtest_lateness`."""
    facts = load_facts(session)
    return rehearse_open(facts, evenings=evenings, recipe=Recipe(), progress=progress)


def lateness_model_at(progress: Progress) -> Callable[[Facts, date], LatenessModel]:
    """Who makes the model of an evening for whoever judges more than the model; raises TooLittleHistory."""

    def model_at(facts: Facts, as_of: date) -> LatenessModel:
        return train(facts, as_of=as_of, recipe=Recipe(), progress=progress)

    return model_at


def list_models(home: Path) -> list[Version]:
    """Every registered model, by kind, the newest first."""
    if not gateway.begun(home):
        return []
    tracking = Tracking(home)
    return [version for name in _KINDS for version in tracking.versions(name)]


def show_model(home: Path, label: str) -> Shown:
    """Raises UnknownModel."""
    tracking, version = _found(home, label)
    report = tracking.text(version, "validation_report.md")
    return Shown(version, report, tuple(tracking.acts(version.name)))


def compare_models(home: Path, first: str, second: str) -> tuple[Version, Version]:
    """Two versions by their own figures, each from its own windows. Raises UnknownModel."""
    return _found(home, first)[1], _found(home, second)[1]


def promote_model(home: Path, label: str, *, who: str, at: datetime, why: str) -> Act:
    """Put a version in service. Raises UnknownModel, PromotionRefused, Incomparable or ArtifactRefused."""
    tracking, version = _found(home, label)
    if version.champion:
        raise PromotionRefused(f"{version.label} is the champion already.")
    if not version.complete:
        raise PromotionRefused(
            f"The validation report of {version.label} is incomplete, so it cannot be promoted. "
            f"Read it (encours models show “{version.label}”), and train again on a longer history."
        )
    _refuse_unusable(tracking, version)
    return tracking.act(
        version.name, deed=Deed.PROMOTE, to=version.number, who=who, at=at.isoformat(), why=why
    )


def decline_model(home: Path, label: str, *, who: str, at: datetime, why: str) -> Act:
    """Leave the champion where it is, and try this version beside it no more; it stays registered.

    Raises UnknownModel or PromotionRefused.
    """
    tracking, version = _found(home, label)
    if version.champion:
        raise PromotionRefused(f"{version.label} is in service. Promote another one, or roll back.")
    return tracking.act(
        version.name, deed=Deed.DECLINE, to=version.number, who=who, at=at.isoformat(), why=why
    )


def roll_back(home: Path, name: str, *, who: str, at: datetime, why: str) -> Act:
    """Bring the champion before this one back. Raises as `promote_model` does."""
    if name not in _KINDS or not gateway.begun(home):
        raise UnknownModel(f"No model “{name}” was trained here. Known kinds: {', '.join(_KINDS)}.")
    tracking = Tracking(home)
    back = before_last(tracking.acts(name))
    if back is None:
        raise PromotionRefused(
            f"No {name} model was in service before this one: there is nothing to go back to."
        )
    version = tracking.version(name, back)
    _refuse_unusable(tracking, version)
    return tracking.act(name, deed=Deed.ROLL_BACK, to=back, who=who, at=at.isoformat(), why=why)


def _refuse_unusable(tracking: Tracking, version: Version) -> None:
    """Raises PromotionRefused when this version of the program cannot run the model."""
    known = _KINDS[version.name]
    try:
        known.runnable(tracking.model(known.kind, version))
    except (Incomparable, ArtifactRefused) as error:
        raise PromotionRefused(f"{version.label} cannot be put in service. {error}") from error


def _found(home: Path, label: str) -> tuple[Tracking, Version]:
    """A version by its label, “lateness 3”; a dash or a colon may stand for the space."""
    name, _, number = label.strip().replace("-", " ").replace(":", " ").rpartition(" ")
    if name not in _KINDS or not number.isdigit() or not gateway.begun(home):
        raise UnknownModel(f"There is no model “{label}”. See those there are: encours models list.")
    tracking = Tracking(home)
    return tracking, tracking.version(name, int(number))
