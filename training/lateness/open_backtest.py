"""The rolling rehearsal: on each past evening train on what was known, predict every invoice open then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.facts import Facts
from scoring.lateness.predict import curves
from training.lateness.backtest import NothingToPredict
from training.lateness.evaluation import Metrics
from training.lateness.fitting import Progress, train
from training.lateness.naive_open import naive_open
from training.lateness.recipe import Recipe
from training.lateness.snapshots import (
    HORIZONS,
    Forecast,
    joined,
    of_forecast,
    outcomes_of,
    snapshot_of,
    told_by_curves,
)


@dataclass(frozen=True, slots=True)
class OpenReport:
    """Figures of the model and of each baseline, on the same invoices and evenings."""

    evenings: tuple[date, ...]
    horizon: date
    model: Metrics
    baselines: Mapping[str, Metrics]

    def as_json(self) -> dict[str, object]:
        return {
            "evenings": [evening.isoformat() for evening in self.evenings],
            "horizon": self.horizon.isoformat(),
            **self.model,
            "baselines": {name: dict(figures) for name, figures in self.baselines.items()},
        }


def rehearse_open(
    facts: Facts,
    *,
    evenings: Sequence[date],
    recipe: Recipe,
    progress: Progress,
    country: str | None = None,
) -> OpenReport:
    """Train once an evening, judge all evenings together; `country` as in `train`.

    Raises NothingToPredict when an evening has no open invoice, or too little came after it to judge.
    """
    told: dict[str, list[Forecast]] = {}
    snapshots = []
    for evening in evenings:
        snapshot = snapshot_of(facts, as_of=evening)
        _require(facts, evening, len(snapshot.pairs))
        model = train(snapshot.facts, as_of=evening, recipe=recipe, progress=progress, country=country)
        own = told_by_curves(curves(model, snapshot.streams, snapshot.pairs), snapshot.pairs)
        naive = naive_open(snapshot, country=model.manifest.country)
        for name, forecast in {"model": own, **naive}.items():
            told.setdefault(name, []).append(forecast)
        snapshots.append(snapshot)
    outcome = outcomes_of(facts, snapshots)
    figures = {name: of_forecast(joined(forecasts), outcome) for name, forecasts in told.items()}
    model_figures = figures.pop("model")
    return OpenReport(tuple(evenings), facts.horizon, model_figures, figures)


def _require(facts: Facts, evening: date, n_open: int) -> None:
    if n_open == 0:
        raise NothingToPredict(f"No invoice was open on the evening of {evening}. Choose another evening.")
    if (facts.horizon - evening).days < max(HORIZONS):
        raise NothingToPredict(
            f"The ledger ends on {facts.horizon}, less than {max(HORIZONS)} days after {evening}: what "
            "became of the invoices open then is not known yet. Choose an earlier evening."
        )
