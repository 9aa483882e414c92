"""Training runs and back-tests: load facts, fit, release or report."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ledger.usecases import load_facts
from store.session import ReadSession
from training.gateway import Tracking
from training.lateness.backtest import BacktestReport, rehearse
from training.lateness.fitting import Progress, Recipe, train
from training.lateness.open_backtest import OpenReport, rehearse_open


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


def train_lateness(session: ReadSession, home: Path, *, as_of: date, progress: Progress) -> TrainingReport:
    """Train on what was known on the evening of `as_of`, and make the model the champion.

    Raises EmptyLedger or TooLittleHistory; nothing is released then.
    """
    facts = load_facts(session)
    model = train(facts, as_of=as_of, recipe=Recipe(), progress=progress)
    manifest = model.manifest
    done = Tracking(home).release(model, figures={"n_invoices": manifest.n_invoices})
    return TrainingReport(done.label, as_of, manifest.n_invoices, manifest.data_fingerprint, done.replaced)


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
