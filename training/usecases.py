"""Training runs and back-tests: load facts, fit, release or report."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ledger.exported.gateway import Exported
from ledger.usecases import load_facts
from scoring.default.model import DEFAULT, source_of
from scoring.lateness.artifact import LATENESS
from scoring.sharded.gateway import Engine
from store.session import ReadSession
from training.default import fitting as default_fitting
from training.gateway import Tracking
from training.lateness.backtest import BacktestReport, rehearse
from training.lateness.by_parts import ByParts
from training.lateness.fitting import Progress, train
from training.lateness.open_backtest import OpenReport, rehearse_open
from training.lateness.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Parts:
    """The ledger's facts by parts, and where these are worked on."""

    exported: Exported
    engine: Engine


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was trained and released."""

    model: str
    as_of: date
    n_invoices: int
    data_fingerprint: str
    replaced: str | None

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"as_of": self.as_of.isoformat()}


def train_lateness(
    session: ReadSession, home: Path, *, as_of: date, progress: Progress, parts: Parts | None = None
) -> TrainingReport:
    """Train on what was known on the evening of `as_of`, and make the model the champion.

    With `parts` the features are worked out by parts; the model is the same. Raises EmptyLedger,
    TooLittleHistory or ExportRefused; nothing is released then.
    """
    facts = load_facts(session)
    frames = None
    if parts is not None:
        book = parts.engine.book(parts.exported, as_of=as_of, progress=progress)
        frames = ByParts(parts.exported, book).frame
    model = train(facts, as_of=as_of, recipe=Recipe(), progress=progress, frames=frames)
    manifest = model.manifest
    done = Tracking(home).release(LATENESS, model, figures={"n_invoices": manifest.n_invoices})
    return TrainingReport(done.label, as_of, manifest.n_invoices, manifest.data_fingerprint, done.replaced)


@dataclass(frozen=True, slots=True)
class DefaultTrainingReport:
    """What was trained and released, and whose answers it will give.

    `source` and `own_weight` say how far the book's own defaults speak beside the expert prior.
    """

    model: str
    as_of: date
    n_customers: int
    n_defaults: int
    source: str
    own_weight: float
    calibrated: bool
    data_fingerprint: str
    replaced: str | None

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"as_of": self.as_of.isoformat()}


def train_default(
    session: ReadSession, home: Path, *, as_of: date, progress: Progress
) -> DefaultTrainingReport:
    """Train on what was known on the evening of `as_of`, and make the model the champion.

    A book with few defaults gives a model that answers by the expert prior and says so. Raises EmptyLedger or
    TooLittleHistory; nothing is released then.
    """
    facts = load_facts(session)
    recipe = default_fitting.Recipe()
    model = default_fitting.train_default(facts, as_of=as_of, recipe=recipe, progress=progress)
    manifest = model.manifest
    counts = {"n_customers": manifest.n_customers, "n_defaults": manifest.n_defaults}
    done = Tracking(home).release(DEFAULT, model, figures=counts | dict(manifest.figures))
    return DefaultTrainingReport(
        model=done.label,
        as_of=as_of,
        **counts,
        source=source_of(manifest.own_weight),
        own_weight=manifest.own_weight,
        calibrated=manifest.calibrated,
        data_fingerprint=manifest.data_fingerprint,
        replaced=done.replaced,
    )


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
