"""Watch the models in service: look, report. Nothing is written."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default.model import DEFAULT
from scoring.gateway import NoChampion
from scoring.lateness.artifact import LATENESS
from scoring.sealed import ModelKind
from scoring.usecases import Champions
from training.watch import default, lateness
from training.watch.health import fed, month_of
from training.watch.policy import DEFAULT_POLICY, POLICY, WatchPolicy
from training.watch.report import WatchReport, report_of
from training.watch.watched import Watched

_Look = Callable[..., Watched]
_WATCHED: tuple[tuple[ModelKind[Any], _Look, WatchPolicy], ...] = (
    (LATENESS, lateness.watched, POLICY),
    (DEFAULT, default.watched, DEFAULT_POLICY),
)


def watch(facts: Facts, registry: Champions, *, as_of: date) -> list[WatchReport]:
    """How each model in service stands on an evening. Raises NoChampion when there is none at all."""
    found = list(_in_service(registry))
    if not found:
        registry.champion(LATENESS)
    return [_report(model, facts, look, policy, as_of=as_of) for model, look, policy in found]


def _in_service(registry: Champions) -> Iterator[tuple[Any, _Look, WatchPolicy]]:
    for kind, look, policy in _WATCHED:
        try:
            yield registry.champion(kind), look, policy
        except NoChampion:
            continue


def _report(model: Any, facts: Facts, look: _Look, policy: WatchPolicy, *, as_of: date) -> WatchReport:
    seen = look(model, facts, as_of=as_of, policy=policy)
    months = sorted({*seen.reference, *seen.months, month_of(as_of)})
    health = fed(as_known(facts, as_of), as_of=as_of, months=months, reference=seen.reference)
    return report_of(seen, health, policy=policy)
